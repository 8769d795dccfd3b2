"""Errors as values: where, what was found, what is allowed, what to try.

A diagnostic is data. Passes collect them and go on, so that one run names every fault of a file.
Codes are stable; each is registered in `error_codes` with its page in docs/errors.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

EXAMPLES: Final = "如 "
"""How what is allowed begins where it is a few examples, and more is allowed than they name."""


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fault as JSON output has it."""

    code: str
    """Its stable code; docs/errors.md has a page for each."""
    where: str
    """Where it stands, for people: file and line, a clause, or a path into the input such as 指标[2].数值."""
    message: str
    """What was found."""
    allowed: str = ""
    """What is allowed."""
    hint: str = ""
    """What to try."""

    def allowed_words(self, lead: str = "允许") -> str:
        """What is allowed, with what leads to it; examples of what nobody can list (如 …) lead to themselves. Empty: not stated."""
        if not self.allowed or self.allowed.startswith(EXAMPLES):
            return self.allowed
        return f"{lead}:{self.allowed}"


class FaultReport(msgspec.Struct, frozen=True):
    """What is written in place of results where the input has faults."""

    errors: tuple[Fault, ...]
    """Every fault of the input."""


class Diagnostic(Fault, frozen=True):
    """A fault with what only people need."""

    excerpt: str = ""
    """The source lines with a caret under the fault; empty where there is no source to show."""
    severity: str = "error"
    """error, or hint for what is only worth a look."""

    def render(self) -> str:
        """The whole message, as staff read it."""
        lines = [f"{'错误' if self.severity == 'error' else '提示'} {self.code} · {self.where}", f"  {self.message}"]
        if self.excerpt:
            lines.append(self.excerpt)
        if self.allowed:
            lines.append(f"  {self.allowed_words()}")
        if self.hint:
            lines.append(f"  建议:{self.hint}")
        return "\n".join(lines)

    @property
    def fault(self) -> Fault:
        """The form of CONTRACT §4: code, where, message; the rest where it says something."""
        return Fault(self.code, self.where, self.message, self.allowed, self.hint)


class Faults(Exception):
    """All faults of one input together; raised only at the edge of a stage, never for the first fault alone."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(d.render() for d in self.diagnostics))


@contextmanager
def during(where: str) -> Iterator[None]:
    """Within, an error that nobody foresaw takes along what was worked on (a file, an application); Faults say it themselves."""
    try:
        yield
    except Faults:
        raise
    except Exception as error:
        error.add_note(where)
        raise


def nearest(name: str, allowed: Iterable[str], at_most: int = 1) -> list[str]:
    """The known names nearest to `name`, best first: what the writer probably meant.

    Names that contain it (or are contained in it) count as near, because shortened
    Chinese terms share few characters with the full ones.
    """
    from difflib import get_close_matches

    names = list(allowed)
    close = get_close_matches(name[:80], names, n=at_most, cutoff=0.5)
    if len(close) < at_most and len(name) > 1:
        close += [n for n in names if n not in close and (name in n or n in name)][: at_most - len(close)]
    return close
