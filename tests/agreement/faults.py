"""Seeded faults of the compiler of formulas, and which check notices each.

    uv run python -m tests.agreement.faults            printed
    uv run python -m tests.agreement.faults --write    and docs/smt-faults.md

A fault is one change of one function of `reasoner/backends/smt`, made in its source as a slip would make it, or another
value of a constant. `$` in the new text stands for the old one.
"""

from __future__ import annotations

import argparse
import inspect
import multiprocessing
import os
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from policy_dsl.ir import Effect, Level
from reasoner.backends.smt import (
    conditions,
    fact_variables,
    formulas,
    linked_facts,
    place_variables,
    rule_formulas,
    smt_lib,
    solver,
    z3_solver,
)
from reasoner.compare import relation, rule_set, solver_cases
from reasoner.model.kinds import Outcome

from .checks import CHECKS, Detection, Laboratory

PAGE = Path(__file__).parents[2] / "docs" / "smt-faults.md"

_MODULES = (
    conditions,
    fact_variables,
    linked_facts,
    place_variables,
    rule_formulas,
    smt_lib,
    solver,
    formulas,
    z3_solver,
    solver_cases,
    relation,
    rule_set,
)


@dataclass(frozen=True)
class Fault:
    """A fault: in `where` (module and function) `old` becomes `new`; or the constant of that name gets the value `new`."""

    what: str
    module: ModuleType
    where: str
    old: str
    new: Any

    @property
    def part(self) -> str:
        """The module, for the page."""
        return self.module.__name__.rpartition(".")[2]

    @contextmanager
    def seeded(self) -> Iterator[None]:
        """The program with the fault."""
        owner: Any = self.module
        *path, name = self.where.split(".")
        for step in path:
            owner = getattr(owner, step)
        true = inspect.getattr_static(owner, name)
        false = self._rewritten(true, name) if self.old else self.new
        # Other modules have taken the name over; they get the fault too.
        holders = [owner] if path else [m for m in _MODULES if getattr(m, name, None) is true]
        for holder in holders:
            setattr(holder, name, false)
        vars(self.module)["unknown_is"] = _unknown_is
        try:
            yield
        finally:
            del vars(self.module)["unknown_is"]
            for holder in holders:
                setattr(holder, name, true)

    def _rewritten(self, true: Any, name: str) -> Any:
        code = true.fget if isinstance(true, property) else true
        source = textwrap.dedent(inspect.getsource(code))
        if source.count(self.old) != 1:
            raise ValueError(f"{self.what}: {self.module.__name__}.{self.where} has {self.old!r} not just once")
        changed = source.replace(self.old, self.new.replace("$", self.old))
        made: dict[str, Any] = {}
        exec(compile(changed, f"<{self.what}>", "exec"), vars(self.module), made)
        return made[name]


def _unknown_is(true: bool, status: conditions.Status) -> conditions.Status:
    """A status in which what is not known counts as true, or as false; for functions rewritten."""
    if true:
        return conditions.Status(formulas.not_(status.false), status.false)
    return conditions.Status(status.true, formulas.not_(status.true))


def _in(module: ModuleType, *faults: tuple[str, str, str, Any]) -> tuple[Fault, ...]:
    return tuple(Fault(what, module, where, old, new) for what, where, old, new in faults)


_AND = "Status(t.and_(s.true for s in done), t.or_(s.false for s in done))"
_OR = "Status(t.or_(s.true for s in done), t.and_(s.false for s in done))"
_COMPARED = "_where_known(known, t.compare(op, left.sum, right.sum))"
_AMONG = "_where_known(fact.known, t.or_(fact.has(v) for v in values))"
_CONTAINED = "_known(var, (value,), several=True) if"
_HELD = "_where_known(var.known, var.holds())"
_LEAST = 't.compare("ge", self.amount(), t.number(Fraction(self.least)))'
_MOST = 't.compare("le", self.amount(), t.number(Fraction(self.most)))'
_ROLE = "SAME_ROLE.get(fact.subject, fact.subject)"
_SILENCE = "Outcome.OUT_OF_FORCE if there.out_of_force else Outcome.NOT_REGULATED"
_GOVERNS = "self.somewhere.where(lambda p: any(d.id == norm.document for d in p.governing))"
_OWN_EXEMPTION = "t.not_(holding[Outcome.EXEMPT, document])"
_CONFLICT = "t.and_((some[PERMITTED], t.or_(some[b] for b in BARS)))"
_DECIDES_CONFLICT = "rule.norm.effect in (Effect.PROHIBIT, Effect.CAP, Effect.PERMIT)"
_O = rule_formulas.OUTCOMES
_BARRED, _PRESUMED, _CONTROLLED = Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.STRICTLY_CONTROLLED
_true_outranks, _true_outcome, _true_precedence = (
    rule_formulas.outranks,
    rule_formulas.outcome_of_effect,
    rule_formulas.precedence,
)

# fmt: off
FAULTS: tuple[Fault, ...] = (
    *_in(
        formulas,
        ("高于 counts the line itself, 不低于 does not", "compare", '{"gt": "lt", "ge": "le"}', '{"gt": "le", "ge": "lt"}'),
        ("高于 means 低于", "compare", "[op], right, left)", "[op], left, right)"),
        ("the right side is added, not taken away", "compare", "Fraction(0)) - c", "Fraction(0)) + c"),
        ("the constant on the right has the wrong sign", "compare", "left[1] - right[1]", "left[1] + right[1]"),
        ("the constant is not multiplied out", "compare", "int(constant * whole)", "int(constant)"),
        ("a comparison without variables always holds", "compare", "TRUE if _WITH_ZERO[op](constant, 0) else FALSE", "TRUE"),
        ("nothing to hold does not hold", "and_", "TRUE, FALSE)", "FALSE, FALSE)"),
        ("nothing to choose from holds", "or_", "FALSE, TRUE)", "TRUE, TRUE)"),
        ("one true part ends a conjunction", "_joined", "if one.true == zero.true:", "if True:"),
        ("非 非 is one 非", "not_", "part.parts[0] if isinstance(part, Not)", "part if isinstance(part, Not)"),
        ("an implication is turned round", "implies", "not_(a), b", "not_(b), a"),
        ("coefficients not evaluated", "_truth", "c * values.get(name, 0)", "values.get(name, 0)"),
        ("低于 evaluated as 不超过", "_WITH_ZERO", "", {**formulas._WITH_ZERO, "lt": formulas._WITH_ZERO["le"]}),
    ),
    *_in(
        smt_lib,
        ("低于 printed as 不超过", "_text", "'lt': '<'", "'lt': '<='"),
        ("不超过 printed as 低于", "_text", "'le': '<='", "'le': '<'"),
        ("constants printed with the wrong sign", "_text", "_integer(-constant)", "_integer(constant)"),
        ("negative numbers printed as positive ones", "_integer", "(- {-value})", "{-value}"),
        ("coefficients not printed", "_product", "if factor == 1", "if True"),
        ("formulas have names that are the solver's own", "script", 'f"_{number_}"', 'f".{number_}"'),
        ("only the last formula is asserted", "script", "for t in asserted]", "for t in asserted[-1:]]"),
        ("a literal assumed says nothing", "script", "(=> {_symbol(name)}", "(=> false"),
        ("a literal stands for its formula both ways", "script", "(=> {_symbol(name)}", "(= {_symbol(name)}"),
    ),
    *_in(
        conditions,
        ("且: unknown counts as false", "status", _AND, "unknown_is(False, $)"),
        ("且: unknown counts as true", "status", _AND, "unknown_is(True, $)"),
        ("或: unknown counts as false", "status", _OR, "unknown_is(False, $)"),
        ("或: unknown counts as true", "status", _OR, "unknown_is(True, $)"),
        ("或 is 且", "status", _OR, _AND),
        ("非 left out", "status", "Status(inner.false, inner.true)", "inner"),
        ("非: unknown counts as true", "status", "Status(inner.false, inner.true)", "unknown_is(True, $)"),
        ("a comparison with an unknown side is false", "_comparison", _COMPARED, "unknown_is(False, $)"),
        ("a comparison with an unknown side is true", "_comparison", _COMPARED, "unknown_is(True, $)"),
        ("a comparison is known where its left side is", "_comparison", "(left.known, right.known)", "(left.known,)"),
        ("属于, 包含: unknown counts as false", "_known", _AMONG, "unknown_is(False, $)"),
        ("属于, 包含: unknown counts as true", "_known", _AMONG, "unknown_is(True, $)"),
        ("属于: the first value alone counts", "_known", "for v in values))", "for v in values[:1]))"),
        ("属于: another kind of institution is unknown, not false", "_known", "else FAILS", "else UNKNOWN"),
        ("包含: unknown counts as false", "status", _CONTAINED, "unknown_is(False, _known(var, (value,))) if"),
        ("包含 is false of a fact of one value", "status", "var.term.multiple else UNKNOWN", "var.term.multiple else FAILS"),
        ("成立: unknown counts as false", "status", _HELD, "unknown_is(False, $)"),
        ("成立: unknown counts as true", "status", _HELD, "unknown_is(True, $)"),
        ("成立 turned round", "status", _HELD, "_where_known(var.known, t.not_(var.holds()))"),
        ("所在地 属于: outside is unknown", "status", "Status(inside, t.not_(inside))", "Status(inside, t.FALSE)"),
        ("所在地 属于: an unknown county is outside", "status", "UNKNOWN if inside is None", "FAILS if inside is None"),
        ("a sum is its first part", "_amount", "_total([p.sum for p in parts])", "_total([p.sum for p in parts[:1]])"),
        ("a sum is known where one part is", "_amount", "t.and_(p.known for p in parts)", "t.or_(p.known for p in parts)"),
        ("of a fact twice in a sum one counts", "_total", "coefficients.get(name, Fraction(0)) + c", "c"),
        ("a factor is ignored", "_amount", "_scaled(inner.sum, Fraction(factor.value))", "inner.sum"),
        ("a factor of constants is ignored", "_scaled", "linear[1] * factor", "linear[1]"),
        ("a requirement comes about where it is met", "rule_status", "norm.effect is Effect.REQUIRE", "False"),
        ("the scope is ignored", "rule_status", "status(norm.scope, view), status", "HOLDS, status"),
        ("the condition is ignored", "rule_status", "status(norm.condition, view)", "HOLDS"),
        ("an unknown scope reaches", "rule_status", "(scope.true, applies.true)", "(t.not_(scope.false), applies.true)"),
        ("outside its scope a rule may be unknown", "rule_status", "t.or_((scope.false, applies.false))", "applies.false"),
    ),
    *_in(
        fact_variables,
        ("ratios move by whole per cents", "Facts.__init__", "10**digits", "100"),
        ("ratios move by the last digit of the rules", "Facts.__init__", "10**digits", "10**finest"),
        ("least values dropped", "FactVar.bounds", _LEAST, "t.TRUE"),
        ("greatest values dropped", "FactVar.bounds", _MOST, "t.TRUE"),
        ("a least value is none itself", "FactVar.bounds", _LEAST, _LEAST.replace("ge", "gt")),
        ("choices may have a value behind the list", "FactVar.bounds", "len(self.values) - 1", "len(self.values)"),
        ("every choice may be none", "FactVar.bounds", "NONE if self.term.burden else 0", "NONE"),
        ("no choice may be none", "FactVar.bounds", "NONE if self.term.burden else 0", "0"),
        ("bounds hold of unknown values too", "FactVar._known_means", "t.implies(self.known, what)", "what"),
        ("parts and wholes dropped", "PARTS", "", ()),
        ("a whole is no larger than its part", "Facts.parts", '"le"', '"ge"'),
        ("a part is smaller than its whole", "Facts.parts", '"le"', '"lt"'),
        ("a fact of several values has one", "FactVar.has", "if self.term.multiple:", "if False:"),
        ("values of a choice are one place off", "FactVar.has", "self.values.index(value))", "self.values.index(value) + 1)"),
        ("every fact is known", "FactVar.known", 't.var(f"{self.name}?")', "t.TRUE"),
        ("a boolean is the knowledge of it", "FactVar.holds", "t.var(self.name)", "self.known"),
        ("several values: the first alone is equal", "FactVar.equal_to", "for v in self.values)", "for v in self.values[:1])"),
        ("booleans are always equal", "FactVar.equal_to", "t.same(self.holds(), other.holds())", "t.TRUE"),
        ("numbers of a model are read without their step", "FactVar.take", "-(len(str(self.step.denominator)) - 1)", "0"),
        ("choices of a model are read one place off", "FactVar.take", "else self.values[raw]", "else self.values[raw - 1]"),
        ("本统筹区 is another place than 全市", "SAME_ROLE", "", {}),
        ("a forecast is one for all periods", "Facts.of", "fact.term, fact.period", "fact.term, None"),
        ("facts of the county are those of the city", "Facts.of", _ROLE, '"全市" if fact.subject == "本区县" else $'),
    ),
    *_in(
        linked_facts,
        ("two words for one place here have two facts", "_joined", "t.implies(here, ", "t.implies(t.FALSE, "),
        ("one fact of two words may be known by one of them", "_equal", "t.same(a.known, b.known)", "t.TRUE"),
        ("one fact of two words may have two values", "_equal", "t.implies(a.known, a.equal_to(b))", "t.TRUE"),
        ("facts of words that mean one place there must agree", "two_places", "_joined(facts, here, _together(read))",
         "(*_joined(facts, here, _together(read)), *_joined(facts, there, _together(read)))"),
        ("words mean here what they mean there", "two_places", "_joined(facts, here, _together(read))",
         "_joined(facts, there, _together(read))"),
        ("what there is not here may be known", "two_places", "_sight(facts, (here, there), constant)", "_sight(facts, (there,), constant)"),
        ("what there is not there may be known", "two_places", "_sight(facts, (here, there), constant)", "_sight(facts, (here,), constant)"),
        ("the kind of institution is left open", "_sight", "in constant:", 'in constant and fact.term != "类型":'),
        ("the matter is left open", "_sight", "in constant:", 'in constant and fact.term != "事项":'),
        ("places may be none of the kinds", "two_places", "(here.bounds(), there.bounds(), *links)", "(*links,)"),
    ),
    *_in(
        place_variables,
        ("counties that rules name are merged with others", "places", "silence, tuple(named), joins", "silence, joins"),
        ("counties of other documents are merged", "places", "tuple(d.id for d in there.governing), silence, ", ""),
        ("counties where words for places meet are merged", "places", "tuple(named), joins, known", "tuple(named), known"),
        ("one county stands for a region", "counties", "tuple(sorted(codes)) or", "tuple(sorted(codes)[:1]) or"),
        ("所在地 属于 anywhere that some place is", "Somewhere.where", "if len(chosen) == len(self.places)", "if chosen"),
        ("places are one off", "Somewhere.at", "t.equals(self.name, index)", "t.equals(self.name, index + 1)"),
        ("the place of a model is always the first", "Somewhere.chosen", 'int(values.get(self.name, 0))', "0"),
        ("out of force is not regulated", "places", _SILENCE, "Outcome.NOT_REGULATED"),
    ),
    *_in(
        rule_formulas,
        ("a document governs everywhere in the region", "Side._rule", _GOVERNS, "t.TRUE"),
        ("a document governs where none but it does", "Side._rule", _GOVERNS, _GOVERNS.replace("any", "all")),
        ("where nothing governs, everything may proceed", "Side.world", "t.and_((governed, term))", "term"),
        ("goal sentences decide", "Side.__init__", " if norm.supports is None", ""),
        ("an exemption defeats nothing", "RESTRICTIONS", "", ()),
        ("an exemption defeats everything", "RESTRICTIONS", "", _O[1:]),
        ("an exemption lifts requirements", "RESTRICTIONS", "", (_BARRED, _PRESUMED, _CONTROLLED, Outcome.NOT_ELIGIBLE)),
        ("an exemption does not lift controls", "RESTRICTIONS", "", (_BARRED, _PRESUMED)),
        ("an exemption does not lift presumptive bars", "RESTRICTIONS", "", (_BARRED, _CONTROLLED)),
        ("an exemption reaches all other documents too", "Side.world", _OWN_EXEMPTION,
         "t.not_(t.or_(holding[g] for g in holding if g[0] is Outcome.EXEMPT))"),
        ("原则上 before 暂不", "OUTCOMES", "", (Outcome.CONFLICT, _PRESUMED, _BARRED, *_O[3:])),
        ("从严 before 要件", "OUTCOMES", "", (*_O[:3], _CONTROLLED, Outcome.NOT_ELIGIBLE, *_O[5:])),
        ("可优先 before 豁免", "OUTCOMES", "", (*_O[:5], Outcome.PRIORITY, Outcome.EXEMPT, *_O[7:])),
        ("a cap is no bar in principle", "outcome_of_effect", "", lambda n: _BARRED if n.effect is Effect.CAP else _true_outcome(n)),
        ("a permission conflicts with nothing", "Side.world", _CONFLICT, "t.FALSE"),
        ("a permission conflicts with 暂不 and 不得 alone", "BARS", "", (_BARRED,)),
        ("ranks are ignored", "outranks", "", lambda a, b: None),
        ("ranks are reversed", "outranks", "", lambda a, b: _true_outranks(b, a)),
        ("the higher issuer is ignored", "precedence", "", lambda d: _true_precedence(d)._replace(level=Level.CITY)),
        ("the day of issue is ignored", "precedence", "", lambda d: _true_precedence(d)._replace(issued="")),
        ("special texts are ignored", "precedence", "", lambda d: _true_precedence(d)._replace(special_to=())),
        ("a higher text defeats what is not opposed to it", "opposite", "", lambda a, b: a != b),
        ("what is defeated defeats", "Side.world", "left.append(t.not_(standing(other)))", "left.append(t.not_(holding[other]))"),
        ("preferences keep a side open", "Side.settled", "if g[0] is not Outcome.PRIORITY", ""),
        ("preferences make worlds", "Side.some_world", "if group[0] is Outcome.PRIORITY:", "if False:"),
        ("a side is settled where one rule of each group is", "Side.settled", "t.and_(r.status.false for r", "t.or_(r.status.false for r"),
        ("a side is always settled", "Side.settled", "self.holds(g), ", "t.TRUE, "),
        ("a group holds where all its rules do", "Side.holds", "t.or_(", "t.and_("),
        ("what is unknown cannot hold", "Side.may_hold", "t.not_(r.status.false)", "r.status.true"),
        ("what is false may hold", "Side.may_hold", "t.not_(r.status.false)", "t.TRUE"),
        ("in a possible world what holds may not", "Side.some_world", "t.implies(self.holds(group), choice), ", ""),
        ("what is defeated decides", "Side.decisive", "world.stands[rule.group]", "t.TRUE"),
        ("what holds decides, whatever the outcome", "Side.decisive", "t.or_(won)", "t.TRUE"),
        ("nothing decides a conflict", "Side.decisive", _DECIDES_CONFLICT, "False"),
        ("everything that holds decides a conflict", "Side.decisive", f"if {_DECIDES_CONFLICT}:", "if True:"),
        ("可优先 does not let proceed", "PROCEEDS", "", (Outcome.EXEMPT, Outcome.MAY_PROCEED)),
        ("从严 does not restrain", "RESTRAINS", "", tuple(o for o in rule_formulas.RESTRAINS if o != _CONTROLLED)),
        ("a conflict does not restrain", "RESTRAINS", "", rule_formulas.RESTRAINS[1:]),
    ),
    *_in(
        solver,
        ("the solver never says why not", "Session.why_not", "self._solver.core()", "()"),
        ("only the first formula is assumed", "Session.ask", "for a in assumed]", "for a in assumed[:1]]"),
        ("the solver's no is a yes", "Session.ask", "if answer is Answer.NO:\n        return False", "if answer is Answer.NO:\n        return True"),
    ),
    *_in(
        z3_solver,
        ("truth values of a model are turned round", "Solver.values", "truth == Answer.YES", "truth != Answer.YES"),
    ),
)
# fmt: on

CANNOT_BE_SEEN: Final = {
    "counties where words for places meet are merged":
        "the first county of each region stands for all, and in none of those held do words meet there: whatever can be "
        "told of a county where they do can be told of it, too",
    "a literal stands for its formula both ways":
        "a literal that is not assumed is free, whether it is tied to its formula one way or both",
    "a factor of constants is ignored": "the language scales facts only, and a fact has no constant part",
    "bounds hold of unknown values too": "nothing reads the value of a fact that is not known",
    "several values: the first alone is equal":
        "the one fact of several values is of the institution, and only facts of places are joined or moved",
}  # fmt: skip
"""Faults that change nothing anybody could see, with the reason."""

_laboratory: Laboratory | None = None
"""Made ready before the processes part, so that each has it for nothing."""


def _one(number: int) -> Detection:
    assert _laboratory is not None
    with FAULTS[number].seeded():
        return _laboratory.notice()


def noticed(laboratory: Laboratory, found: Sequence[Fault]) -> list[Detection]:
    """What notices each fault, in their order."""
    global _laboratory
    _laboratory = laboratory
    workers = os.cpu_count() or 1
    numbers = [FAULTS.index(f) for f in found]
    if workers == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return [_one(n) for n in numbers]
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        return pool.map(_one, numbers, chunksize=1)


def complaints(found: Sequence[Fault], by: Sequence[Detection]) -> Iterator[str]:
    """Faults that nothing notices and no reason excuses, and excuses that are none."""
    for fault, noticed_by in zip(found, by, strict=True):
        if not noticed_by.check and fault.what not in CANNOT_BE_SEEN:
            yield f"nothing notices it, and no reason is given: {fault.part}: {fault.what}"
        if noticed_by.check and fault.what in CANNOT_BE_SEEN:
            yield f"said to be invisible, but {noticed_by.check} notices it: {fault.part}: {fault.what} ({noticed_by.said})"


def summary(by: Sequence[Detection]) -> str:
    """The score in one line."""
    caught = sum(bool(n.check) for n in by)
    return f"**{caught} of {len(by)} faults noticed; the other {len(by) - caught} change nothing that could be seen.**"


def rows(found: Sequence[Fault], by: Sequence[Detection]) -> list[str]:
    """The table of parts; the last row sums up."""
    held = [(f.part, bool(n.check)) for f, n in zip(found, by, strict=True)]
    lines = ["| part | faults | noticed | cannot be seen |", "|---|---|---|---|"]
    for part in (*dict.fromkeys(p for p, _ in held), "all"):
        own = [seen for p, seen in held if part in (p, "all")]
        lines.append(f"| {part} | {len(own)} | {own.count(True)} | {own.count(False)} |")
    return lines


def listed(found: Sequence[Fault], by: Sequence[Detection]) -> list[str]:
    """Every fault: noticed, or the reason why nothing can.

    Which check is the first to notice one is printed, not written: it turns on the random trials, and Hypothesis draws
    those from the constants of whatever modules a process happens to have imported.
    """
    return [
        f"- `{f.part}.{f.where}` {f.what}: {'noticed' if n.check else f'*not noticed*, because {CANNOT_BE_SEEN.get(f.what)}'}"
        for f, n in zip(found, by, strict=True)
    ]


def page(found: Sequence[Fault], by: Sequence[Detection]) -> str:
    """docs/smt-faults.md."""
    lines = [
        "# Seeded faults of the formulas",
        "",
        "Written by `uv run python -m tests.agreement.faults --write`; a test compares it with the program.",
        "",
        "Two rule sets are compared by formulas (`reasoner/backends/smt`), applications are judged by the interpreter. That",
        "both mean the same is tested in `tests/agreement`. Here each fault is one slip in the making of the formulas.",
        "",
        summary(by),
        "",
        *rows(found, by),
        "",
        "What may notice one, in the order asked; the command prints which was the first:",
        "",
        *(f"- **{name}**: {what}" for name, what in CHECKS.items()),
        "",
        "## All faults",
        "",
        *listed(found, by),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Seed the faults and print what noticed them; exit status 1 where something could be seen and nothing saw it."""
    parser = argparse.ArgumentParser(prog="python -m tests.agreement.faults", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/smt-faults.md")
    parser.add_argument("--only", default="", help="only faults whose words contain this")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write needs all faults")
    begun = time.monotonic()
    chosen = [f for f in FAULTS if options.only in f.what]
    by = noticed(Laboratory(), chosen)
    for fault, one in zip(chosen, by, strict=True):
        print(f"{one.check or '-':14} {fault.part}: {fault.what}    {' '.join(one.said.split())[:150]}")
    print(summary(by), f"{time.monotonic() - begun:.0f} s")
    if options.write:
        PAGE.write_text(page(chosen, by), encoding="utf-8")
    faults = list(complaints(chosen, by))
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
