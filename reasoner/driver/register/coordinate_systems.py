"""Which coordinate systems are compared, and why others are not: a closed list of their names and of how these are usually spelt.

A name counts as it stands, but for case, full width, spaces, hyphens, brackets, and the words 坐标系 and 坐标 and 年 in it. What merely contains such a
name is another name, and nothing is said of it but that it is not known.
"""

from __future__ import annotations

from typing import Final

from reasoner.backends.columnar.statements import literal

COMPARED: Final = ("WGS-84", "CGCS2000")
"""The systems whose positions are compared: they lie within a metre of each other."""
UNKNOWN: Final = "坐标系不明"
NOT_WRITTEN: Final = "没有写明坐标系,各坐标系之间可以相差上千米"
_LOCAL: Final = "是参心坐标系,换算要有当地的转换参数"
_OTHERWISE: Final = "写法不同,没有采用:坐标系须写作"

SPELT: Final = {
    f"{_OTHERWISE} WGS-84": ("WGS84", "WGS1984", "GPS", "EPSG:4326", "EPSG4326"),
    f"{_OTHERWISE} CGCS2000": (
        "CGCS2000", "CGCS", "国家2000", "2000国家", "国家大地2000", "2000国家大地", "大地2000", "国家2000大地", "EPSG:4490", "EPSG4490",
    ),
    "GCJ-02(火星坐标)加了偏移,没有公开的准确换算,偏差可达700米": (
        "GCJ02", "GCJ2002", "火星", "国测局", "国测局02", "GCJ02火星", "火星GCJ02", "GCJ02国测局", "国测局GCJ02", "高德", "GCJ02高德", "高德GCJ02",
    ),
    "BD-09(百度坐标)加了偏移,没有公开的准确换算,偏差可达上千米": ("BD09", "BD09LL", "BD09MC", "百度", "百度09", "百度BD09", "BD09百度"),
    f"北京54{_LOCAL}": (
        "北京54", "54北京", "北京1954", "1954北京", "BJ54", "BJ1954", "BEIJING54", "BEIJING1954", "EPSG:4214", "EPSG4214",
    ),
    f"西安80{_LOCAL}": (
        "西安80", "80西安", "西安1980", "1980西安", "XIAN80", "XIAN1980", "国家80", "80国家大地", "1980国家大地", "EPSG:4610", "EPSG4610",
    ),
}  # fmt: skip
"""By what is said of it the names of a system, as `plain` leaves them."""

_WIDE: Final = "".join(chr(c) for c in range(0xFF01, 0xFF5F))
_ASCII: Final = "".join(chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F))
_LEFT_OUT: Final = "[-_.·'’\\s()〔〕]|坐标系|坐标|年"


def plain(system: str) -> str:
    """The statement that gives a name without what spellings of it differ in."""
    narrow = f"upper(translate({system}, {literal(_WIDE)}, {literal(_ASCII)}))"
    return f"regexp_replace({narrow}, {literal(_LEFT_OUT)}, '', 'g')"


def why_refused(system: str) -> str:
    """The statement that says why positions of a system are not compared. system: the column of its name."""
    cases = " ".join(
        f"when {plain(system)} in ({', '.join(map(literal, names))}) then {literal(why)}"
        for why, names in SPELT.items()
    )
    return (
        f"case when {system} is null or {system} = '' then {literal(NOT_WRITTEN)} {cases} else {literal(UNKNOWN)} end"
    )
