"""A source that a final letter asks for has a field where 去补写 leads, for every fact of every document."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver.window import cases, letter_making, terms
from reasoner.letters import phrases
from reasoner.model.kinds import Outcome
from reasoner.office.pages.editor import editor_fields, with_determinations, written_in
from reasoner.office.pages.frame_form import SOURCE, sourced
from reasoner.office.pages.plain_paths import edited

sys.path.append(str(Path(__file__).parents[1] / "conformance"))
from case_file import Case, case_sets, plain_application

DECISION = {
    "处理": "不予", "例外": "否", "例外理由": "没有应予例外的情形", "决定日期": "2024-05-20", "不一致理由": "见审核意见",
}  # fmt: skip
WRITTEN = {
    "来源": "现场核查记录5号",
    "机关": "青岛市医疗保障局",
    "日期": "2024-02-01",
    "依据": "认定文件",
    "来源类型": "现场核查",
}
NOTHING_ASKED = ("binzhou-2022",)
"""Documents that bar nothing: no letter on them refuses."""
SETS = {s.document: s.cases for s in case_sets()}


def open_points(data: dict[str, object]) -> dict[str, str]:
    """What of the sources and determining organs of an application keeps its letter back, each with what it names."""
    verdict = cases.judged(data, {}, data["日期"])
    decision = {**DECISION, "决定日期": max("2024-05-20", str(data["日期"]))}
    if verdict.outcome is not Outcome.PRESUMPTIVELY_BARRED:
        decision = {k: v for k, v in decision.items() if k != "例外"}
    try:
        letter_making.letter(verdict, ".html", decision=letter_making.decision_of(decision, verdict), final=True)
    except Faults as error:
        marks = {"source": phrases.OPEN["source"], "organ": phrases.DRAFT_ORGAN}
        return {
            key: f.message
            for f in error.diagnostics
            for key, mark in marks.items()
            if mark.removeprefix(phrases.DRAFT_LEAD) in f.message
        }
    return {}


def filled(data: dict[str, object]) -> dict[str, object]:
    """The application with every empty field of its form for a source and a determining organ filled in."""
    fields, _ = editor_fields(data, (), {}, terms.judged())
    form = {f.name: "".join(f.values) for f in fields}
    for field in fields:
        last = field.name.rpartition(".")[2]
        if not form[field.name] and (last in WRITTEN or field.name == SOURCE):
            form[field.name] = WRITTEN.get(last, "申请表")
    return sourced(with_determinations(edited(data, written_in(form.items()))), form.get(SOURCE, ""))


@cache
def examples(document: str) -> tuple[tuple[str, dict[str, object]], ...]:
    """Of the cases of a document one for each set of facts with their values' forms on one matter."""
    chosen: dict[object, tuple[str, dict[str, object]]] = {}
    for case in SETS[document]:
        data = plain_application(case.application, "例")
        chosen.setdefault(_shape(case, data), (case.title, data))
    return tuple(chosen.values())


def _shape(case: Case, data: dict[str, object]) -> object:
    return data.get("事项"), str(case.expects.get("结论", "")), tuple(_leaves(data))


def _leaves(data: object, path: str = "") -> Iterator[str]:
    match data:
        case dict():
            for key, value in sorted(data.items()):
                yield from _leaves(value, f"{path}.{key}")
            if "名称" in data or "事项" in data:
                yield f"{path}={data.get('名称') or data.get('事项')}" if path.startswith((".指标", ".认定")) else ""
        case list():
            for value in data:
                yield from _leaves(value, path)
        case _:
            yield path


@pytest.mark.parametrize("document", SETS)
def test_every_source_that_a_final_letter_asks_for_has_a_field(document: str) -> None:
    left, named = {}, Counter[str]()
    for title, data in examples(document):
        before = open_points(data)
        for message in before.values():
            named.update(message.partition("：")[2].partition(":")[2].split("、"))
        if before and (after := open_points(filled(data))):
            left[title] = after
    assert not left
    assert named or document in NOTHING_ASKED, "the letters of these examples ask for sources"
