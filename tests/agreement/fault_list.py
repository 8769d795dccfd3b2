"""Every seeded fault of the compiler of formulas: one slip each, in one function of `reasoner/backends/smt`."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Final

from policy_dsl.ir import Effect, Level
from reasoner.analysis import document_force, rule_set, solver_cases
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
from reasoner.compare import comparison, coverage, relation
from reasoner.model.kinds import Outcome

from .seeded_fault import Exchange, SeededFault, Value

MODULES: Final = (
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
    document_force,
    coverage,
    comparison,
)
"""Those that import from one another what has faults."""


def unknown_is(true: bool, status: conditions.Status) -> conditions.Status:
    """A status in which what is not known counts as true, or as false; for functions with a fault."""
    if true:
        return conditions.Status(formulas.not_(status.false), status.false)
    return conditions.Status(status.true, formulas.not_(status.true))


def _in(module: ModuleType, *faults: tuple[str, str, str, str] | tuple[str, str, Value]) -> tuple[SeededFault, ...]:
    return tuple(
        SeededFault(f[0], module, f[1], f[2] if len(f) == 3 else Exchange(f[2], f[3])) for f in faults
    )  # fmt: skip


_AND = "Status(t.and_(s.true for s in done), t.or_(s.false for s in done))"
_OR = "Status(t.or_(s.true for s in done), t.and_(s.false for s in done))"
_COMPARED = "_where_known(known, t.compare(op, left.sum, right.sum))"
_AMONG = "_where_known(fact.known, t.or_(fact.has(v) for v in values))"
_CONTAINED = "_known(var, (value,), several=True)"
_TRUTH = "_where_known(var.known, var.holds())"
_LEAST = 't.compare("ge", self.amount(), t.number(Fraction(self.least)))'
_MOST = 't.compare("le", self.amount(), t.number(Fraction(self.most)))'
_CONSTANT = "(fact.subject, fact.term) in constant"
_JOINED = "_joined(facts, here, _together(read))"
_ALIKE = "(deciding, tuple(named), joins, known)"
_THERE = "self.somewhere.where(lambda p: any(d.id == document for d in of(p)))"
_GOVERNED = 'choice(f"governs@{document}", reach.true, t.not_(reach.false))'
_SCOPE = 'choice(f"scope{len(scopes)}", rule.scope.true, t.not_(rule.scope.false))'
_LAPSE = "t.and_((t.not_(governed), lapsed))"
_MINE = "not exemption.named or bool(set(exemption.named) & set(group.named))"
_CHOSEN = "Status(surely, t.not_(perhaps))"
_CONFLICT = "t.and_((some[PERMITTED], t.or_(some[b] for b in BARS)))"
_DECIDES_CONFLICT = "rule.norm.effect in (Effect.PROHIBIT, Effect.CAP, Effect.PERMIT)"
_ASSUMPTION = 'f"(assert (=> {_symbol(name)} {written[id(term)]}))"'
_LINK = "t.implies(here, _equal(facts.at((a, label, period)), facts.at((b, label, period))))"
_O = rule_formulas.OUTCOMES
_BARRED, _PRESUMED, _CONTROLLED = Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.STRICTLY_CONTROLLED
_true_outranks, _true_outcome, _true_precedence = (
    rule_formulas.outranks,
    rule_formulas.outcome_of_effect,
    rule_formulas.precedence,
)


def _as_if(**values: Any) -> Value:
    """Documents ranked as if they all had these values."""
    return Value(lambda document: _true_precedence(document)._replace(**values))


# fmt: off
FAULTS: Final[tuple[SeededFault, ...]] = (
    *_in(
        formulas,
        ("高于 counts the line itself, 不低于 does not", "compare", '{"gt": "lt", "ge": "le"}', '{"gt": "le", "ge": "lt"}'),
        ("高于 means 低于", "compare",
         'compare({"gt": "lt", "ge": "le"}[op], right, left)', 'compare({"gt": "lt", "ge": "le"}[op], left, right)'),
        ("the right side is added, not taken away", "compare",
         "coefficients.get(name, Fraction(0)) - c", "coefficients.get(name, Fraction(0)) + c"),
        ("the constant on the right has the wrong sign", "compare", "left[1] - right[1]", "left[1] + right[1]"),
        ("the constant is not multiplied out", "compare", "int(constant * whole)", "int(constant)"),
        ("a comparison without variables always holds", "compare", "TRUE if _WITH_ZERO[op](constant, 0) else FALSE", "TRUE"),
        ("nothing to hold does not hold", "and_", "_joined(And, parts, TRUE, FALSE)", "_joined(And, parts, FALSE, FALSE)"),
        ("nothing to choose from holds", "or_", "_joined(Or, parts, FALSE, TRUE)", "_joined(Or, parts, TRUE, TRUE)"),
        ("one true part ends a conjunction", "_joined", "one.true == zero.true", "True"),
        ("非 非 is one 非", "not_", "part.parts[0]", "part"),
        ("an implication is turned round", "implies", "or_((not_(a), b))", "or_((not_(b), a))"),
        ("coefficients not evaluated", "_truth", "c * values.get(name, 0)", "values.get(name, 0)"),
        ("低于 evaluated as 不超过", "_WITH_ZERO", Value({**formulas._WITH_ZERO, "lt": formulas._WITH_ZERO["le"]})),
    ),
    *_in(
        smt_lib,
        ("低于 printed as 不超过", "_text", "{'lt': '<', 'le': '<=', 'eq': '='}", "{'lt': '<=', 'le': '<=', 'eq': '='}"),
        ("不超过 printed as 低于", "_text", "{'lt': '<', 'le': '<=', 'eq': '='}", "{'lt': '<', 'le': '<', 'eq': '='}"),
        ("constants printed with the wrong sign", "_text", "_integer(-constant)", "_integer(constant)"),
        ("negative numbers printed as positive ones", "_integer", 'f"(- {-value})"', 'f"{-value}"'),
        ("coefficients not printed", "_product", "factor == 1", "True"),
        ("formulas have names that are the solver's own", "script", 'f"_{number_}"', 'f".{number_}"'),
        ("only the last formula is asserted", "script",
         '[f"(assert {written[id(t)]})" for t in asserted]', '[f"(assert {written[id(t)]})" for t in asserted[-1:]]'),
        ("a literal assumed says nothing", "script", _ASSUMPTION, 'f"(assert (=> false {written[id(term)]}))"'),
        ("a literal stands for its formula both ways", "script",
         _ASSUMPTION, 'f"(assert (= {_symbol(name)} {written[id(term)]}))"'),
    ),
    *_in(
        conditions,
        ("且: unknown counts as false", "status", _AND, "unknown_is(False, IT)"),
        ("且: unknown counts as true", "status", _AND, "unknown_is(True, IT)"),
        ("或: unknown counts as false", "status", _OR, "unknown_is(False, IT)"),
        ("或: unknown counts as true", "status", _OR, "unknown_is(True, IT)"),
        ("或 is 且", "status", _OR, _AND),
        ("what nobody has transcribed does not hold", "UNTRANSCRIBED", Value(conditions.FAILS)),
        ("what nobody has transcribed holds", "UNTRANSCRIBED", Value(conditions.HOLDS)),
        ("a rule applies outside its period, too", "status", "cond.covers(view.day)", "True"),
        ("a rule with a period never applies", "status", "cond.covers(view.day)", "False"),
        ("the first day is no day of a period", "status", "cond.covers(view.day)", "IT and cond.begins != view.day"),
        ("the last day is no day of a period", "status", "cond.covers(view.day)", "IT and cond.ends != view.day"),
        ("whether a day is in a period is not known", "status", "HOLDS if cond.covers(view.day) else FAILS", "UNKNOWN"),
        ("非 left out", "status", "Status(inner.false, inner.true)", "inner"),
        ("非: unknown counts as true", "status", "Status(inner.false, inner.true)", "unknown_is(True, IT)"),
        ("a comparison with an unknown side is false", "_comparison", _COMPARED, "unknown_is(False, IT)"),
        ("a comparison with an unknown side is true", "_comparison", _COMPARED, "unknown_is(True, IT)"),
        ("a comparison is known where its left side is", "_comparison", "(left.known, right.known, alike)", "(left.known, alike)"),
        ("figures of different periods are compared", "_comparison", "(left.known, right.known, alike)", "(left.known, right.known)"),
        ("only figures of different periods are compared", "_comparison",
         "(left.known, right.known, alike)", "(left.known, right.known, t.not_(alike))"),
        ("属于, 包含: unknown counts as false", "_known", _AMONG, "unknown_is(False, IT)"),
        ("属于, 包含: unknown counts as true", "_known", _AMONG, "unknown_is(True, IT)"),
        ("属于: the first value alone counts", "_known",
         "t.or_(fact.has(v) for v in values)", "t.or_(fact.has(v) for v in values[:1])"),
        ("属于: another kind of institution is unknown, not false", "_known",
         "HOLDS if fact in values else FAILS", "HOLDS if fact in values else UNKNOWN"),
        ("包含: unknown counts as false", "status", _CONTAINED, "unknown_is(False, _known(var, (value,)))"),
        ("包含 is false of a fact of one value", "status",
         f"{_CONTAINED} if isinstance(var, FactVar) and var.term.multiple else UNKNOWN",
         f"{_CONTAINED} if isinstance(var, FactVar) and var.term.multiple else FAILS"),
        ("成立: unknown counts as false", "status", _TRUTH, "unknown_is(False, IT)"),
        ("成立: unknown counts as true", "status", _TRUTH, "unknown_is(True, IT)"),
        ("成立 turned round", "status", _TRUTH, "_where_known(var.known, t.not_(var.holds()))"),
        ("所在地 属于: outside is unknown", "status", "Status(inside, t.not_(inside))", "Status(inside, t.FALSE)"),
        ("所在地 属于: an unknown county is outside", "status",
         "UNKNOWN if inside is None else Status(inside, t.not_(inside))", "FAILS if inside is None else Status(inside, t.not_(inside))"),
        ("a sum is its first part", "_amount", "_total([p.sum for p in parts])", "_total([p.sum for p in parts[:1]])"),
        ("a sum is known where one part is", "_amount", "t.and_(p.known for p in parts)", "t.or_(p.known for p in parts)"),
        ("of a fact twice in a sum one counts", "_total", "coefficients.get(name, Fraction(0)) + c", "c"),
        ("a factor is ignored", "_amount", "_scaled(inner.sum, Fraction(factor.value))", "inner.sum"),
        ("a factor of constants is ignored", "_scaled", "linear[1] * factor", "linear[1]"),
        ("a requirement comes about where it is met", "rule_status", "norm.effect is Effect.REQUIRE", "False"),
        ("the scope is ignored", "rule_status", "status(norm.scope, view)", "HOLDS"),
        ("the condition is ignored", "rule_status", "status(norm.condition, view)", "HOLDS"),
        ("an unknown scope reaches", "RuleStatus.both", "(self.scope.true, self.within.true)", "(t.not_(self.scope.false), self.within.true)"),
        ("outside its scope a rule may be unknown", "RuleStatus.both", "t.or_((self.scope.false, self.within.false))", "self.within.false"),
    ),
    *_in(
        fact_variables,
        ("ratios move by whole per cents", "Facts.__init__", "10**digits", "100"),
        ("ratios move by the last digit of the rules", "Facts.__init__", "10**digits", "10**finest"),
        ("least values dropped", "FactVar.bounds", _LEAST, "t.TRUE"),
        ("greatest values dropped", "FactVar.bounds", _MOST, "t.TRUE"),
        ("a least value is none itself", "FactVar.bounds", _LEAST, 't.compare("gt", self.amount(), t.number(Fraction(self.least)))'),
        ("choices may have a value behind the list", "FactVar.bounds", "len(self.values) - 1", "len(self.values)"),
        ("every choice may be none", "FactVar.bounds", "NONE if self.term.burden else 0", "NONE"),
        ("no choice may be none", "FactVar.bounds", "NONE if self.term.burden else 0", "0"),
        ("bounds hold of unknown values too", "FactVar._known_means", "t.implies(self.known, what)", "what"),
        ("parts and wholes dropped", "Facts.parts", "fact.term.part_of", "()"),
        ("a place has more than the region around it", "Facts.parts", "fact.term.adds_up", "False"),
        ("a whole is no larger than its part", "Facts.parts", '"le"', '"ge"'),
        ("a part is smaller than its whole", "Facts.parts", '"le"', '"lt"'),
        ("a fact of several values has one", "FactVar.has", "self.term.multiple", "False"),
        ("values of a choice are one place off", "FactVar.has", "self.values.index(value)", "IT + 1"),
        ("every fact is known", "FactVar.known", 't.var(f"{self.name}?")', "t.TRUE"),
        ("a boolean is the knowledge of it", "FactVar.holds", "t.var(self.name)", "self.known"),
        ("several values: the first alone is equal", "FactVar.equal_to",
         "t.and_(t.same(self.has(v), other.has(v)) for v in self.values)",
         "t.and_(t.same(self.has(v), other.has(v)) for v in self.values[:1])"),
        ("every two figures may be compared", "FactVar.alike", "t.var(pair_name(self, other))", "t.TRUE"),
        ("a figure is not like itself", "FactVar.alike", "t.TRUE", "t.FALSE"),
        ("a figure is like all others or like none", "pair_name", '"~".join(sorted((a.name, b.name)))', "a.name"),
        ("booleans are always equal", "FactVar.equal_to", "t.same(self.holds(), other.holds())", "t.TRUE"),
        ("numbers of a model are read without their step", "FactVar.take", "-(len(str(self.step.denominator)) - 1)", "0"),
        ("choices of a model are read one place off", "FactVar.take", "self.values[raw]", "self.values[raw - 1]"),
        ("本统筹区 is another place than 全市", "SAME_ROLE", Value({})),
        ("a forecast is one for all periods", "Facts.of", "fact.period", "None"),
        ("facts of the county are those of the city", "Facts.of",
         "SAME_ROLE.get(fact.subject, fact.subject)", '"全市" if fact.subject == "本区县" else IT'),
    ),
    *_in(
        linked_facts,
        ("two words for one place here have two facts", "_joined", _LINK, "t.implies(t.FALSE, IT)"),
        ("one fact of two words may be known by one of them", "_equal", "t.same(a.known, b.known)", "t.TRUE"),
        ("one fact of two words may have two values", "_equal", "t.implies(a.known, a.equal_to(b))", "t.TRUE"),
        ("facts of words that mean one place there must agree", "two_places", _JOINED,
         "(*IT, *_joined(facts, there, _together(read)))"),
        ("words mean here what they mean there", "two_places", _JOINED, "_joined(facts, there, _together(read))"),
        ("what there is not here may be known", "two_places", "_sight(facts, (here, there), constant)", "_sight(facts, (there,), constant)"),
        ("what there is not there may be known", "two_places", "_sight(facts, (here, there), constant)", "_sight(facts, (here,), constant)"),
        ("the kind of institution is left open", "_sight", _CONSTANT, 'IT and fact.term != "类型"'),
        ("the matter is left open", "_sight", _CONSTANT, 'IT and fact.term != "事项"'),
        ("places may be none of the kinds", "two_places", "(here.bounds(), there.bounds(), *links)", "(*links,)"),
    ),
    *_in(
        place_variables,
        ("counties that rules name are merged with others", "places", _ALIKE,
         "(deciding, joins, known)"),
        ("counties of other documents are merged", "places", _ALIKE, "(tuple(named), joins, known)"),
        ("counties where words for places meet are merged", "places", _ALIKE, "(deciding, tuple(named), known)"),
        ("one county stands for a region", "counties", "tuple(sorted(codes))", "tuple(sorted(codes)[:1])"),
        ("所在地 属于 anywhere that some place is", "Somewhere.where", "len(chosen) == len(self.places)", "chosen"),
        ("places are one off", "Somewhere.at", "t.equals(self.name, index)", "t.equals(self.name, index + 1)"),
        ("the place of a model is always the first", "Somewhere.chosen", "int(values.get(self.name, 0))", "0"),
        ("what has ended is not out of force", "Place.out_of_force", "self.ended + self.others", "self.others"),
        ("what is still to come is not out of force", "Place.out_of_force", "self.ended + self.others", "self.ended"),
    ),
    *_in(
        rule_formulas,
        ("an exemption from single clauses is from the whole document", "lifts", _MINE, "True"),
        ("an exemption from single clauses is from the first of them", "lifts",
         "set(exemption.named) & set(group.named)", "set(exemption.named[:1]) & set(group.named)"),
        ("an exemption from single clauses lifts nothing", "lifts", _MINE, "not exemption.named"),
        ("nobody knows under which clause a restriction stands", "Rule.group", "self.norm.named", "()"),
        ("an exemption from single clauses leads to exempt", "Side.world",
         "[s for g, s in leading if g.outcome is o and not g.exempts_singly]", "[s for g, s in leading if g.outcome is o]"),
        ("an exemption from single clauses decides", "Side.decisive", "rule.group.exempts_singly", "False"),
        ("an open exemption from single clauses is none", "Side.some_world", "t.or_(perhaps)",
         "chosen[group] if group.exempts_singly else IT"),
        ("an open exemption from single clauses holds", "Side.some_world", "t.or_(surely)", "t.or_(perhaps) if group.exempts_singly else IT"),
        ("restrictions of different clauses hold together", "Side.some_world",
         """f"#{'#'.join(group.named)}" if group.named else ''""", "''"),
        ("a document governs everywhere in the region", "Side._there", _THERE, "t.TRUE"),
        ("a document governs where none but it does", "Side._there", _THERE,
         "self.somewhere.where(lambda p: all(d.id == document for d in of(p)))"),
        ("what only prefers or exempts governs", "Side.__init__", "n.decides", "n.supports is None"),
        ("goal sentences govern", "Side.__init__", "n.decides", "n.effect in ir.DECIDING"),
        ("a document reaches whom all its rules reach", "Side.__init__",
         "Status(t.or_(s.true for _, s in scopes), t.and_(s.false for _, s in scopes))",
         "Status(t.and_(s.true for _, s in scopes), t.or_(s.false for _, s in scopes))"),
        ("a document reaches everybody", "Side._reaching", "t.and_((there, reach.true))", "there"),
        ("whom a document may reach it does not", "Side._reaching", "reach.false", "t.not_(reach.true)"),
        ("rules of a document that reaches nobody come about", "Side._rule",
         "self.governing.by_document[norm.document].false", "t.not_(self._there(norm.document, lambda p: p.in_force))"),
        ("guidance yields to no plan", "Side._yielding", "self._plans.items()", "()"),
        ("guidance yields to a plan that may govern", "Side._yielding", "(g.true for g in governs)",
         "(t.not_(g.false) for g in governs)"),
        ("guidance decides beside a plan that may govern", "Side._yielding", "(g.false for g in governs)",
         "(t.not_(g.true) for g in governs)"),
        ("guidance yields to the plan of any region", "Side._as_plan", "p.roles.get(POOLING) == plan.region", "True"),
        ("guidance yields to what is no plan", "Side.__init__", "p.kind == PLAN", "True"),
        ("guidance yields in no possible world", "Side.some_world", "self._plans.items()", "()"),
        ("who may be governed is", "Side.some_world", _GOVERNED, 'choice("governs", t.not_(reach.false), t.not_(reach.false))'),
        ("who may be governed is not", "Side.some_world", _GOVERNED, 'choice(f"governs@{document}", reach.true, reach.true)'),
        ("scopes that may reach do", "Side.some_world", _SCOPE,
         'choice(f"scope{len(scopes)}", t.not_(rule.scope.false), t.not_(rule.scope.false))'),
        ("a document may govern by none of its scopes", "Side.some_world",
         "tied.append(t.implies(governing[document], t.or_(deciding)))", "list(deciding)"),
        ("what a document of open reach says is open by itself", "Side.some_world",
         "t.and_((by_scope, rule.within.true))", "t.and_((by_scope, rule.status.true))"),
        ("a document of open reach says nothing that is open", "Side.some_world",
         "t.and_((by_scope, t.not_(rule.within.false)))", "t.and_((by_scope, rule.within.true))"),
        ("what may be out of force is not regulated", "Side.lapsed", "t.not_(self.out_of_force.some.false)",
         "self.out_of_force.some.true"),
        ("beside an ended plan what proceeds is certain", "Side.some_world", "t.not_(self.ended.some.false)", "t.FALSE"),
        ("a side is settled whomever its documents reach", "Side.settled", "(*rules, *reach, certain)", "(*rules, certain)"),
        ("a side is settled whatever has ended", "Side.settled", "(*rules, *reach, certain)", "(*rules, *reach)"),
        ("an ended plan leaves restraints open, too", "Side.world", "t.or_(outcome[o] for o in PROCEEDS)", "governed"),
        ("where nothing in force reaches, nothing is regulated", "Side.world", _LAPSE, "t.FALSE"),
        ("out of force although something governs", "Side.world", _LAPSE, "lapsed"),
        ("where nothing governs, everything may proceed", "Side.world", "t.and_((governed, term))", "term"),
        ("goal sentences decide", "Side.__init__", "norm.supports is None", "True"),
        ("an exemption defeats nothing", "RESTRICTIONS", Value(())),
        ("an exemption defeats everything", "RESTRICTIONS", Value(_O[1:])),
        ("an exemption lifts requirements", "RESTRICTIONS", Value((_BARRED, _PRESUMED, _CONTROLLED, Outcome.NOT_ELIGIBLE))),
        ("an exemption does not lift controls", "RESTRICTIONS", Value((_BARRED, _PRESUMED))),
        ("an exemption does not lift presumptive bars", "RESTRICTIONS", Value((_BARRED, _CONTROLLED))),
        ("an exemption reaches all other documents too", "lifts", "exemption.document == group.document", "True"),
        ("原则上 before 暂不", "OUTCOMES", Value((Outcome.CONFLICT, _PRESUMED, _BARRED, *_O[3:]))),
        ("从严 before 要件", "OUTCOMES", Value((*_O[:3], _CONTROLLED, Outcome.NOT_ELIGIBLE, *_O[5:]))),
        ("可优先 before 豁免", "OUTCOMES", Value((*_O[:5], Outcome.PRIORITY, Outcome.EXEMPT, *_O[7:]))),
        ("a cap is no bar in principle", "outcome_of_effect",
         Value(lambda norm: _BARRED if norm.effect is Effect.CAP else _true_outcome(norm))),
        ("a permission conflicts with nothing", "Side.world", _CONFLICT, "t.FALSE"),
        ("a permission conflicts with 暂不 and 不得 alone", "BARS", Value((_BARRED,))),
        ("ranks are ignored", "outranks", Value(lambda a, b: None)),
        ("ranks are reversed", "outranks", Value(lambda a, b: _true_outranks(b, a))),
        ("the higher issuer is ignored", "precedence", _as_if(level=Level.CITY)),
        ("the day of issue is ignored", "precedence", _as_if(issued="")),
        ("special texts are ignored", "precedence", _as_if(special_to=())),
        ("a higher text defeats what is not opposed to it", "opposite", Value(lambda a, b: a != b)),
        ("what is defeated defeats", "Side.world", "standing(other)", "holding[other]"),
        ("preferences keep a side open", "Side.settled", "g[0] is not Outcome.PRIORITY", "True"),
        ("preferences make worlds", "Side.some_world", "group[0] is not Outcome.PRIORITY", "True"),
        ("a side is settled where one rule of each group is", "Side.settled",
         "t.and_(r.status.false for r in rules)", "t.or_(r.status.false for r in rules)"),
        ("a side is always settled", "Side.settled", "self.holds(g)", "t.TRUE"),
        ("a group holds where all its rules do", "Side.holds",
         "t.or_(r.status.true for r in self.groups[group])", "t.and_(r.status.true for r in self.groups[group])"),
        ("what is unknown cannot hold", "Side.some_world", "t.not_(rule.status.false)", "rule.status.true"),
        ("what is false may hold", "Side.some_world", "t.not_(rule.status.false)", "t.TRUE"),
        ("in a possible world what holds may not", "Side.some_world", _CHOSEN, "Status(t.FALSE, t.not_(perhaps))"),
        ("what is defeated decides", "Side.decisive", "world.stands[rule.group]", "t.TRUE"),
        ("what holds decides, whatever the outcome", "Side.decisive", "t.or_(won)", "t.TRUE"),
        ("nothing decides a conflict", "Side.decisive", _DECIDES_CONFLICT, "False"),
        ("everything that holds decides a conflict", "Side.decisive", _DECIDES_CONFLICT, "True"),
        ("可优先 does not let proceed", "PROCEEDS", Value((Outcome.EXEMPT, Outcome.MAY_PROCEED))),
        ("从严 does not restrain", "RESTRAINS", Value(tuple(o for o in rule_formulas.RESTRAINS if o != _CONTROLLED))),
        ("a conflict does not restrain", "RESTRAINS", Value(rule_formulas.RESTRAINS[1:])),
    ),
    *_in(
        document_force,
        ("what is unknown is in force, whatever is supposed", "supposed_force", "document.id in without", "False"),
        ("unknown force is supposed one way only", "suppositions", "range(len(unknown) + 1)", "range(1)"),
    ),
    *_in(
        relation,
        ("a side that governs nobody is compared", "Questions.unreached", "not self._can(name)", "False"),
        ("whom one version alone governs is passed over", "Questions.unlike", "self._can(UNLIKE)", "False"),
        ("out of force is as good as not regulated", "_governed", "(Outcome.OUT_OF_FORCE, Outcome.NOT_REGULATED)", "()"),
    ),
    *_in(
        solver,
        ("the solver never says why not", "Session.why_not", "self._solver.core()", "()"),
        ("only the first formula is assumed", "Session.ask",
         "[self._literals[a] for a in assumed]", "[self._literals[a] for a in assumed[:1]]"),
        ("the solver's no is a yes", "Session.ask",
         "if answer is Answer.NO: return False", "if answer is Answer.NO: return True"),
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
    "bounds hold of unknown values too": "nothing reads the value of a fact that is not known",
    "several values: the first alone is equal":
        "the one fact of several values is of the institution, and only facts of places are joined or moved",
}  # fmt: skip
"""Faults that change nothing anybody could see, with the reason."""
