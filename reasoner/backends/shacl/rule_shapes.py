"""Every rule in use as two shapes: one for the applications of which it holds, one for those of which nobody can tell yet.

Defeat and outcome are no shapes: an exemption that holds says by `s:lifts` which restrictions count no more, be it those of its
document or those of single clauses; the reader of the results has to weigh it, or the interpreter does, and every report says so.
A file carries what its reader needs to trust it: a canary that must be found in every report, a shape that names applications
outside the profile, and the rules that it does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from policy_dsl.compiled import Document
from policy_dsl.ir import Effect, Norm
from policy_dsl.rdf_namespaces import CLAUSE, ROOT
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.shacl.conditions import NotExported, conjunction, truth
from reasoner.backends.shacl.facts import NEED, Query, property_name

SHAPE: Final = ROOT + "shape/rule/"
CANARY: Final = ROOT + "shape/canary"
ONTOLOGY_CANARY: Final = ROOT + "shape/canary-ontology"
OUTSIDE: Final = ROOT + "shape/outside-profile"
LIFTING: Final = ROOT + "shape/canary-exemptions"
LIFTS: Final = ROOT + "shape/lifts"
"""From the shape of an exemption that holds to that of a restriction that counts no more."""
_RESTRICTING: Final = (Effect.PROHIBIT, Effect.CAP, Effect.CONTROL, Effect.REQUIRE)
_LIFTED: Final = (Effect.PROHIBIT, Effect.CAP, Effect.CONTROL)
"""What an exemption lifts; a requirement of the applicant is no restriction of a document."""
_SETS: Final = """@prefix s:       <https://w3id.org/tiaoli/shape/> .
@prefix tl:      <https://w3id.org/tiaoli/ns#> .
@prefix sh:      <http://www.w3.org/ns/shacl#> .
@prefix owl:     <http://www.w3.org/2002/07/owl#> .
@prefix xsd:     <http://www.w3.org/2001/XMLSchema#> .
@prefix skos:    <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov:    <http://www.w3.org/ns/prov#> .
"""
_HEAD: Final = '''
<https://w3id.org/tiaoli/shape/rules> a owl:Ontology ; dcterms:title "规则的数据形状"@zh , "The rules as shapes"@en ;
    dcterms:license <https://spdx.org/licenses/MIT> ; owl:versionInfo "{version}" ;
    sh:declare [ sh:prefix "tl" ; sh:namespace "https://w3id.org/tiaoli/ns#"^^xsd:anyURI ] ,
               [ sh:prefix "skos" ; sh:namespace "http://www.w3.org/2004/02/skos/core#"^^xsd:anyURI ] ,
               [ sh:prefix "sosa" ; sh:namespace "http://www.w3.org/ns/sosa/"^^xsd:anyURI ] ,
               [ sh:prefix "owl" ; sh:namespace "http://www.w3.org/2002/07/owl#"^^xsd:anyURI ] ,
               [ sh:prefix "xsd" ; sh:namespace "http://www.w3.org/2001/XMLSchema#"^^xsd:anyURI ] ,
               [ sh:prefix "prov" ; sh:namespace "http://www.w3.org/ns/prov#"^^xsd:anyURI ] ,
               [ sh:prefix "r" ; sh:namespace "https://w3id.org/tiaoli/region/"^^xsd:anyURI ] ,
               [ sh:prefix "geo" ; sh:namespace "http://www.opengis.net/ont/geosparql#"^^xsd:anyURI ] .

# 哨兵:每份核对报告里都必须有它。没有的,这个程序没有执行 SPARQL 约束,其余结果不可信。
# A canary: every report must have it. An engine that does not run SPARQL constraints finds nothing, and says so by this silence.
s:canary a sh:NodeShape ; sh:targetNode s:canary ; sh:severity sh:Info ;
    sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/tiaoli/shape/rules> ;
        sh:message "哨兵:SPARQL 约束已经执行"@zh ;
        sh:select """SELECT $this WHERE {{ BIND ($this AS ?same) FILTER (?same = $this) }}""" ] .

# 所在地属于哪个市、哪个医保管理区域,要看本体;核对时没有一并读入本体的,这里报出。
# Which city a county lies in is told by the ontology, which has to be loaded beside the applications.
s:canary-ontology a sh:NodeShape ; sh:targetNode s:canary ;
    sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/tiaoli/shape/rules> ;
        sh:message "没有一并读入本体(tiaoli export ontology),规则的结果不完整"@zh ;
        sh:select """SELECT $this WHERE {{ FILTER NOT EXISTS {{ ?county a tl:County ; geo:sfWithin ?city }} BIND ($this AS ?same) }}""" ] .
'''
_SEVERAL: Final = "只能有一个值的性质有几个值"
_BOTH: Final = "一项事实既写明了值,又写明无、不详或者未证明"
_OTHERWISE: Final = "认定写了机关、机构自己的事实写成观察值、同一期间有几个值、数多于18位,或者时点不是年、月、日"
_PROFILE: Final = (
    (
        "没有写明是申请(tl:Application):没有一条规则核对过它",
        "$this tl:matter ?any . FILTER NOT EXISTS { $this a tl:Application }",
    ),
    (
        "收到日期、事项、机构所在地(本体所列的区县或者市)有一项没有写明,或者不是约定的写法:没有一条规则核对过它",
        """$this a tl:Application .
    OPTIONAL { $this tl:received ?day . FILTER (datatype(?day) = xsd:date && strlen(str(?day)) = 10) }
    OPTIONAL { $this tl:matter ?matter . ?matter skos:inScheme tl:matters }
    OPTIONAL { $this tl:applicant ?facility . ?facility tl:location ?place . ?place a ?level . FILTER (?level IN (tl:County, tl:Prefecture)) }
    FILTER (!bound(?day) || !bound(?matter) || !bound(?place))""",
    ),
    (_SEVERAL, "$this ?p ?x , ?y . ?p a owl:FunctionalProperty . FILTER (str(?x) != str(?y))"),
    (
        _SEVERAL,
        "$this tl:applicant|tl:observed ?n . ?n ?p ?x , ?y . ?p a owl:FunctionalProperty . FILTER (str(?x) != str(?y))",
    ),
    (_SEVERAL, "$this tl:observed ?n . ?n sosa:hasSimpleResult ?x , ?y . FILTER (str(?x) != str(?y))"),
    (
        _SEVERAL,
        "$this tl:applicant ?n . ?n a ?x , ?y . ?x skos:inScheme tl:facilityTypes . ?y skos:inScheme tl:facilityTypes . FILTER (?x != ?y)",
    ),
    (_BOTH, "$this ?p ?v ; tl:none|tl:unknown|tl:unproved ?p"),
    (_BOTH, "$this tl:applicant ?n . ?n ?p ?v ; tl:none|tl:unknown|tl:unproved ?p"),
    (
        "机构只写了大类,没有写明是其中哪一种",
        """$this tl:applicant ?n . ?n a ?kind . ?kind skos:inScheme tl:facilityClasses .
    FILTER NOT EXISTS { ?n a ?one . ?one skos:inScheme tl:facilityTypes }""",
    ),
    (
        "数值不是十进制数、整数或者是否(xsd:double、文字都不是约定的写法),或者超出可能的范围",
        """$this a tl:Application . ?o sosa:observedProperty ?p ; sosa:hasSimpleResult ?n .
    FILTER (EXISTS { $this tl:observed ?o } || NOT EXISTS { ?x tl:observed ?o })
    OPTIONAL { ?p tl:maximum ?most } OPTIONAL { ?p tl:minimum ?least }
    BIND (isNumeric(?n) && !(datatype(?n) IN (xsd:double, xsd:float)) AS ?number)
    FILTER (!?number && datatype(?n) != xsd:boolean || ?number && (bound(?most) && ?n > ?most || bound(?least) && ?n < ?least))""",
    ),
    (_OTHERWISE, "$this tl:observed ?o . ?o prov:wasAttributedTo ?organ"),
    (
        _OTHERWISE,
        "$this tl:matter ?m . ?o sosa:observedProperty ?p ; prov:wasAttributedTo ?organ . FILTER NOT EXISTS { ?any tl:observed ?o }",
    ),
    (
        _OTHERWISE,
        """$this tl:applicant ?facility . ?o sosa:hasFeatureOfInterest ?facility ; sosa:hasSimpleResult ?v .
    FILTER (str(?v) IN ("true", "false"))""",
    ),
    (
        _OTHERWISE,
        """$this tl:observed ?o . ?o sosa:observedProperty ?p ; sosa:hasFeatureOfInterest ?of .
    ?q sosa:observedProperty ?p ; sosa:hasFeatureOfInterest ?of .
    FILTER (?o != ?q) FILTER (EXISTS { $this tl:observed ?q } || NOT EXISTS { ?any tl:observed ?q })
    OPTIONAL { ?o tl:asAt ?x } OPTIONAL { ?q tl:asAt ?y }
    BIND (COALESCE(str(?x), "") AS ?one) BIND (COALESCE(str(?y), "") AS ?other)
    FILTER (?one = ?other || (strlen(?one) = 7 && strstarts(?other, ?one)))""",
    ),
    (_OTHERWISE, "$this tl:observed ?o . ?o sosa:hasSimpleResult ?n . FILTER (strlen(str(?n)) > 19)"),
    (_OTHERWISE, """$this tl:observed ?o . ?o tl:asAt ?at . FILTER (!regex(str(?at), "^[0-9]{4}(-[0-9]{2}){0,2}$"))"""),
)
"""What the rules do not speak of, each in words and as the body of a query that finds it; of some words several queries: with one
union of these pyrudof 0.3.35 took eight times as long for twice as many applications. An application that a rule neither finds nor
leaves open, and that is named by none of these, is one that the rule does not reach.
"""


@dataclass(frozen=True)
class LeftOut:
    """A rule that is not exported."""

    norm: str
    """Its id."""
    why: str
    """Why, in words for people."""


@dataclass(frozen=True)
class RuleShapes:
    """The file of shapes, and what it does not say."""

    turtle: str
    left_out: tuple[LeftOut, ...]


def shape_iri(norm: str, part: str) -> str:
    """The IRI of a shape of a rule: `holds` or `open`."""
    return f"{SHAPE}{_slug(norm)}/{part}"


def rule_shapes(documents: Iterable[Document], vocabulary: Vocabulary, version: str) -> RuleShapes:
    """The rules in use of some documents as shapes. version: of the rule base, in words."""
    blocks, left_out = [_SETS + _HEAD.format(version=version), _profile()], []
    exported: list[Norm] = []
    for document in documents:
        for norm in document.norms_in_use:
            if norm.supports is not None:
                left_out.append(LeftOut(norm.id, "目标性语句,由另一条规则具体化,本身不研判"))
                continue
            try:
                blocks += _shapes(norm, document, vocabulary)
                exported.append(norm)
            except NotExported as error:
                left_out.append(LeftOut(norm.id, str(error)))
        left_out += [LeftOut(c.clause, "待写:尚未写成规则") for c in document.pending_clauses]
    blocks += _lifting(exported)
    listed = "".join(f"#   {x.norm}  {x.why}\n" for x in left_out)
    note = f"\n# 没有写出的规则 · rules that are not exported:\n{listed or '#   (无)'}"
    return RuleShapes("\n".join(blocks) + note, tuple(left_out))


def lifted_by(exemption: Norm, norms: Iterable[Norm]) -> list[Norm]:
    """The restrictions that an exemption lifts where it holds: those of its document, or of the single clauses that it names."""
    restrictions = [n for n in norms if n.document == exemption.document and n.effect in _LIFTED]
    return [n for n in restrictions if not exemption.named or not set(exemption.named).isdisjoint(n.named)]


def _lifting(norms: list[Norm]) -> Iterator[str]:
    """Which exemption lifts which restriction: as triples, in words, and in every report."""
    exemptions = [n for n in norms if n.effect is Effect.EXEMPT]
    if not exemptions:
        return
    single = sum(e.exempts_singly for e in exemptions)
    words = f"有豁免{len(exemptions)}条,其中只免列明条款的{single}条:查到豁免成立的,它的 s:lifts 所指的限制不作数"
    yield (
        "# 豁免胜过限制,不是形状:哪条豁免免去哪条限制写在 s:lifts,报告里要由读的人比对。每份报告都有这条提示。\n"
        "# Defeat is no shape: s:lifts leads from an exemption that holds to the restrictions that count no more. Every report says so.\n"
        's:lifts a owl:AnnotationProperty ; owl:versionInfo "1.0" .\n'
        "s:canary-exemptions a sh:NodeShape ; sh:targetNode s:canary ; sh:severity sh:Info ;\n"
        "    sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/tiaoli/shape/rules> ;\n"
        f"        sh:message {_literal(words)}@zh ;\n"
        '        sh:select """SELECT $this WHERE { BIND ($this AS ?same) FILTER (?same = $this) }""" ] .\n'
    )
    for exemption in exemptions:
        lifted = lifted_by(exemption, norms)
        for restriction in lifted:
            yield f"<{shape_iri(exemption.id, 'holds')}> s:lifts <{shape_iri(restriction.id, 'holds')}> .\n"
        what = f"只免列明的条款:{'、'.join(exemption.named)}" if exemption.exempts_singly else "免去本文件的限制"
        yield f"#   {exemption.id}  {what},限制{len(lifted)}条\n"


def _profile() -> str:
    """The shape of the applications of which the results of the rules say nothing."""
    constraints = " ,\n".join(
        "    [ a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/tiaoli/shape/rules> ;\n"
        f"        sh:message {_literal(f'这份申请的写法超出约定,规则的结果对它不作数:{words}')}@zh ;\n"
        f'        sh:select """\nSELECT DISTINCT $this WHERE {{\n    {body}\n}}""" ]'
        for words, body in _PROFILE
    )
    return (
        "# 超出约定写法的申请:规则的结果对它们不作数。What the rules do not speak of: their results do not count for these.\n"
        "s:outside-profile a sh:NodeShape ; sh:targetClass tl:Application ; sh:targetSubjectsOf tl:matter ; sh:severity sh:Warning ;\n"
        f"    sh:sparql\n{constraints} .\n"
    )


def _shapes(norm: Norm, document: Document, vocabulary: Vocabulary) -> Iterator[str]:
    patterns, status = _patterns(norm, document, vocabulary)
    restricting = norm.effect in _RESTRICTING
    holds = "该规则成立,构成限制" if restricting else "该规则成立(不是限制)"
    if norm.effect is Effect.EXEMPT:
        holds = "该豁免成立,只免列明条款的限制" if norm.exempts_singly else "该豁免成立,本文件的限制不作数"
    severity = "sh:Violation" if restricting else "sh:Info"
    yield _shape(norm, document, "holds", severity, holds, patterns, f"FILTER ({status} = 2)")
    open_ = "该规则是否成立还不能判断,缺事实"
    yield _shape(norm, document, "open", "sh:Warning", open_, patterns, f"FILTER ({status} = 1)")


def _patterns(norm: Norm, document: Document, vocabulary: Vocabulary) -> tuple[list[str], str]:
    """The patterns of a rule's query, and the variable of its status. Raises NotExported."""
    matters = ", ".join(property_name(vocabulary.matters[m]) for m in norm.matters)
    query = Query(vocabulary)
    query.patterns += [
        f"$this tl:matter ?matter . FILTER (?matter IN ({matters}))",
        "$this tl:received ?received . BIND (str(?received) AS ?day)",
        *_in_force(document),
        NEED,
        "$this tl:applicant ?facility . ?facility tl:location ?location .",
        "OPTIONAL { ?facility tl:location ?county . ?county a tl:County }",
        "OPTIONAL { ?location geo:sfWithin ?above . ?above a tl:Prefecture }",
        "BIND (COALESCE(?above, ?location) AS ?city)",
        "OPTIONAL { ?joint a tl:ManagementArea ; geo:sfContains ?county }",
        "BIND (COALESCE(?joint, ?county) AS ?area)",
        "OPTIONAL { ?facility tl:township ?town }",
        *_covered(document, vocabulary),
    ]
    reach = truth(norm.scope, query)
    condition = truth(norm.condition, query)
    effective = query.bind(f"2 - {condition}") if norm.effect is Effect.REQUIRE else condition
    return query.patterns, query.bind(conjunction(reach, effective))


def _in_force(document: Document) -> Iterator[str]:
    """The days on which a document is judged by; where nobody knows them, those on which it may be in force."""
    starts = document.starts or f"{document.year}-01-01"
    yield f'FILTER (?day >= "{starts}")'
    ends = [d for d in (document.ends, document.repealed.on if document.repealed is not None else "") if d]
    if ends:
        compared = "<" if document.repealed is not None and document.repealed.on == min(ends) else "<="
        yield f'FILTER (?day {compared} "{min(ends)}")'


def _covered(document: Document, vocabulary: Vocabulary) -> Iterator[str]:
    level = vocabulary.regions[document.region].level
    region = f"r:{document.region}"
    if level == "province":
        yield f"FILTER (EXISTS {{ ?city geo:sfWithin {region} }})"
    elif level == "prefecture":
        yield f"FILTER (?city = {region})"
    elif level == "county":
        yield f"FILTER (bound(?county) && ?county = {region})"


def _shape(
    norm: Norm, document: Document, part: str, severity: str, meaning: str, patterns: list[str], last: str
) -> str:
    clause = document.clauses[norm.clause]
    quote_ = "".join(clause.quote[a - clause.start : b - clause.start] for a, b in norm.spans)
    unknown = "(该文件效力不明)" if "不明" in (document.starts_basis, document.ends_basis) else ""
    message = f"{norm.name}:{meaning}{unknown}。《{document.title}》{clause.place}:“{quote_}”"
    body = "\n  ".join([*patterns, last])
    return (
        f"<{shape_iri(norm.id, part)}> a sh:NodeShape ; sh:targetClass tl:Application ; sh:severity {severity} ;\n"
        f"    dcterms:source <{CLAUSE}{norm.clause}> ; prov:wasDerivedFrom <{ROOT}norm/{_slug(norm.id)}> ; "
        f'tl:sha256 "{document.digest}" ;\n'
        f"    sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/tiaoli/shape/rules> ;\n"
        f"        sh:message {_literal(message)}@zh ;\n"
        f'        sh:select """\nSELECT DISTINCT $this WHERE {{\n  {body}\n}}""" ] .\n'
    )


def _literal(text: str) -> str:
    return (
        '"'
        + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("{", "(").replace("}", ")")
        + '"'
    )


def _slug(norm: str) -> str:
    clause, _, name = norm.partition("#")
    named = "".join(c if c.isalnum() else quote(c, safe="-._~") for c in name)
    return f"{clause}/{named}" if name else clause
