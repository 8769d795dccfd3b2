"""The corpus as resources: every document, clause, norm, reading and figure of the rule base under an IRI of its own.

Words are quoted, never told again: what a norm or a statement rests on are its pieces of the official text (tl:quote). What a
rule means is there as the compiled data (rdf:JSON) and as one plain sentence (skos:definition).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from policy_dsl.compiled import Clause, Document
from policy_dsl.ir import Effect, Norm, to_data
from policy_dsl.reading import NOT_HELD
from policy_dsl.statements import Act, AnyStatement, Duty, Figure
from policy_dsl.vocabulary import Vocabulary
from reasoner.graphs import namespaces as n
from reasoner.graphs.condition_nodes import EFFECTS, ConditionNodes, strength
from reasoner.graphs.document_nodes import agent, citations, force, last_day, missing_parts, readings
from reasoner.graphs.graph_builder import Iri, Lit, Resource, boolean, merged, number, period, string, zh
from reasoner.graphs.validation_findings import facts_of
from reasoner.model.rule_base import RuleBase

_JSON: Final = n.RDF + "JSON"
_EFFECTS: Final = {
    Effect.PROHIBIT: "Prohibition", Effect.CAP: "Cap", Effect.CONTROL: "Control", Effect.REQUIRE: "Requirement",
    Effect.EXEMPT: "Exemption", Effect.PREFER: "Preference", Effect.PERMIT: "Permission",
}  # fmt: skip
_PERIOD = re.compile("[0-9]{4}(?:-[0-9]{2}){0,2}")


def corpus(base: RuleBase) -> list[Resource]:
    """The resources of the whole corpus, in the order of documents and clauses, then every version that is held.

    The clauses of a document are those of its version of the day.
    """
    natures = {t.code: t.iri for t in base.vocabulary.of_kind("nature").values()}
    cited, others = citations(base)
    works = (r for d in base.documents.values() for r in _Writer(d, base.vocabulary, natures, cited).resources())
    return merged([*works, *map(_expression, base.every), *others])


def _expression(document: Document) -> Resource:
    """A version of a document: an expression of the work that the document is."""
    version = Resource(n.DOCUMENT + document.expression).a(n.ELI + "LegalExpression")
    version.add(n.ELI + "realizes", Iri(n.DOCUMENT + document.id)).add(n.ELI + "id_local", Lit(document.expression))
    version.add(n.ELI + "title", zh(document.title))
    version.add(n.ELI + "first_date_entry_in_force", period(document.starts))
    version.add(n.ELI + "date_no_longer_in_force", period(last_day(document)))
    former = f"{document.id}@{document.replaces}" if document.replaces not in ("", NOT_HELD) else ""
    version.add(n.DCTERMS + "replaces", Iri(n.DOCUMENT + former) if former else None)
    return version.add(n.TL + "sha256", Lit(document.digest))


def clause_iri(clause: str) -> str:
    """The IRI of a clause: its document and address."""
    return n.CLAUSE + clause


def norm_iri(identifier: str) -> str:
    """The IRI of a norm by its id: its clause and name, and the reading whose alternative it is, if it is one."""
    return _named("norm", identifier)


def _named(kind: str, identifier: str) -> str:
    clause, _, name = identifier.partition("#")
    return "/".join([f"{n.ROOT}{kind}/{clause}", *(n.slug(part) for part in name.split("@") if part)])


class _Writer:
    """The resources of one document."""

    def __init__(
        self, document: Document, vocabulary: Vocabulary, natures: Mapping[str, str], cited: Mapping[str, Sequence[str]]
    ) -> None:
        self._document, self._vocabulary, self._natures, self._cited = document, vocabulary, natures, cited
        self._conditions = ConditionNodes(vocabulary)
        self._iri = n.DOCUMENT + document.id
        self._by_clause: dict[str, list[str]] = {}
        for norm in document.norms_in_use:
            self._by_clause.setdefault(norm.clause, []).append(norm_iri(norm.id))

    def resources(self) -> Iterator[Resource]:
        """The document, then its clauses with what is in each, then its readings."""
        yield from self._whole()
        norms: dict[str, list[Norm]] = {}
        for norm in (x for x in self._document.all_norms if not x.pending):
            norms.setdefault(norm.clause, []).append(norm)
        for clause in self._document.clauses.values():
            yield self._clause(clause)
            for norm in norms.get(clause.clause, ()):
                yield from self._norm(norm)
            for called, statements in _statements(clause):
                for statement in statements:
                    yield from self._statement(statement, clause, called)
            yield from (self._figure(x, clause) for x in clause.observations)
        yield from readings(self._document, norm_iri, self._reading_iri)

    def _whole(self) -> Iterable[Resource]:
        document = self._document
        received = Resource(f"{n.ROOT}received/{n.slug(document.received.file)}").a(n.PROV + "Entity")
        received.add(n.DCTERMS + "identifier", Lit(document.received.file))
        received.add(n.TL + "sha256", Lit(document.received.sha256))
        issuers = [agent(name) for name in document.issuers]
        whole = Resource(self._iri).a(n.TL + "Document")
        whole.add(n.ELI + "id_local", Lit(document.id)).add(n.ELI + "title", zh(document.title))
        whole.add(n.ELI + "number", string(document.number)).add(n.DCTERMS + "type", zh(document.kind))
        whole.add(n.ELI + "passed_by", *(Iri(i.iri) for i in issuers))
        whole.add(n.ELI + "jurisdiction", Iri(self._vocabulary.regions[document.region].iri))
        whole.add(n.ELI + "date_document", period(document.issued))
        whole.add(n.ELI + "first_date_entry_in_force", period(document.starts))
        whole.add(n.ELI + "date_no_longer_in_force", period(document.ends))
        whole.add(n.SKOS + "note", *(zh(note) for note in document.force))
        force(whole, document)
        whole.add(n.TL + "sha256", Lit(document.digest)).add(n.PROV + "wasDerivedFrom", Iri(received.iri))
        region = self._vocabulary.regions[document.region]
        place = Resource(region.iri).add(n.LABEL, zh(region.name))
        return [whole, received, place, *issuers, *missing_parts(whole, document)]

    def _clause(self, clause: Clause) -> Resource:
        resource = Resource(clause_iri(clause.clause)).a(n.TL + "Clause")
        resource.add(n.ELI + "is_part_of", Iri(self._iri))
        above = self._above(clause.clause)
        resource.add(n.ELI + "is_part_of", Iri(clause_iri(above)) if above else None)
        resource.add(n.ELI + "id_local", Lit(clause.clause.partition("/")[2]))
        resource.add(n.TL + "place", Lit(clause.place))
        terms = self._vocabulary.terms
        resource.add(n.TL + "nature", *(Iri(terms[name].iri) for name in clause.natures))
        resource.add(n.TL + "quote", Lit(clause.quote))
        resource.add(n.ELI + "cites", *(Iri(iri) for iri in self._cited.get(clause.clause, ())))
        resource.add(n.TL + "start", number(Decimal(clause.start), whole=True))
        resource.add(n.TL + "end", number(Decimal(clause.end), whole=True))
        resource.add(n.PROV + "alternateOf", Iri(clause_iri(clause.same_as)) if clause.same_as else None)
        waiting = [] if clause.pending is None else ["待写:本条尚未写成规则,或者尚未全部写成。"]
        return resource.add(n.SKOS + "note", *(zh(note) for note in (*clause.notes, *waiting)))

    def _above(self, clause: str) -> str:
        """The nearest clause whose address begins this one's."""
        while "." in clause.partition("/")[2]:
            clause = clause.rpartition(".")[0]
            if clause in self._document.clauses:
                return clause
        return ""

    def _norm(self, norm: Norm) -> Iterator[Resource]:
        """A norm with its conditions as nodes, and the labels of what it names.

        What would stand under the alternative of a reading is no norm in use, and of no class of norms.
        """
        resource = Resource(norm_iri(norm.id))
        resource.a(n.TL + (_EFFECTS[norm.effect] if norm.alternative_of is None else "AlternativeNorm"))
        resource.add(n.LABEL, zh(norm.name)).add(n.SKOS + "definition", zh(norm.text))
        resource.add(n.TL + "anchoredIn", Iri(clause_iri(norm.clause)))
        self._words(resource, self._document.clauses[norm.clause], norm.spans)
        carried = strength(norm.strength.value)
        resource.add(n.TL + "hasEffect", Iri(EFFECTS[norm.effect]))
        resource.add(n.TL + "hasStrength", Iri(carried.iri) if carried is not None else None)
        matters = [self._vocabulary.matters[m] for m in norm.matters]
        resource.add(n.TL + "regulates", *(Iri(m.iri) for m in matters))
        resource.add(n.TL + "readsFact", *(Iri(self._vocabulary.facts[f].iri) for f in facts_of(norm)))
        resource.add(n.TL + "scope", _json(norm.scope)).add(n.TL + "condition", _json(norm.condition))
        reach, when = resource.iri + "/reach", resource.iri + "/condition"
        resource.add(n.TL + "reaches", Iri(reach)).add(n.TL + "appliesWhen", Iri(when))
        resource.add(n.TL + "restsOn", *(Iri(self._reading_iri(r)) for r in norm.readings))
        supported = self._by_clause.get(norm.supports or "", ())
        resource.add(n.TL + "supports", *(Iri(i) for i in supported if i != resource.iri))
        if norm.alternative_of is not None:
            main = norm_iri(norm.id.partition("@")[0])
            kept = main in self._by_clause.get(norm.clause, ())
            resource.add(n.PROV + "alternateOf", Iri(main) if kept else None)
            resource.add(n.SKOS + "note", zh(f"条文理解「{norm.alternative_of}」采另一种时的规范,不用于研判"))
            resource.add(n.TL + "underReading", Iri(self._reading_iri(norm.alternative_of)))
        yield resource.add(n.TL + "reviewed", boolean(norm.reviewed))
        if carried is not None:
            yield carried
        yield from (Resource(m.iri).add(n.LABEL, zh(m.label)) for m in matters)
        yield from self._conditions.nodes(reach, norm.scope)
        yield from self._conditions.nodes(when, norm.condition)

    def _statement(self, statement: AnyStatement, clause: Clause, called: str) -> Iterator[Resource]:
        resource = Resource(_named("statement", statement.id) + f"/{called}").a(n.TL + "Statement")
        resource.add(n.LABEL, zh(statement.name)).add(n.DCTERMS + "type", zh(called))
        if isinstance(statement, Act):
            yield from self._act(resource, statement)
        yield self._stated(resource, statement, clause)

    def _act(self, resource: Resource, act: Act) -> Iterator[Resource]:
        """Who is to do what: bearer, strength, towards whom and by when, and the labels of these."""
        resource.a(n.TL + ("Duty" if isinstance(act, Duty) else "Proposal"))
        agents = self._vocabulary.of_kind("agent")
        bearers = [agents[name] for name in act.bearers if name in agents]
        resource.add(n.TL + "bearer", *(Iri(b.iri) for b in bearers))
        resource.add(n.TL + "bearerStated", boolean(bool(bearers)))
        carried = strength(act.strength)
        resource.add(n.TL + "hasStrength", Iri(carried.iri) if carried is not None else None)
        resource.add(n.TL + "deed", string(act.act)).add(n.TL + "byWhen", string(act.by))
        terms = [(name, self._vocabulary.terms.get(name)) for name in act.towards]
        resource.add(n.TL + "towards", *(Iri(term.iri) if term is not None else Lit(name) for name, term in terms))
        named = (*bearers, *(term for _, term in terms if term is not None))
        yield from (Resource(term.iri).add(n.LABEL, zh(term.label)) for term in named)
        if carried is not None:
            yield carried

    def _figure(self, figure: Figure, clause: Clause) -> Resource:
        """A figure of the text. Its indicator is a term only where the text speaks of one; the text's own word is the label."""
        resource = Resource(_named("observation", figure.id)).a(n.SOSA + "Observation").add(n.LABEL, zh(figure.name))
        term = self._vocabulary.facts.get(figure.indicator)
        resource.add(n.INDICATOR, Iri(term.iri) if term is not None else None)
        resource.add(n.OF, *(Iri(i) for i in self._regions(figure.regions)))
        if figure.op == "eq" and figure.value is not None:
            whole = figure.value == int(figure.value) and figure.unit != ""
            resource.add(n.VALUE, number(figure.value, whole=whole))
            unit = self._vocabulary.unit_named(figure.unit)
            resource.add(n.UNIT, Iri(unit.iri) if unit is not None else None)
        resource.add(n.AS_AT, period(figure.as_at) if _PERIOD.fullmatch(figure.as_at) else None)
        return self._stated(resource, figure, clause)

    def _stated(self, resource: Resource, statement: AnyStatement, clause: Clause) -> Resource:
        resource.add(n.PROV + "wasDerivedFrom", Iri(clause_iri(clause.clause)))
        self._words(resource, clause, statement.spans)
        data = to_data(statement)
        assert isinstance(data, dict)
        kept = {k: v for k, v in data.items() if k not in ("id", "name", "spans", "readings")}
        resource.add(n.TL + "content", _json(kept))
        return resource.add(n.TL + "restsOn", *(Iri(self._reading_iri(r)) for r in statement.readings))

    def _regions(self, names: Iterable[str]) -> Iterator[str]:
        """The regions that a text means: 全市 is the document's own."""
        own = self._document.region
        for name in names:
            known = self._vocabulary.find_regions(name)
            inside = [r for r in known if own in self._vocabulary.chain(r.code)] or list(known)
            if name == "全市":
                yield self._vocabulary.regions[own].iri
            elif len(inside) == 1:
                yield inside[0].iri

    def _words(self, resource: Resource, clause: Clause, spans: Sequence[tuple[int, int]]) -> None:
        """The words of spans; offsets are those of the received file, which the clause's quotation covers."""
        quote, start = clause.quote, clause.start
        resource.add(n.TL + "quote", *(Lit(quote[a - start : b - start]) for a, b in spans))
        resource.add(n.TL + "span", *(Lit(f"{a}-{b}") for a, b in spans))

    def _reading_iri(self, name: str) -> str:
        return f"{n.ROOT}reading/{self._document.id}/{n.slug(name)}"


def _statements(clause: Clause) -> Iterator[tuple[str, Sequence[AnyStatement]]]:
    """The statements of a clause by what they are called; its figures are observations."""
    yield "义务", clause.duties
    yield "建议", clause.proposals
    yield "定义", clause.definitions
    yield "标准", clause.standards
    yield "目标", clause.targets
    yield "裁量", clause.judgements


def _json(data: object) -> Lit:
    return Lit(json.dumps(to_data(data), ensure_ascii=False, sort_keys=True, separators=(",", ":")), _JSON)
