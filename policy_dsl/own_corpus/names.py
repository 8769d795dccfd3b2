"""A bureau's own names joined to the vocabulary: places, management areas, kinds of institution, figures, organs.

Nothing of the package is changed: names are added, and a name that means something else there is refused. Places of which
documents are held, and that the ontology does not have, come from the table of divisions with all that lies in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.divisions import division_of, divisions_within
from policy_dsl.organs import Organ
from policy_dsl.own_corpus.effect_entries import with_effect_word
from policy_dsl.own_corpus.name_entries import TABLES, Entry, entries
from policy_dsl.own_corpus.term_entries import (
    longest_first,
    with_figure,
    with_matter,
    with_spellings,
    with_type,
    without_empty_matters,
)
from policy_dsl.rdf_namespaces import OWN
from policy_dsl.region_table import RegionTable
from policy_dsl.vocabulary import Region, RegionLevel, Vocabulary, VocabularyData

REGION_IRI: Final = "https://w3id.org/tiaoli/region/"


def with_places(words: VocabularyData, codes: Iterable[str]) -> VocabularyData:
    """The vocabulary with the cities and provinces of these codes that it lacks, and all that lies in them."""
    regions = {r.code: r for r in words.regions}
    elsewhere = RegionTable()
    for code in sorted(set(codes)):
        division = division_of(code)
        if division is None or code in regions:
            continue
        top = f"{code[:2]}0000" if code[:2] + "0000" == code else f"{code[:4]}00"
        whole = (f"{code[:2]}0000", code, *(d.code for d in divisions_within(top)))
        regions |= {inner: elsewhere[inner] for inner in whole if inner not in regions and inner in elsewhere}
    return replace(words, regions=tuple(sorted(regions.values(), key=lambda r: r.code)))


def with_own_names(
    words: VocabularyData, texts: Mapping[str, str], root: str, without: frozenset[str] = frozenset()
) -> tuple[VocabularyData, dict[str, list[Diagnostic]]]:
    """The vocabulary with the names of a bureau's files, and what is wrong with entries of each file: they are left out.

    without: where entries stand that are left out besides.
    """
    faults: dict[str, list[Diagnostic]] = {}
    for file in TABLES:
        if file not in texts:
            continue
        report = faults.setdefault(file, []).append
        listed = [*entries(file, f"{root}/{file}", texts[file], report)]
        listed = [e for e in listed if e.where not in without]
        own_types = frozenset(e.text("名称") for e in listed if e.table == "机构类型")
        for entry in listed:
            words, wrong = _with_entry(words, entry, own_types)
            faults[file] += wrong
        words, wrong = without_empty_matters(words, [e for e in listed if e.table == "事项"])
        faults[file] += wrong
    return words, {file: wrong for file, wrong in faults.items() if wrong}


def _with_entry(
    words: VocabularyData, entry: Entry, own_types: frozenset[str]
) -> tuple[VocabularyData, list[Diagnostic]]:
    vocabulary = Vocabulary(words)
    match entry.table:
        case "行政区划":
            return _division(words, vocabulary, entry)
        case "地区又称":
            return _place_names(words, vocabulary, entry)
        case "管理区域":
            return _area(words, vocabulary, entry)
        case "事项":
            return with_matter(words, vocabulary, entry, own_types)
        case "机构类型":
            return with_type(words, vocabulary, entry)
        case "指标":
            return with_figure(words, vocabulary, entry)
        case "名称又称":
            return with_spellings(words, vocabulary, entry)
        case "结果用词":
            return with_effect_word(words, vocabulary, entry)
    return _organ(words, vocabulary, entry)


# --- places -------------------------------------------------------------------------------------------------


def _place(vocabulary: Vocabulary, entry: Entry, key: str, name: str) -> tuple[Region | None, list[Diagnostic]]:
    """The region of a name or code; none is a fault, and so are several."""
    known = vocabulary.find_regions(name)
    if len(known) == 1:
        return known[0], []
    if known:
        both = "、".join(f"{vocabulary.full_name(r.code)}({r.code})" for r in known)
        return None, [entry.fault(key, f"「{name}」可指 {both}", both, "改写六位区划代码")]
    near = nearest(name, vocabulary.region_names())
    hint = f"是否要写 {near[0]}?" if near else '本单位的地区还没有文件的,先写 [["行政区划"]]'
    return None, [entry.fault(key, f"没有地区「{name}」", "已收录的地区名称或六位区划代码", hint)]


def _free(vocabulary: Vocabulary, entry: Entry, key: str, names: Iterable[str], of: str) -> Iterator[Diagnostic]:
    """A fault for each name that another region bears."""
    for name in names:
        others = [r for r in vocabulary.find_regions(name) if r.code != of]
        if others:
            message = f"「{name}」已是{vocabulary.full_name(others[0].code)}的名称"
            yield entry.fault(key, message, "没有用过的名称")


def _with_region(words: VocabularyData, region: Region) -> VocabularyData:
    regions = {r.code: r for r in words.regions} | {region.code: region}
    return replace(words, regions=tuple(sorted(regions.values(), key=lambda r: r.code)))


def _division(words: VocabularyData, vocabulary: Vocabulary, entry: Entry) -> tuple[VocabularyData, list[Diagnostic]]:
    code, name = entry.text("代码"), entry.text("名称")
    above, faults = _place(vocabulary, entry, "上级", entry.text("上级"))
    if not (code.isascii() and code.isdecimal() and len(code) == 6):
        faults.append(entry.fault("代码", f"「{code}」不是六位数字", "GB/T 2260 的六位代码"))
    elif code in vocabulary.regions:
        faults.append(entry.fault("代码", f"{code} 已是{vocabulary.full_name(code)}", "没有用过的代码"))
    if above is not None and above.level not in ("province", "prefecture"):
        faults.append(entry.fault("上级", f"{above.name}不能是上级", "省、市的名称或代码"))
    if faults or above is None:
        return words, faults
    level: RegionLevel = "county" if above.level == "prefecture" or not code.endswith("00") else "prefecture"
    region = Region(
        code=code, name=name, level=level, parent=above.code, aliases=entry.names("又称"), iri=REGION_IRI + code,
        note=entry.text("依据"),
    )  # fmt: skip
    return _with_region(words, region), []


def _place_names(
    words: VocabularyData, vocabulary: Vocabulary, entry: Entry
) -> tuple[VocabularyData, list[Diagnostic]]:
    region, faults = _place(vocabulary, entry, "地区", entry.text("地区"))
    if region is None:
        return words, faults
    faults += _free(vocabulary, entry, "又称", entry.names("又称"), region.code)
    if faults:
        return words, faults
    aliases = tuple(dict.fromkeys((*region.aliases, *entry.names("又称"))))
    return _with_region(words, replace(region, aliases=aliases)), []


def _area(words: VocabularyData, vocabulary: Vocabulary, entry: Entry) -> tuple[VocabularyData, list[Diagnostic]]:
    code, members, faults = entry.text("代码"), list[Region](), list[Diagnostic]()
    city = vocabulary.regions.get(code.partition("-")[0])
    key = code.partition("-")[2]
    if city is None or city.level != "prefecture" or not (key.isascii() and key.isalnum()):
        faults.append(entry.fault("代码", f"「{code}」不是管理区域的代码", "所在市的代码加连字符和字母,如 370200-sbj"))
    elif code in vocabulary.regions:
        faults.append(entry.fault("代码", f"{code} 已是{vocabulary.regions[code].name}", "没有用过的代码"))
    for name in entry.names("成员"):
        member, wrong = _place(vocabulary, entry, "成员", name)
        faults += wrong
        if member is None or city is None:
            continue
        joint = vocabulary.area_of(member.code)
        if member.parent != city.code:
            faults.append(entry.fault("成员", f"{member.name}不在{city.name}", "本市的区县"))
        elif joint is not None:
            faults.append(entry.fault("成员", f"{member.name}已属于{joint.name}", "一个区县只在一个管理区域"))
        members.append(member)
    if faults or city is None:
        return words, faults
    region = Region(
        code=code, name=entry.text("名称"), level="area", parent=city.code, aliases=entry.names("又称"),
        members=tuple(sorted({m.code for m in members})), iri=REGION_IRI + code, note=entry.text("依据"),
    )  # fmt: skip
    return _with_region(words, region), []


# --- organs --------------------------------------------------------------------------------------------------


def _organ(words: VocabularyData, vocabulary: Vocabulary, entry: Entry) -> tuple[VocabularyData, list[Diagnostic]]:
    name, kinds = entry.text("名称"), [k.label for k in words.organ_kinds]
    region, faults = _place(vocabulary, entry, "地区", entry.text("地区"))
    if entry.text("类别") not in kinds:
        near = nearest(entry.text("类别"), kinds)
        hint = f"是否要写 {near[0]}?" if near else ""
        faults.append(entry.fault("类别", f"没有「{entry.text('类别')}」", "、".join(kinds), hint))
    if any(o.name == name for o in words.organs):
        faults.append(entry.fault("名称", f"「{name}」已经收录", "没有收录的机关"))
    if faults or region is None:
        return words, faults
    organ = Organ(
        name=name, kind=entry.text("类别"), region=region.code, aliases=longest_first(entry.names("又称")),
        former=longest_first(entry.names("曾用名")), iri=OWN + quote(name), note=entry.text("依据"),
    )  # fmt: skip
    return replace(words, organs=tuple(sorted((*words.organs, organ), key=lambda o: o.name))), []
