"""From the plain data of comparisons to what is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from policy_dsl.vocabulary import Region
from reasoner.compare.data import groups
from reasoner.compare.report import words
from reasoner.compare.report.documents import GUIDANCE_KIND, doubtful, held, only_reports
from reasoner.compare.report.facts import PLACE, facts_of
from reasoner.compare.report.rests import rests
from reasoner.compare.report.ruled import cited, spoken
from reasoner.compare.report.shapes import Held
from reasoner.compare.report.view import Block, Cited, Data, Example, Half, Kinds, Spoken, View, short_names
from reasoner.explain import label_of_rule
from reasoner.model.rule_base import RuleBase

_DOCUMENT: Final = "《"
"""How the name of a side begins that is a document."""

_Amended = tuple[set[tuple[str, str]], set[tuple[str, str]]]
"""On each side the words of the clauses that were amended, each with the name of its rule."""

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
        tuple(_glosses(data, base)), _nested(data, base), _question(data, base), rests(data, base),
    )  # fmt: skip


def _region(data: Data, base: RuleBase) -> str:
    region = base.vocabulary.regions.get(data["regions"]["a"]) if data["one_place"] else None
    return region.name if region is not None and region.name not in (data["a"], data["b"]) else ""


def _nested(data: Data, base: RuleBase) -> tuple[str, str] | None:
    sides = [(data["regions"][side], str(data[side])) for side in "ab"]
    if data["one_place"] or any(name.startswith(_DOCUMENT) for _, name in sides):
        return None
    for (inner, name), (outer, around) in (sides, sides[::-1]):
        if outer in base.vocabulary.chain(inner)[1:]:
            return name, around
    return None


def _question(data: Data, base: RuleBase) -> str:
    """Matters and kinds where not all were asked for, and the day."""
    known, asked = base.vocabulary.matters, dict.fromkeys(str(r["matter"]) for r in data["results"])
    kinds = dict.fromkeys(str(r["type"]) for r in data["results"])
    every = {k for m in asked if m in known for k in known[m].members}
    matters = f"--matter {' '.join(asked)} " if set(asked) != set(known) else ""
    types = f"--type {' '.join(kinds)} " if set(kinds) != every else ""
    return f"{matters}{types}--as-of {data['as_of']}"


def _judged(data: Data, base: RuleBase) -> Iterator[Cited]:
    for rule in data["rules"]["open"]:
        document = base.documents.get(rule.partition("/")[0])
        clause = rule.partition("#")[0]
        if document is not None and clause in document.clauses:
            yield cited({**document.citation(clause), "rule": rule}, base)


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
    turning = [(t["matter"], k) for t in data["readings"].get("turning", ()) for k in t["types"]]
    for matter, results in _joined(data):
        first, kinds = results[0], tuple(str(r["type"]) for r in results)
        term = base.vocabulary.matters.get(matter)
        whole = len(kinds) > 1 and term is not None and set(kinds) == set(term.members)
        of = Kinds(kinds, whole, first["complete"])
        unreached = tuple(n for n, side in zip(names, "ab", strict=True) if side in first["unreached"])
        examples = tuple(_numbered((_example(data, w, unreached, of, base) for w in first["witnesses"]), data, number))
        yield Block(
            matter, of, first["relation"], _shortened(first["label"], data), _why(first, data), examples,
            first["silent"], unreached, tuple(_spoken(first, data, base)),
            tuple(_silence(first, data)) if first["silent"] else (),
            tuple(n for n, d in zip(names, documents, strict=True) if doubtful(d, matter)),
            tuple(k for k in kinds if (matter, k) in turning),
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
        return words.UNHELD if only_reports(documents) else words.SILENT
    return words.ENDED if any(d["ends"] and d["ends"] < day for d in late) else words.NOT_YET


def _spoken(result: Data, data: Data, base: RuleBase) -> Iterator[Spoken]:
    """The rules of the side that speaks for these kinds where the other is silent; but not those that reach no kind of
    institution that may ask for the matter.
    """
    alike = [r.get("speaking") or {} for r in data["results"] if r["matter"] == result["matter"]]
    for side, name in zip("ab", short_names(data), strict=True):
        reaching = {r["rule"] for rules in alike for r in rules.get(side, ()) if r["reaches"]}
        for r in (result.get("speaking") or {}).get(side, ()) if side not in result["unreached"] else ():
            if r["rule"] in reaching:
                yield spoken(r, name, base)


def _shortened(text: str, data: Data) -> str:
    for full, short in zip((data["a"], data["b"]), short_names(data), strict=True):
        text = text.replace(full, short)
    return text


def _why(result: Data, data: Data) -> str:
    """What the data says; but questions are counted over all matters, which tells nothing of one of them, and of a side of
    which only reports are held nobody knows what it provides.
    """
    why = str(result["why"])
    for side in "ab":
        if only_reports(data["documents"][side]):
            why = why.replace(f"{data[side]}{words.SILENT}", f"{data[side]}{words.UNHELD}")
    return re.sub(r",已问\d+次(?=\))", "", _shortened(why, data))


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


# --- examples -------------------------------------------------------------------------------------------------


def _example(data: Data, witness: Data, unreached: tuple[str, ...], of: Kinds, base: RuleBase) -> Example:
    """An example, not yet numbered."""
    halves = [_half(data, witness, side, unreached, base) for side in ("a", "b")]
    facts = facts_of(
        witness["application"], witness["unusual"], base.vocabulary, _usual_places(data, witness["application"]["事项"])
    )
    return Example(0, witness["kind"], halves[0], halves[1], facts, witness["application"], of)


def _usual_places(data: Data, matter: str) -> dict[str, str]:
    """By whose place it is: where the examples of a matter lie that do not turn on the place."""
    found: dict[str, str] = {}
    for side, of in (("b", str(data["b"])), ("a", "机构")):
        for w in (w for r in data["results"] if r["matter"] == matter for w in r["witnesses"]):
            if not any(u["fact"] == PLACE and u["of"] == of for u in w["unusual"]):
                found.setdefault(of, str(w["places"][side]))
    return found


def _numbered(made: Iterable[Example], data: Data, number: Iterator[int]) -> Iterator[Example]:
    """The examples with their numbers; those in which an amended rule decides beside another clause come last, where an
    example shows the same without that clause.
    """
    changed, listed = _amended(data), list(made)
    shared = [any(_shared(h, of) for h, of in zip((e.a, e.b), changed, strict=True)) for e in listed]
    alone = {_same(e) for e, beside in zip(listed, shared, strict=True) if not beside}
    listed = [replace(e, beside=beside and _same(e) in alone) for e, beside in zip(listed, shared, strict=True)]
    yield from (replace(e, number=next(number)) for e in sorted(listed, key=lambda e: e.beside))


def _same(e: Example) -> tuple[str, str, str]:
    return e.kind, e.a.label, e.b.label


def _amended(data: Data) -> _Amended:
    before: set[tuple[str, str]] = set()
    after: set[tuple[str, str]] = set()
    for clause in (c for document in data.get("amended", ()) for c in document["clauses"]):
        for found, text in ((before, clause["before"]), (after, clause["after"])):
            found |= {(_in_one_line(text), rule["name"]) for rule in clause["rules"]} if text else set()
    return before, after


def _shared(half: Half, changed: set[tuple[str, str]]) -> bool:
    """Whether another clause stands first where an amended rule decides as well."""
    decides = [(_in_one_line(c.quote), c.rule.partition("@")[0]) in changed for c in half.deciding]
    return any(decides) and not decides[0]


def _in_one_line(text: str) -> str:
    return "".join(text.splitlines())


def _half(data: Data, witness: Data, side: str, unreached: tuple[str, ...], base: RuleBase) -> Half:
    verdict, rule, name = witness[side], witness["rules"][side], short_names(data)["ab".index(side)]
    proofs = {r["rule"]: r for r in verdict["reasons"]["rules"]}
    deciding = [c for c in verdict["citations"] if c["role"] == "decisive"]
    ordered = sorted(deciding, key=lambda c: bool(c["rule"] != rule))
    clauses = tuple(cited(c, base, label_of_rule(proofs[c["rule"]])) for c in ordered)
    others = (c for c in verdict["citations"] if c["role"] != "decisive" and _shown(c, proofs.get(c["rule"])))
    place = str(witness["places"][side])
    if side == "b" and not data["one_place"]:
        place = _full_name(verdict.get("region", ""), place, base)
    several = sum(bool(d["matters"]) for d in data["documents"][side]) > 1
    governing = (base.documents.get(d) for d in verdict["reasons"]["governing"])
    guided = any(d is not None and d.kind == GUIDANCE_KIND for d in governing)
    looked_at = tuple(cited(c, base) for c in others)
    return Half(
        name, place, verdict["outcome"], verdict["label"], clauses, name in unreached, verdict, several, looked_at,
        guided, str(verdict.get("region") or ""),
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
