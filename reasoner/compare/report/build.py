"""From the plain data of comparisons to what is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from policy_dsl import ir
from policy_dsl.backtranslate import OPERATOR_WORDS
from policy_dsl.vocabulary import Region
from reasoner.backends.smt.side import RESTRAINS
from reasoner.compare.data import groups
from reasoner.compare.report import words
from reasoner.compare.report.documents import GUIDANCE_KIND, Held, doubtful, held
from reasoner.compare.report.facts import facts_of
from reasoner.compare.report.view import Block, Cited, Data, Example, Half, Kinds, Spoken, View, short_names
from reasoner.explain import label_of_rule
from reasoner.interpreter.outcome import outcome_of_effect
from reasoner.rulebase import RuleBase

_Documents = tuple[tuple[Held, ...], tuple[Held, ...]]


def views(data: Data | Sequence[Data], base: RuleBase) -> tuple[View, ...]:
    """The pairs of some data, one or several; the examples are numbered through all of them."""
    listed = [data] if isinstance(data, Mapping) else list(data)
    number = count(1)
    return tuple(_view(d, base, number) for d in listed)


def _view(data: Data, base: RuleBase, number: Iterator[int]) -> View:
    a, b = (held(data["documents"][side], base) for side in "ab")
    return View(
        data, tuple(_blocks(data, (a, b), base, number)), _region(data, base), (a, b), tuple(_judged(data, base)),
        tuple(_glosses(data, base)),
    )  # fmt: skip


def _region(data: Data, base: RuleBase) -> str:
    region = base.vocabulary.regions.get(data["regions"]["a"]) if data["one_place"] else None
    return region.name if region is not None and region.name not in (data["a"], data["b"]) else ""


def _judged(data: Data, base: RuleBase) -> Iterator[Cited]:
    for rule in data["rules"]["open"]:
        document = base.documents.get(rule.partition("/")[0])
        clause = rule.partition("#")[0]
        if document is not None and clause in document.clauses:
            yield _cited({**document.citation(clause), "rule": rule}, base)


def _glosses(data: Data, base: RuleBase) -> Iterator[str]:
    codes = dict.fromkeys(w[s].get("region", "") for r in data["results"] for w in r["witnesses"] for s in "ab")
    for region in (base.vocabulary.regions[c] for c in codes if c in base.vocabulary.regions):
        other = _called(region)
        if other:
            yield f"{region.name}({other})"


def _called(region: Region) -> str:
    """The other name by which people know a county: of the known ones the shortest in full, 西海岸新区."""
    full = [n for n in region.aliases if n[-1] in "区市县" and n != region.name]
    return min(full, key=len, default="")


# --- matters and kinds ----------------------------------------------------------------------------------------


def _blocks(data: Data, documents: _Documents, base: RuleBase, number: Iterator[int]) -> Iterator[Block]:
    names = short_names(data)
    for matter, results in _joined(data):
        first, kinds = results[0], tuple(str(r["type"]) for r in results)
        term = base.vocabulary.matters.get(matter)
        whole = len(kinds) > 1 and term is not None and set(kinds) == set(term.members)
        of = Kinds(kinds, whole, first["complete"])
        unreached = tuple(n for n, side in zip(names, "ab", strict=True) if side in first["unreached"])
        examples = tuple(_example(data, w, unreached, of, base, next(number)) for w in first["witnesses"])
        yield Block(
            matter, of, first["relation"], _shortened(first["label"], data), _shortened(first["why"], data), examples,
            first["silent"], unreached, _spoken(first, data, base),
            tuple(_silence(first, data)) if first["silent"] else (),
            tuple(n for n, d in zip(names, documents, strict=True) if doubtful(d, matter)),
            any(t["matter"] == matter and set(t["types"]) & set(kinds) for t in data["readings"].get("turning", ())),
        )  # fmt: skip


def _silence(result: Data, data: Data) -> Iterator[str]:
    """Which sides are silent, and how."""
    for side, name in zip("ab", short_names(data), strict=True):
        if side in result["unreached"]:
            yield name + words.BEYOND
        elif not result["speaking"][side]:
            yield name + _nothing(data["documents"][side], result["matter"], data["as_of"])


def _nothing(documents: Sequence[Data], matter: str, day: str) -> str:
    late = [d for d in documents if matter in d["matters"] and not d["in_force"]]
    if not late:
        return words.SILENT
    return words.ENDED if any(d["ends"] and d["ends"] < day for d in late) else words.NOT_YET


def _spoken(result: Data, data: Data, base: RuleBase) -> tuple[Spoken, ...]:
    """The rules of both sides where one is silent; a side that says nothing has none."""
    rules = result.get("speaking") or {}
    return tuple(
        Spoken(name, _ruled(r, base), str(r["text"] or ""), bool(r["reaches"]), _restrains(r["rule"], base))
        for side, name in zip("ab", short_names(data), strict=True)
        for r in rules.get(side, ())
    )


def _ruled(rule: Data, base: RuleBase) -> Cited:
    document = base.documents.get(rule["clause"].partition("/")[0])
    known = document is not None and rule["clause"] in document.clauses
    start = document.citation(rule["clause"])["start"] if document is not None and known else 0
    return _cited({**rule, "start": start}, base)


def _shortened(text: str, data: Data) -> str:
    for full, short in zip((data["a"], data["b"]), short_names(data), strict=True):
        text = text.replace(full, short)
    return text


def _joined(data: Data) -> list[tuple[str, list[Data]]]:
    """The groups of kinds by matter; groups of which the same is said, and nothing is shown, are one."""
    found: list[tuple[str, list[Data]]] = []
    for matter, members in groups(data):
        if found and found[-1][0] == matter and _said(found[-1][1][0]) == _said(members[0]) is not None:
            found[-1][1].extend(members)
        else:
            found.append((matter, list(members)))
    return found


def _said(result: Data) -> tuple[object, ...] | None:
    if result["witnesses"]:
        return None
    reach = [(r["rule"], r["reaches"]) for rules in (result.get("speaking") or {}).values() for r in rules]
    return (result["relation"], result["why"], result["complete"], *result["unreached"], *reach)


# --- clauses --------------------------------------------------------------------------------------------------


def _cited(c: Data, base: RuleBase, label: str = "") -> Cited:
    name = c["rule"].partition("#")[2]
    return Cited(
        c["clause"], name, c["document"], c["number"] or "", c["place"], c["quote"], c["start"], label,
        _limit(c["rule"], base),
    )  # fmt: skip


def _norm(rule: str, base: RuleBase) -> ir.Norm | None:
    """A rule as the rule base has it; a draft may have others."""
    document = base.documents.get(rule.partition("/")[0])
    if document is None:
        return None
    return next((n for m in document.regulates for n in document.norms(m) if n.id == rule), None)


def _restrains(rule: str, base: RuleBase) -> bool:
    norm = _norm(rule, base)
    return norm is None or outcome_of_effect(norm) in RESTRAINS


def _limit(rule: str, base: RuleBase) -> str:
    """The limit of a rule that is one comparison with a figure: 低于75%, 超过7.5张/千常住人口."""
    norm = _norm(rule, base)
    test = norm.condition if norm is not None else None
    if not isinstance(test, ir.Compare):
        return ""
    factor = test.right.factor if isinstance(test.right, ir.Scaled) else test.right
    shown = factor.shown if isinstance(factor, ir.Const) else ""
    number, mark, unit = shown.partition("%")
    return OPERATOR_WORDS[test.op] + (number + mark if mark and unit else shown) if shown not in ("", "0") else ""


# --- examples -------------------------------------------------------------------------------------------------


def _example(data: Data, witness: Data, unreached: tuple[str, ...], of: Kinds, base: RuleBase, number: int) -> Example:
    halves = [_half(data, witness, side, unreached, base) for side in ("a", "b")]
    facts = facts_of(witness["application"], witness["unusual"], base.vocabulary)
    return Example(number, witness["kind"], halves[0], halves[1], facts, witness["application"], of)


def _half(data: Data, witness: Data, side: str, unreached: tuple[str, ...], base: RuleBase) -> Half:
    verdict, rule, name = witness[side], witness["rules"][side], short_names(data)["ab".index(side)]
    proofs = {r["rule"]: r for r in verdict["reasons"]["rules"]}
    deciding = [c for c in verdict["citations"] if c["role"] == "decisive"]
    ordered = sorted(deciding, key=lambda c: bool(c["rule"] != rule))
    clauses = tuple(_cited(c, base, label_of_rule(proofs[c["rule"]])) for c in ordered)
    others = (c for c in verdict["citations"] if c["role"] != "decisive" and _shown(c, proofs.get(c["rule"])))
    place = str(witness["places"][side])
    if side == "b" and not data["one_place"]:
        place = _full_name(verdict.get("region", ""), place, base)
    several = sum(bool(d["matters"]) for d in data["documents"][side]) > 1
    governing = (base.documents.get(d) for d in verdict["reasons"]["governing"])
    guided = any(d is not None and d.kind == GUIDANCE_KIND for d in governing)
    looked_at = tuple(_cited(c, base) for c in others)
    return Half(
        name, place, verdict["outcome"], verdict["label"], clauses, name in unreached, verdict, several, looked_at,
        guided,
    )  # fmt: skip


def _shown(citation: Data, proof: Data | None) -> bool:
    """Whether reasons speak of a clause: not where its rule does not reach the applicant, but for exemptions."""
    return citation["role"] != "considered" or proof is None or "condition" in proof or proof["effect"] == "exempt"


def _full_name(code: str, place: str, base: RuleBase) -> str:
    """A county with its prefecture: 郑州市中原区."""
    regions = base.vocabulary.regions
    region = regions.get(code)
    above = regions.get(region.parent) if region is not None else None
    return f"{above.name}{place}" if above is not None and above.level == "prefecture" else place
