"""The sections of the data shapes that repeat the ontology: places, matters, kinds of institution, indicators and their bounds.

They are written from the vocabulary, so that nothing of the ontology is kept a second time by hand: in the files of shapes/ they
stand between `# ▽ name` and `# △ name` as the vocabulary of the package gives them (`python -m tests.graphs.shape_files`
writes them, a test holds them equal), and where a bureau has places or matters of its own, validation fills them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Final

from policy_dsl.numerals import plain
from policy_dsl.rdf_namespaces import CLAUSE, TL
from policy_dsl.vocabulary import Term, Vocabulary

_PREFIXES: Final = {
    "qingdao-2023-18-medical": "qm", "qingdao-2023-18-ltc": "ql", "qingdao-2023-1": "q1", "henan-2025": "hn",
}  # fmt: skip
_STRUCTURE: Final = (
    "Application Facility Region Nation Province Prefecture County ManagementArea Township Determination Indicator Document Clause"
).split()
"""Classes of ours that a graph of applications may speak of, besides kinds and classes of institutions."""
_SECTION: Final = re.compile(r"^# ▽ ([a-z-]+)\n(.*?)^# △ \1\n", re.MULTILINE | re.DOTALL)
_WHOLE: Final = 'sh:pattern "^[+-]?[0-9]+([.]0*)?$" ; '
_WIDTH: Final = 7


def filled(text: str, vocabulary: Vocabulary) -> str:
    """The text of a file of shapes with its sections as a vocabulary gives them."""
    return _SECTION.sub(lambda m: f"# ▽ {m[1]}\n{SECTIONS[m[1]](vocabulary)}# △ {m[1]}\n", text)


def _name(term: Term) -> str:
    return term.iri.removeprefix(TL)


def _listed(names: Iterable[str], width: int = _WIDTH) -> str:
    """Terms of ours as a Turtle list, so many to a line."""
    every = [f"tl:{name}" for name in names]
    lines = [" ".join(every[at : at + width]) for at in range(0, len(every), width)]
    return "\n    ".join(["", *lines])


def _source(term: Term) -> str:
    """The clause that a term comes from, as part of a statement; nothing where there is none."""
    document, _, address = term.source.partition("/")
    if not address:
        return ""
    prefix = _PREFIXES.get(document)
    clause = f"{prefix}:{address}" if prefix else f"<{CLAUSE}{term.source}>"
    return f"dcterms:source {clause} ; "


def _matters(vocabulary: Vocabulary, *, shape: str, path: str, more: str, message: str) -> str:
    names = _listed((_name(m) for m in vocabulary.matters.values()), 8)
    return f"{shape} a sh:PropertyShape ; sh:path {path} ; sh:minCount 1 ; {more}sh:in ({names} ) ;\n    {message} .\n"


def _matter_of_application(vocabulary: Vocabulary) -> str:
    count = len(vocabulary.matters)
    message = (
        f'tl:checks tl:matter ; sh:message "「事项」须有一个,是本体所列的{_COUNTS.get(count, str(count))}个事项之一"@zh'
    )
    return _matters(vocabulary, shape="s:matter", path="tl:matter", more="sh:maxCount 1 ; ", message=message)


_COUNTS: Final = dict(enumerate("零一两三四五六七八九十"))


def _matter_of_norm(vocabulary: Vocabulary) -> str:
    message = 'sh:message "规范须及于至少一个事项"@zh'
    return _matters(vocabulary, shape="s:norm-matter", path="tl:regulates", more="", message=message)


def _regions(vocabulary: Vocabulary) -> str:
    """Each city with its counties, twelve to a line, the name of the city behind them."""
    regions = list(vocabulary.regions.values())
    cities = [r for r in regions if r.level == "prefecture"]
    lines = []
    for city in cities:
        codes = [city.code, *(r.code for r in regions if r.level == "county" and r.parent == city.code)]
        rows = [codes[at : at + 12] for at in range(0, len(codes), 12)]
        for number, row in enumerate(rows):
            note = f"  # {city.name}" if number == 0 else ""
            lines.append("        " + " ".join(f"r:{code}" for code in row) + note)
    known = {city.code for city in cities}
    alone = [r.code for r in regions if r.level == "county" and r.parent not in known]
    if alone:
        lines.append("        " + " ".join(f"r:{code}" for code in alone) + "  # 省直辖县级行政区")
    return "\n".join(lines) + "\n"


def _location(vocabulary: Vocabulary) -> str:
    return (
        "s:location a sh:PropertyShape ; sh:targetSubjectsOf tl:location ; sh:path tl:location ; sh:maxCount 1 ; sh:in (\n"
        f"{_regions(vocabulary)}    ) ;\n"
        '    tl:checks tl:location ; sh:message "「所在地」至多一个,是所收录的区县或设区的市,如 r:370214;医保管理区域和省不能作所在地"@zh .\n'
    )


def _every_region(vocabulary: Vocabulary) -> str:
    above = [r.code for r in vocabulary.regions.values() if r.level in ("nation", "province")]
    areas = [r.code for r in vocabulary.regions.values() if r.level == "area"]
    first = " ".join(f"r:{code}" for code in (*above, *areas))
    return f"s:Region a sh:NodeShape ; sh:in (\n        {first}\n{_regions(vocabulary)}    ) .\n"


def _types(vocabulary: Vocabulary) -> str:
    types = [_name(t) for t in vocabulary.types.values()]
    classes = [_name(t) for t in vocabulary.of_kind("class").values()]
    known = _listed(_STRUCTURE, 10) + _listed(classes) + _listed(types)
    return (
        f"s:FacilityType a sh:NodeShape ; sh:in ({_listed(types)} ) .\n"
        f"s:KnownClass a sh:NodeShape ; sh:in ({known} ) .\n"
    )


def _askers(vocabulary: Vocabulary) -> str:
    return "\n".join(_asker(vocabulary, matter) for matter in vocabulary.matters.values())


def _asker(vocabulary: Vocabulary, matter: Term) -> str:
    name = _name(matter)
    types = _listed(_name(vocabulary.types[label]) for label in matter.members)
    back = f"sh:path [ sh:inversePath tl:matter ] ; sh:property s:{name}-asker"
    message = f'{_source(matter)}sh:message "该类机构不能申请「{matter.label}」"@zh'
    return (
        f"s:{name} a sh:NodeShape ; sh:targetNode tl:{name} ; sh:property [ {back} ] .\n"
        f"s:{name}-asker a sh:PropertyShape ; sh:path ( tl:applicant rdf:type ) ; sh:or ( s:NoFacilityType s:{name}-types ) ;\n"
        f"    tl:checks tl:matter ; {message} .\n"
        f"s:{name}-types a sh:NodeShape ; sh:in ({types} ) .\n"
    )


_PLACES: Final = ("地区", "镇街", "文件")
"""What indicators are of."""


def _observed(vocabulary: Vocabulary) -> Sequence[Term]:
    """The facts that are observed of a place or a document: the indicators."""
    return [t for t in vocabulary.facts.values() if t.subject in _PLACES]


def _indicators(vocabulary: Vocabulary) -> str:
    return "\n".join(_indicator(term) for term in _observed(vocabulary))


def _indicator(term: Term) -> str:
    name = _name(term)
    match term.datatype:
        case "boolean":
            form, message = "sh:node s:Truth ;", "是 true 或 false(xsd:boolean)"
        case "count":
            form = f"sh:node s:Exact ; {_WHOLE}sh:minInclusive {term.minimum} ;"
            message = f"是不小于{term.minimum}的整数(xsd:integer),单位为{term.unit}"
        case _:
            form = f"sh:node s:Exact ; sh:minInclusive {term.minimum} ; sh:maxInclusive {term.maximum} ;"
            low, high = (f"{plain(Decimal(bound) * 100)}%" for bound in (term.minimum, term.maximum))
            message = f"是 {term.minimum} 至 {term.maximum} 的小数(xsd:decimal),即 {low} 至 {high}"
    back = f"sh:path [ sh:inversePath sosa:observedProperty ] ; sh:property s:{name}-value"
    return (
        f"s:{name} a sh:NodeShape ; sh:targetNode tl:{name} ; sh:property [ {back} ] .\n"
        f"s:{name}-value a sh:PropertyShape ; sh:path sosa:hasSimpleResult ; sh:maxCount 1 ;\n"
        f"    {form}\n"
        f'    tl:checks tl:{name} ; {_source(term)}sh:message "「{term.label}」至多一个数值,{message}"@zh .\n'
    )


_NEVER_OBSERVED: Final = ("编号", "事项", "日期")
"""What an application says of itself: nobody observes it."""


def _every_indicator(vocabulary: Vocabulary) -> str:
    others = [t for t in vocabulary.facts.values() if t.subject not in _PLACES and t.label not in _NEVER_OBSERVED]
    names = _listed((_name(t) for t in (*_observed(vocabulary), *others)), 6)
    return f"s:Indicator a sh:NodeShape ; sh:in ({names} ) .\n"


def _once(vocabulary: Vocabulary) -> str:
    """Every indicator but the force of a document, of which several organs may speak."""
    names = [f"tl:{_name(t)}" for t in _observed(vocabulary) if t.label != "文件效力"]
    rows = [" , ".join(names[at : at + 6]) for at in range(0, len(names), 6)]
    return "s:once a sh:NodeShape ; sh:targetNode\n    " + " ,\n    ".join(rows) + " ;\n"


def _within(vocabulary: Vocabulary) -> str:
    facts = vocabulary.facts
    return "\n".join(
        _WITHIN.format(
            part=_name(part), whole=_name(facts[whole]), source=_source(part).rstrip(), label=part.label, larger=whole
        )
        for part in facts.values()
        for whole in part.part_of
    )


_WITHIN: Final = '''s:{part}-within-{whole} a sh:NodeShape ; sh:targetNode tl:{part} ;
    tl:checks tl:{part} , tl:{whole} ; {source}
    sh:sparql [ a sh:SPARQLConstraint ; sh:prefixes <https://w3id.org/tiaoli/shape/relations> ;
        sh:message "「{label}」不能大于同一对象、同一时点的「{larger}」"@zh ;
        sh:select """
SELECT DISTINCT $this (?a AS ?value) WHERE {{
  ?a sosa:observedProperty $this . ?b sosa:observedProperty tl:{whole} .
  ?a sosa:hasFeatureOfInterest ?of . ?b sosa:hasFeatureOfInterest ?of .
  ?a sosa:hasSimpleResult ?part . ?b sosa:hasSimpleResult ?whole .
  FILTER (?part > ?whole)
  OPTIONAL {{ ?a tl:asAt ?x }} OPTIONAL {{ ?b tl:asAt ?y }}
  FILTER ((!bound(?x) && !bound(?y)) || sameTerm(?x, ?y))
  FILTER (EXISTS {{ ?application tl:observed ?a . ?application tl:observed ?b }}
          || NOT EXISTS {{ ?none tl:observed ?a }} || NOT EXISTS {{ ?nobody tl:observed ?b }})
}}""" ] .
'''

SECTIONS: Final[dict[str, Callable[[Vocabulary], str]]] = {
    "matter": _matter_of_application, "norm-matter": _matter_of_norm, "location": _location, "types": _types,
    "askers": _askers, "indicators": _indicators, "indicator-list": _every_indicator, "regions": _every_region,
    "once": _once, "within": _within,
}  # fmt: skip
"""What fills each section."""
