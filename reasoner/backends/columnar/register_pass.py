"""A pass over a register: places and days resolved, words of every row, each combination decided once, joined back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from reasoner.backends.columnar.asked_facts import AskedLeaf
from reasoner.backends.columnar.class_truths import Class
from reasoner.backends.columnar.decisions import SERVICES, Decision, Decisions
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
from reasoner.backends.columnar.plan import MASK_BITS, READ, WHOLE, Plan
from reasoner.backends.columnar.register_columns import Bound, Columns, Contradiction, Engine, Register, Row, Said
from reasoner.backends.columnar.row_words import RowWords, flag_name, number_name
from reasoner.backends.columnar.statements import CODES, NOT_READ, UNREAD_CODE, Written, code
from reasoner.model.application import Value
from reasoner.model.kinds import OUTCOMES, Outcome
from reasoner.model.messages import LABELS
from reasoner.model.rule_base import RuleBase


class Pass:
    """One pass over a register by one plan."""

    def __init__(
        self, engine: Engine, base: RuleBase, plan: Plan, only: frozenset[str] | None, *, asking: bool = False
    ) -> None:
        """asking: the facts that are asked for are wanted."""
        self.asking = asking
        self._said: dict[Said, int] = {}
        self._asked: dict[tuple[AskedLeaf, ...], int] = {}
        self.engine, self.base, self.plan = engine, base, plan
        self.decisions = Decisions(base, plan, only, asking=asking)
        self._standings: dict[Standings, int] = {}
        self._matters = {matter: number for number, matter in enumerate(base.vocabulary.matters)}
        self._matter_groups = 1

    def judge(self, register: Register) -> bool:
        """Make the tables `word` (row, id, class, standing, words) and `verdict` (what each combination comes to).

        Rows that have to be looked at for themselves are in none of the results. False where there is nothing but these.
        """
        days = self._days(register)
        if days is None:
            return False
        self._place_table(register, days)
        self._word_table(register, days)
        self._class_table(register)
        self._verdict_table()
        self._nowhere_table()
        return True

    def _days(self, register: Register) -> tuple[date, date] | None:
        """The first and the last day of applications between which anything can change; None where no row has a day."""
        if register.as_of is not None:
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

    def _place_table(self, register: Register, days: tuple[date, date]) -> None:
        """The table pd: what each place is on each day. Key: ((place · groups) + group of the matter) · days + day."""
        plan, base = self.plan, self.base
        first, last = (day.isoformat() for day in days)
        nowhere = [Bound(region, roles) for region, roles in supposed_places(base)]
        places = [*register.places, *nowhere]
        self._first_supposed, self._supposed = len(register.places), len(nowhere)
        groups, group_of = matter_groups(
            [variants(base, p.region, p.roles, register.facts) for p in places], self._matters
        )
        self._group_of, self._matter_groups = group_of, groups
        rows: list[Row] = []
        span = (days[1] - days[0]).days + 1
        for index, place in enumerate(places):
            for group in range(groups):
                matters = tuple(m for m in self._matters if group_of[m] == group)
                results = place_days(
                    base, plan, Place(place.region, place.roles, matters), register.facts, (first, last), register.as_of,
                    asking=self.asking,
                )  # fmt: skip
                for number, stretch in day_numbers(list(results), days):
                    key = (index * groups + group) * span
                    rows.append((key + number[0], key + number[1], *self._place_row(stretch)))
        self._span = span
        columns = [("lo", "bigint"), ("hi", "bigint"), ("standing", "integer"), ("ask", "integer")]
        columns += [(f"w{i}", "bigint") for i in range(plan.words)]
        columns += [(f"{side}_{i}", "bigint") for i in range(len(plan.numbers)) for side in ("low", "high")]
        self.engine.table("stretch", columns, rows)
        kept = ", ".join(name for name, _ in columns[2:])
        self.engine.run(f"create or replace temp table pd as select unnest(range(lo, hi)) as key, {kept} from stretch")

    def _place_row(self, stretch: PlaceDays) -> Row:
        standing = self._standings.setdefault(stretch.standings, len(self._standings))
        bounded = [b for pair in stretch.between for b in (pair or (None, None))]
        ask = self._asked.setdefault(stretch.leaves, len(self._asked))
        return (standing, ask, *stretch.words, *bounded)

    def _word_table(self, register: Register, days: tuple[date, date]) -> None:
        """The table word: of each row its class and words, in the order of rows; rows without a place once for each supposed."""
        columns = register.columns
        self._row_words = words_of = RowWords(self.plan, columns, self._matters)
        places = [(text, index) for text, index in columns.places.items() if index >= 0]
        unplaced = [text for text, index in columns.places.items() if index < 0]
        supposed = range(self._first_supposed, self._first_supposed + self._supposed)
        listed: list[Row] = [(text, index, 0) for text, index in places]
        listed += [(text, index, 1 if index == supposed[0] else 2) for text in (*unplaced, "") for index in supposed]
        self.engine.table("place", [("text", "varchar"), ("place", "integer"), ("nowhere", "integer")], listed)
        plan = self.plan
        matter = code(columns.matter, {t: self._matters[m] for t, m in columns.matters.items()}, UNREAD_CODE)
        coded = [f"{columns.row} as n", f"{columns.id} as id", f"{matter} as m"]
        self._codes, classes = words_of.class_codes(self.engine)
        coded += [f"{expr} as c{i}" for i, (expr, _) in enumerate(classes)]
        coded += [f"{columns.numbers[label]} as {number_name(label)}" for label in columns.numbers]
        day = columns.day
        if register.as_of is not None:
            day = _day(days[0])
        else:
            below, above = self._clamped
            low = f"when {day} < {_day(days[0])} then {_day(days[0])} " if below else ""
            high = f"when {day} > {_day(days[1])} then {_day(days[1])} " if above else ""
            day = f"case {low}{high}else {day} end" if below or above else day
        day = f"({day} - {_day(days[0])})"
        place = "''" if columns.place is None else f"coalesce({columns.place}, '')"
        joins = " ".join(join for _, join in classes)
        coded.append(f"{register.omits} as omits")
        if register.sound:
            coded.append(f"case when {' and '.join(register.sound)} then {WHOLE} else {NOT_READ} end as sound")
        coded += [
            f"{columns.flags[label].column} as {flag_name(label)}"
            for label in plan.flags
            if columns.flags[label].column
        ]
        inner = f"select {', '.join([*coded, f'{day} as d', f'{place} as at'])} from {register.source} a {joins} {register.where}"
        group = self._group("m")
        key = f"((place.place * {self._matter_groups} + {group}) * {self._span} + d)"
        words = [f"{words_of.word(word)} as w{word}" for word in range(plan.words)]
        if register.sound:
            words[0] = f"(sound & {words_of.word(0)}) as w0"
        radix = "cast(m as bigint)"
        for i in range(len(plan.classes)):
            radix = f"({radix} * {CODES} + c{i})"
        unknown = words_of.unknown() if self.asking else "0"
        self.engine.run(
            f"create or replace temp table word as select n, id, {radix} as class, pd.standing, pd.ask, "
            f"{unknown} as unknown, nowhere, omits, {', '.join(words)} from ({inner}) r left join place on place.text = r.at left join pd on pd.key = {key}"
        )

    def _asks(self, of: Class) -> int:
        """The facts of an application that can be asked for, of a class, as bits."""
        read = self.decisions.classes.own_facts(of)
        return sum(1 << bit for bit, label in enumerate(self._row_words.own_facts) if label in read)

    def _group(self, matter: str) -> str:
        if self._matter_groups == 1:
            return "0"
        cases = " ".join(f"when {matter} = {number} then {self._group_of[m]}" for m, number in self._matters.items())
        return f"case {cases} else 0 end"

    def _class_table(self, register: Register) -> None:
        """The table class: by code the words that matter to it, and which classes are alike."""
        self._contradicts = register.contradicts
        matters = list(self._matters)
        results = [row[0] for row in self.engine.rows("select distinct class from word")]
        self.classes: list[Class] = []
        self._refused: dict[int, Contradiction] = {}
        self._unreadable: list[int] = []
        alike: dict[object, int] = {}
        rows: list[Row] = []
        like: dict[object, Row] = {}
        for raw in results:
            assert isinstance(raw, int)
            matter, codes = self._decoded(raw)
            if matter >= len(matters) or any(c >= len(v) for c, v in zip(codes, self._codes, strict=True)):
                self._unreadable.append(raw)
                continue
            wrong = self._contradiction(matters[matter], codes)
            if wrong:
                self._refused[raw] = wrong
                continue
            read = self.decisions.classes.read(matters[matter])
            key = matter, self.asking and codes[self._services], *(codes[i] for i in read)
            if key not in like:
                of = self._class(matters[matter], codes, register.columns)
                number = alike.setdefault(self.decisions.classes.signature(of), len(self.classes))
                if number == len(self.classes):
                    self.classes.append(of)
                like[key] = number, self._asks(of) if self.asking else 0, *self.decisions.classes.kept(of)
            rows.append((raw, *like[key]))
        columns = [("class", "bigint"), ("alike", "integer"), ("asks", "bigint")] + [
            (f"k{i}", "bigint") for i in range(self.plan.words)
        ]
        self.engine.table("class", columns, rows)

    def _decoded(self, raw: int) -> tuple[int, list[int]]:
        """The codes of the matter and of the facts of a class."""
        codes: list[int] = []
        for _ in self.plan.classes:
            raw, rest = divmod(raw, CODES)
            codes.append(rest)
        return raw, codes[::-1]

    @property
    def _services(self) -> int:
        """Where the services held stand among the facts of a class."""
        return self.plan.classes.index(SERVICES)

    def _contradiction(self, matter: str, codes: Sequence[int]) -> Contradiction:
        each = zip(self.plan.classes, codes, self._codes, strict=True)
        return self._contradicts(matter, {label: meant[number][0] for label, number, meant in each})

    def _class(self, matter: str, codes: Sequence[int], columns: Columns) -> Class:
        values = []
        for label, number, meant in zip(self.plan.classes, codes, self._codes, strict=True):
            value, given = meant[number]
            values.append(self._class_value(label, value, given, matter, columns.classes[label]))
        services = self._codes[self._services][codes[self._services]][0]
        bare = self.asking and services is True and not self.base.vocabulary.matters[matter].adds_to
        return Class(matter, tuple(values), bare)

    def _class_value(self, label: str, value: Value | None, given: bool, matter: str, written: Written) -> Value | None:
        if not given:
            new = label == "已定点" and matter.startswith("新增") and "定点" in matter
            return () if new else written.silence
        if value is True and self.base.vocabulary.facts[label].yes_no:
            return self.base.vocabulary.meant_by_yes(matter)
        return value

    def _key(self) -> list[str]:
        return [f"(word.w{i} & class.k{i})" for i in range(self.plan.words)]

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
            f"select distinct alike, standing, {asks}, {keys} from word join class on class.class = word.class where standing is not null"
        )
        standings = list(self._standings)  # the same objects: what is worked out is remembered by them
        leaves = [dict(zip(self.plan.leaves, leaves, strict=False)) for leaves in self._asked]
        rows: list[Row] = []
        for alike, standing, ask, unknown, *words in results:
            assert isinstance(alike, int)
            assert isinstance(standing, int)
            assert isinstance(ask, int)
            assert isinstance(unknown, int)
            read = [w for w in words if isinstance(w, int) and w & READ]
            if len(read) < len(words):
                continue
            of, stand = self.classes[alike], standings[standing]
            decision = self.decisions.decide(of, stand, read)
            missing: tuple[str, ...] = ()
            if self.asking:
                own = frozenset(label for bit, label in enumerate(self._row_words.own_facts) if unknown >> bit & 1)
                missing = self.decisions.missing(of, stand, read, decision, leaves[ask], own)
            else:
                decision = decision._replace(decisive=(), open=())
            open_outcomes = sum(1 << OUTCOMES.index(o) for o in decision.possible)
            rows.append((alike, standing, ask, unknown, *words, self.number_of(Said(decision, missing)), open_outcomes))
        columns = [("alike", "integer"), ("standing", "integer"), ("ask", "integer"), ("unknown", "bigint")]
        columns += [*((name, "bigint") for name in names), ("said", "integer"), ("open_outcomes", "integer")]
        self.engine.table("verdict", columns, rows)

    def number_of(self, comes_to: Said) -> int:
        """The number under which it stands what a row comes to."""
        return self._said.setdefault(comes_to, len(self._said))

    @property
    def mask_columns(self) -> int:
        """How many columns of masks there are."""
        return max(1, -(-(len(self.plan.bits) + len(self.plan.unknown_force)) // MASK_BITS))

    def _said_table(self) -> None:
        """The table said: everything that some row comes to."""
        masks = [(f"{kind}_{i}", "bigint") for kind in ("true", "unknown") for i in range(self.mask_columns)]
        texts = [("outcome", "varchar"), ("label", "varchar"), ("possible", "varchar[]")]
        lists = [] if not self.asking else [(name, "varchar[]") for name in ("decisive", "open", "missing")]
        self.engine.table("said", [("said", "integer"), *texts, *lists, *masks], [
            (number, *self._said_row(*comes_to)) for comes_to, number in self._said.items()
        ])  # fmt: skip

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
        """The table unplaced: of each row whose place is not known what is possible in any region held, or in none."""
        none = 1 << OUTCOMES.index(Outcome.NOT_REGULATED)
        self.engine.run(
            f"create or replace temp table supposed as select n, bit_or(verdict.open_outcomes) | {none} as open_outcomes from word "
            "join class on class.class = word.class join verdict on "
            f"{self._joined()} where nowhere > 0 group by n"
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
        results = self.engine.rows(f"select distinct n from word where {self._unread()} order by n")
        return [row[0] for row in results if isinstance(row[0], int)]

    def contradictory(self) -> list[tuple[int, str, Contradiction]]:
        """The rows each of whose values can be read, and that cannot stand beside each other: number, 编号, and what is
        contradictory about it, the same for all that are so.
        """
        refused = f"class in ({', '.join(map(str, self._refused))})" if self._refused else "false"
        results = self.engine.rows(
            f"select n, id, class, omits from word where nowhere < 2 and ({refused} or omits) and not coalesce({self._unread()}, true) order by n"
        )
        return [
            (n, str(id_), (*self._refused.get(of, ()), omits))
            for n, id_, of, omits in results
            if isinstance(n, int) and isinstance(of, int)
        ]

    def _unread(self) -> str:
        unreadable = f" or class in ({', '.join(map(str, self._unreadable))})" if self._unreadable else ""
        lost = " or ".join(f"(w{i} & {READ}) = 0" for i in range(self.plan.words))
        return f"(standing is null or {lost}{unreadable})"

    def result(self, *, masks: bool, apart: Sequence[tuple[int, str, Said]] = (), without: Collection[int] = ()) -> str:
        """The statement that gives what each row comes to, in the order of rows.

        apart: rows that were judged elsewhere, with their numbers and 编号. without: the numbers of rows that are left out.
        """
        self._apart_table(apart)
        self.engine.table("without_row", [("n", "bigint")], [(n,) for n in without])
        self._said_table()
        but = " and n not in (select n from without_row)" if without else ""
        every = [
            f"select n, id, verdict.said from word join class on class.class = word.class join verdict on {self._joined()} "
            f"where nowhere = 0 and not omits{but}",
            "select word.n, id, outcomes.said from word join supposed on supposed.n = word.n join outcomes on "
            f"outcomes.open_outcomes = supposed.open_outcomes where nowhere = 1 and not omits{but.replace(' n ', ' word.n ')}",
            "select n, id, said from apart",
        ]
        return self._told(" union all ".join(every), masks=masks)

    def only(self, apart: Sequence[tuple[int, str, Said]], *, masks: bool) -> str:
        """The same of rows alone that were judged elsewhere."""
        self._apart_table(apart)
        self._said_table()
        return self._told("select n, id, said from apart", masks=masks)

    def _apart_table(self, apart: Sequence[tuple[int, str, Said]]) -> None:
        columns = [("n", "bigint"), ("id", "varchar"), ("said", "integer")]
        self.engine.table("apart", columns, [(n, id_, self.number_of(comes_to)) for n, id_, comes_to in apart])

    def _told(self, rows: str, *, masks: bool) -> str:
        kept = ", ".join(f"said.{c}" for c in self.written_columns(masks=masks)[1:])
        # Kept as a table: an engine need not keep the order of what it joins further.
        self.engine.run(f"create or replace temp table ordered as select id, said from ({rows}) u order by n")
        return f"select o.id as 编号, {kept} from ordered o join said on said.said = o.said"


def _day(day: date) -> str:
    return f"date '{day.isoformat()}'"
