"""From a verdict to what is said about it: structured sentences that terminal, letters and pages lay out.

Pure: the verdict's data (CONTRACT §2) and the vocabulary's terms in, sentences in the phrases of staff out.
No renderer needs to look into a proof, and none may lose a citation or a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from policy_dsl.vocabulary import Term
from reasoner.explain.exceptions import exception_sentences, reach_sentences
from reasoner.explain.findings import FOUND, SUPPOSED, finding
from reasoner.explain.meaning import closing, meaning, open_label, possible_labels
from reasoner.explain.missing import Group, assumption_sentences, missing_groups
from reasoner.explain.supposed import supposed
from reasoner.explain.words import fact_name, stated, valued

Verdict = Mapping[str, Any]
Proof = Mapping[str, Any]
Citation = Mapping[str, Any]


_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})


class Background(NamedTuple):
    """What prose needs besides the verdict.

    terms: the fact terms by label. readings: registered readings by document id and name.
    authorities: by clause, the bodies that its judgements name. regions: names by code. titles: of documents by id.
    supposed: the application was made up; nothing was found out, nobody is asked for anything.
    """

    terms: Mapping[str, Term] = _NONE
    readings: Mapping[tuple[str, str], Mapping[str, Any]] = _NONE
    authorities: Mapping[str, Sequence[str]] = _NONE
    regions: Mapping[str, str] = _NONE
    titles: Mapping[str, str] = _NONE
    supposed: bool = False


class Point(NamedTuple):
    """A clause at work in a verdict: its citation, its rules there (proofs), and what is said of it.

    role is that of CONTRACT §2, `considered` split in `open` (unknown), `unclaimed` (a preference that is unknown,
    which counts as not claimed), `checked` (does not hold) and `unreached` (its scope does not reach the applicant).
    """

    role: str
    citation: Citation
    rules: tuple[Proof, ...]
    sentences: tuple[str, ...]


class Explanation(NamedTuple):
    """Everything that a note or letter says, in its order of importance."""

    head: Mapping[str, str]
    label: str
    meaning: tuple[str, ...]
    possible: tuple[str, ...]
    points: tuple[Point, ...]
    exceptions: tuple[Point, ...]
    missing: tuple[Group, ...]
    assumptions: tuple[str, ...]
    consideration: str
    changes: tuple[str, ...]
    standards: tuple[str, ...]
    warnings: tuple[str, ...]
    not_governing: tuple[str, ...]
    readings: tuple[str, ...]
    open_readings: tuple[str, ...]
    unreviewed: int
    closing: str

    def of(self, *roles: str) -> tuple[Point, ...]:
        """The points of these roles, in their order."""
        return tuple(p for role in roles for p in self.points if p.role == role)


def explain(verdict: Verdict, background: Background, elsewhere: Iterable[Citation] = ()) -> Explanation:
    """What is said about a verdict. `elsewhere`: exemptions whose conditions are met, of documents that do not govern."""
    terms, lead = background.terms, SUPPOSED if background.supposed else FOUND
    verdict = supposed(verdict) if background.supposed else verdict
    proofs = {r["rule"]: r for r in verdict["reasons"]["rules"]}
    exceptions, points = [], []
    for role, citation, rules in _by_clause(verdict, proofs):
        said = [finding(r, terms, lead) for r in rules] or ["该条是目标性规定,由前列规定具体化,一并列明。"]
        if rules and rules[0]["effect"] == "exempt" and role != "decisive":
            said = [s for r in rules for s in _of_exception(r, citation, verdict, background)]
            exceptions.append(Point(role, citation, tuple(rules), tuple(said)))
            continue
        if rules and rules[0]["effect"] == "exempt":
            said += reach_sentences(citation, verdict)
        if role == "note" and rules and rules[0]["effect"] == "prefer" and _restricted(verdict):
            before = "前述" if verdict["outcome"] in _RESTRICTED else "其他规定的"  # while undetermined none precedes
            said.append(f"优先非豁免:该条规定可优先考虑,不解除{before}限制。")
        if role == "defeated":
            said += _defeated(rules, verdict)
        points.append(Point(role, citation, tuple(rules), tuple(said)))
    exceptions += [_elsewhere(c, verdict) for c in elsewhere]
    holding = [r for p in points if p.role in ("decisive", "supporting", "defeated") for r in p.rules]
    undecided = [r for p in points if p.role == "open" for r in p.rules]
    used = dict(_readings(holding, background))
    return Explanation(
        head=_head(verdict, background),
        label=verdict["label"],
        meaning=meaning(verdict),
        possible=possible_labels(verdict),
        points=tuple(points),
        exceptions=tuple(exceptions),
        missing=missing_groups(verdict, terms, background.authorities),
        assumptions=assumption_sentences(verdict, terms),
        consideration=_consideration(verdict),
        changes=tuple(_change(c, verdict, terms) for c in verdict["changes"]),
        standards=tuple(_standard(s, verdict, terms) for s in verdict["reasons"]["standards"]),
        warnings=tuple(verdict["warnings"]),
        not_governing=_not_governing(verdict),
        readings=tuple(used.values()),
        open_readings=tuple(s for n, s in _readings(undecided, background) if n not in used),
        unreviewed=sum(r.get("reviewed") is False for r in (*holding, *undecided)),
        closing=closing(verdict),
    )


def source_of(citation: Citation) -> str:
    """《题名》(文号)第三部分第(一)项第二段."""
    number = f"({citation['number']})" if citation["number"] else ""
    return f"《{citation['document']}》{number}{citation['place']}"


def _by_clause(verdict: Verdict, proofs: Mapping[str, Proof]) -> Iterable[tuple[str, Citation, list[Proof]]]:
    """The citations, those of one clause and role joined, with their proofs; the order is the verdict's."""
    found: dict[tuple[str, str, bool], tuple[str, Citation, list[Proof]]] = {}
    for citation in verdict["citations"]:
        proof = proofs.get(citation["rule"])
        role = citation["role"]
        if role == "considered" and proof is not None:
            role = _considered(proof)
        exempting = proof is not None and proof["effect"] == "exempt"
        _, _, rules = found.setdefault((role, citation["clause"], exempting), (role, citation, []))
        if proof is not None:
            rules.append(proof)
    return found.values()


def _considered(proof: Proof) -> str:
    if proof["status"] == "unknown":
        return "unclaimed" if proof["effect"] == "prefer" else "open"
    return "checked" if "condition" in proof else "unreached"


def _head(verdict: Verdict, background: Background) -> Mapping[str, str]:
    facility = {term: value for subject, term, value, *_ in verdict["given"] if subject == "机构"}
    return {
        "编号": verdict["application"],
        "事项": verdict["matter"],
        "机构": facility.get("名称") or "",
        "类型": facility.get("类型") or "",
        "所在地": background.regions.get(verdict["region"], verdict["region"] or ""),
        "基准日": verdict["as_of"],
    }


_RESTRICTED: Final = ("conflict", "barred", "presumptively_barred", "strictly_controlled", "not_eligible")


def _restricted(verdict: Verdict) -> bool:
    return verdict["outcome"] in _RESTRICTED or any(o in _RESTRICTED for o in verdict["possible"])


def _of_exception(rule: Proof, citation: Citation, verdict: Verdict, background: Background) -> Iterable[str]:
    terms, made_up = background.terms, background.supposed
    if rule["status"] == "true":
        return [finding(rule, terms, SUPPOSED if made_up else FOUND), *reach_sentences(citation, verdict)]
    return exception_sentences(rule, verdict, terms, asking=not made_up)


def _elsewhere(citation: Citation, verdict: Verdict) -> Point:
    governing = _governing_titles(verdict)
    said = f"例外·范围不及:该条限于「本规划」,不及于{'、'.join(f'《{t}》' for t in governing)}。"
    return Point("considered", citation, (), (said,))


def _governing_titles(verdict: Verdict) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c["document"] for c in verdict["citations"]))


def _defeated(rules: Iterable[Proof], verdict: Verdict) -> list[str]:
    clauses = {c["rule"]: c for c in verdict["citations"]}
    by = {(d["by"], d["principle"]) for r in rules for d in r.get("defeated_by", ())}
    said = []
    for rule, principle in sorted(by):
        why = "规定的豁免" if principle == "豁免" else f"的规定({principle})"
        named = clauses[rule]["place"] if principle == "豁免" else source_of(clauses[rule])
        said.append(f"因{named}{why},该条限制本次不适用。")
    return said


def _consideration(verdict: Verdict) -> str:
    if verdict["outcome"] != "presumptively_barred":
        return ""
    return "「原则上」属原则性限制。经审查有无应予例外的情形:________(由经办人员填写)。"


_WHO: Final = {
    "applicant": "申请人可自行改变",
    "region": "区域性指标,申请人无法单独改变",
    "authority": "须由有权机关认定",
    "nobody": "客观事实,不可改变",
}


def _change(change: Mapping[str, Any], verdict: Verdict, terms: Mapping[str, Term]) -> str:
    steps = ",".join(
        f"{fact_name(f, terms)}由{valued(f, 'from', terms)}变为{valued(f, 'to', terms)}" for f in change["facts"]
    )
    others = f"(或{'、'.join(change['or'])})" if change.get("or") else ""
    reached = open_label(change["outcome"], verdict)
    return (
        f"其他事实不变,如{steps}{others},研判结论将由「{verdict['label']}」变为「{reached}」;"
        f"届时仍按有效规定办理。{_WHO.get(change['by'], '')}。"
    )


def _not_governing(verdict: Verdict) -> tuple[str, ...]:
    """For each reason the documents that it keeps away."""
    reasons: dict[str, list[str]] = {}
    for entry in verdict["not_governing"]:
        reasons.setdefault(entry["why"], []).append(f"《{entry['document']}》")
    return tuple(f"{'、'.join(titles)}:{why}。" for why, titles in reasons.items())


def _standard(report: Mapping[str, Any], verdict: Verdict, terms: Mapping[str, Term]) -> str:
    unit = report["standard"].lstrip("0123456789.,")
    actual = "无从计算" if report["actual"] is None else f"现为{report['actual']}{unit}"
    told = f"{stated(report['over'], terms)},{stated(report['under'], terms)}"
    return f"{report['name']}:规划标准为{report['standard']},{actual}({told})。规划标准供参考,不作为本次结论的依据。"


def _readings(rules: Iterable[Proof], background: Background) -> Iterable[tuple[tuple[str, str], str]]:
    """The registered readings on which rules rest: by document and name, what is used and who confirmed it."""
    seen = set()
    for rule in rules:
        document = rule["clause"].partition("/")[0]
        for name in rule.get("readings", ()):
            reading = background.readings.get((document, name))
            if reading is None or (document, name) in seen:
                continue
            seen.add((document, name))
            confirmed = f"{reading['confirmed_by']}确认" if reading["confirmed_by"] else "尚未确认"
            # What is used answers a question (不包括:…, 及于…) and is not understood without it.
            asked = f"{q}?采用:" if (q := reading.get("question", "").strip().rstrip("?\uff1f。")) else ""
            yield (document, name), f"{name}({confirmed}):{asked}{reading['used'].rstrip('。')}。"
