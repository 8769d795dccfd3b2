"""How far apart two institutions lie, and what that says of a walk of 15 minutes.

Reading: a straight line is the shortest that a walk can be. 15 minutes are 1,250 m at 5 km/h, so a pair farther apart
than that is in no common walk. GB 50180-2018 gives 800 to 1,000 m of walking for 15 minutes: within 800 m in a straight line a
common walk is likely, between the two it is possible. Neither is proved; the way itself decides (现场核查).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

LIKELY: Final = 800
FARTHEST: Final = 1250
"""Metres."""

_EARTH: Final = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, and the system in which they were measured; positions of two systems are not compared."""

    longitude: float
    latitude: float
    system: str

    @staticmethod
    def of(raw: Any) -> Position | None:
        """A position that the intake has checked; None where there is none."""
        if not isinstance(raw, dict):
            return None
        return Position(float(raw["经度"]), float(raw["纬度"]), str(raw["坐标系"]).strip())


def metres(one: Position, other: Position) -> int:
    """The distance on a sphere (haversine), rounded to ten metres, the same in either order."""
    first, second = sorted((p.latitude, p.longitude) for p in (one, other))
    (south, west), (north, east) = ((radians(a), radians(b)) for a, b in (first, second))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return round(2 * _EARTH * asin(min(1.0, sqrt(half))) / 10) * 10


def how_near(distance: int) -> str:
    """What the distance says of a common walk; empty where it excludes one."""
    if distance > FARTHEST:
        return ""
    if distance <= LIKELY:
        return "很可能在步行15分钟范围内,须以实际步行路线核实"
    return "可能在步行15分钟范围内,须以实际步行路线核实"
