"""Titles of documents within a letter: once in full with number and 以下简称, then by a short name.

A short name is the kind of document at the end of the title (《规划》); where two documents of one letter are of one kind, it is
that with what tells them apart before it (《医疗保障规划》《长期护理规划》), and where nothing short does, the title stays. A document
that is named once needs none, and has its number there. Quotations stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from reasoner.letters.official_words import apart_brackets, nested_titles
from reasoner.letters.phrases import BLANK as GAP
from reasoner.letters.phrases import SHARED
from reasoner.model.rule_base import RuleBase
from reasoner.render.letter_model import BLANK, PLAIN, QUOTE, SOURCE, Letter, Line, Section
from reasoner.render.typeset import typeset

_KINDS: Final = (
    "指导意见", "实施意见", "若干意见", "实施方案", "工作方案", "实施细则", "管理办法", "暂行办法", "通知", "规划", "意见", "方案", "办法", "细则",
    "规定", "条例", "决定", "报告", "公告", "通告", "批复", "纪要", "计划", "标准", "规程", "规范", "指南",
)  # fmt: skip
"""What documents are, as their titles end; the longer first."""
_PLACE: Final = "\ue000"
"""What stands for the name of the facility while brackets are set; no text that is given holds it."""
_BRACKETS: Final = re.compile("[(（][^()（）]*[)）]$")
_ABOUT: Final = "关于"
_HEAD: Final = 4
"""Characters that tell titles of one kind apart."""


def abbreviated(letter: Letter, base: RuleBase, unnamed: Mapping[str, str]) -> Letter:
    """The letter with each document that it names several times named in full once.

    unnamed: by title, how the letter names documents whose copy lacks title or number: with blanks, or as the bureau found.
    """
    documents, places = _full_names(base, unnamed), _places(base)
    fulls = {title: nested_titles(typeset(full)) for title, full in documents.items()}
    forms = {nested_titles(typeset(f"《{title}》")): title for title in documents}
    forms |= {full: title for title, full in fulls.items() if list(fulls.values()).count(full) == 1}
    pattern = re.compile("|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)))
    mentions: dict[str, list[bool]] = {}
    for text, in_table in _texts(letter):
        for match in pattern.finditer(text):
            mentions.setdefault(forms[match[0]], []).append(in_table)
    names = _short_names(mentions, places)
    names = {title: name for title, name in names.items() if len(mentions[title]) > 1}
    once = {title for title, tables in mentions.items() if len(tables) == 1 and not any(tables)}
    named_above = [title for title in names if mentions[title][0]]
    defined = set(named_above)

    def name(match: re.Match[str]) -> str:
        title = forms[match[0]]
        if title not in names:
            return fulls[title] if title in once else match[0]
        if title in defined:
            return f"《{names[title]}》"
        defined.add(title)
        return _defined(fulls[title], names[title])

    facility = letter.fields.get("机构", "")

    def renamed(text: str) -> str:
        text = pattern.sub(name, text)
        if not facility:
            return apart_brackets(text)
        return apart_brackets(text.replace(facility, _PLACE)).replace(_PLACE, facility)  # a name stands as it was given

    opening = [_line(n, renamed) for n in letter.opening]
    if named_above:
        documents_named = "".join(_defined(fulls[t], names[t]) for t in named_above)
        text = typeset(SHARED["cited"], braces=True).format(documents=documents_named)
        opening.append(Line(text, BLANK if GAP[:4] in text else PLAIN, "依据的文件"))
    sections = tuple(_section(s, renamed) for s in letter.sections)
    return msgspec.structs.replace(letter, opening=tuple(opening), sections=sections)


def _full_names(base: RuleBase, unnamed: Mapping[str, str]) -> dict[str, str]:
    """By our title, how a letter names each document in full; unnamed: those named with blanks, or as the bureau found."""
    documents = base.documents.values()
    plain = {d.title: f"《{d.title}》" + (f"({d.number})" if d.number else "") for d in documents}
    return plain | {title: name for title, name in unnamed.items() if title in plain}


@lru_cache(maxsize=8)
def _places(base: RuleBase) -> frozenset[str]:
    """The names of regions."""
    return frozenset(region.name for region in base.vocabulary.regions.values())


def unnamed_in(base: RuleBase) -> dict[str, str]:
    """By our title, how letters name a document of which the received copy lacks title or number."""
    names = {}
    for document in base.documents.values():
        lacking = "、".join(m.what for m in document.missing)
        if "题名" in lacking:
            names[document.title] = SHARED["blank_title"]
        elif "发文字号" in lacking and not document.number:
            names[document.title] = SHARED["blank_number"].format(title=document.title)
    return names


def _texts(letter: Letter) -> Iterator[tuple[str, bool]]:
    """Every text in the order of reading, and whether it stands in a table."""
    yield from ((n.text, False) for n in letter.opening if n.form != QUOTE)
    for section in letter.sections:
        yield from ((n.text, False) for n in section.lines if n.form != QUOTE)
        if section.table is not None:
            yield from ((cell, True) for row in section.table.rows for cell in row)


def _line(line: Line, renamed: Callable[[str], str]) -> Line:
    text = line.text if line.form == QUOTE else renamed(line.text)
    if text == line.text:
        return line
    filled = line.form == BLANK and GAP[:4] not in text
    return Line(text, (SOURCE if line.what == "条款" else PLAIN) if filled else line.form, line.what)


def _section(section: Section, renamed: Callable[[str], str]) -> Section:
    lines = tuple(_line(n, renamed) for n in section.lines)
    table = section.table
    if table is not None:
        rows = tuple(tuple(renamed(cell) for cell in row) for row in table.rows)
        table = msgspec.structs.replace(table, rows=rows)
    return msgspec.structs.replace(section, lines=lines, table=table)


def _defined(full: str, name: str) -> str:
    """《题名》（文号，以下简称《规划》）."""
    begun = full.removesuffix("）") + "，" if full.endswith("）") else f"{full}（"
    return f"{begun}以下简称《{name}》）"


def _short_names(titles: Iterable[str], places: Collection[str]) -> dict[str, str]:
    """By title its short name; of titles that no short name tells apart, none."""
    cores = {title: _BRACKETS.sub("", title) for title in titles}
    kinds = {t: next((k for k in _KINDS if core.endswith(k)), "") for t, core in cores.items()}
    names = {}
    for title, kind in kinds.items():
        alike = [t for t, k in kinds.items() if k == kind]
        heads = [_head(cores[t], kind, places) for t in alike]
        if kind and len(alike) == 1:
            names[title] = kind
        elif kind and all(heads) and len(set(heads)) == len(heads):
            names[title] = _head(cores[title], kind, places) + kind
    return names


def _head(core: str, kind: str, places: Collection[str]) -> str:
    """What a title begins with after its place; empty where that is no name of a thing."""
    place = max((p for p in places if core.startswith(p)), key=len, default="")
    rest = core.removeprefix(place).removesuffix(kind)
    return "" if rest.startswith(_ABOUT) or len(rest) < _HEAD or "《" in rest[:_HEAD] else rest[:_HEAD]
