"""What the words of a text say of itself: title, number, issuers, addressees, dates; each with the words and their place.

Nothing is taken from the name of the file or from what is usual. What the text does not say stays blank and is marked;
force is proposed only where words of commencement or of a planning period are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeAlias

from policy_dsl.addresses import parse_address, place
from policy_dsl.source_text import fold
from policy_dsl.texts.document_check import KINDS
from policy_dsl.texts.page_rows import proposed_metadata
from policy_dsl.texts.restraint_words import restraints
from policy_dsl.texts.segment import Clause

Value: TypeAlias = "str | int | tuple[str, ...]"
RegionOf: TypeAlias = Callable[[str], tuple[str, str]]
"""The code and name of the area that words name; empty where none."""
_LONGEST_BASIS: Final = 60


class Field(NamedTuple):
    """A field of meta.toml."""

    name: str
    """Its key; of the table force with a dot: force.starts."""
    value: Value
    basis: str
    """The words on which it rests, and where they stand; empty where it is blank."""
    given: bool = False
    """Whether the person who enters the file said so."""

    @property
    def blank(self) -> bool:
        """Whether a person still has to write it."""
        return not self.given and not self.basis


class _Words(NamedTuple):
    """Words of the text with their place."""

    text: str
    place: str

    @property
    def basis(self) -> str:
        """As it stands beside a field."""
        return f"{self.place}“{self.text[:_LONGEST_BASIS]}”"


_KEYS: Final = (
    "title", "number", "year", "kind", "issuers", "issuer_level", "region", "addressees", "issued",
    "force.starts", "force.starts_basis", "force.ends", "force.ends_basis",
)  # fmt: skip
"""In the order in which they are written."""
DRAFT: Final = "draft"
"""Whether it is a draft; written only where the place or the text says so."""
_EMPTY: Final[dict[str, Value]] = {"year": 0, "issuers": (), "addressees": ()}


def propose(
    text: str, clauses: Sequence[Clause], region_of: RegionOf, given: Sequence[Field] = ()
) -> tuple[Field, ...]:
    """A field for each key: given, proposed, or blank. Of a notice with what it issues, the fields of what it issues."""
    proposed = {field.name: field for field in _proposed(text, clauses, region_of)}
    proposed |= {field.name: field for field in given}
    fields = tuple(proposed.get(key, Field(key, _EMPTY.get(key, ""), "")) for key in _KEYS)
    return (*fields, proposed[DRAFT]) if DRAFT in proposed else fields


def _proposed(text: str, clauses: Sequence[Clause], region_of: RegionOf) -> Iterator[Field]:
    frame = {kind: _frame(text, clauses, kind) for kind in ("title", "number", "to", "sig", "date")}
    title = frame["title"][0] if frame["title"] else None
    number = next((w for w in (*frame["number"], *_alone(text, clauses)) if _NUMBER.search(fold(w.text))), None)
    issued = next(((day, w) for w in reversed(frame["date"]) if (day := day_of(w.text))), None)
    issued = issued or _printed_day(_frame(text, clauses, "note"))
    if title:
        yield Field("title", title.text, title.basis)
        if kind := _kind(title.text):
            yield Field("kind", kind, title.basis)
    if number and (match := _NUMBER.search(fold(number.text))):
        yield Field("number", number.text[match.start() : match.end()], number.basis)
        if year := _YEAR.search(number.text):
            yield Field("year", int(year[1]), number.basis)
    elif issued:
        yield Field("year", int(issued[0][:4]), issued[1].basis)
    issuers, basis = _issuers(frame["sig"], [*frame["title"], *_notice_titles(text, clauses)])
    if issuers:
        yield Field("issuers", issuers, basis)
        if level := _level(issuers[0]):
            yield Field("issuer_level", level, basis)
    for words in (*issuers, *(w.text for w in frame["title"])):
        code, name = region_of(words)
        if code:
            yield Field("region", code, f"“{words[:_LONGEST_BASIS]}”中的地名“{name}”")
            break
    if frame["to"]:
        to = frame["to"][0]
        names = tuple(n.strip() for n in re.split("[,，;；]", to.text.rstrip(":：").strip()) if n.strip())
        yield Field("addressees", names, to.basis)
    if issued:
        yield Field("issued", issued[0], issued[1].basis)
    if draft := draft_of(text, clauses):
        yield draft
    yield from _force(text, clauses, issued[0] if issued else "", title)


_CALLS_ITSELF: Final = re.compile(
    r"[(〔\[](?:[^()]{0,8}(?:征求意见|送审|讨论|审议)稿|[^()]{0,8}(?:草案|草稿))[^()]{0,8}[)〕\]]|(?:(?:征求意见|送审|讨论)稿|草案)[》”]?$"
)


def draft_of(text: str, clauses: Sequence[Clause]) -> Field | None:
    """That the text calls itself a draft, in its title or in a line of its own beneath; None: it does not."""
    lines = [_Words(text[c.start : c.end].replace("\n", "").strip(), _where(c)) for c in clauses[:_BEGINNING]]
    alone = [w for w in lines if _CALLS_ITSELF.fullmatch(fold(w.text))]
    for words in (*_frame(text, clauses, "title"), *alone):
        if _CALLS_ITSELF.search(fold(words.text)):
            return Field(DRAFT, True, words.basis)
    return None


def _printed_day(notes: Sequence[_Words]) -> tuple[str, _Words] | None:
    """The day of issue that a row of a page gives (成文日期:…); the day on which a site put a text up is none."""
    for words in notes:
        if day := proposed_metadata(iter([fold(words.text)])).get("issued", ""):
            return day, words
    return None


def _frame(text: str, clauses: Sequence[Clause], kind: str) -> list[_Words]:
    """The frame lines of a kind: those of the main text first, then those of the notice that issues it."""
    main: list[_Words] = []
    notice: list[_Words] = []
    for clause in clauses:
        address = parse_address(clause.address) if kind in clause.address else None
        if address is not None and address.frame == kind and address.of in ("", "n"):
            words = _Words(text[clause.start : clause.end].replace("\n", "").strip(), place(address))
            (notice if address.of else main).append(words)
    return main + notice


def _alone(text: str, clauses: Sequence[Clause]) -> Iterator[_Words]:
    """Lines of the beginning that are a document number and nothing else, wherever the segmenter has put them."""
    for clause in clauses[:_BEGINNING]:
        words = text[clause.start : clause.end].strip()
        if _NUMBER.fullmatch(fold(words)):
            yield _Words(words, _where(clause))


_BEGINNING: Final = 20
"""Clauses among which a document number that stands alone is that of the document."""


def _notice_titles(text: str, clauses: Sequence[Clause]) -> list[_Words]:
    return [w for w in _frame(text, clauses, "title") if w.place.startswith("印发通知")]


_NUMBER: Final = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[(][0-9]{4}[〕\])][0-9]{1,4}号|[\u4e00-\u9fff]{0,16}令?\s*第[0-9]{1,4}号"
)
_YEAR: Final = re.compile(r"[〔\[(（]([0-9]{4})[〕\])）]")
_DIGITS: Final = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_DAY: Final = re.compile(
    r"(?P<year>[0-9]{4}|[〇○零一二三四五六七八九]{4})年(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日"
)


def day_of(words: str) -> str:
    """The first day in words as an ISO date: 2023年7月30日, 二〇二三年七月三十日; empty where none, or none that exists."""
    from policy_dsl.numerals import parse_chinese

    match = _DAY.search(words)
    if match is None:
        return ""
    year = "".join(_DIGITS.get(c, c) for c in match["year"])
    month, day = (int(p) if p.isdecimal() else parse_chinese(p) or 0 for p in (match["month"], match["day"]))
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return ""


def _kind(title: str) -> str:
    """The kind of document that a title ends with, what stands in brackets apart."""
    bare = re.sub(r"[((][^()()]*[))]$", "", fold(title).strip())
    return next((k for k in sorted(KINDS, key=len, reverse=True) if bare.endswith(k)), "")


_ORGAN_END: Final = r"(?:局|厅|委员会|委|人民政府|办公室|办公厅|部|中心|总局)"
_BY_TITLE: Final = re.compile(rf"(?P<organs>[\u4e00-\u9fff、\s]{{2,80}}?{_ORGAN_END})\s*(?:关于|印发|转发)")


def _issuers(signatures: Sequence[_Words], titles: Sequence[_Words]) -> tuple[tuple[str, ...], str]:
    """Who signed, else who is named before 关于 in a title."""
    if signatures:
        names = tuple(dict.fromkeys(name for w in signatures for name in re.split(r"[\s\u3000]+|、", w.text) if name))
        return names, "、".join(
            dict.fromkeys(w.place for w in signatures)
        ) + f"“{' '.join(w.text for w in signatures)[:_LONGEST_BASIS]}”"
    for title in titles:
        if match := _BY_TITLE.match(title.text):
            return tuple(re.split(r"[、\s\u3000]+", match["organs"].strip())), title.basis
    return (), ""


_MUNICIPALITIES: Final = ("北京市", "天津市", "上海市", "重庆市")


def _level(issuer: str) -> str:
    """The level that the name of an organ shows; empty where it shows none."""
    if issuer.startswith(("国家", "国务院", "中华人民共和国", "中共中央")):
        return "国家"
    unit, rest = "", issuer
    while match := _AREA.match(rest):
        unit, rest = match["unit"], rest[match.end() :]
    if issuer.startswith(_MUNICIPALITIES):
        return "省" if issuer.startswith(rest, 3) else ""  # what its districts count as, a person decides
    return _LEVEL_OF.get(unit, "县") if unit else ""


_AREA: Final = re.compile(r"[\u4e00-\u9fff]{0,12}?(?P<unit>自治区|自治州|自治县|地区|省|市|州|盟|县|区|旗)(?!场)")
_LEVEL_OF: Final = {"省": "省", "自治区": "省", "市": "市", "自治州": "市", "州": "市", "盟": "市", "地区": "市"}


_DATED: Final = _DAY.pattern.replace("?P<year>", "").replace("?P<month>", "").replace("?P<day>", "")
_STARTS: Final = re.compile(rf"自(?P<date>{_DATED})起?\s*(?:正式)?(?:施行|实施|执行|生效)")
_ON_ISSUE: Final = re.compile(r"自(?:印发|发布|公布|颁布|下发)之日起?(?:正式)?(?:施行|实施|执行|生效)")
_UNTIL: Final = re.compile(rf"有效期(?:限)?(?:至|到|截至|截止到?)(?P<date>{_DATED})")
_YEARS: Final = re.compile(r"有效期(?:限)?为?(?P<years>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})年")
_PERIOD: Final = re.compile(r"[((](?P<from>20[0-9]{2})年?\s*[-—–~至]+\s*(?P<to>20[0-9]{2})年?[))]")


def _force(text: str, clauses: Sequence[Clause], issued: str, title: _Words | None) -> Iterator[Field]:
    """When force begins and ends, where words say so."""
    starts, ends = "", ""
    for clause in clauses:
        words = _Words(text[clause.start : clause.end], _where(clause))
        if not starts and (match := _of_document(_STARTS, words.text)) and (starts := day_of(match["date"])):
            yield Field("force.starts", starts, words._replace(text=match[0]).basis)
            yield Field("force.starts_basis", "明文", words._replace(text=match[0]).basis)
        elif not starts and issued and (match := _of_document(_ON_ISSUE, words.text)):
            starts = issued
            yield Field("force.starts", starts, words._replace(text=match[0]).basis)
            yield Field("force.starts_basis", "印发之日", words._replace(text=match[0]).basis)
        if not ends and (match := _UNTIL.search(words.text)) and (ends := day_of(match["date"])):
            yield Field("force.ends", ends, words._replace(text=match[0]).basis)
            yield Field("force.ends_basis", "明文", words._replace(text=match[0]).basis)
        elif not ends and starts and (match := _YEARS.search(words.text)) and (ends := _after(starts, match["years"])):
            basis = words._replace(text=match[0]).basis + f",自{starts}起算"
            yield Field("force.ends", ends, basis)
            yield Field("force.ends_basis", "明文", basis)
    if not ends and title and (match := _PERIOD.search(fold(title.text))):
        yield Field("force.ends", f"{match['to']}-12-31", title.basis)
        yield Field("force.ends_basis", "规划期", title.basis)


def _of_document(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where words of commencement speak of the document; 「…不再新增,自某日起执行」 says when that one rule begins."""
    for match in pattern.finditer(text):
        sentence = re.split("[。;;]", text[: match.start()])[-1]
        before = _ARTICLE.sub("", fold(sentence).strip(), count=1).strip()
        if not restraints(before) and (not before or _ITSELF.search(before)):
            return match
    return None


_ARTICLE: Final = re.compile(
    r"^(?:第[^\s]{1,9}条|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|[0-9]{1,3}[.、])"
)
_ITSELF: Final = re.compile(
    "本(?:规划|通知|办法|意见|方案|规定|细则|规程|规则|条例|决定|标准|制度|公告|文件|文|实施)|上述(?:规定|政策)|《[^《》]*》[^,。;]*$|^(?:以上|现|特此)"
)
"""How a document speaks of itself, or of what it issues."""


def _where(clause: Clause) -> str:
    address = parse_address(clause.address)
    return clause.address if address is None else place(address)


def _after(starts: str, years: str) -> str:
    """The last day of so many years from a day on."""
    from policy_dsl.numerals import parse_chinese

    count = int(years) if years.isdecimal() else parse_chinese(years.replace("两", "二")) or 0
    first = date.fromisoformat(starts)
    try:
        return (first.replace(year=first.year + count) - timedelta(days=1)).isoformat() if count else ""
    except ValueError:  # from 29 February on
        return date(first.year + count, 2, 28).isoformat()
