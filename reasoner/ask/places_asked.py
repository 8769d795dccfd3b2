"""The places that a question names: of which nothing is held, what is no place, and the unit's own (我区).

What lies elsewhere is known from the table of all divisions (`policy_dsl.divisions`), read only where a word is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.divisions import Division, divisions_called, divisions_in
from policy_dsl.ir import Level
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.question_words import Kind, Names, Recognised, recognise
from reasoner.ask.unrecognised_words import in_texts, without_asking
from reasoner.model.rule_base import RuleBase

_ENDINGS: Final = ("省", "市", "区", "县", "旗", "自治州")
_LONGEST: Final = 8
_ZONE: Final = re.compile("[一-鿿]*(?:开发区|高新区|经开区|保税区|保税港区|自贸区|新区管委会|度假区|示范区|管委会)")
"""Zones that are no divisions: which county they lie in is the asker's to say."""
_SOME: Final = re.compile(
    "[两几哪各每多某]|相邻|邻近|隔壁|别的|其他|.*(?:[全整各哪每这那本]|[整这那哪几两各每]个)[省市区县]$"
)
"""Words for places that name none: 两个县, 哪个区, 还是全区."""
_NOT_SILENT: Final = "没有收录不表示该地区没有规定"
_MOST_ALIKE: Final = 6
_OURS: Final = re.compile(
    "(?:我们|咱们|俺们|(?<![基日成样])本|我|咱|俺)(?:这个|这边的?|这|的|个)?"
    "(?:地区|辖区|区县|县区|区(?!域|间|别)|县(?!级)|市(?!级|医|场|政)|局|地(?!址)|儿|里)"
)
"""How people name the place of their own unit."""


def without_ours(question: str) -> tuple[str, str]:
    """The question without the words for the unit's own place, and these words; empty for none."""
    match = _OURS.search(question)
    return (_OURS.sub(" ", question), match[0]) if match else (question, "")


def with_own_place(names: Names, question: str, vocabulary: Vocabulary, home: str) -> Recognised | None:
    """What a question names with the place of the unit where people call it ours (我区); None: it is not known."""
    here = vocabulary.find_regions(home) if home else ()
    match = _OURS.search(question)
    if match is None or len(here) != 1 or own_place_note(vocabulary, match[0], home):
        return None
    code = here[0].code
    read = recognise(names, vocabulary, f"{question[: match.start()]} {code} {question[match.end() :]}")
    words = tuple(w._replace(text=match[0]) if w.text == code else w for w in read.words)
    return read._replace(words=words, regions=tuple(sorted(read.regions, key=lambda r: r != code)))


_TOWARDS: Final = re.compile(
    "(?:(?<![本原下])来|(?<![不说提谈听看受得等直])到|进入?|落户|入驻|迁[至入]|搬[至进]|前往|去)$"
)
"""The end of words behind which the place stands to which something comes or moves."""


def destination(recognised: Recognised) -> str:
    """The one place to which something comes or moves (市南的药店来城阳区), among several; empty: the question has none."""
    before = ("", *(w.text for w in recognised.words))
    towards = {
        region
        for previous, word in zip(before, recognised.words, strict=False)
        for region in word.of(Kind.REGION)
        if region in recognised.regions and _TOWARDS.search(previous)
    }
    return towards.pop() if len(recognised.regions) > 1 and len(towards) == 1 else ""


def destination_note(vocabulary: Vocabulary, to: str, regions: Iterable[str]) -> str:
    """That a question on what comes from elsewhere is answered for the place of the new site."""
    new = vocabulary.regions[to].name
    old = "、".join(vocabulary.regions[r].name for r in regions if r != to)
    return f"新的服务地点在{new},以下按{new}回答;{old}是原来的所在地,不以{old}的情况判断。"


def own_place_note(vocabulary: Vocabulary, ours: str, home: str) -> str:
    """What is to be told where a district is meant (我区) and the settings name none; empty: nothing."""
    here = vocabulary.find_regions(home) if home else ()
    if not ours.endswith(("区", "县", "区县")) or len(here) != 1 or here[0].level == "county":
        return ""
    return f"设置里本单位的地区是{here[0].name},不知道“{ours}”是哪个区、县;问某一区、县的,写明名称。"


def held_regions(base: RuleBase) -> tuple[str, ...]:
    """The codes of the regions of which documents are held, the nation apart."""
    return tuple(dict.fromkeys(d.region for d in base.documents.values() if d.issuer_level is not Level.NATION))


def allowed_places(base: RuleBase) -> str:
    """The regions of which documents are held, by name."""
    return "、".join(base.vocabulary.regions[r].name for r in held_regions(base))


def unheld(base: RuleBase, regions: Iterable[str], recognised: Recognised) -> Iterator[Diagnostic]:
    """Places of which nothing is held, and words that look like a place and are in no text (U161)."""
    vocabulary, allowed = base.vocabulary, allowed_places(base)
    for code in regions:
        if not any(d.issuer_level is not Level.NATION for d in base.held_for(code)):
            name = vocabulary.regions[code].name
            aside = "、".join(dict.fromkeys(s.called for m in vocabulary.matters for s in base.set_aside_for(code, m)))
            hint = f"本单位规则库中的{aside}有错误,已经搁置;{_NOT_SILENT}" if aside else _NOT_SILENT
            yield Diagnostic("U161", f"“{name}”", f"没有收录{name}的文件", allowed, hint)
    about = bool(recognised.types or recognised.matters)
    for word in recognised.rest:
        elsewhere = dict(_elsewhere(base, word))
        for name, divisions in elsewhere.items():
            yield Diagnostic("U161", f"“{name}”", f"尚未收录本地区文件:“{name}”", allowed, elsewhere_hint(divisions))
        if elsewhere:
            continue
        zone = _ZONE.search(word)
        if (about or recognised.enquiries) and zone:
            hint = f"{zone[0]}不是行政区划,已收录文件没有写明它归哪个区、县、市管;写明所在的区、县、市"
            yield Diagnostic("U161", f"“{zone[0]}”", f"没有收录地区“{zone[0]}”", allowed, hint)
        elif word.endswith(_ENDINGS) and 2 < len(word) <= _LONGEST and not (in_texts(base, word) or _SOME.match(word)):
            yield Diagnostic("U161", f"“{word}”", f"没有收录地区“{word}”", allowed, like(word, vocabulary))


def elsewhere_hint(divisions: Iterable[Division]) -> str:
    """Where the divisions of a name lie, and that nothing is held for them."""
    named = "、".join(f"{d.full_name}({d.code})" for d in divisions)
    return f"{named}不在已收录文件的地区内;{_NOT_SILENT}"


def _elsewhere(base: RuleBase, word: str) -> Iterator[tuple[str, tuple[Division, ...]]]:
    """The names in a word of places that no held document covers."""
    alone = without_asking(base.vocabulary, word)
    called = divisions_called(alone) if len(alone) > 1 and not in_texts(base, alone) else ()
    if called:
        yield alone, called
        return
    for named in divisions_in(word):
        if named.whole or not _within_words(base, word, named.start, named.end):
            yield word[named.start : named.end], named.divisions


def _within_words(base: RuleBase, word: str, start: int, end: int) -> bool:
    """Whether a short name is only where two words meet: 保定 in 医保定点, where the texts have 定点."""
    before, after = word[start - 1 : start + 1] if start else "", word[end - 1 : end + 1]
    return any(len(pair) > 1 and in_texts(base, pair) for pair in (before, after))


def like(value: str, vocabulary: Vocabulary) -> str:
    """The places whose names differ in one character, each with its city, so that nobody takes one for another."""
    called = divisions_called(value)
    if called:
        return elsewhere_hint(called)
    alike = [
        vocabulary.full_name(r.code)
        for r in vocabulary.regions.values()
        if r.level != "area"
        and len(r.name) == len(value) > 2
        and sum(a != b for a, b in zip(r.name, value, strict=True)) == 1
    ]
    if not alike or len(alike) > _MOST_ALIKE:
        return _NOT_SILENT
    return f"名称只差一字的有:{'、'.join(alike)};{_NOT_SILENT}"
