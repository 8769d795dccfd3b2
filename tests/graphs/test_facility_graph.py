"""A real register as one graph: 300 institutions, every region of the ontology, 1,000 observations, judged whole."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from reasoner.driver import current_rule_base, exports, judging
from reasoner.graphs import namespaces as n
from reasoner.graphs.graph_builder import Iri, Lit, Resource, number, period
from reasoner.graphs.term_iris import Terms
from reasoner.graphs.write import turtle
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import encode

APPLICATIONS, FACILITIES, OBSERVATIONS = 120, 300, 1000


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "register.ttl"
    base = current_rule_base.rule_base()
    path.write_text(turtle(_resources(base, current_rule_base.terms())), encoding="utf-8")
    return path


def _resources(base: RuleBase, terms: Terms) -> list[Resource]:
    chance = random.Random(7)
    vocabulary = base.vocabulary
    ex = "https://example.org/"
    types = list(vocabulary.types.values())
    counties = [
        r for r in vocabulary.regions.values() if r.level == "county" and r.parent in ("370200", "410100", "371600")
    ]
    resources = []
    for i in range(FACILITIES):
        kind = types[i % len(types)]
        facility = Resource(f"{ex}facility/{i}").a(n.PROV + "Organization", n.TL + "Facility", kind.iri)
        facility.add(n.TL + "name", Lit(f"示例机构{i}")).add(n.TL + "location", Iri(chance.choice(counties).iri))
        resources.append(facility)
        if i < APPLICATIONS:
            matters = [m for m in vocabulary.matters.values() if kind.label in m.members]
            application = Resource(f"{ex}application/{i}").a(n.TL + "Application")
            application.add(n.TL + "identifier", Lit(f"A{i:03}")).add(n.APPLICANT, Iri(facility.iri))
            application.add(n.TL + "matter", Iri(chance.choice(matters).iri))
            application.add(n.TL + "received", period("2024-05-01"))
            resources.append(application)
    places = [r for r in vocabulary.regions.values() if r.level != "nation"]
    for region in places:
        resources.append(Resource(region.iri).a(n.TL + "Region").add(n.LABEL, Lit(region.name, language="zh")))
    wanted = [t for t in terms.observable.values() if t.subject == "地区" and t.datatype in ("ratio", "count")]
    keys = [(r, t, y) for y in ("2022", "2023") for r in places for t in wanted]
    for region, term, year in chance.sample(keys, OBSERVATIONS):
        value = chance.randrange(1, 90)
        seen = Resource(f"{ex}observation/{region.code}/{term.iri.partition('#')[2]}/{year}")
        seen.a(n.SOSA + "Observation").add(n.OF, Iri(region.iri)).add(n.INDICATOR, Iri(term.iri))
        ratio = term.datatype == "ratio"
        seen.add(n.VALUE, Lit(f"0.{value:02}", n.XSD + "decimal") if ratio else number(value * 1000, whole=True))
        resources.append(seen.add(n.AS_AT, period(year)))
    chance.shuffle(resources)
    return resources


def test_every_application_in_it_is_judged(register: Path) -> None:
    start = time.process_time()
    verdicts, several = judging.check(register)
    taken = time.process_time() - start
    assert several
    assert [v.application for v in verdicts] == [f"A{i:03}" for i in range(APPLICATIONS)]
    assert len({v.outcome for v in verdicts}) >= 4
    assert sum(f.as_at in ("2022", "2023") for v in verdicts for f in v.facts) > 20
    assert taken < 60


def test_shared_observations_join_as_in_json(register: Path, base: RuleBase, tmp_path: Path) -> None:
    """The same register as JSON with shared 指标 gives the same bytes."""
    from reasoner.graphs.graph_reading import read_graph

    plain: dict[str, Any] = read_graph(register, current_rule_base.terms()).loaded.data
    assert len(plain["指标"]) == OBSERVATIONS
    source = tmp_path / "register.json"
    source.write_text(json.dumps(plain, ensure_ascii=False, default=str), encoding="utf-8")
    one, other = ([encode(v) for v in judging.check(p)[0]] for p in (register, source))
    assert one == other


def test_it_is_validated_whole(register: Path) -> None:
    found = exports.validate(register)
    assert {f.code for f in found.findings} <= {"G119"}  # random figures: a part may exceed its whole
    assert found.applications == APPLICATIONS


def test_one_wrong_observation_among_a_thousand(register: Path, tmp_path: Path) -> None:
    text = register.read_text(encoding="utf-8")
    bad = tmp_path / "bad.ttl"
    bad.write_text(text.replace("sosa:hasSimpleResult 0.", "sosa:hasSimpleResult 10.", 1), encoding="utf-8")
    found = [f for f in exports.validate(bad).findings if f.code != "G119"]
    assert [f.code for f in found] == ["F125"]
    assert found[0].node.startswith("https://example.org/observation/")
