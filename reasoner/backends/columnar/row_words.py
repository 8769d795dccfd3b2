"""The words of rows as expressions over the columns of a register, those that rules on their matter read alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reasoner.backends.columnar.plan import WHOLE, WORD, Plan, Slot
from reasoner.backends.columnar.register_columns import Columns
from reasoner.backends.columnar.statements import (
    conjunction_of_bits,
    flag_word,
    literal,
    number_word,
)


class RowWords:
    """Expressions of what rows leave of the slots of a plan. matters: the code of each matter."""

    def __init__(self, plan: Plan, columns: Columns, matters: Mapping[str, int]) -> None:
        self.plan, self.columns, self._matters = plan, columns, matters

    def own(self, word: int) -> str:
        """What the facts of a row leave of the slots, whatever its place and its matter: of rules on others a class leaves nothing."""
        flags = dict.fromkeys(label for slot in self._of_word(word) for label, _ in slot.flags)
        words: list[str] = []
        for label in flags:
            column = self.columns.flags[label]
            written = column._replace(column=flag_name(label) if column.column else None)
            words.append(flag_word(self.plan, label, written, word))
        return conjunction_of_bits(words) if words else str(WHOLE)

    def word(self, word: int) -> str:
        """The word of a row: of its place on its day, of its own facts, and what the numbers that rules on its matter compare leave."""
        read: dict[tuple[int, ...], list[str]] = {}
        for i in dict.fromkeys(i for slot in self._of_word(word) for i, _ in slot.numbers):
            number = self.plan.numbers[i]
            own = number_name(number.fact) if number.fact in self.columns.numbers else None
            read.setdefault(self._reading(i), []).append(number_word(self.plan, i, own, word))
        every = [
            f"case when m in ({', '.join(map(str, matters))}) then {conjunction_of_bits(words)} else {WHOLE} end"
            for matters, words in read.items()
        ]
        return conjunction_of_bits([f"s.w{word}", f"own{word}", *every])

    def _of_word(self, word: int) -> Sequence[Slot]:
        return self.plan.slots[word * WORD : (word + 1) * WORD]

    def unknown(self) -> str:
        """A bit for each fact of the application that rules read and nobody knows."""
        bits: list[str] = []
        for bit, label in enumerate(self.own_facts):
            if label in self.plan.flags:
                written = self.columns.flags[label]
                texts = [t for t, value in written.meant.items() if value is None]
                column = flag_name(label) if written.column else "null"
                cases = [f"{column} in ({', '.join(map(literal, texts))})"] if texts and written.column else []
                cases += [f"{column} is null"] if written.silence is None else []
            else:
                cases = [f"{number_name(label)} is null"] if label in self.columns.numbers else ["true"]
            bits += [f"(case when {' or '.join(cases)} then {1 << bit} else 0 end)"] if cases else []
        return " + ".join(bits) or "0"

    @property
    def own_facts(self) -> tuple[str, ...]:
        """The facts of an application that are no class, by label, in the order of their bits."""
        return (*self.plan.flags, *dict.fromkeys(n.fact for n in self.plan.numbers))

    def _reading(self, number: int) -> tuple[int, ...]:
        """The codes of the matters on which rules make a comparison, by its index."""
        comparing = {i for i, slot in enumerate(self.plan.slots) if number in (n for n, _ in slot.numbers)}
        return tuple(
            self._matters[m] for m, rules in self.plan.rules if any(p.slot in comparing for r in rules for p in r.parts)
        )


def number_name(label: str) -> str:
    """The name of a number of the application."""
    return '"n_' + label.replace('"', "") + '"'


def flag_name(label: str) -> str:
    """The name of a fact of which slots read one at a time."""
    return '"f_' + label.replace('"', "") + '"'
