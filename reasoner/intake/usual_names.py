"""What people write instead of the names of the vocabulary, and the name that each can mean.

The names stand in the ontology with their basis (tl:writtenAs). One that can mean a single thing is read, and what was
written is kept beside the value (`Observation.written`); one that can mean several is asked, with these and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.intake.characters import printable
from reasoner.intake.diagnostics_collector import Unreadable, joined
from reasoner.intake.text_values import NONE, UNKNOWN
from reasoner.intake.values import allowed_names

TYPE: Final = "类型"
GRADE: Final = "等级"
_NO_CLAIM: Final = frozenset(("否", "没有", "非重点", "不是"))
"""What people write for 无 where several values may be claimed."""
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HEADS: Final = (
    "卫生服务中心", "卫生服务站", "卫生院", "卫生室", "卫生所", "医务室", "门诊部", "诊所", "保健院", "防治院", "急救中心", "护理院", "护理站",
    "护理中心", "养老机构", "药店", "医院",
)  # fmt: skip
"""How the names of kinds of institutions end, the longer first: those that end alike may fit."""


def half_width(text: str) -> str:
    """A text with digits, letters and marks in their usual width, without blanks at its ends."""
    return text.translate(_HALF_WIDTH).strip()


def plain_name(text: str) -> str:
    """A name as it is looked up: in the usual width, without blanks."""
    return "".join(half_width(text).split())


class UsualNames:
    """The names that people write for the values of facts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._meant: dict[tuple[str, ...], Mapping[str, tuple[str, ...]]] = {}

    def value(self, name: str, term: Term) -> str:
        """The value of a category that a name means; raises `Unreadable`: F157 several, F158 a grade and a type, F117 none."""
        plain = plain_name(name)
        if term.multiple and plain in _NO_CLAIM and not term.yes_no:
            return NONE
        meant = self._names(term.values).get(plain, ())
        if len(meant) == 1:
            return meant[0]
        if meant:
            message = f"「{term.label}」写的是「{printable(name)}」,可以指{len(meant)}类"
            raise Unreadable("F157", message, allowed=joined(meant), hint=f"写明是哪一类;不知道的写「{UNKNOWN}」")
        if term.label == TYPE:
            self._refuse_type(name, plain, term)
        known = [v for v in term.values if is_slip(plain, v)]
        message = f"「{term.label}」没有「{printable(name)}」"
        raise Unreadable("F117", message, allowed=allowed_names(term), spelling=name, known=known)

    def matter(self, name: str) -> str:
        """The matter that a name means; raises `Unreadable`: F157 several, F115 none."""
        matters = tuple(self._vocabulary.matters)
        meant = self._names(matters).get(plain_name(name), ())
        if len(meant) == 1:
            return meant[0]
        if meant:
            message = f"「事项」写的是「{printable(name)}」,可以指{len(meant)}个事项"
            raise Unreadable("F157", message, allowed=joined(meant), hint="写明是哪一个事项")
        message = f"没有事项「{printable(name)}」"
        known = [m for m in matters if is_slip(plain_name(name), m)]
        raise Unreadable("F115", message, allowed=joined(matters), spelling=name, known=known)

    def _refuse_type(self, name: str, plain: str, term: Term) -> None:
        """Say of a name of no kind what it holds (a grade before a kind), or which kinds are called alike."""
        grades = self._vocabulary.facts.get(GRADE)
        if grades is not None:
            names = self._names(grades.values)
            for length in range(min(4, len(plain) - 1), 1, -1):
                grade, kinds = names.get(plain[:length], ()), self._names(term.values).get(plain[length:], ())
                if len(grade) == 1 and kinds:
                    message = f"「{printable(name)}」写了等级和类型两项"
                    hint = f"「类型」写{'或'.join(f'「{k}」' for k in kinds)},「等级」写「{plain[:length]}」"
                    raise Unreadable("F158", message, allowed=joined(kinds), hint=hint)
        head = next((h for h in _HEADS if plain.endswith(h)), "")
        fitting = [v for v in term.values if head and v.endswith(head)]
        if fitting:
            slips = [v for v in fitting if is_slip(plain, v)]
            message = f"「{term.label}」没有「{printable(name)}」"
            hint = f"写登记的类别,不写机构的名称;不知道的写「{UNKNOWN}」"
            raise Unreadable("F117", message, allowed=joined(fitting), hint=hint, spelling=name, known=slips)

    def _names(self, values: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """By name what it can mean among some values, in their order."""
        known = self._meant.get(values)
        if known is None:
            meant: dict[str, list[str]] = {}
            for value in values:
                for name in (value, *self._written_of(value, values)):
                    meant.setdefault(plain_name(name), []).append(value)
            for term in self._classes:
                for name in (term.label, *term.words, *term.written) if {*term.members} <= {*values} else ():
                    so_far = meant.get(plain_name(name), ())
                    meant[plain_name(name)] = [v for v in values if v in term.members or v in so_far]
            own = {plain_name(v): (v,) for v in values}
            known = self._meant[values] = {n: tuple(dict.fromkeys(m)) for n, m in meant.items()} | own
        return known

    def _written_of(self, value: str, values: tuple[str, ...]) -> Iterable[str]:
        """How people write a value; one that bears the name of a type of institution (养老机构) only as that type alone."""
        term = self._vocabulary.terms.get(value)
        if term is None or term.kind != "type" or {*self._vocabulary.types} <= {*values}:
            return () if term is None else term.written
        types = self._names(tuple(self._vocabulary.types))
        return [name for name in term.written if types[plain_name(name)] == (value,)]

    @cached_property
    def _classes(self) -> Iterable[Term]:
        return [t for t in self._vocabulary.data.terms if t.kind == "class"]


def is_slip(written: str, name: str, least: int = 4) -> bool:
    """Whether a name was meant and one of its characters is wrong, missing, too many, or two are exchanged.

    least: the characters that a name has at least in which one may be wrong.
    """
    if len(name) < 3 or abs(len(written) - len(name)) > 1:
        return False
    if len(written) == len(name):
        wrong = [i for i, (a, b) in enumerate(zip(written, name, strict=True)) if a != b]
        swapped = len(wrong) == 2 and sorted(written) == sorted(name) and wrong[1] == wrong[0] + 1
        return swapped or (len(wrong) == 1 and len(name) >= least)
    longer, shorter = (written, name) if len(written) > len(name) else (name, written)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
