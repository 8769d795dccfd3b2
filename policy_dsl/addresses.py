"""Addresses of clauses: ASCII and shell-safe for programs (3.1.p2), places for people (第三部分第(一)项第二段).

    [n. | aK.] frame[.K]                     title number to sig date note: what frames the text
    [n. | aK.] [part[.item]][.iK …][.pK][.sK]  the body; part 0 is what stands before part 一

`n` is the notice that issues a text printed with it, `aK` its K-th annex. `i` is a printed item (1., (1), 一是);
items nest. `p` is a paragraph inside the nearest part, item or printed item, `s` a sentence of a paragraph.
A heading has the bare address of what it heads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy_dsl.numerals import chinese, parse_chinese
from policy_dsl.source_text import fold

FRAME = {
    "title": "题名",
    "number": "发文字号",
    "to": "主送机关",
    "sig": "落款",
    "date": "成文日期",
    "note": "附注",
}
"""Frame parts by address word, with the name people use."""

_N = r"[1-9][0-9]*"
_ADDRESS = re.compile(
    rf"(?:(?P<of>n|a{_N})\.(?=[^.]))?"
    rf"(?:(?P<frame>{'|'.join(FRAME)})(?:\.(?P<again>{_N}))?"
    rf"|(?P<part>0|{_N})?(?P<item>(?<=[0-9])\.{_N})?(?P<printed>(?:\.?i{_N})*)(?P<par>\.?p{_N})?(?P<sent>\.?s{_N})?)"
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address, taken apart. Absent steps are None; `printed` lists the printed items from the outermost in."""

    of: str = ""
    frame: str = ""
    again: int = 1
    part: int | None = None
    item: int | None = None
    printed: tuple[int, ...] = ()
    paragraph: int | None = None
    sentence: int | None = None

    def __str__(self) -> str:
        steps = [self.of] if self.of else []
        if self.frame:
            steps += [self.frame] + ([str(self.again)] if self.again > 1 else [])
            return ".".join(steps)
        steps += [str(n) for n in (self.part, self.item) if n is not None]
        steps += [f"i{n}" for n in self.printed]
        steps += [f"{mark}{n}" for mark, n in (("p", self.paragraph), ("s", self.sentence)) if n is not None]
        return ".".join(steps)

    @property
    def depth(self) -> int:
        """How many steps lead to it, not counting the sentence: 1 for a part, 2 for an item, 3 for 3.2.i1 or 4.1.p1."""
        steps = (self.part is not None, self.item is not None, self.paragraph is not None)
        return sum(steps) + len(self.printed)

    def within(self, other: Address) -> bool:
        """Whether it lies below `other` (an address is not below itself)."""
        return not other.frame and str(self).startswith(f"{other}.") and self.of == other.of and not self.frame


def parse_address(text: str) -> Address | None:
    """The address that the text spells; None where it spells none (`3.1.p2` yes, `3.01`, `p2.3` no)."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None

    def number(group: str) -> int | None:
        return int(match[group].lstrip(".ips")) if match[group] else None

    address = Address(
        of=match["of"] or "",
        frame=match["frame"] or "",
        again=int(match["again"] or 1),
        part=number("part"),
        item=number("item"),
        printed=tuple(int(n) for n in re.findall(_N, match["printed"] or "")),
        paragraph=number("par"),
        sentence=number("sent"),
    )
    # Spelling it again settles what the pattern leaves open: missing dots, `title.1`, the empty text.
    return address if text and str(address) == text and (address.frame or address.depth) else None


def place(address: str | Address) -> str:
    """The place as people cite it: 第三部分第(一)项第二段, 第二部分第(三)项第1点第五句, 题名, 序言第一段.

    Raises ValueError for a text that is no address.
    """
    known = parse_address(address) if isinstance(address, str) else address
    if known is None:
        raise ValueError(f"not an address: {address}")
    of = "印发通知" if known.of == "n" else f"附件{_ordinal(int(known.of[1:]))}" if known.of else ""
    if known.frame:
        return of + FRAME[known.frame] + (f"({_ordinal(known.again)})" if known.again > 1 else "")
    steps = [] if known.part is None else ["序言" if known.part == 0 else f"第{_ordinal(known.part)}部分"]
    if known.item is not None:
        steps.append(f"第({_ordinal(known.item)})项")
    steps += [f"第{n}点" if depth == 0 else f"第{n}小点" for depth, n in enumerate(known.printed)]
    if known.paragraph is not None:
        steps.append(f"第{_ordinal(known.paragraph)}段")
    if known.sentence is not None:
        steps.append(f"第{_ordinal(known.sentence)}句")
    return (of or ("正文" if known.part is None else "")) + "".join(steps)


_O = r"(?:[一二三四五六七八九十]+|[1-9][0-9]{2,})"
_PLACE = re.compile(
    rf"(?:(?P<of>印发通知|附件{_O})|正文)?"
    rf"(?:(?P<frame>{'|'.join(FRAME.values())})(?:\((?P<again>{_O})\))?"
    rf"|(?P<part>序言|第{_O}部分)?(?:第\((?P<item>{_O})\)项)?(?P<printed>(?:第{_N}小?点)*)"
    rf"(?:第(?P<par>{_O})段)?(?:第(?P<sent>{_O})句)?)"
)


def parse_place(text: str) -> Address | None:
    """The address of a place, the inverse of `place`; full-width brackets and blanks are accepted."""
    match = _PLACE.fullmatch(fold("".join(text.split())))
    if match is None:
        return None

    def ordinal(group: str) -> int | None:
        return _number(match[group]) if match[group] else None

    part = match["part"]
    of = match["of"] or ""
    address = Address(
        of="n" if of == "印发通知" else f"a{_number(of[2:])}" if of else "",
        frame=next((word for word, name in FRAME.items() if name == match["frame"]), ""),
        again=ordinal("again") or 1,
        part=None if not part else 0 if part == "序言" else _number(part[1:-2]),
        item=ordinal("item"),
        printed=tuple(int(n) for n in re.findall(_N, match["printed"] or "")),
        paragraph=ordinal("par"),
        sentence=ordinal("sent"),
    )
    return address if parse_address(str(address)) == address else None


def _ordinal(number: int) -> str:
    return chinese(number) if number <= 99 else str(number)


def _number(text: str) -> int:
    """-1, which no address has, for characters that are no numeral (十十)."""
    return int(text) if text.isdecimal() else parse_chinese(text) or -1
