"""Import of cases that another system has kept, with their history."""

from server.importing.command import add_arguments, run

__all__ = ["add_arguments", "run"]
