"""`liveroom-server`: one program for everything the server's machine is asked to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from db.domain.city_reading import CityFaults
from db.store import StoreFault
from server import city_command, importing
from server.cli import (
    channel,
    demo,
    demo_feed,
    doctor,
    figures,
    report,
    restored,
    schedules,
    serve,
    user,
    wall,
)
from server.endpoints.city import our_version
from server.settings import SettingsFault

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code, 2 with one sentence when it could not even begin."""
    args = _parser().parse_args(arguments)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("liveroom-server", description="The LIVE Room's server.")
    parser.add_argument("--version", action="version", version=our_version())
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(
        name: str, told: str, add: Callable[[argparse.ArgumentParser], None], run: Run
    ) -> None:
        one = commands.add_parser(name, help=told, description=told)
        add(one)
        one.set_defaults(run=run)

    command("serve", "listen until told to stop", serve.add_arguments, serve.run)
    command("user", "who may sign in", user.add_arguments, user.run)
    command("channel", "tokens of programs that bring reports", channel.add_arguments, channel.run)
    command("wall", "screens that hang in the room", wall.add_arguments, wall.run)
    command("city", "what a city pack holds", city_command.add_arguments, city_command.run)
    command("import", "bring in cases of another system", importing.add_arguments, importing.run)
    command("demo", "a server with a city that lives by itself", demo.add_arguments, demo.run)
    command("demo-feed", "let that city live on a server", demo_feed.add_arguments, demo_feed.run)
    command("restored", "say that a backup was put back", restored.add_arguments, restored.run)
    command("figures", "check or remake what figures count", figures.add_arguments, figures.run)
    command("report", "a day, week or month as a file", report.add_arguments, report.run)
    command("reports", "reports by e-mail", schedules.add_arguments, schedules.run)
    command("doctor", "whether what is kept is whole", doctor.add_arguments, doctor.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
