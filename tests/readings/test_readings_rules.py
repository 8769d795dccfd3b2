"""What an alternative is made of: rules it replaces, adds or does without, and exemptions that follow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy_dsl import ir
from policy_dsl.alignment.variants import Variant, in_use, reach, variants
from policy_dsl.ir import Effect, Strength
from policy_dsl.reading import Reading
from reasoner.cli.main import main
from reasoner.driver.current_rule_base import rule_base

NAMES = ("新增购买住院床位", "新增个人账户定点", "纳入双通道管理")


def norm(
    name: str, effect: Effect = Effect.PROHIBIT, *matters: str, variant: str = "", cites: tuple[str, ...] = ()
) -> ir.Norm:
    strength = {Effect.PROHIBIT: Strength.IN_PRINCIPLE, Effect.EXEMPT: Strength.NONE}[effect]
    return ir.Norm(
        id=f"x/1.p1#{name}" + (f"@{variant}" if variant else ""), document="x", clause="x/1.p1", name=name, effect=effect,
        strength=strength, matters=matters, scope=ir.ALWAYS, condition=ir.ALWAYS, spans=((0, 1),), text="",
        readings=cites, alternative_of=variant or None,
    )  # fmt: skip


def reading(name: str, *removes: str) -> dict[str, Reading]:
    return {name: Reading(name, "问", "甲", "乙", "理由", removes=removes)}


def test_a_rule_marked_replaces_the_one_of_its_name_and_others_stay() -> None:
    norms = [
        norm("甲", Effect.PROHIBIT, NAMES[0], cites=("R",)),
        norm("乙", Effect.PROHIBIT, NAMES[0], cites=("R",)),  # cites R otherwise
        norm("甲", Effect.PROHIBIT, NAMES[1], variant="R"),
        norm("丙", Effect.PROHIBIT, NAMES[1], variant="R"),  # there is none of this name: added
    ]
    assert variants(norms, reading("R")) == {"R": Variant(("x/1.p1#甲",), ("x/1.p1#甲@R", "x/1.p1#丙@R"))}
    assert [n.name for n in in_use(norms)] == ["甲", "乙"]


def test_removes_takes_a_rule_away() -> None:
    norms = [norm("甲", Effect.PROHIBIT, NAMES[0], cites=("R",)), norm("乙", Effect.PROHIBIT, NAMES[0])]
    assert variants(norms, reading("R", "1.p1#甲")) == {"R": Variant(("x/1.p1#甲",), ())}
    assert variants(norms, reading("R")) == {}


def test_an_exemption_of_everything_follows_what_is_restricted_under_each_reading() -> None:
    """「不受本规划限制」 reaches what the plan restricts, also where an alternative restricts more or less."""
    norms = [
        norm("甲", Effect.PROHIBIT, NAMES[0]),
        norm("甲", Effect.PROHIBIT, NAMES[0], NAMES[1], variant="宽"),
        norm("免", Effect.EXEMPT),
        norm("免", Effect.EXEMPT, variant="宽免"),
    ]
    readings = reading("宽") | reading("宽免") | reading("窄", "1.p1#甲")
    reached = {
        n.id: n.matters
        for n in reach(norms, readings, rule_base().vocabulary.consequences, rule_base().vocabulary.askers)
    }
    assert reached["x/1.p1#免"] == (NAMES[0],)
    assert reached["x/1.p1#免@宽"] == tuple(sorted(NAMES[:2]))
    assert reached["x/1.p1#免@宽免"] == (NAMES[0],)
    assert reached["x/1.p1#免@窄"] == ()


# --- the command --------------------------------------------------------------------------------------------

TCM = {
    "编号": "QD-1", "事项": "新增购买住院床位", "日期": "2024-05-01",
    "机构": {"类型": "中医医院", "所在地": "城阳区"}, "床位类别": "中医", "床位数": 100,
    "指标": [
        {"地区": "城阳区", "名称": "床位使用率", "数值": "80%"},
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 70000},
        {"地区": "青岛市", "名称": "医保购买中医床位数", "数值": 9000},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10000000},
        {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    ],
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(TCM, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_the_verdict_on_one_application_names_its_readings(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """CONTRACT §2: 「`readings`: those whose alternative changes this outcome … and, apart, `readings_not_run`」."""
    assert main(["check", file, "--json"]) == 0
    verdict = json.loads(capsys.readouterr().out)
    assert [e["reading"] for e in verdict["readings"]] == ["分项各自为限"]
    keys = {"reading", "question", "used", "outcome_if_alternative", "confirmed_by"}
    assert keys <= set(verdict["readings"][0])
    assert keys - {"outcome_if_alternative"} <= set(verdict["readings_not_run"][0])


def test_many_applications_name_them_only_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """CONTRACT §2: 「in batches only on request」."""
    path = tmp_path / "b.json"
    path.write_text(json.dumps([TCM, TCM | {"编号": "QD-2"}], ensure_ascii=False), encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 0
    assert all("readings" not in v and "readings_not_run" not in v for v in json.loads(capsys.readouterr().out))
    assert main(["check", str(path), "--json", "--readings"]) == 0
    assert all(v["readings"] and v["readings_not_run"] for v in json.loads(capsys.readouterr().out))


def test_the_note_says_what_would_change_and_by_which_reading(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file]) == 0
    flat = "".join(capsys.readouterr().out.split())
    assert (
        "“分项各自为限”（尚未确认）：如改采另一种理解，结论将由“原则上不予新增”"
        "变为“已收录文件中未见限制，可进入后续程序”"
    ) in flat
    assert main(["check", file, "--full"]) == 0
    flat = "".join(capsys.readouterr().out.split())
    assert "【换一种理解】" in flat
    assert "“分项各自为限”（尚未确认）问题：括号内的康复、中医类医院、精神科三项" in flat
    assert "采用：各为一项上限" in flat
    assert "另一种理解：只说明7.5张中各类床位的构成，不单独构成购买床位的上限。" in flat
    assert "结论将由“原则上不予新增”变为“已收录文件中未见限制，可进入后续程序”" in flat
    assert "另一种理解没有写成规则，不能试算，须由人判断：" in flat


def test_a_verdict_with_readings_can_be_verified(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file, "--json", "--readings"]) == 0
    verdict = tmp_path / "v.json"
    verdict.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["verify", str(verdict)]) == 0
