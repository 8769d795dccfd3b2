"""What of a bureau's own corpus has faults, and is set aside (搁置) so that the rest goes on."""

from __future__ import annotations

import msgspec

from policy_dsl.diagnostics import Diagnostic


class SetAside(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document, a folder or a file of words that takes no part in the rule base."""

    path: str
    """Where it lies, as messages call it."""
    faults: tuple[Diagnostic, ...]
    """What is wrong with it."""
    document: str = ""
    """The id of the document; empty: it is none, or nobody can say which."""
    version: str = ""
    """The version of the document: its folder."""
    title: str = ""
    """The title, as far as its meta.toml says it."""
    regions: tuple[str, ...] = ()
    """The codes of the regions that it may concern; none: it holds no document."""
    everywhere: bool = False
    """Whether it may concern any region: nothing of the corpus can be read."""
    matters: tuple[str, ...] = ()
    """The matters that it concerns, by label; none: any, as far as is known."""

    @property
    def called(self) -> str:
        """How messages call it: 《title》(id), or where it lies."""
        if self.title:
            return f"《{self.title}》({self.document})"
        return self.document or self.path
