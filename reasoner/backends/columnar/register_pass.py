"""A pass over a register: places and days resolved, words of every row, each combination decided once, joined back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final, cast

from reasoner.backends.columnar.asked_facts import Asked, AskedLeaf
from reasoner.backends.columnar.class_codes import COMPARED, class_codes
from reasoner.backends.columnar.class_rows import UNREADABLE, ClassRows
from reasoner.backends.columnar.class_truths import Class
from reasoner.backends.columnar.decisions import Case, Decision, Decisions
from reasoner.backends.columnar.place_days import (
    Place,
    PlaceDays,
    Standings,
    day_numbers,
    every_turn,
    matter_groups,
    place_days,
    supposed_places,
    variants,
)
from reasoner.backends.columnar.plan import MASK_BITS, READ, Plan
from reasoner.backends.columnar.register_columns import Bound, Contradiction, Engine, Register, Row, Said
from reasoner.backends.columnar.row_statements import Keys, RowStatements
from reasoner.backends.columnar.statements import NOT_READ
from reasoner.model.kinds import OUTCOMES, Outcome
from reasoner.model.messages import LABELS
from reasoner.model.rule_base import RuleBase

LEFT_OUT: Final = -1
"""Stands for what a row comes to that is not judged."""
_BIT: Final = {outcome: 1 << i for i, outcome in enumerate(OUTCOMES)}


class Pass:
    """Passes over the parts of one register by one plan: what a combination comes to is worked out once."""

    def __init__(
        self, engine: Engine, base: RuleBase, plan: Plan, only: frozenset[str] | None, *, asking: bool = False
    ) -> None:
        """asking: the facts that are asked for are wanted."""
        self.asking = asking
        self._said: dict[Said, int] = {}
        self._asked: dict[tuple[AskedLeaf, ...], int] = {}
        self._cases: dict[tuple[Class, int], tuple[Case, dict[tuple[int, ...], tuple[int, int]]]] = {}
        self._numbers: dict[tuple[int, int, int, str], int] = {}
        self.engine, self.base, self.plan = engine, base, plan
        self.decisions = Decisions(base, plan, only, asking=asking)
        self._standings: dict[Standings, int] = {}
        self._matters = {matter: number for number, matter in enumerate(base.vocabulary.matters)}
        self._clamped = False, False

    def judge(self, register: Register) -> bool:
        """Make the tables `word` (row, id, class, standing, words) and `verdict` (what each combination comes to).

        Rows that have to be looked at for themselves are in none of the results. False where there is nothing but these.
        """
        days = self._days(register)
        if days is None:
            return False
        keys = self._place_table(register, days)
        self._codes = class_codes(self.plan, register.columns, self.decisions.classes.turned_on(COMPARED))
        rows = RowStatements(
            self.engine,
            self.plan,
            self.decisions.classes,
            register,
            keys,
            self._codes,
            self._matters,
            asking=self.asking,
        )
        rows.make()
        self._own_facts = rows.words.own_facts
        self._class_table(register)
        self._verdict_table()
        self._nowhere_table()
        return True

    def _days(self, register: Register) -> tuple[date, date] | None:
        """The first and the last day of applications between which anything can change; None where no row has a day."""
        if register.as_of is not None and not any(d.transition for d in self.base.every):
            return date.fromisoformat(register.as_of), date.fromisoformat(register.as_of)
        day = register.columns.day
        ((first, last),) = self.engine.rows(f"select min({day}), max({day}) from {register.source} a {register.where}")
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        turns = every_turn(self.base, register.facts)
        low = max(first, date.fromisoformat(turns[0]) - timedelta(1)) if turns else first
        high = max(low, min(last, date.fromisoformat(turns[-1]))) if turns else first
        self._clamped = low > first, high < last
        return low, high

    def _place_table(self, register: Register, days: tuple[date, date]) -> Keys:
        """The table stretch: what a place is over days in which nothing changes; the table pd: the stretch of each place on each day,
        by the keys that are returned.
        """
        plan, base = self.plan, self.base
        first, last = (day.isoformat() for day in days)
        nowhere = [Bound(region, roles) for region, roles in supposed_places(base)]
        places = [*register.places, *nowhere]
        groups, group_of = matter_groups(
            [variants(base, p.region, p.roles, register.facts) for p in places], self._matters
        )
        span = (days[1] - days[0]).days + 1
        lost = len(places) * groups * span
        keys = Keys(len(register.places), len(nowhere), groups, group_of, days, self._clamped, lost)
        stretches: dict[Row, int] = {(-1, -1, *([NOT_READ] * plan.words), *([None, None] * len(plan.numbers))): 0}
        spans: list[Row] = [(lost, lost + 1, 0)]
        for index, place in enumerate(places):
            for group in range(groups):
                matters = tuple(m for m in self._matters if group_of[m] == group)
                results = place_days(
                    base, plan, Place(place.region, place.roles, matters), register.facts, (first, last), register.as_of,
                    asking=self.asking,
                )  # fmt: skip
                for number, stretch in day_numbers(list(results), days):
                    key = (index * groups + group) * span
                    of = stretches.setdefault(self._place_row(stretch), len(stretches))
                    spans.append((key + number[0], key + number[1], of))
        columns = [("stretch", "integer"), ("standing", "integer"), ("ask", "integer")]
        columns += [(f"w{i}", "bigint") for i in range(plan.words)]
        columns += [(f"{side}_{i}", "bigint") for i in range(len(plan.numbers)) for side in ("low", "high")]
        self.engine.table("stretch", columns, [(number, *row) for row, number in stretches.items()])
        self.engine.table("span", [("lo", "bigint"), ("hi", "bigint"), ("stretch", "integer")], spans)
        self.engine.run("create or replace temp table pd as select unnest(range(lo, hi)) as key, stretch from span")
        return keys

    def _place_row(self, stretch: PlaceDays) -> Row:
        standing = self._standings.setdefault(stretch.standings, len(self._standings))
        bounded = [b for pair in stretch.between for b in (pair or (None, None))]
        ask = self._asked.setdefault(stretch.leaves, len(self._asked))
        return (standing, ask, *stretch.words, *bounded)

    def _class_table(self, register: Register) -> None:
        """The table class: by number which are alike, and the words that matter to it; -1: it contradicts itself, -2: not read."""
        truths, own_facts = self.decisions.classes, self._own_facts
        self._classes = ClassRows(self.base, self.plan, truths, register, self._codes, own_facts, asking=self.asking)
        numbers = [
            number for (number,) in self.engine.rows("select distinct class from word") if isinstance(number, int)
        ]
        columns = [("class", "bigint"), ("alike", "integer"), ("asks", "bigint")]
        columns += [(f"k{i}", "bigint") for i in range(self.plan.words)]
        self.engine.table("class", columns, list(self._classes.rows(numbers)))

    def _key(self) -> list[str]:
        return [f"(word.w{i} & class.k{i})" for i in range(self.plan.words)]

    def _combinations(self) -> str:
        """The rows that are read, and those of which no place is known for each place that is supposed."""
        words = ", ".join(f"w{i}" for i in range(self.plan.words))
        asking = "ask, unknown, " if self.asking else ""
        columns = f"n, class, standing, {asking}{words}"
        return f"(select {columns} from word union all select {columns} from beside) word"

    def _joined(self) -> str:
        """The condition under which a row is of a combination."""
        keys = [f"{expr} = verdict.v{i}" for i, expr in enumerate(self._key())]
        keys += ["verdict.ask = word.ask", "verdict.unknown = (word.unknown & class.asks)"] if self.asking else []
        return " and ".join(("verdict.alike = class.alike", "verdict.standing = word.standing", *keys))

    def _verdict_table(self) -> None:
        """The table verdict: what each combination comes to, by its number in the table said."""
        names = [f"v{i}" for i in range(self.plan.words)]
        keys = ", ".join(f"{expr} as {name}" for expr, name in zip(self._key(), names, strict=True))
        asks = "ask, (unknown & asks) as unknown" if self.asking else "0 as ask, 0 as unknown"
        results = self.engine.rows(
            f"select distinct alike, standing, {asks}, {keys} from {self._combinations()} join class on class.class = word.class "
            "where standing >= 0 and alike >= 0"
        )
        standings = list(self._standings)  # the same objects: what is worked out is remembered by them
        leaves = [dict(zip(self.plan.leaves, leaves, strict=False)) for leaves in self._asked]
        rows: list[Row] = []
        cases: dict[tuple[int, int], tuple[Case, dict[tuple[int, ...], tuple[int, int]]]] = {}
        for row in cast("list[tuple[int, ...]]", results):
            alike, standing, key = row[0], row[1], row[2:]
            if any(not w & READ for w in key[2:]):
                continue
            known = cases.get((alike, standing))
            if known is None:
                of = self._classes.classes[alike]
                known = self._cases.get((of, standing)) or (self.decisions.case(of, standings[standing]), {})
                cases[alike, standing] = self._cases[of, standing] = known
            case, decided = known
            comes_to = decided.get(key)
            if comes_to is None:
                ask, unknown, *words = key
                comes_to = decided[key] = self._decide(case, words, leaves[ask], unknown)
            rows.append((*row, *comes_to))
        columns = [("alike", "integer"), ("standing", "integer"), ("ask", "integer"), ("unknown", "bigint")]
        columns += [*((name, "bigint") for name in names), ("said", "integer"), ("open_outcomes", "integer")]
        self.engine.table("verdict", columns, rows)

    def _decide(self, case: Case, words: Sequence[int], leaves: Asked, unknown: int) -> tuple[int, int]:
        """What a combination comes to: the number under which that stands, and its possible outcomes as bits."""
        decision = self.decisions.decide(case, words)
        if self.asking:
            own = frozenset(label for bit, label in enumerate(self._own_facts) if unknown >> bit & 1)
            missing = self.decisions.missing(case.of, case.standings, words, decision, leaves, own)
            return self.number_of(Said(decision, missing)), _bits(decision)
        # The outcome follows from those that are possible; hashing its name takes as long as all else.
        open_outcomes = _bits(decision)
        key = decision.true, decision.unknown, open_outcomes, decision.label
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self.number_of(Said(decision, ()))
        return number, open_outcomes

    def number_of(self, comes_to: Said) -> int:
        """The number under which it stands what a row comes to."""
        return self._said.setdefault(comes_to, len(self._said))

    @property
    def mask_columns(self) -> int:
        """How many columns of masks there are."""
        return max(1, -(-(len(self.plan.bits) + len(self.plan.unknown_force)) // MASK_BITS))

    def _said_table(self, engine: Engine | None = None) -> None:
        """The table said: everything that some row comes to. engine: where; None: that of the pass."""
        engine = engine or self.engine
        masks = [(f"{kind}_{i}", "bigint") for kind in ("true", "unknown") for i in range(self.mask_columns)]
        outcomes = engine.texts([str(o) for o in Outcome])
        labels = engine.texts(list(dict.fromkeys(what.decision.label for what in self._said)))
        texts = [("outcome", outcomes), ("label", labels), ("possible", f"{outcomes}[]")]
        lists = [(name, f"{of}[]") for name, of in self._list_types(engine)] if self.asking else []
        engine.table("said", [("said", "integer"), *texts, *lists, *masks], [
            (number, *self._said_row(*comes_to)) for comes_to, number in self._said.items()
        ])  # fmt: skip

    def _list_types(self, engine: Engine) -> list[tuple[str, str]]:
        """By name the types of the texts in the lists: clauses, and facts that are asked for."""
        clauses = dict.fromkeys(c for what in self._said for c in (*what.decision.decisive, *what.decision.open))
        facts = dict.fromkeys(fact for what in self._said for fact in what.missing)
        of_clauses, of_facts = engine.texts(list(clauses)), engine.texts(list(facts))
        return [("decisive", of_clauses), ("open", of_clauses), ("missing", of_facts)]

    def _said_row(self, decision: Decision, missing: tuple[str, ...]) -> Row:
        part = (1 << MASK_BITS) - 1
        masks = [
            mask >> (MASK_BITS * i) & part
            for mask in (decision.true, decision.unknown)
            for i in range(self.mask_columns)
        ]
        lists = [list(decision.decisive), list(decision.open), list(missing)] if self.asking else []
        return (str(decision.outcome), decision.label, [str(o) for o in decision.possible], *lists, *masks)

    def _nowhere_table(self) -> None:
        """The table other: of each row whose place is not known by n what it comes to, in any region held, or in none."""
        none = 1 << OUTCOMES.index(Outcome.NOT_REGULATED)
        self.engine.run(
            f"create or replace temp table supposed as select n, bit_or(verdict.open_outcomes) | {none} as open_outcomes from "
            f"{self._combinations().replace('from word union', 'from word where nowhere union')} "
            f"join class on class.class = word.class join verdict on {self._joined()} group by n"
        )
        rows: list[Row] = []
        for (results,) in self.engine.rows("select distinct open_outcomes from supposed"):
            assert isinstance(results, int)
            possible = tuple(o for i, o in enumerate(OUTCOMES) if results >> i & 1)
            outcome = Outcome.UNDETERMINED
            comes_to = Said(
                Decision(0, 0, outcome, LABELS[outcome], possible, (), ()), ("所在地",) if self.asking else ()
            )
            rows.append((results, self.number_of(comes_to)))
        self.engine.table("outcomes", [("open_outcomes", "integer"), ("said", "integer")], rows)

    def written_columns(self, *, masks: bool) -> list[str]:
        """The columns of a result."""
        own = [f"{kind}_{i}" for kind in ("true", "unknown") for i in range(self.mask_columns)]
        return ["编号", "outcome", "label", "possible", *(own if masks else ["decisive", "open", "missing"])]

    def unread(self) -> list[int]:
        """The numbers of the rows that have to be looked at for themselves."""
        self.engine.run(
            f"create or replace temp table odd_row as select n, id, word.class, omits, {self._unread()} as unread from "
            f"(select * from word where omits or {self._lost()} or class in (select class from class where alike < 0)) word "
            "join class on class.class = word.class"
        )
        results = self.engine.rows("select n from odd_row where unread order by n")
        return [row[0] for row in results if isinstance(row[0], int)]

    def contradictory(self) -> list[tuple[int, str, Contradiction]]:
        """The rows each of whose values can be read, and that cannot stand beside each other: number, 编号, and what is
        contradictory about it, the same for all that are so. To be asked after `unread`.
        """
        results = self.engine.rows("select n, id, class, omits from odd_row where not unread order by n")
        kinds = {(of, omits): omits for _, _, of, omits in results}
        reasons = {(of, omits): (*self._classes.refused.get(_whole(of), ()), omits) for of, omits in kinds}
        return [(_whole(n), str(id_), reasons[of, omits]) for n, id_, of, omits in results]

    def _unread(self) -> str:
        return f"({self._lost()} or alike = {UNREADABLE})"

    def _lost(self) -> str:
        return " or ".join(f"(w{i} & {READ}) = 0" for i in range(self.plan.words))

    def result(
        self, *, masks: bool, apart: Sequence[tuple[int, str, Said]] = (), without: Collection[int] = (),
        numbered: bool = False,
    ) -> str:  # fmt: skip
        """The statement that gives what each row comes to, in the order of rows.

        apart: rows that were judged elsewhere, with their numbers and 编号. without: the numbers of rows that are left out.
        numbered: the first column is the number of the row, n.
        """
        left_out = [(n, None, LEFT_OUT) for n in without]
        judged = [(n, id_, self.number_of(comes_to)) for n, id_, comes_to in apart]
        self.engine.table("other", [("n", "bigint"), ("id", "varchar"), ("said", "integer")], [*judged, *left_out])
        self._said_table()
        # Of a row that was looked at for itself everything was said by whoever looked, also that it is faulty.
        nowhere = (
            "insert into other select word.n, null, outcomes.said from word join supposed on supposed.n = word.n join outcomes on "
            "outcomes.open_outcomes = supposed.open_outcomes where nowhere and word.n not in (select n from other) "
            "and word.n not in (select n from odd_row where unread)"
        )
        self.engine.run(nowhere)
        # Where only rows without a place stand apart, no other is looked for.
        apart_of = "word.n" if judged or left_out else "case when nowhere then word.n end"
        return (
            f"select {'word.n as n, ' if numbered else ''}coalesce(other.id, word.id) as 编号, {self._told(masks=masks)} from word "
            "join class on class.class = word.class "
            f"left join verdict on {self._joined()} left join other on other.n = {apart_of} "
            "join said on said.said = coalesce(other.said, verdict.said) where not omits"
        )

    def only(self, apart: Sequence[tuple[int, str, Said]], *, masks: bool) -> str:
        """The same of rows alone that were judged elsewhere."""
        rows = [(n, id_, self.number_of(comes_to)) for n, id_, comes_to in apart]
        self.engine.table("other", [("n", "bigint"), ("id", "varchar"), ("said", "integer")], rows)
        self._said_table()
        return f"select id as 编号, {self._told(masks=masks)} from other join said on said.said = other.said order by n"

    def _told(self, *, masks: bool) -> str:
        return ", ".join(f"said.{c}" for c in self.written_columns(masks=masks)[1:])


def _bits(decision: Decision) -> int:
    """The possible outcomes as bits."""
    bits = 0
    for outcome in decision.possible:
        bits |= _BIT[outcome]
    return bits


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
