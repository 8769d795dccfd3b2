"""A verdict holds while its documents and their terms are unchanged, whatever else enters the rule base; and it holds no
more than these can read, so that nothing else changes its bytes."""

from __future__ import annotations

import copy
import hashlib
import json
import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from proof_applications import Given

from policy_dsl.compiled import CompiledBase
from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.contradictory_figures import contradictions_in
from reasoner.interpreter.judge import judge
from reasoner.interpreter.relocation import rebound
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import encode
from reasoner.proof.rule_base_check import canonical_digest
from reasoner.proof.verify import Checked, verify

Data = dict[str, Any]
Texts = dict[str, str]

MEDICAL = "qingdao-2023-18-medical"


@pytest.fixture
def base() -> Data:
    """The rule base in use as plain data, to be changed."""
    return copy.deepcopy(rule_base().plain)


def sealed(base: Data) -> Data:
    """The rule base with digests that fit."""
    for document in base["documents"]:
        content = {k: v for k, v in document.items() if k not in ("reviews", "content_digest")}
        document["content_digest"] = canonical_digest(content)
    base["rules_digest"] = canonical_digest([d["norms"] for d in base["documents"]])
    return base


def document(base: Data, name: str) -> Data:
    return next(d for d in base["documents"] if d["id"] == name)  # type: ignore[no-any-return]  # JSON


def term(base: Data, label: str) -> Data:
    return next(t for t in base["vocabulary"]["terms"] if t["label"] == label)  # type: ignore[no-any-return]  # JSON


def copied(base: Data, texts: Texts, of: str, name: str, region: str) -> Texts:
    """Adds a copy of a document under another name for another region; the texts with that of the copy."""
    made = json.loads(json.dumps(document(base, of), ensure_ascii=False).replace(of, name))
    base["documents"].append(made | {"region": region, "title": f"{made['title']}(新)"})
    base["documents"].sort(key=lambda d: d["id"])
    return texts | {name: texts[of]}


def results(verdicts: list[Data], base: Data, texts: Texts) -> tuple[list[Checked], list[str]]:
    """What is said of the verdicts that the rule base can check, and the codes of those that it cannot."""
    checked: list[Checked] = []
    try:
        for one in verify(((v["application"], v) for v in verdicts), base, texts):
            checked.append(one)
    except Faults as faults:
        return checked, [d.code for d in faults.diagnostics]
    return checked, []


def in_qingdao(verdicts: list[Data]) -> list[Data]:
    return [v for v in verdicts if (v["region"] or "").startswith("3702")]


def all_hold(verdicts: list[Data], base: Data, texts: Texts) -> bool:
    checked, codes = results(verdicts, base, texts)
    return not codes and len(checked) == len(verdicts) and not any(c.faults for c in checked)


def all_refused(verdicts: list[Data], base: Data, texts: Texts) -> bool:
    checked, codes = results(verdicts, base, texts)
    return not checked and codes == ["U121"] * len(verdicts)


# --- what else enters the rule base ---------------------------------------------------------------------------


def enlarged(base: Data, texts: Texts) -> tuple[Data, Texts]:
    """The rule base with a new city, its counties, its document, and a term that only its rules read."""
    words = base["vocabulary"]
    city = next(r for r in words["regions"] if r["code"] == "371600")
    words["regions"] += [
        city | {"code": "379900", "name": "新城市", "aliases": [], "iri": city["iri"] + "-new"},
        {"code": "379901", "name": "新城区", "level": "county", "parent": "379900", "iri": city["iri"] + "-new1"},
    ]
    words["terms"].append(term(base, "床位使用率") | {"label": "新城床位使用率", "words": [], "iri": "urn:new"})
    texts = copied(base, texts, "binzhou-2022", "xincheng-2026", "379900")
    new = document(base, "xincheng-2026")
    new["norms"] = json.loads(json.dumps(new["norms"], ensure_ascii=False).replace("床位使用率", "新城床位使用率"))
    return sealed(base), texts


def test_documents_terms_and_places_of_another_city_leave_a_verdict_valid(
    verdicts: list[Data], base: Data, texts: Texts
) -> None:
    base, texts = enlarged(base, texts)
    assert all_hold([v for v in verdicts if v["region"] is not None], base, texts)
    # Where the place is not known, it may be the new city: such a verdict rests on every document.
    assert all_refused([v for v in verdicts if v["region"] is None], base, texts)


def test_they_leave_its_bytes_as_they_are(
    applications: list[tuple[Application, str | None]], base: Data, texts: Texts
) -> None:
    larger = RuleBase(msgspec.json.decode(json.dumps(enlarged(base, texts)[0]), type=CompiledBase))
    placed = [(a, day) for a, day in applications if a.region is not None]
    assert len(placed) > 20
    for application, day in placed:
        assert encode(judge(larger, application, day)) == encode(judge(rule_base(), application, day))


# --- what a verdict rests on ----------------------------------------------------------------------------------


def removed(base: Data, texts: Texts) -> Texts:
    base["documents"] = [d for d in base["documents"] if d["id"] != "qingdao-2023-18-notice"]
    return texts


def edited(base: Data, texts: Texts) -> Texts:
    document(base, MEDICAL)["clauses"][-1]["place"] += "(附)"
    return texts


def another_threshold(base: Data, texts: Texts) -> Texts:
    norm = next(n for n in document(base, MEDICAL)["norms"] if n["name"] == "低使用率区域不新增床位")
    norm["condition"]["right"] |= {"value": "0.70", "shown": "70%"}
    return texts


def of_a_term(label: str, **more: Any) -> Callable[[Data, Texts], Texts]:
    def change(base: Data, texts: Texts) -> Texts:
        term(base, label).update(more)
        return texts

    return change


def of_a_region(code: str, **more: Any) -> Callable[[Data, Texts], Texts]:
    def change(base: Data, texts: Texts) -> Texts:
        next(r for r in base["vocabulary"]["regions"] if r["code"] == code).update(more)
        return texts

    return change


CONCERNING: dict[str, Callable[[Data, Texts], Texts]] = {
    "a document of its city added": lambda b, t: copied(b, t, MEDICAL, "qingdao-2026-9", "370200"),
    "a document of its province added": lambda b, t: copied(b, t, "henan-2025", "shandong-2026", "370000"),
    "a document of its city removed": removed,
    "a clause of its document edited": edited,
    "a threshold changed": another_threshold,
    "a term that its rules read": of_a_term("床位使用率", maximum="2"),
    "its matter": of_a_term("新增购买住院床位", definition="另一定义"),
    "a county of its city": of_a_region("370215", name="即墨市"),
    "its province": of_a_region("370000", aliases=["鲁"]),
}


@pytest.mark.parametrize("change", CONCERNING)
def test_what_a_verdict_rests_on_must_be_unchanged(change: str, verdicts: list[Data], base: Data, texts: Texts) -> None:
    concerned = [v for v in in_qingdao(verdicts) if v["matter"] == "新增购买住院床位"]
    assert len(concerned) > 8
    texts = CONCERNING[change](base, texts)
    assert all_refused(concerned, sealed(base), texts)


ELSEWHERE: dict[str, Callable[[Data, Texts], Texts]] = {
    "a document of another city": lambda b, t: copied(b, t, "binzhou-2022", "binzhou-2026", "371600"),
    "a term that its rules do not read": of_a_term("院护床位使用率", maximum="2"),
    "another matter": of_a_term("新增定点零售药店", definition="另一定义"),
    "a county of another city": of_a_region("371621", name="惠民市"),
    "another province": of_a_region("410000", aliases=["豫"]),
}


@pytest.mark.parametrize("change", ELSEWHERE)
def test_what_a_verdict_does_not_rest_on_may_change(
    change: str, verdicts: list[Data], base: Data, texts: Texts
) -> None:
    concerned = [v for v in in_qingdao(verdicts) if v["matter"] == "新增购买住院床位"]
    texts = ELSEWHERE[change](base, texts)
    assert all_hold(concerned, sealed(base), texts)


def test_digests_that_do_not_fit_are_noticed(verdicts: list[Data], base: Data, texts: Texts) -> None:
    """A rule base whose digest of a document was not made anew holds no verdict, though the digests agree."""
    document(base, MEDICAL)["clauses"][-1]["place"] += "(附)"
    (one,), _ = results(verdicts[:1], base, texts)
    assert f"{MEDICAL} 的内容与校验码不符" in one.faults
    (one,), _ = results(verdicts[:1], rule_base().plain, texts | {MEDICAL: texts[MEDICAL] + "。"})
    assert f"{MEDICAL} 的文本与校验码不符" in one.faults


# --- what a verdict holds -------------------------------------------------------------------------------------


def with_irrelevant_figures(data: Data, application: Application, chance: random.Random) -> Data:
    """The same application with figures that no rule on its matter can read at its place."""
    base = rule_base()
    facts = base.vocabulary.facts
    made: Data = copy.deepcopy(data)
    figures, rulings = made.setdefault("指标", []), made.setdefault("认定", [])
    documents = base.held_for(application.region)
    keys = {key for d in [base.readable(documents, application.matter)] for key in d.keys(application.roles)}
    terms = [t for t in facts.values() if t.subject == "地区"]
    city = application.roles["全市"]
    places = (
        [p for p in ("370200", "371600", "350500", "410100", "419001") if p != city] if city else ["370214", "371621"]
    )
    if city is not None:  # its own places, with terms that are read of others or not at all
        places += [p for p in dict.fromkeys((city, application.roles["本区县"])) if p]
    for place in places:
        for one in chance.sample(terms, 8):
            if (place, one.label) not in keys and (place, one.label) not in application.facts:
                value = "是" if one.datatype == "boolean" else 1 if one.datatype == "count" else "50%"
                figures.append({"地区": place, "名称": one.label, "数值": value, "来源": "别处"})
    held = {d.id for d in documents}
    if city is not None:
        rulings += [
            {"事项": "规划延续执行", "对象": d, "结论": True} for d in base.documents if d not in held
        ]  # fmt: skip
    chance.shuffle(figures)
    return made


def test_figures_that_no_rule_can_read_leave_the_bytes_as_they_are(every_application: list[Given]) -> None:
    chance, tried = random.Random(3), 0
    for given in every_application:
        data = with_irrelevant_figures(given.data, given.application, chance)
        if len(data["指标"]) == len(given.data.get("指标", ())):
            continue
        (application,) = reader().read(json.loads(json.dumps(data)), given.day)
        if contradictions_in(rule_base(), application) != contradictions_in(rule_base(), given.application):
            continue  # that two figures cannot both be is read of figures that no rule reads, too
        once, again = (encode(judge(rule_base(), a, given.day, given.only)) for a in (given.application, application))
        assert once == again, (given.source, given.name)
        tried += 1
    assert tried > 700


def test_they_do_so_where_it_is_judged_as_if_it_lay_elsewhere(every_application: list[Given]) -> None:
    chance, tried = random.Random(4), 0
    for given in every_application[:250]:
        if given.application.roles["本区县"] is None:
            continue
        data = with_irrelevant_figures(given.data, given.application, chance)
        data["认定"] = given.data.get("认定", [])  # one on a document there concerns it there
        (application,) = reader().read(json.loads(json.dumps(data)), given.day)
        for place in ("崂山区", "济源市", "惠民县"):
            there = reader().place(place)
            documents = rule_base().held_for(there[0])
            new = rule_base().readable(documents, application.matter)
            facts = [(r, t) for r, t in new.own if (application.roles.get(r), t) in application.facts]
            if any((application.roles.get(r), t) not in given.application.facts for r, t in facts):
                continue  # a rule there reads what no rule here does
            one, other = (contradictions_in(rule_base(), rebound(a, *there)) for a in (given.application, application))
            if one != other:
                continue  # nor what cannot be beside what a rule there reads
            once, again = (
                encode(judge(rule_base(), rebound(a, *there), given.day)) for a in (given.application, application)
            )
            assert once == again, (given.source, given.name, place)
            tried += 1
    assert tried > 100


def test_inline_and_shared_figures_and_those_of_a_neighbour_in_one_file(every_application: list[Given]) -> None:
    """The figures of a file that belong to other applications of it are no figures of this one."""
    beds = next(g for g in every_application if g.data["事项"] == "新增购买住院床位")
    care = next(g for g in every_application if g.data["事项"] == "新增居家照护定点" and g.application.region)
    shared = [*beds.data["指标"], {"地区": "滨州市", "名称": "常住人口", "数值": 3900000}]
    lone = [{k: v for k, v in g.data.items() if k != "指标"} for g in (beds,)]
    other = {k: v for k, v in care.data.items() if k not in ("指标", "认定")}
    several = list(reader().read({"申请": [*lone, other], "指标": shared}))
    (alone,) = reader().read(json.loads(json.dumps(beds.data)))
    assert encode(judge(rule_base(), several[0])) == encode(judge(rule_base(), alone))


def test_no_digest_of_a_file_stands_in_a_verdict(verdicts: list[Data]) -> None:
    for verdict in verdicts:
        receipt = verdict["receipt"]
        assert set(receipt) == {"engine", "documents", "vocabulary", "facts", "advice", "as_of"}
        stated = [verdict[k] for k in ("application", "matter", "received", "region", "given")]
        line = json.dumps(stated, ensure_ascii=False, separators=(",", ":"))
        assert receipt["facts"] == hashlib.sha256(line.encode()).hexdigest()


def test_a_part_that_no_rule_reads_does_not_keep_its_whole_from_changing() -> None:
    """Beds for dementia are no matter of this one: whether there are more of them than of all beds, no verdict here says."""
    data: Data = {
        "编号": "甲", "事项": "新增购买院护床位", "日期": "2024-05-01", "机构": {"类型": "养老机构", "所在地": "平度市"},
        "床位数": 20, "指标": [
            {"地区": "青岛市", "名称": "院护床位数", "数值": 12990, "时点": "2024-01-31"},
            {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": "6万", "时点": "2025"},
            {"地区": "平度市", "名称": "院护床位使用率", "数值": "90%", "时点": "2024-01-31"},
            {"地区": "平度市", "名称": "照护资源相对充足", "数值": "否"},
        ],
    }  # fmt: skip
    part = {"地区": "青岛市", "名称": "失智专区床位数", "数值": 12990, "时点": "2024-01-31"}
    (alone,), (beside,) = (
        reader().read(json.loads(json.dumps(d))) for d in (data, data | {"指标": [*data["指标"], part]})
    )
    verdict = judge(rule_base(), alone)
    assert "院护床位数" in {f.fact for c in verdict.changes for f in c.facts}
    assert encode(judge(rule_base(), beside)) == encode(verdict)
