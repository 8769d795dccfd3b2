"""The checks on the rules in use, and the command as people run it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policy_dsl.ir import to_data
from reasoner.cli.main import main
from reasoner.driver import linting
from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.lint.check_run import lint
from reasoner.proof.check_proof import check_proof

from .made import ACCOUNT, BEDS, OUTPATIENT, PHARMACY

TODAY = "2026-11-22"
MEDICAL, HENAN = "qingdao-2023-18-medical", "henan-2025"


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """What another program has of the result."""
    result: dict[str, Any] = json.loads(json.dumps(to_data(linting.lint(linting.Request(today=TODAY)))))
    return result


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(["lint", *arguments])
    out, err = capsys.readouterr()
    return status, out or err


def test_what_wants_a_decision(data: dict[str, Any]) -> None:
    """Judged against the texts: 3.2.p2.s2 speaks of pharmacies; 5.1.p6.s2 of institutions at the base. What 3.2.i2.i3.s3 of
    Henan encourages (鼓励各地…优先纳入) decides on nobody: there is no gap where no rule is.
    """
    told = {(f["code"], f["clauses"][0], f["matter"]) for f in data["findings"] if f["level"] != "信息"}
    assert told == {
        ("K08", f"{MEDICAL}/3.2.p2.s2", "纳入双通道管理"),
        ("K08", "binzhou-2022/5.1.p6.s2", OUTPATIENT),
        ("K08", "binzhou-2022/5.1.p6.s2", ACCOUNT),
        ("K03", "henan-2025/3.2.i1.p2.s1", None),
        ("K11", "binzhou-2022/5.1.p6.s2", None),
        ("K11", f"{MEDICAL}/2.3.i1.s4", None),
    }


def test_the_preference_of_henan_changes_nothing_by_the_reading_in_use(data: dict[str, Any]) -> None:
    (idle,) = [f for f in data["findings"] if f["code"] == "K03"]
    assert idle["rules"] == [
        "henan-2025/3.2.i1.p2.s1#腾出空间优先用于薄弱区域", "henan-2025/3.2.i1.p2.s1#超过配置总量以调整存量为主",
    ]  # fmt: skip
    assert "腾出空间不解除存量调整" in idle["readings"]
    assert idle["witness"]["verdict"]["outcome"] == "strictly_controlled"


def test_by_the_other_reading_it_does() -> None:
    other = rule_base().variant(HENAN, "腾出空间不解除存量调整")
    assert not [f for f in lint(other, TODAY).findings if f.code == "K03"]


def test_what_is_told_for_information(data: dict[str, Any]) -> None:
    notes = [f for f in data["findings"] if f["level"] == "信息"]
    assert {f["code"] for f in notes} == {"K02", "K09"}
    (partly,) = [f for f in notes if f["code"] == "K02"]
    # 市政府重点建设项目 exempts 医疗机构; the only ones that may ask for this are pharmacies.
    assert (partly["clauses"], partly["matter"]) == ([f"{MEDICAL}/3.3.p1"], PHARMACY)
    assert partly["sentence"].endswith(f"{PHARMACY}不能援引。")
    # What every set of rules has comes last.
    assert [f["code"] for f in data["findings"]][-len(notes) :] == ["K02", *["K09"] * (len(notes) - 1)]


def test_plans_that_ended_without_a_successor(data: dict[str, Any]) -> None:
    """Of 青岛's plan for care no matter is left without a text: 1号 has no end, and 「控制长护险定点机构数量不再增长」 reaches
    all three matters by which an institution can be added.
    """
    ended = {f["documents"][0]: f for f in data["findings"] if f["code"] == "K11"}
    assert {name: set(f["matters"]) for name, f in ended.items()} == {
        "binzhou-2022": {ACCOUNT, OUTPATIENT, PHARMACY},
        MEDICAL: {BEDS, OUTPATIENT, ACCOUNT, PHARMACY, "纳入双通道管理"},
    }
    assert "自2026-01-01起" in ended[MEDICAL]["sentence"]
    assert {f["witness"]["verdict"]["outcome"] for f in ended.values()} == {"out_of_force"}


def test_rules_that_rest_on_judgements(data: dict[str, Any]) -> None:
    """What an authority determines, or the rule's own words leave to an office. 「资源饱和的」 is a description by the
    reading in use, and 「适当调整」 stands in the other half of that sentence.
    """
    assert set(data["rules"]["open"]) == {
        "qingdao-2023-1/5.i8.s2#充足区域不再增加长护险定点机构",
        "qingdao-2023-18-ltc/2.3.i1.s2#照护资源不足地区倾斜",
        "qingdao-2023-18-ltc/2.3.i1.s2#服务盲点区域优先安排",
        "qingdao-2023-18-ltc/2.3.i2.s2#集团化连锁化品牌化机构倾斜",
        "qingdao-2023-18-ltc/3.1.p1.s2#腾出名额用于低覆盖镇街",
        f"{MEDICAL}/3.2.p1.s3#卫生规划设立的基层机构",
        f"{MEDICAL}/3.2.p1.s3#内设医疗机构",
        f"{MEDICAL}/3.2.p2.s2#双通道药店",
        "binzhou-2022/5.1.p6.s2#基层医药机构纳入定点",
        "henan-2025/3.2.i1.p2.s1#腾出空间优先用于薄弱区域",
        "henan-2025/3.2.i2.i3.s3#基层医疗机构优先纳入长护险定点",
    }


def test_no_conflict_is_in_the_rules_in_use(data: dict[str, Any]) -> None:
    assert [f for f in data["findings"] if f["code"] in ("K06", "K07")] == []


def test_how_far_it_went_is_told(data: dict[str, Any]) -> None:
    assert data["timed_out"] == 0
    assert data["analysed"] == data["checked"]["rules"] == len(data["rules"]["analysed"]) == 29
    assert data["open"] == len(data["rules"]["open"])
    assert data["checked"]["questions"] > 0
    days = {d["document"]: d["day"] for d in data["days"]}
    assert days == {
        "binzhou-2022": "2025-12-31", "henan-2025": TODAY, "qingdao-2023-1": TODAY,
        "qingdao-2023-18-ltc": "2025-12-31", MEDICAL: "2025-12-31",
    }  # fmt: skip
    assert set(data["checked"]["without_rules"]) == {
        "qingdao-2023-18-notice", "quanzhou-2023-83", "state-council-735",
    }  # fmt: skip


def test_witnesses_are_applications_that_anybody_can_judge_again(data: dict[str, Any]) -> None:
    for found in data["findings"]:
        if found["witness"] is None:
            continue
        (application,) = reader().read([json.loads(json.dumps(found["witness"]["application"]))])
        assert (
            "示例用假设" in json.dumps(found["witness"]["application"], ensure_ascii=False)
            or len(application.facts) < 6
        )
        verdict = judge(rule_base(), application, advise=False)
        assert verdict.outcome == found["witness"]["verdict"]["outcome"]
        whole = to_data(judge(rule_base(), application))
        assert check_proof(whole, rule_base().plain, official_texts()) == []


def test_the_form_of_a_finding(data: dict[str, Any]) -> None:
    assert {"as_of", "findings", "stale", "checked", "analysed", "open", "timed_out"} <= set(data)
    keys = {
        "code", "level", "title", "sentence", "documents", "clauses", "rules", "matter", "types", "hash", "acknowledged",
        "witness",
    }  # fmt: skip
    assert all(keys <= set(f) for f in data["findings"])
    for found in data["findings"]:
        for quote in found["quotes"]:
            clause = rule_base().documents[quote["clause"].split("/")[0]].clauses[quote["clause"]]
            assert all(w in clause.quote for w in quote["words"])


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_and_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(capsys)
    assert status == 1
    flat = "".join(text.split())
    assert "K08有的机构没有规则涉及" in flat
    assert "“将资质合规、管理规范、信誉良好、安全供应、布局合理的定点药店纳入‘双通道’管理。”" in flat
    assert "例：黄岛区一家综合医院，2025年12月31日申请纳入双通道管理。结论：所作规定不及于此类机构。" in flat
    assert "查了29条规则" in flat
    assert run(capsys, "--json")[0] == 1


def test_a_clean_result_is_no_fault_and_says_what_was_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(capsys, "--matter", BEDS, "--document", MEDICAL, "--as-of", "2024-05-01")
    assert status == 0
    assert "查了8条规则" in "".join(text.split())
    status, text = run(capsys, "--region", "泉州市")
    assert status == 0
    assert "没有可查的规则" in text
    assert "没有发现" in text


def test_information_is_brief_and_the_day_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = run(capsys)
    flat = "".join(text.split())
    assert flat.count("未见限制的情形") == 1
    assert f"-{BEDS}（17类机构）：《青岛市医疗保障定点医药服务资源配置规划（2023-2025年）》" in flat
    assert "按2025年12月31日有效的规定检查" in flat


def test_what_is_not_answered_in_time_is_no_clean_result(capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(capsys, "--budget", "0.000001")
    assert status == 1
    assert "未定：K01" in text
    assert "不能算检查完" in text
    assert "未查完" in text
    assert "没有发现。" not in text.replace("答完的部分没有发现。", "")
    status, text = run(capsys, "--budget", "0.000001", "--json")
    assert status == 1
    found = json.loads(text)
    assert found["timed_out"] == len(found["checked"]["undecided"]) > 0


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (("--matter", "床位"), ["U137"]),
        (("--budget", "0"), ["U139"]),
        (("--budget", "-3"), ["U139"]),
        (("--budget", "nan"), ["U139"]),
        (("--region", "北京市"), ["U134"]),
        (("--document", "henan-2024"), ["U103"]),
        (("--as-of", "明天"), ["F128"]),
        (("--budget", "0", "--matter", "x", "--document", "y", "--region", "z"), ["U103", "U134", "U137", "U139"]),
        (("--budget", "快"), ["U102"]),
        (("nonsense",), ["U102"]),
        (("acknowledge", "0123456789ab"), ["U102"]),
    ],
)
def test_bad_input_is_named(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], codes: list[str]) -> None:
    status, text = run(capsys, *arguments, "--json") if arguments[0] != "acknowledge" else run(capsys, *arguments)
    assert status == 2
    if arguments[0] == "acknowledge":
        assert codes[0] in text
    else:
        assert [e["code"] for e in json.loads(text)["errors"]] == codes


def test_lines_fit_the_terminal() -> None:
    from policy_dsl.source_text import display_width

    text, _ = linting.lint_text(linting.Request(today=TODAY), width=60)
    assert max(display_width(line) for line in text.splitlines()) <= 60
