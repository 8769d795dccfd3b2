"""Where the files of a document lie: `corpus/<region code>/<document>/<version>/`.

A version is named by the day from which it is in force, as its meta.toml has it; `undated-YEAR` where nobody knows the day;
`draft` where nobody has issued it yet. Documents are ordered by their ids, whatever their regions, and then by version.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, nearest

VERSION: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|undated-[0-9]{4}|draft")
"""The name of a version."""
_LEVELS: Final = "corpus/地区代码/文件标识/版本/,如 corpus/370200/qingdao-2023-18-medical/2023-07-30/"
_VERSIONS: Final = "施行日期(2023-07-30)、undated-年份(施行日期不明)或者 draft(尚未印发)"


class Place(NamedTuple):
    """The folder of one version of a document."""

    document: str
    """The id of the document."""
    version: str
    """The name of the version: an ISO date, `undated-YEAR` or `draft`."""
    region: str
    """The code of the region it covers."""

    @property
    def folder(self) -> str:
        """The folder below the package, as messages name it."""
        return f"corpus/{self.region}/{self.document}/{self.version}"


def parse_place(folder: str) -> Place | None:
    """The place that a folder below the package is; None for one elsewhere."""
    root, *steps = folder.split("/")
    return Place(steps[1], steps[2], steps[0]) if root == "corpus" and len(steps) == 3 else None


def documents_in(paths: Iterable[str], regions: Collection[str]) -> tuple[dict[Place, list[str]], list[Diagnostic]]:
    """The files of each version, by its place, from the paths of sources, and what is wrong with where they lie.

    regions: the codes that there are. Faults: C116 another level, C117 no such region, C118 no name of a version, C119 one
    id in two regions.
    """
    places: dict[Place, list[str]] = {}
    astray: dict[str, None] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        place = parse_place(folder)
        if place is not None:
            places.setdefault(place, []).append(name)
        elif path.startswith("corpus/"):
            astray[folder] = None
    faults = [Diagnostic("C116", f"{f}/", "文件不在一个版本的目录下", _LEVELS) for f in astray]
    of_document: dict[str, Place] = {}
    for place in sorted(places):
        where = f"{place.folder}/"
        if place.region not in regions:
            near = nearest(place.region, regions)
            hint = f"是否想写 {near[0]}?" if near else "新的地区先写进本体的地区表"
            faults.append(Diagnostic("C117", where, f"本体中没有地区「{place.region}」", "本体中的六位区划代码", hint))
        if VERSION.fullmatch(place.version) is None:
            faults.append(Diagnostic("C118", where, f"「{place.version}」不是版本的名字", _VERSIONS))
        first = of_document.setdefault(place.document, place)
        if first.region != place.region:
            message = f"{first.folder} 已经用了标识「{place.document}」"
            faults.append(Diagnostic("C119", where, message, "每份文件一个标识,各版本放在同一地区目录下"))
    return places, faults


def misplaced(place: Place, region: str, version: str) -> Iterator[Diagnostic]:
    """What a folder says otherwise than the meta.toml in it: the region (C117), the version (C118)."""
    where = f"{place.folder}/meta.toml"
    if region != place.region:
        message = f"登记的地区是 {region},目录却是 {place.region}"
        yield Diagnostic("C117", f"{where}: region", message, f"corpus/{region}/{place.document}/{version}/")
    if version != place.version:
        message = f"按登记这是版本「{version}」,目录却是「{place.version}」"
        hint = "starts 写错、没有填的,改正;施行日期就是登记的这样,目录改成所写的"
        yield Diagnostic(
            "C118", f"{where}: force.starts", message, f"corpus/{region}/{place.document}/{version}/", hint
        )


def document_of(steps: Sequence[str]) -> str:
    """The id of the document whose folder a path leads to: its last step, or the one before the name of a version."""
    inner = len(steps) > 1 and VERSION.fullmatch(steps[-1]) is not None
    return steps[-2 if inner else -1]
