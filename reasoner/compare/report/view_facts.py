"""The smallest parts of a view: a fact of an application, a document of a side."""

from __future__ import annotations

from typing import Final

import msgspec

REPORT: Final = "评估报告"
"""The kind of a document that only reports."""


class Fact(msgspec.Struct, frozen=True):
    """A fact of an application in words."""

    name: str
    """The term, by label."""
    of: str
    """Of which place; empty where that needs no word."""
    value: str
    """Its value with its unit."""
    unusual: bool = False
    """Whether it is not as usual."""
    usual: str = ""
    """Its usual value, where that is another."""
    counted: bool = False
    """Whether it is a number."""
    alone: bool = True
    """Whether no other fact of the application has its name."""


class SideDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a side, with what the rule base knows of it."""

    title: str
    """Its title."""
    number: str
    """Its number (发文字号); empty where the received text has none."""
    matters: tuple[str, ...]
    """The matters that its rules reach, by label."""
    starts: str
    """The first day of force; empty: not known."""
    ends: str
    """The last day of force; empty: not stated."""
    in_force: bool | None
    """Whether it is in force on the day compared; None: nobody knows."""
    draft: bool
    """Whether it is an amendment that nobody has issued yet."""
    notes: tuple[str, ...]
    """What is to be known of it where it governs."""
    kind: str = ""
    """What kind of text it is; empty where the rule base has another text of this name. So, too, the following."""
    issued: str = ""
    """The day of issue."""
    starts_basis: str = ""
    """Why it begins when it does."""
    ends_basis: str = ""
    """Why it ends when it does."""

    @property
    def report(self) -> bool:
        """Whether it only reports, and binds nobody."""
        return self.kind == REPORT

    @property
    def doubtful(self) -> bool:
        """Whether nobody knows whether it is in force on the day compared."""
        return self.in_force is None
