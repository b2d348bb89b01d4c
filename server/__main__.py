"""`liveroom-server`: one program for everything the server's machine is asked to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from db.domain.city_reading import CityFaults
from db.faults import StoreFault
from server.here import our_version
from server.settings import SettingsFault

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code, 2 with one sentence when it could not even begin."""
    args = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
    run: Run = args.run
    try:
        return run(args)
    except SettingsFault as fault:
        print(f"liveroom-server: {fault}", file=sys.stderr)
    except StoreFault as fault:
        # A driver's own message may have several lines.
        print(f"liveroom-server: database {' '.join(str(fault).split())}", file=sys.stderr)
    except CityFaults as fault:
        first, more = fault.faults[0], len(fault.faults) - 1
        also = f" and {more} more" if more else ""
        print(
            f"liveroom-server: the city pack has faults: {first}{also}; "
            "see them all with: liveroom-server city check FOLDER",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        return 130
    return 2


_COMMANDS = (
    ("serve", "listen until told to stop", "server.cli.serve"),
    ("user", "who may sign in", "server.cli.user"),
    ("channel", "tokens of programs that bring reports", "server.cli.channel"),
    ("wall", "screens that hang in the room", "server.cli.wall"),
    ("city", "what a city pack holds", "server.city_command"),
    ("import", "bring in cases of another system", "server.importing.command"),
    ("demo", "a server with a city that lives by itself", "server.cli.demo"),
    ("demo-feed", "let that city live on a server", "server.cli.demo_feed"),
    ("restored", "say that a backup was put back", "server.cli.restored"),
    ("figures", "check or remake what figures count", "server.cli.figures"),
    ("report", "a day, week or month as a file", "server.cli.report"),
    ("reports", "reports by e-mail", "server.cli.schedules"),
    ("doctor", "whether what is kept is whole", "server.cli.doctor"),
)
"""Name, help, and where its `add_arguments` and `run` are."""


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Knows every command by name, and of the one that is `given` all it takes: loading the parts
    of all others would take four times as long as most commands work.
    """
    parser = argparse.ArgumentParser("liveroom-server", description="The LIVE Room's server.")
    parser.add_argument("--version", action="version", version=our_version())
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, told, where in _COMMANDS:
        command = commands.add_parser(name, help=told, description=told)
        if name in given:
            module: Any = import_module(where)
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
