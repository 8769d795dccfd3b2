"""From comparisons to what is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Region
from reasoner.analysis.application_form import form_from_data
from reasoner.compare.compared_documents import GUIDANCE_KIND
from reasoner.compare.coverage import ONLY
from reasoner.compare.relation_kinds import Party
from reasoner.compare.report import wordings
from reasoner.compare.report.deciding_clauses import cited, spoken
from reasoner.compare.report.document_lines import doubtful, only_reports, side_documents
from reasoner.compare.report.fact_lines import PLACE, facts_of
from reasoner.compare.report.resting_readings import rests
from reasoner.compare.report.view_facts import SideDocument
from reasoner.compare.report.view_model import Block, Cited, Example, Half, Kinds, Spoken, View, short_names
from reasoner.compare.result import PARTIES, Both, ComparedDocument, Comparison, Result, RuleOfSide, Witness, groups
from reasoner.explain import label_of_rule
from reasoner.model.kinds import Role
from reasoner.model.messages import LOWER_AUTHORITIES
from reasoner.model.place_binding import city_of
from reasoner.model.proof import RuleProof
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Citation

_DOCUMENT: Final = "《"
"""How the name of a side begins that is a document."""

_Amended = tuple[set[tuple[str, str]], set[tuple[str, str]]]
"""On each side the words of the clauses that were amended, each with the name of its rule."""

_Documents = Both[tuple[SideDocument, ...]]


def views(comparisons: Comparison | Sequence[Comparison], base: RuleBase) -> tuple[View, ...]:
    """The pairs of one or several comparisons; the examples are numbered through all of them."""
    listed = [comparisons] if isinstance(comparisons, Comparison) else comparisons
    number = count(1)
    return tuple(_view(c, base, number) for c in listed)


def _view(comparison: Comparison, base: RuleBase, number: Iterator[int]) -> View:
    documents = Both(
        side_documents(comparison.documents.a, base),
        side_documents(comparison.documents.b, base),
    )
    return View(
        comparison,
        tuple(_blocks(comparison, documents, base, number)),
        _region(comparison, base),
        documents,
        tuple(_judged(comparison, base)),
        tuple(_glosses(comparison, base)),
        _nested(comparison, base),
        _question(comparison, base),
        rests(comparison, base),
    )


def _region(comparison: Comparison, base: RuleBase) -> str:
    region = base.vocabulary.regions.get(comparison.regions.a) if comparison.one_place else None
    return region.name if region is not None and region.name not in comparison.names.each else ""


def _nested(comparison: Comparison, base: RuleBase) -> tuple[str, str] | None:
    sides = [(comparison.regions.of(p), comparison.names.of(p)) for p in PARTIES]
    if comparison.one_place or any(name.startswith(_DOCUMENT) for _, name in sides):
        return None
    for (inner, name), (outer, around) in (sides, sides[::-1]):
        if outer in base.vocabulary.chain(inner)[1:]:
            return name, around
    return None


def _question(comparison: Comparison, base: RuleBase) -> str:
    """Matters and kinds where not all were asked for, and the day."""
    known, matters = base.vocabulary.matters, dict.fromkeys(r.matter for r in comparison.results)
    kinds = dict.fromkeys(r.type for r in comparison.results)
    every = {k for m in matters if m in known for k in known[m].members}
    named = f"--matter {' '.join(matters)} " if set(matters) != set(known) else ""
    types = f"--type {' '.join(kinds)} " if set(kinds) != every else ""
    return f"{named}{types}--as-of {comparison.as_of}"


def _judged(comparison: Comparison, base: RuleBase) -> Iterator[Cited]:
    for rule in comparison.rules.open:
        document = base.documents.get(rule.partition("/")[0])
        clause = document.clauses.get(rule.partition("#")[0]) if document is not None else None
        if clause is not None:
            yield cited(clause, rule, base)


def _glosses(comparison: Comparison, base: RuleBase) -> Iterator[str]:
    verdicts = (w.verdict(p) for r in comparison.results for w in r.witnesses for p in PARTIES)
    codes = dict.fromkeys(v.region or "" for v in verdicts)
    for region in (base.vocabulary.regions[c] for c in codes if c in base.vocabulary.regions):
        other = _called(region)
        if other:
            yield f"{region.name}({other})"


def _called(region: Region) -> str:
    """The other name by which people know a county: of the known ones the shortest in full, 西海岸新区."""
    full = [n for n in region.aliases if n[-1] in "区市县" and n != region.name]
    return min(full, key=len, default="")


# --- matters and kinds ----------------------------------------------------------------------------------------


def _blocks(comparison: Comparison, documents: _Documents, base: RuleBase, number: Iterator[int]) -> Iterator[Block]:
    names = short_names(comparison)
    turning = [(t.matter, k) for t in comparison.readings.turning or () for k in t.types]
    places = {
        matter: _usual_places(comparison, matter) for matter in dict.fromkeys(r.matter for r in comparison.results)
    }
    for matter, results in _joined(comparison):
        first, kinds = results[0], tuple(r.type for r in results)
        term = base.vocabulary.matters.get(matter)
        whole = len(kinds) > 1 and term is not None and set(kinds) == set(term.members)
        of = Kinds(kinds, whole, first.complete)
        unreached = tuple(n for n, party in zip(names, PARTIES, strict=True) if party in first.unreached)
        examples = (_example(comparison, w, of, base, places[matter]) for w in first.witnesses)
        yield Block(
            matter=matter,
            of=of,
            relation=first.relation,
            label=_shortened(first.label, comparison),
            why=_why(first, comparison),
            examples=tuple(_numbered(examples, comparison, number)),
            silent=first.silent,
            unreached=unreached,
            spoken=tuple(_spoken(first, comparison, base)),
            silence=tuple(_silence(first, comparison)) if first.silent else (),
            doubtful=tuple(n for n, d in zip(names, documents.each, strict=True) if doubtful(d, matter)),
            turning=tuple(k for k in kinds if (matter, k) in turning),
            by_force=first.by_force,
        )


def _silence(result: Result, comparison: Comparison) -> Iterator[str]:
    """Which sides are silent, and how."""
    for party, name in zip(PARTIES, short_names(comparison), strict=True):
        if party in result.unreached:
            yield name + wordings.BEYOND
            continue
        kinds = frozenset(rule.kind for rule in _speaking(result, party))
        if not any(kind.decides for kind in kinds):
            yield name + (ONLY.get(kinds) or _nothing(comparison.documents.of(party), result.matter, comparison.as_of))


def _speaking(result: Result, party: Party) -> tuple[RuleOfSide, ...]:
    return result.speaking.of(party) if result.speaking is not None else ()


def _nothing(documents: Sequence[ComparedDocument], matter: str, day: str) -> str:
    late = [d for d in documents if matter in d.matters and d.in_force is False]
    if not late:
        return wordings.UNHELD if only_reports(documents) else wordings.SILENT
    return wordings.ENDED if any(d.ends and d.ends < day for d in late) else wordings.NOT_YET


def _spoken(result: Result, comparison: Comparison, base: RuleBase) -> Iterator[Spoken]:
    """The rules of the side that speaks for these kinds where the other is silent; but not those that reach no kind of
    institution that may ask for the matter.
    """
    of_matter = [r for r in comparison.results if r.matter == result.matter]
    for party, name in zip(PARTIES, short_names(comparison), strict=True):
        reaching = {s.rule for r in of_matter for s in _speaking(r, party) if s.reaches}
        for rule in _speaking(result, party) if party not in result.unreached else ():
            if rule.rule in reaching:
                yield spoken(rule, name, base)


def _shortened(text: str, comparison: Comparison) -> str:
    for full, short in zip(comparison.names.each, short_names(comparison), strict=True):
        text = text.replace(full, short)
    return text


def _why(result: Result, comparison: Comparison) -> str:
    """What the data says; but questions are counted over all matters, which tells nothing of one of them, and of a side of
    which only reports are held nobody knows what it provides.
    """
    why = result.why
    for party in PARTIES:
        if only_reports(comparison.documents.of(party)):
            name = comparison.names.of(party)
            why = why.replace(f"{name}{wordings.SILENT}", f"{name}{wordings.UNHELD}")
    return re.sub(r",已问\d+次(?=\))", "", _shortened(why, comparison))


def _joined(comparison: Comparison) -> list[tuple[str, list[Result]]]:
    """The groups of kinds by matter; groups of which the same is said, and nothing is shown, are one."""
    joined: list[tuple[str, list[Result]]] = []
    for matter, members in groups(comparison.results):
        if joined and joined[-1][0] == matter and _summary(joined[-1][1][0]) == _summary(members[0]) is not None:
            joined[-1][1].extend(members)
        else:
            joined.append((matter, list(members)))
    return joined


def _summary(result: Result) -> tuple[object, ...] | None:
    """What is said of a kind where nothing is shown."""
    if result.witnesses:
        return None
    reach = [(s.rule, s.reaches) for party in PARTIES for s in _speaking(result, party)]
    return (result.relation, result.why, result.complete, *result.unreached, *reach)


# --- examples -------------------------------------------------------------------------------------------------


def _example(comparison: Comparison, witness: Witness, of: Kinds, base: RuleBase, places: Mapping[str, str]) -> Example:
    """An example, not yet numbered; places: where those of the matter lie that do not turn on it."""
    a, b = (_half(comparison, witness, party, base) for party in PARTIES)
    form = form_from_data(witness.application)
    facts = facts_of(form, witness.unusual, base.vocabulary, places)
    return Example(0, witness.kind, a, b, facts, form, of)


def _usual_places(comparison: Comparison, matter: str) -> dict[str, str]:
    """By whose place it is: where the examples of a matter lie that do not turn on the place."""
    places: dict[str, str] = {}
    for party, of in ((Party.B, comparison.b), (Party.A, "机构")):
        for w in (w for r in comparison.results if r.matter == matter for w in r.witnesses):
            if not any(u.fact == PLACE and u.of == of for u in w.unusual):
                places.setdefault(of, w.places.of(party))
    return places


def _numbered(made: Iterable[Example], comparison: Comparison, number: Iterator[int]) -> Iterator[Example]:
    """The examples with their numbers; those in which an amended rule decides beside another clause come last, where an
    example shows the same without that clause.
    """
    changed, listed = _amended(comparison), list(made)
    shared = [any(_shared(h, of) for h, of in zip((e.a, e.b), changed, strict=True)) for e in listed]
    alone = {_same(e) for e, beside in zip(listed, shared, strict=True) if not beside}
    listed = [replace(e, beside=beside and _same(e) in alone) for e, beside in zip(listed, shared, strict=True)]
    yield from (replace(e, number=next(number)) for e in sorted(listed, key=lambda e: e.beside))


def _same(e: Example) -> tuple[str, str, str]:
    return e.kind, e.a.label, e.b.label


def _amended(comparison: Comparison) -> _Amended:
    before: set[tuple[str, str]] = set()
    after: set[tuple[str, str]] = set()
    for clause in (c for document in comparison.amended or () for c in document.clauses):
        for amended, text in ((before, clause.before), (after, clause.after)):
            amended |= {(_in_one_line(text), rule.name) for rule in clause.rules} if text else set()
    return before, after


def _shared(half: Half, changed: set[tuple[str, str]]) -> bool:
    """Whether another clause stands first where an amended rule decides as well."""
    decides = [(_in_one_line(c.quote), c.rule.partition("@")[0]) in changed for c in half.deciding]
    return any(decides) and not decides[0]


def _in_one_line(text: str) -> str:
    return "".join(text.splitlines())


def _half(comparison: Comparison, witness: Witness, party: Party, base: RuleBase) -> Half:
    verdict, rule = witness.verdict(party), witness.rules.of(party)
    name = short_names(comparison)[PARTIES.index(party)]
    proofs = {r.rule: r for r in verdict.reasons.rules}
    deciding = [c for c in verdict.citations if c.role is Role.DECISIVE]
    ordered = sorted(deciding, key=lambda c: c.rule != rule)
    others = (c for c in verdict.citations if c.role is not Role.DECISIVE and _explained(c, proofs.get(c.rule)))
    place = witness.places.of(party)
    if party is Party.B and not comparison.one_place:
        place = _full_name(verdict.region or "", place, base)
    governing = (base.documents.get(d) for d in verdict.reasons.governing)
    return Half(
        side=name,
        place=place,
        outcome=verdict.outcome,
        label=verdict.label,
        deciding=tuple(cited(c, c.rule, base, label_of_rule(proofs[c.rule])) for c in ordered),
        verdict=verdict,
        several=sum(bool(d.matters) for d in comparison.documents.of(party)) > 1,
        looked_at=tuple(cited(c, c.rule, base) for c in others),
        guided=whose_guidance([d for d in governing if d is not None and d.kind == GUIDANCE_KIND]),
        code=verdict.region or "",
    )


def whose_guidance(guidance: Sequence[Document]) -> str:
    """Whose guidance it is, and to whom it is addressed."""
    if not guidance:
        return ""
    levels = "、".join(dict.fromkeys(f"{d.issuer_level}级" for d in guidance))
    addressees = "、".join(dict.fromkeys(a for d in guidance for a in d.addressees)) or LOWER_AUTHORITIES
    return wordings.GUIDANCE.format(levels=levels, addressees=addressees)


def _explained(citation: Citation, proof: RuleProof | None) -> bool:
    """Whether reasons speak of a clause: not where its rule does not reach the applicant, but for exemptions."""
    if citation.role is not Role.CONSIDERED or proof is None:
        return True
    return proof.condition is not None or proof.effect is Effect.EXEMPT


def _full_name(code: str, place: str, base: RuleBase) -> str:
    """A county with its prefecture: 郑州市中原区."""
    regions = base.vocabulary.regions
    city = city_of(base.vocabulary, code) if code in regions else None
    return f"{regions[city].name}{place}" if city is not None and city != code else place
