"""How far apart two institutions lie, and what that says of a walk of 15 minutes.

Reading: a straight line is the shortest that a walk can be. 15 minutes are 1,250 m at 5 km/h, so a pair farther apart
than that is in no common walk. GB 50180-2018 gives 800 to 1,000 m of walking for 15 minutes: within 800 m in a straight line a
common walk is likely, between the two it is possible. Neither is proved; the way itself decides (现场核查).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import Any, Final

LIKELY: Final = 800
FARTHEST: Final = 1250
"""Metres."""

AXIS: Final = 6_378_137.0
"""The semi-major axis of WGS 84 and of CGCS2000, in metres."""
FLATTENING: Final = 1 / 298.257222101
"""That of CGCS2000; that of WGS 84 (1 / 298.257223563) differs by 0.1 mm at the poles."""
ECCENTRICITY: Final = FLATTENING * (2 - FLATTENING)
"""The square of the first eccentricity."""


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


def geodesic(one: Position, other: Position) -> float:
    """The distance in metres on the ellipsoid, the same in either order, by the radii of curvature at the latitude between.

    Up to 2 km within a millimetre of the geodesic (Karney 2013); farther apart it grows less exact, and never near a limit.
    """
    middle = radians((one.latitude + other.latitude) / 2)
    part = 1 - ECCENTRICITY * sin(middle) ** 2
    north = AXIS * (1 - ECCENTRICITY) / (part * sqrt(part)) * radians(one.latitude - other.latitude)
    east = AXIS / sqrt(part) * cos(middle) * radians(one.longitude - other.longitude)
    return sqrt(north * north + east * east)


def metres(one: Position, other: Position) -> int:
    """The distance on the ellipsoid, rounded to ten metres."""
    return round(geodesic(one, other) / 10) * 10


def how_near(distance: int) -> str:
    """What the distance says of a common walk; empty where it excludes one."""
    if distance > FARTHEST:
        return ""
    if distance <= LIKELY:
        return "很可能在步行15分钟范围内,须以实际步行路线核实"
    return "可能在步行15分钟范围内,须以实际步行路线核实"


BAND: Final = 50
"""So near to a limit, in metres, a distance worked out from coordinates settles nothing: WGS 84 and CGCS2000 lie up to a metre apart,
points are taken at a door or in a courtyard."""


def to_measure(distance: float) -> bool:
    """Whether a distance lies so near to a limit that it has to be measured on the spot."""
    return any(abs(distance - limit) <= BAND for limit in (LIKELY, FARTHEST))
