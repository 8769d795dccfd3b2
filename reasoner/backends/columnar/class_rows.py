"""The classes of the rows of a register: which are alike, what each keeps of the words of a row, and which contradict themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import ge
from typing import Final

from reasoner.backends.columnar.class_codes import COMPARED, ClassCode, decoded
from reasoner.backends.columnar.class_truths import Class, ClassTruths
from reasoner.backends.columnar.decisions import SERVICES
from reasoner.backends.columnar.plan import Plan
from reasoner.backends.columnar.register_columns import Contradiction, Register, Row
from reasoner.model.application import Value
from reasoner.model.rule_base import RuleBase

CONTRADICTORY: Final = -1
"""Stands for a class whose values contradict each other."""
UNREADABLE: Final = -2
"""Stands for a class with a value that was not read."""


class ClassRows:
    """The classes of one register by their numbers; whatever many share is worked out once."""

    def __init__(
        self, base: RuleBase, plan: Plan, truths: ClassTruths, register: Register, codes: Sequence[ClassCode],
        own_facts: Sequence[str], *, asking: bool,
    ) -> None:  # fmt: skip
        """codes: of the facts of a class. own_facts: those of an application that are asked for, in the order of their bits."""
        self._base, self._plan, self._truths, self._register = base, plan, truths, register
        self._codes, self._own_facts, self._asking = codes, own_facts, asking
        self._matters = list(base.vocabulary.matters)
        self._services = plan.classes.index(SERVICES)
        self._compared = [i for i, label in enumerate(plan.classes) if label in COMPARED]
        self.classes: list[Class] = []
        """One of each that are alike."""
        self.refused: dict[int, Contradiction] = {}
        """By number what is contradictory about a class."""
        self._contradictions: dict[tuple[int, ...], Contradiction] = {}
        self._tells: dict[tuple[int, int, int], object] = {}
        self._like: dict[tuple[object, ...], Row] = {}
        self._alike: dict[object, int] = {}

    def rows(self, numbers: Iterable[int]) -> Iterator[Row]:
        """By number which classes are alike, the facts that are asked for as bits, and the words that matter to them."""
        nothing = (0,) * self._plan.words
        unread = [len(of.values) for of in self._codes]
        for number in numbers:
            matter, codes = decoded(number, self._codes)
            if matter >= len(self._matters) or any(map(ge, codes, unread)):
                yield number, UNREADABLE, 0, *nothing
            elif wrong := self._contradiction(matter, codes):
                self.refused[number] = wrong
                yield number, CONTRADICTORY, 0, *nothing
            else:
                yield number, *self._row(matter, codes)

    def _row(self, matter: int, codes: Sequence[int]) -> Row:
        key = matter, self._bare(matter, codes), *self._told_of(matter, codes)
        row = self._like.get(key)
        if row is None:
            values = tuple([self._value(i, code, matter) for i, code in enumerate(codes)])
            of = Class(self._matters[matter], values, self._bare(matter, codes))
            same = self._alike.setdefault(self._truths.signature(of), len(self.classes))
            if same == len(self.classes):
                self.classes.append(of)
            row = self._like[key] = same, self._asks(of) if self._asking else 0, *self._truths.kept(of)
        return row

    def _told_of(self, matter: int, codes: Sequence[int]) -> Iterator[object]:
        """What rules on a matter can tell of the facts of a class that they read."""
        for i in self._truths.read(self._matters[matter]):
            key = matter, i, codes[i]
            if key not in self._tells:
                value = self._value(i, codes[i], matter)
                self._tells[key] = self._truths.alike(self._matters[matter], i, value)
            yield self._tells[key]

    def _contradiction(self, matter: int, codes: Sequence[int]) -> Contradiction:
        key = (matter, *[codes[i] for i in self._compared])
        wrong = self._contradictions.get(key)
        if wrong is None:
            each = zip(self._plan.classes, codes, self._codes, strict=True)
            values = {label: of.values[number][0] for label, number, of in each}
            wrong = self._contradictions[key] = self._register.contradicts(self._matters[matter], values)
        return wrong

    def _asks(self, of: Class) -> int:
        """The facts of an application that can be asked for, of a class, as bits."""
        read = self._truths.own_facts(of)
        return sum(1 << bit for bit, label in enumerate(self._own_facts) if label in read)

    def _bare(self, matter: int, codes: Sequence[int]) -> bool:
        """Whether 已定点 holds 是 alone where which services are held is asked."""
        services = self._codes[self._services].values[codes[self._services]][0]
        return self._asking and services is True and not self._base.vocabulary.matters[self._matters[matter]].adds_to

    def _value(self, index: int, code: int, matter: int) -> Value | None:
        """What a code of a fact of a class (by its place in the plan) means where a matter is asked for."""
        label, name = self._plan.classes[index], self._matters[matter]
        value, given = self._codes[index].values[code]
        if not given:
            new = label == "已定点" and name.startswith("新增") and "定点" in name
            return () if new else self._register.columns.classes[label].silence
        if value is True and self._base.vocabulary.facts[label].yes_no:
            return self._base.vocabulary.meant_by_yes(name)
        return value
