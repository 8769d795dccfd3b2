"""What is wrong with an input, gathered with its place; reading goes on after each fault."""

from __future__ import annotations

from collections.abc import Iterable

from policy_dsl.diagnostics import Diagnostic, nearest
from reasoner.intake.characters import printable

MOST = 1000
"""Faults that are listed; then reading stops (a file of garbage must not take hours nor fill the memory)."""

_MOST_SUGGESTIONS = 100


class Unreadable(Exception):
    """One value that cannot be read. `known` are the names among which the nearest to `spelling` is looked for."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        allowed: str = "",
        hint: str = "",
        spelling: str = "",
        known: Iterable[str] = (),
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.allowed, self.hint = code, message, allowed, hint
        self.spelling, self.known = spelling, known


class Enough(Exception):
    """Raised when `MOST` faults are noted; the reading of the input ends."""


class Complaints:
    """The faults of one input named `name` (as the user gave it)."""

    def __init__(self, name: str = "", faults: Iterable[Diagnostic] = ()) -> None:
        self._name = name
        self._faults = list(faults)
        self._near: dict[tuple[str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self._faults)

    @property
    def count(self) -> int:
        """How many faults there are so far."""
        return len(self._faults)

    def where(self, path: str) -> str:
        """`申请.json: [2].指标[0].数值`."""
        return f"{self._name}: {path}" if self._name and path else self._name or path

    def add(self, path: str, bad: Unreadable) -> None:
        """Note a fault at a path of the data; raises `Enough` where there are too many to go on."""
        if len(self._faults) >= MOST:
            raise Enough
        near = self._nearest(bad)
        message = f"{bad.message};最接近的是「{near}」" if near else bad.message
        self._faults.append(Diagnostic(bad.code, self.where(path), message, bad.allowed, bad.hint))

    def _nearest(self, bad: Unreadable) -> str:
        # The search costs a millisecond or more: once per name, and not for every line of a file of garbage.
        if not bad.spelling:
            return ""
        key = bad.code, bad.spelling[:80]
        if key not in self._near:
            if len(self._near) >= _MOST_SUGGESTIONS:
                return ""
            self._near[key] = "".join(nearest(key[1], bad.known))
        return self._near[key]

    def listed(self) -> tuple[Diagnostic, ...]:
        """All faults in the order in which they were found."""
        if len(self._faults) < MOST:
            return tuple(self._faults)
        stopped = Diagnostic("F135", self.where(""), f"错误不少于{MOST}处,其后的内容没有再检查", hint="先改正以上各处")
        return *self._faults, stopped


def step(path: str, key: object) -> str:
    """The path one level down: 指标[0], 指标[0].数值."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{printable(key)}" if path else printable(key)


def joined(names: Iterable[str], most: int = 40) -> str:
    """Names in a message, the list cut where it is long."""
    listed = [printable(n) for n in names]
    return "、".join(listed[:most]) + (f" 等{len(listed)}项" if len(listed) > most else "")
