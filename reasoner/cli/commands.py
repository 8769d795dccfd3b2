"""Commands and their arguments: each command declares its options as a class and gets an object of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeVar

from reasoner.cli.usage import Help, Parser


class Options:
    """The arguments of a call. Each command has a subclass that declares them, with the default of those not given.

    A plain class: these are defined at every start, and msgspec takes longer to import than a command to answer.
    """

    def __init__(self, given: argparse.Namespace) -> None:
        vars(self).update(vars(given))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"options do not change: {name}")


class Called(argparse.Namespace):
    """The arguments of a call as argparse gives them, and the function that runs its command."""

    run: Callable[[argparse.Namespace], int]


Given = TypeVar("Given", bound=Options)


class Commands:
    """The commands, or the actions of one command, that stand under a parser."""

    def __init__(self, parser: Parser, title: str, metavar: str, prog: str, *, required: bool = True) -> None:
        # With `prog` given, argparse need not format a usage line (and load shutil) just to find it out.
        self._actions = parser.add_subparsers(
            title=title, metavar=metavar, required=required, parser_class=Parser, prog=prog
        )

    def add(
        self,
        name: str,
        what: str,
        options: type[Given],
        run: Callable[[Given], int],
        more: str = "",
        *,
        description: str = "",
    ) -> Parser:
        """Add a command. `what` is its line in the list; `more` follows it in its own help, `description` replaces both."""
        parser = self._actions.add_parser(
            name,
            help=what,
            description=description or f"{what}。{more}",
            allow_abbrev=False,
            formatter_class=Help,
            argument_default=argparse.SUPPRESS,  # what is not given has the default that its class declares
        )
        parser.set_defaults(run=lambda given: run(options(given)))
        return parser

    def parsers(self) -> dict[str, Parser]:
        """The parsers of the commands by name."""
        return dict(self._actions.choices)
