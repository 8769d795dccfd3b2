"""The region of a new document: as a person names it, as the folder that it is laid into says, as the words of its text say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.divisions import division_of, divisions_called, divisions_in, former_divisions
from reasoner.driver.current_rule_base import rule_base

if TYPE_CHECKING:
    from policy_dsl.drafting.metadata import RegionOf

LEVELS: Final = {"province": "省", "prefecture": "市", "county": "县"}
_CODE: Final = re.compile("[1-9][0-9]{5}")


def region_called(name: str, where: str = "--region") -> tuple[str, str, list[Diagnostic]]:
    """Code and level of a place, from the vocabulary or from the table of divisions; or what is wrong with its name (F118, F119)."""
    vocabulary = rule_base().vocabulary
    regions = [r for r in vocabulary.find_regions(name) if r.level != "area"]
    named = {r.code: vocabulary.full_name(r.code) for r in regions}
    if not regions or name.strip() == regions[0].name:  # other cities may have a county of the same name
        named |= {d.code: d.full_name for d in divisions_called(name.strip())}
    if len(named) == 1:
        (code,) = named
        division = division_of(code)
        level = (
            vocabulary.regions[code].level if code in vocabulary.regions else division.level if division else "county"
        )
        return code, LEVELS.get(level, "市"), []
    if named:
        both = "、".join(f"{full}({code})" for code, full in named.items())
        return "", "", [Diagnostic("F119", where, f"「{name}」可指 {both}", both, "改写六位区划代码")]
    hint = _successors(name)
    return "", "", [Diagnostic("F118", where, f"没有地区「{name}」", "地区的名称或者六位区划代码", hint)]


def _successors(name: str) -> str:
    """What a code or name that is out of use belongs to now, as a hint; empty: it never was one."""
    former = former_divisions(name.strip())
    if not former:
        return ""
    now = "、".join(f"{d.full_name}({d.code})" for d in former[0].successors)
    return f"{former[0].name}{former[0].until}年起停用" + (f",现在是 {now}" if now else "")


def region_of_folder(folder: Path) -> str:
    """The code of the folder into which a document is laid: 规库/370700/weifang-2026/2026-01-01; empty: it has none."""
    above = [p.name for p in folder.absolute().parents][:2]
    return next((name for name in above if _CODE.fullmatch(name)), "")


def region_given(region: str, folder: Path) -> tuple[str, str, list[Diagnostic]]:
    """The code that a person or the folder gives, what gave it, and what is wrong with it; empty where neither does.

    Faults: F118, F119 no such region, or several; C117 the folder is that of another one.
    """
    of_folder = region_of_folder(folder)
    if not region:
        if not of_folder:
            return "", "", []
        code, _, faults = region_called(of_folder, str(folder))
        return code, f"写入的目录 {of_folder}", faults
    code, _, faults = region_called(region)
    if not faults and of_folder and of_folder != code:
        message = (
            f"--region 说的是 {full_name(code)}({code}),目录却是 {of_folder}({full_name(of_folder) or '没有这个地区'})"
        )
        faults.append(Diagnostic("C117", str(folder), message, "两处一致", "改写其中一处"))
    return code, "--region" if _CODE.fullmatch(region) else f"--region {region}", faults


def full_name(code: str) -> str:
    """The name of a region with those above it; empty: there is none."""
    vocabulary = rule_base().vocabulary
    return vocabulary.full_name(code) if code in vocabulary.regions else ""


def region_of_words() -> RegionOf:
    """What finds the area that words name: the one whose name ends last; a name that several areas bear is none.

    Where the words name what lies above it first, that tells which is meant: 枣庄市市中区.
    """
    regions: dict[str, set[str]] = {}
    for region in rule_base().vocabulary.regions.values():
        regions.setdefault(region.name, set()).add(region.code)

    def region_of(words: str) -> tuple[str, str]:
        ends = [
            (words.find(n) + len(n), len(n), next(iter(codes)), n)
            for n, codes in regions.items()
            if len(codes) == 1 and n in words
        ]
        above = ""
        for part in divisions_in(words):
            inside = [d for d in part.divisions if above and d.code.startswith(_stem(above))]
            meant = inside or list(part.divisions)
            if part.whole and len(meant) == 1:
                above = meant[0].code
                ends.append((part.end, part.end - part.start, above, meant[0].name))
        if not ends:
            return "", ""
        *_, code, name = max(ends)
        return code, name

    return region_of


def _stem(code: str) -> str:
    """How the codes of what lies in a region begin."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
