"""The regions of a vocabulary by code, with every other division of China behind them."""

from __future__ import annotations

from collections.abc import KeysView
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from policy_dsl.vocabulary import Region

_DIGITS: Final = 6
"""Of the code of a division."""


class RegionTable(dict[str, "Region"]):
    """The regions held by code. It knows every other division of China, too, from a table that is read when one is asked for;
    who goes through it meets the regions held alone.
    """

    __slots__ = ()

    @property
    def codes(self) -> KeysView[str]:
        """The codes of the regions held, and no others."""
        return self.keys()

    def __missing__(self, code: str) -> Region:
        if (region := _elsewhere(code)) is None:
            raise KeyError(code)
        return region

    def __contains__(self, code: object) -> bool:
        return super().__contains__(code) or (isinstance(code, str) and _elsewhere(code) is not None)

    def get(self, code: str, default: Region | None = None) -> Region | None:  # type: ignore[override]  # no other default is asked for
        """The region of a code, held or not; the default where there is none."""
        return super().get(code) or _elsewhere(code) or default


def _elsewhere(code: str) -> Region | None:
    """The division of a code as a region; None where it is no code of one. The table is not read for what is none."""
    if len(code) != _DIGITS or not code.isascii() or not code.isdecimal():
        return None
    from policy_dsl.divisions import region_of

    return region_of(code)
