"""Addresses of clauses: ASCII and shell-safe for programs (3.1.p2), places for people (第三部分第(一)项第二段).

    [n. | aK.] frame[.K]                         title number to sig date toc note: what frames the text
    [n. | aK.] [part[.item]][.iK …][.pK][.sK|.rK]  the body; part 0 is what stands before part 一
    [n. | aK.] [bK.]cK[.K]                       a heading: 章, 节; in a text of 编 below its 编
    [n. | aK.] bK[.K]                            a heading: 编, 分编
    [n. | aK.] aK[.pK][.iK][.nK …][.sK|.rK]      an article and its 款, 项, 目, whatever the chapter and 编

`n` is the notice that issues a text printed with it, `aK` its K-th annex; the body of an annex without parts and articles
stands under `t` (a1.t.p1), for a1.p1 is 第一条第一款. `i` is a printed item (1., (1), 一是), in an article the 项 (一), `n`
the 目 (1.); both nest. `p` is a paragraph inside the nearest part, item or printed item, in an article its 款; an article of
one paragraph has none. `s` is a sentence of a paragraph, `r` a row of a table. A heading has the bare address of what it
heads. `a12-1` is 第十二条之一; `_2` behind a number says that it stands there for the second time in the text as received.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple, TypeVar

from policy_dsl.numerals import chinese, parse_chinese
from policy_dsl.source_text import fold

FRAME = {
    "title": "题名",
    "number": "发文字号",
    "to": "主送机关",
    "sig": "落款",
    "date": "成文日期",
    "toc": "目录",
    "note": "附注",
}
"""Frame parts by address word, with the name people use."""


class Step(NamedTuple):
    """A numbered step of an article's address: 第五条 is 5, 第五条之一 5-1, a second 第五条 of the text 5_2."""

    number: int
    inserted: int = 0
    again: int = 1

    def __str__(self) -> str:
        again = f"_{self.again}" if self.again > 1 else ""
        return f"{self.number}" + (f"-{self.inserted}" if self.inserted else "") + again


T = TypeVar("T")
_MOST_DIGITS = 6

_N = r"[1-9][0-9]{0,5}"
"""A number of a step: no text has a million of anything."""
_STEP = rf"{_N}(?:_{_N})?"
_ARTICLE = rf"{_N}(?:-{_N})?(?:_{_N})?"
_ADDRESS = re.compile(
    rf"(?:(?P<of>n|a{_N})\.(?=(?:{'|'.join(FRAME)}|[0-9]|[bct]|a[0-9])|(?<=n\.)[^.]))?"
    rf"(?:(?P<frame>{'|'.join(FRAME)})(?:\.(?P<again>{_N}))?"
    rf"|b(?P<alone>{_STEP})(?:\.(?P<division>{_STEP}))?"
    rf"|(?:b(?P<book>{_STEP})\.)?c(?P<chapter>{_STEP})(?:\.(?P<section>{_STEP}))?"
    rf"|a(?P<article>{_ARTICLE})(?:\.p(?P<apar>{_N}))?(?:\.i(?P<aitem>{_STEP}))?(?P<points>(?:\.n{_STEP})*)"
    rf"(?:\.(?P<awhat>[sr])(?P<asent>{_N}))?"
    rf"|(?:t\.)?(?P<part>0|{_N})?(?P<item>(?<=[0-9])\.{_N})?(?P<printed>(?:\.?i{_N})*)(?P<par>\.?p{_N})?"
    rf"(?P<row>\.?r{_N})?(?P<sent>\.?s{_N})?)"
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address, taken apart. Absent steps are None; `printed` lists the printed items from the outermost in.

    book, division, chapter, section: of a heading 编, 分编, 章 or 节 alone; of a 章 or 节 its 编, not its 分编, over which chapters
    count on. article, provision (项), points (目): of what stands in articles.
    """

    of: str = ""
    frame: str = ""
    again: int = 1
    part: int | None = None
    item: int | None = None
    printed: tuple[int, ...] = ()
    paragraph: int | None = None
    sentence: int | None = None
    row: int | None = None
    chapter: Step | None = None
    section: Step | None = None
    article: Step | None = None
    provision: Step | None = None
    points: tuple[Step, ...] = ()
    book: Step | None = None
    division: Step | None = None

    def __str__(self) -> str:
        steps = [self.of] if self.of else []
        if self.frame:
            steps += [self.frame] + ([str(self.again)] if self.again > 1 else [])
            return ".".join(steps)
        last = [f"{mark}{n}" for mark, n in (("r", self.row), ("s", self.sentence)) if n is not None]
        paragraph = [f"p{self.paragraph}"] if self.paragraph is not None else []
        steps += [f"b{self.book}"] if self.book is not None else []
        if self.chapter is not None:
            return ".".join([*steps, f"c{self.chapter}", *([str(self.section)] if self.section is not None else [])])
        if self.book is not None:
            return ".".join([*steps, *([str(self.division)] if self.division is not None else [])])
        if self.article is not None:
            provision = [f"i{self.provision}"] if self.provision is not None else []
            points = [f"n{n}" for n in self.points]
            return ".".join([*steps, f"a{self.article}", *paragraph, *provision, *points, *last])
        if self.of.startswith("a") and self.part is None:
            steps.append("t")
        steps += [str(n) for n in (self.part, self.item) if n is not None]
        steps += [f"i{n}" for n in self.printed]
        return ".".join([*steps, *paragraph, *last])

    @property
    def depth(self) -> int:
        """How many steps lead to it, not counting the sentence: 1 for a part, 2 for an item, 3 for 3.2.i1 or 4.1.p1.

        1 for a chapter, 2 for a section, one more in a 编; 3 for an article, and on for what stands in it.
        """
        if self.chapter is not None:
            return 1 + (self.section is not None) + (self.book is not None)
        if self.book is not None:
            return 1 + (self.division is not None)
        inside = self.paragraph is not None
        if self.article is not None:
            return 3 + inside + (self.provision is not None) + len(self.points)
        return inside + (self.part is not None) + (self.item is not None) + len(self.printed)

    @property
    def rank(self) -> int | None:
        """Of a heading of articles how deep it is, whatever the text has: 0 编, 1 分编, 2 章, 3 节; None for anything else."""
        if self.chapter is not None:
            return 2 + (self.section is not None)
        return None if self.book is None else int(self.division is not None)

    def within(self, other: Address) -> bool:
        """Whether it lies below `other` (an address is not below itself)."""
        return not other.frame and str(self).startswith(f"{other}.") and self.of == other.of and not self.frame


@lru_cache(maxsize=16384)
def parse_address(text: str) -> Address | None:
    """The address that the text spells; None where it spells none (`3.1.p2` yes, `3.01`, `p2.3` no)."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None

    def number(group: str) -> int | None:
        return int(match[group].lstrip(".iprs")) if match[group] else None

    if match["article"] or match["chapter"] or match["alone"]:
        address = Address(
            of=match["of"] or "",
            paragraph=number("apar"),
            sentence=number("asent") if match["awhat"] == "s" else None,
            row=number("asent") if match["awhat"] == "r" else None,
            chapter=_step(match["chapter"]),
            section=_step(match["section"]),
            article=_step(match["article"]),
            provision=_step(match["aitem"]),
            points=tuple(s for s in map(_step, re.findall(_STEP, match["points"] or "")) if s is not None),
            book=_step(match["book"] or match["alone"]),
            division=_step(match["division"]),
        )
        return address if str(address) == text else None
    address = Address(
        of=match["of"] or "",
        frame=match["frame"] or "",
        again=int(match["again"] or 1),
        part=number("part"),
        item=number("item"),
        printed=tuple(int(n) for n in re.findall(_N, match["printed"] or "")),
        paragraph=number("par"),
        sentence=number("sent"),
        row=number("row"),
    )
    # Spelling it again settles what the pattern leaves open: missing dots, `title.1`, the empty text.
    return address if text and str(address) == text and (address.frame or address.depth) else None


def _step(text: str | None) -> Step | None:
    match = re.fullmatch(rf"({_N})(?:-({_N}))?(?:_({_N}))?", text or "")
    return None if match is None else Step(int(match[1]), int(match[2] or 0), int(match[3] or 1))


def place(address: str | Address) -> str:
    """The place as people cite it: 第三部分第(一)项第二段, 第二部分第(三)项第1点第五句, 第十二条第二款第(三)项, 题名.

    Raises ValueError for a text that is no address.
    """
    known = parse_address(address) if isinstance(address, str) else address
    if known is None:
        raise ValueError(f"not an address: {address}")
    of = "印发通知" if known.of == "n" else f"附件{_ordinal(int(known.of[1:]))}" if known.of else ""
    if known.frame:
        return of + FRAME[known.frame] + (f"({_ordinal(known.again)})" if known.again > 1 else "")
    if known.rank is not None:
        marks = ((known.book, "编"), (known.division, "分编"), (known.chapter, "章"), (known.section, "节"))
        return of + "".join(_counted(step, mark) for step, mark in marks if step is not None)
    if known.article is not None:
        steps = [_counted(known.article, "条")]
        if known.paragraph is not None:
            steps.append(f"第{_ordinal(known.paragraph)}款")
        if known.provision is not None:
            steps.append(_counted(known.provision, "项", "({})"))
        steps += [f"第{n.number}{'目' if depth == 0 else '小目'}{_again(n)}" for depth, n in enumerate(known.points)]
        return of + "".join(steps) + _last(known)
    steps = [] if known.part is None else ["序言" if known.part == 0 else f"第{_ordinal(known.part)}部分"]
    if known.item is not None:
        steps.append(f"第({_ordinal(known.item)})项")
    steps += [f"第{n}点" if depth == 0 else f"第{n}小点" for depth, n in enumerate(known.printed)]
    if known.paragraph is not None:
        steps.append(f"第{_ordinal(known.paragraph)}段")
    own = "正文" if known.part is None and (not of or known.of != "n") else ""
    return of + own + "".join(steps) + _last(known)


def _last(known: Address) -> str:
    row = "" if known.row is None else f"第{_ordinal(known.row)}行"
    return row + ("" if known.sentence is None else f"第{_ordinal(known.sentence)}句")


def _counted(step: Step, mark: str, form: str = "{}") -> str:
    inserted = f"之{chinese(step.inserted)}" if step.inserted else ""
    return f"第{form.format(chinese(step.number))}{mark}{inserted}{_again(step)}"


def _again(step: Step) -> str:
    return f"(第{_ordinal(step.again)}处)" if step.again > 1 else ""


_O = r"(?:[一二三四五六七八九十]+|[1-9][0-9]{2,})"
_C = r"(?:[一二三四五六七八九十百千零〇]+|[1-9][0-9]*)"
_AGAIN = rf"(?:\(第{_O}处\))?"
_PLACE = re.compile(
    rf"(?:(?P<of>印发通知|附件{_O}))?(?:正文)?"
    rf"(?:(?P<frame>{'|'.join(FRAME.values())})(?:\((?P<again>{_O})\))?"
    rf"|(?:第(?P<book>{_C})编(?P<book_again>{_AGAIN})(?:第(?P<division>{_C})分编(?P<division_again>{_AGAIN}))?)?"
    rf"(?:第(?P<chapter>{_C})章(?P<chapter_again>{_AGAIN})(?:第(?P<section>{_C})节(?P<section_again>{_AGAIN}))?)?"
    rf"|第(?P<article>{_C})条(?:之(?P<inserted>{_C}))?(?P<article_again>{_AGAIN})(?:第(?P<apar>{_C})款)?"
    rf"(?:第\(?(?P<provision>{_C})\)?项(?P<provision_again>{_AGAIN}))?(?P<points>(?:第{_C}小?目{_AGAIN})*)"
    rf"(?:第(?P<arow>{_O})行)?(?:第(?P<asent>{_O})句)?"
    rf"|(?P<part>序言|第{_O}部分)?(?:第\((?P<item>{_O})\)项)?(?P<printed>(?:第{_N}小?点)*)"
    rf"(?:第(?P<par>{_O})段)?(?:第(?P<row>{_O})行)?(?:第(?P<sent>{_O})句)?)"
)


def parse_place(text: str) -> Address | None:
    """The address of a place, the inverse of `place`; full-width brackets and blanks are accepted, of articles also
    第12条第2款 and 第十二条第三项.
    """
    match = _PLACE.fullmatch(fold("".join(text.split())))
    if match is None:
        return None

    def ordinal(group: str) -> int | None:
        return _number(match[group]) if match[group] else None

    def step(group: str, inserted: str = "") -> Step | None:
        if not match[group]:
            return None
        within = _number(match[inserted]) if inserted and match[inserted] else 0
        return Step(_number(match[group]), within, _again_number(match[f"{group}_again"]))

    part = match["part"]
    of = match["of"] or ""
    address = Address(
        of="n" if of == "印发通知" else f"a{_number(of[2:])}" if of else "",
        frame=next((word for word, name in FRAME.items() if name == match["frame"]), ""),
        again=ordinal("again") or 1,
        part=None if not part else 0 if part == "序言" else _number(part[1:-2]),
        item=ordinal("item"),
        printed=tuple(int(n) for n in re.findall(_N, match["printed"] or "")),
        paragraph=ordinal("par") or ordinal("apar"),
        sentence=ordinal("sent") or ordinal("asent"),
        row=ordinal("row") or ordinal("arow"),
        book=step("book"),
        division=None if match["chapter"] else step("division"),
        chapter=step("chapter"),
        section=step("section"),
        article=step("article", "inserted"),
        provision=step("provision"),
        points=tuple(
            Step(_number(n), 0, _again_number(again))
            for n, again in re.findall(rf"第({_C})小?目({_AGAIN})", match["points"] or "")
        ),
    )
    return address if parse_address(str(address)) == address else None


def heads(heading: str, address: str) -> bool:
    """Whether the heading of this address, that stands before it in the same text, heads what the address leads to.

    The address of an article does not name its chapter, nor that of a chapter its 分编: any before it heads it unless another
    stands between.
    """
    above, below = parse_address(heading), parse_address(address)
    if above is None or below is None or above.of != below.of:  # a1 is 第一条, a1.t.p1 stands in 附件一
        return False
    if address.startswith(f"{heading}."):
        return True
    if above.rank is not None and below.article is not None:
        return True
    return above.division is not None and below.chapter is not None and above.book == below.book


def chain(headings: Sequence[tuple[str, T]], address: str) -> tuple[T, ...]:
    """Of the headings before an address, in document order with what is asked of each, those that head it."""
    below = parse_address(address)
    if below is None or (below.article is None and (below.chapter is None or below.book is None)):
        return tuple(i for heading, i in headings if address.startswith(f"{heading}.") and heads(heading, address))
    above: list[tuple[Address | None, T]] = []
    for heading, item in headings:
        if not heads(heading, address):
            continue
        known = parse_address(heading)
        rank = None if known is None else known.rank
        if rank is not None:  # a chapter ends the last one and its sections, a 编 all of them
            above = [(a, x) for a, x in above if a is not None and a.rank is not None and a.rank < rank]
        above.append((known, item))
    return tuple(item for _, item in above)


def below(address: str, addresses: Sequence[str]) -> tuple[str, ...]:
    """Of the addresses of a text, in document order, those below this one: below a chapter all that stands before the next."""
    known = parse_address(address)
    if known is None or known.rank is None:
        return tuple(a for a in addresses if a.startswith(f"{address}."))
    after = iter(addresses[addresses.index(address) + 1 :])
    rank, of = known.rank, known.of
    return tuple(takewhile(lambda a: a.startswith(f"{address}.") or _inside(a, of, rank), after))


def _inside(address: str, of: str, rank: int) -> bool:
    """Whether what follows a heading of a rank is an article, or a deeper heading."""
    known = parse_address(address)
    if known is None or known.of != of:
        return False
    return known.article is not None or (known.rank is not None and known.rank > rank)


def _ordinal(number: int) -> str:
    return chinese(number) if number <= 99 else str(number)


def _number(text: str) -> int:
    """-1, which no address has, for characters that are no numeral (十十)."""
    if text.isdecimal():
        return int(text) if len(text) <= _MOST_DIGITS else -1
    return parse_chinese(text) or -1


def _again_number(text: str) -> int:
    return _number(text[2:-2]) if text else 1
