"""What a verdict advises is derived again: every answer and every minimal set of changes, no more, no less, in their order."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from forging import mended
from seeded_applications import drawn

from policy_dsl.vocabulary import Vocabulary
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter import counterfactuals as search
from reasoner.interpreter import judge as judging
from reasoner.interpreter import scenario
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.rule_base_check import CheckedBase

Data = dict[str, Any]


def judged(data: Data) -> Data:
    (application,) = reader().read(json.loads(json.dumps(data)))
    verdict: Data = json.loads(encode(judge(rule_base(), application)))
    return verdict


@pytest.fixture(scope="module")
def advising(verdicts: list[Data]) -> list[Data]:
    """Verdicts with missing facts or offered changes."""
    moving = (
        v for v in map(judged, drawn(2500, seed=5)) if any("or" in c or len(c["facts"]) > 1 for c in v["changes"])
    )
    several = [*verdicts, *map(judged, drawn(300, seed=11)), *moving]
    return [v for v in several if v["missing"] or v["changes"]]


def forged(verdict: Data, edit: Callable[[Data], None]) -> Data:
    made = copy.deepcopy(verdict)
    edit(made)
    return mended(made)


# --- offered changes ------------------------------------------------------------------------------------------


def edits_of_changes(verdict: Data) -> Iterator[tuple[str, Callable[[Data], None]]]:
    """Edits of what is offered that make it false or incomplete."""
    offers = verdict["changes"]
    if offers:
        yield "emptied", lambda v: v["changes"].clear()
    else:
        yield "invented", lambda v: v["changes"].append({"facts": [], "outcome": "may_proceed", "by": "applicant"})
    if len(offers) > 1:
        yield "reversed", lambda v: v["changes"].reverse()
    for i, offer in enumerate(offers):
        yield from (
            ("dropped", lambda v, i=i: v["changes"].pop(i)),
            ("twice", lambda v, i=i: v["changes"].append(copy.deepcopy(v["changes"][i]))),
            ("a note", lambda v, i=i: v["changes"][i].update(note="已获批准")),
            ("more places", lambda v, i=i: v["changes"][i].update({"or": ["火星区"]})),
            (
                "the same place again",
                lambda v, i=i: v["changes"][i].update({"or": [v["changes"][i]["facts"][0]["to"]]}),
            ),
            ("another outcome", lambda v, i=i: v["changes"][i].update(outcome="priority")),
            ("by another", lambda v, i=i: v["changes"][i].update(by="nobody2")),
        )
        if "or" in offer:
            yield "a place less", lambda v, i=i: v["changes"][i]["or"].pop()
        for j, fact in enumerate(offer["facts"]):
            for key, value in (
                ("of", "某某医院(本局已同意其定点)"),
                ("to", fact["to"] + "0"),
                ("from", "无" if fact["from"] != "无" else "是"),
                ("role", "全市" if fact["role"] != "全市" else "机构"),
                ("by", "applicant" if fact["by"] != "applicant" else "region"),
                ("fact", "名称"),
                ("period", "2030"),
                ("how", "另行提供材料即可"),
                ("确认", "是"),
            ):
                yield f"fact {key}", lambda v, i=i, j=j, k=key, x=value: v["changes"][i]["facts"][j].update({k: x})
            if len(offer["facts"]) > 1:
                yield "a fact less", lambda v, i=i, j=j: v["changes"][i]["facts"].pop(j)
        if len(offer["facts"]) > 1:
            yield "facts reversed", lambda v, i=i: v["changes"][i]["facts"].reverse()
    for i, one in enumerate(offers):
        for other in offers[i + 1 :]:
            both = copy.deepcopy(one) | {"facts": copy.deepcopy([*one["facts"], *other["facts"]])}
            yield "no minimal set", lambda v, both=both: v["changes"].append(both)


def test_no_change_can_be_dropped_added_or_rewritten(advising: list[Data], checked: CheckedBase) -> None:
    kinds: dict[str, int] = {}
    for verdict in advising:
        for name, edit in edits_of_changes(verdict):
            made = forged(verdict, edit)
            if made["changes"] == verdict["changes"]:
                continue
            assert check_verdict(made, checked), (verdict["application"], name, verdict["changes"])
            kinds[name] = kinds.get(name, 0) + 1
    assert kinds.pop("facts reversed") > 1
    assert kinds.pop("a place less") > 1
    assert min(kinds.values()) > 5, kinds
    assert sum(kinds.values()) > 1000


# --- missing facts --------------------------------------------------------------------------------------------


def edits_of_missing(verdict: Data) -> Iterator[tuple[str, Callable[[Data], None]]]:
    """Edits of what is missing that make it false or incomplete."""
    if len(verdict["missing"]) > 1:
        yield "reversed", lambda v: v["missing"].reverse()
        yield "first two exchanged", lambda v: v["missing"].insert(1, v["missing"].pop(0))
    for i, entry in enumerate(verdict["missing"]):
        yield from (
            ("dropped", lambda v, i=i: v["missing"].pop(i)),
            ("twice", lambda v, i=i: v["missing"].append(copy.deepcopy(v["missing"][i]))),
            (
                "answers replaced",
                lambda v, i=i: v["missing"][i].update(
                    answers=[{"value": "任意", "possible": ["may_proceed"], "outcome": "may_proceed"}]
                ),
            ),
            (
                "answers without outcome",
                lambda v, i=i: v["missing"][i].update(answers=[{"value": "任意", "possible": ["may_proceed"]}]),
            ),
            ("another provider", lambda v, i=i: v["missing"][i].update(provider="某局")),
            ("of another", lambda v, i=i: v["missing"][i].update(of="火星")),
            ("no clause asks", lambda v, i=i: v["missing"][i].update(asked_by=[])),
            ("another proof", lambda v, i=i: v["missing"][i].update(proof="口头说明")),
            ("closes more", lambda v, i=i: v["missing"][i].update(closes=v["missing"][i].get("closes", 0) + 1)),
            ("a note", lambda v, i=i: v["missing"][i].update(note="不必提供")),
        )
        answers = entry.get("answers", [])
        if "answers" in entry:
            yield "answers removed", lambda v, i=i: v["missing"][i].pop("answers")
            yield "all advice removed", lambda v, i=i: [v["missing"][i].pop(k) for k in ("answers", "closes")]
        if answers:
            yield "answers emptied", lambda v, i=i: v["missing"][i].update(answers=[], closes=0)
            yield "an answer twice", lambda v, i=i: v["missing"][i]["answers"].append(v["missing"][i]["answers"][0])
        for j, answer in enumerate(answers):
            rest = [a for a in answers if a is not answer]
            least = min((len(verdict["possible"]) - len(a["possible"]) for a in rest), default=0)
            yield (
                "an answer less",
                lambda v, i=i, rest=rest, least=least: v["missing"][i].update(
                    answers=copy.deepcopy(rest), closes=least
                ),
            )
            yield "another answer", lambda v, i=i, j=j: v["missing"][i]["answers"][j].update(value="99999")
            yield "an answer with a note", lambda v, i=i, j=j: v["missing"][i]["answers"][j].update(note="x")
            if answer["outcome"] != "may_proceed":
                yield (
                    "another outcome",
                    lambda v, i=i, j=j: v["missing"][i]["answers"][j].update(
                        outcome="may_proceed", possible=["may_proceed"]
                    ),
                )
        for j in range(len(answers) - 1):
            one, other = answers[j], answers[j + 1]
            yield (
                "answers exchanged",
                lambda v, i=i, j=j: v["missing"][i]["answers"].insert(j, v["missing"][i]["answers"].pop(j + 1)),
            )
            if one["possible"] != other["possible"]:  # 否 told for 是
                swapped = {k: copy.deepcopy(other[k]) for k in ("possible", "outcome")}
                back = {k: copy.deepcopy(one[k]) for k in ("possible", "outcome")}
                yield (
                    "outcomes swapped",
                    lambda v, i=i, j=j, a=swapped, b=back: (
                        v["missing"][i]["answers"][j].update(a),
                        v["missing"][i]["answers"][j + 1].update(b),
                    ),
                )


def test_nothing_that_is_missing_and_no_answer_can_be_dropped_added_or_rewritten(
    advising: list[Data], checked: CheckedBase
) -> None:
    kinds: dict[str, int] = {}
    for verdict in advising:
        for name, edit in edits_of_missing(verdict):
            made = forged(verdict, edit)
            if made["missing"] == verdict["missing"]:
                continue
            assert check_verdict(made, checked), (verdict["application"], name, verdict["missing"])
            kinds[name] = kinds.get(name, 0) + 1
    assert min(kinds.values()) > 20, kinds
    assert sum(kinds.values()) > 3000


# --- a whole below its parts ----------------------------------------------------------------------------------


def below_the_rate() -> Data:
    """A hospital where 74% of the beds are used: 75% is the change to be found (3.1.p2)."""
    data = nearly_full(10_000)
    rates = [f | {"数值": "74%"} if f["名称"] == "床位使用率" else f for f in data["指标"]]
    return data | {"指标": [f | {"数值": 70_000} if f["名称"] == "医保购买住院床位数" else f for f in rates]}


def nearly_full(of_these: int) -> Data:
    """100 beds asked for where 75,500 of the city are bought, so many of them for rehabilitation.

    10 million residents at 「每千人7.5张」 (3.1.p1.s1) are 75,000 beds: 100 more keep within it from 74,900.
    """
    county = {"床位使用率": "80%", "医疗费用增长率": "4%"}
    city = {
        "医疗费用增长率": "5%",
        "常住人口": 10_000_000,
        "医保购买住院床位数": 75_500,
        "医保购买康复床位数": of_these,
    }
    figures = [("胶州市", *each) for each in county.items()] + [("青岛市", *each) for each in city.items()]
    return {
        "编号": "满", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "综合", "床位数": 100,
        "机构": {"类型": "综合医院", "所在地": "胶州市", "重点建设项目": "无"},
        "指标": [{"地区": place, "名称": label, "数值": value} for place, label, value in figures],
    }  # fmt: skip


@pytest.mark.parametrize(("of_these", "offered"), [(74_900, True), (74_901, False)])
def test_no_whole_is_advised_below_its_parts(of_these: int, offered: bool, checked: CheckedBase) -> None:
    """A part is no larger than its whole (DESIGN §5.9): of 74,900 beds 74,901 cannot be for rehabilitation."""
    verdict = judged(nearly_full(of_these))
    assert verdict["outcome"] == "presumptively_barred"
    advised = [(f["fact"], f["from"], f["to"]) for c in verdict["changes"] for f in c["facts"]]
    assert (("医保购买住院床位数", "75500", "74900") in advised) is offered
    assert check_verdict(verdict, checked) == []


# --- a search that is not complete ----------------------------------------------------------------------------


def _without(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    candidates = search._candidates
    monkeypatch.setattr(search, "_candidates", lambda *a: (step for step in candidates(*a) if step[0][1] != term))


def _without_last_answer(_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = search.answers
    monkeypatch.setattr(search, "answers", lambda *a: answers(*a)[:-1])


def _without_last_rule(_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    affected = scenario.Situation.affected
    monkeypatch.setattr(
        scenario.Situation,
        "affected",
        lambda own, steps: {i: s for i, s in affected(own, steps).items() if i < len(own.norms) - 1},
    )


FORGETFUL: dict[str, tuple[Callable[[str, pytest.MonkeyPatch], None], str]] = {
    "names": (lambda _, patch: patch.setattr(search, "_changeable", lambda _: True), ""),
    "answers that intake asks back": (lambda _, patch: patch.setattr(search, "_can_be", lambda *_: True), ""),
    "what 是 alone means": (lambda _, patch: patch.setattr(Vocabulary, "meant_by_yes", lambda *_: None), ""),
    "what is told of an input": (lambda _, patch: patch.setattr(judging, "input_warnings", lambda _: []), ""),
    "places": (_without, "所在地"),
    "exemptions": (_without, "重点建设项目"),
    "rates": (_without, "床位使用率"),
    "several together": (lambda _, patch: patch.setattr(search, "MOST_TOGETHER", 1), ""),
    "bounds, and parts and wholes": (lambda _, patch: patch.setattr(search, "impossible", lambda *_: []), ""),
    "an answer": (_without_last_answer, ""),
    "the last rule": (_without_last_rule, ""),
}


@pytest.mark.parametrize("forgets", FORGETFUL)
def test_a_search_that_forgets_is_noticed(forgets: str, checked: CheckedBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker searches for itself: an interpreter that overlooks something makes verdicts that do not hold."""
    patch, what = FORGETFUL[forgets]
    patch(what, monkeypatch)
    every = (below_the_rate(), nearly_full(75_300), *drawn(3000, seed=5))
    assert any(check_verdict(verdict, checked) for verdict in map(judged, every))
