"""Henan 2025-10-10, 泉医保〔2023〕83号 and Binzhou 2022 read as the lawyer of a refused applicant, and of a bureau, would."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reviewed import (
    HENAN,
    Data,
    asked,
    deciding,
    explained,
    figure,
    judged,
    letter,
    lines,
    offered,
    possible,
    readings,
    refused,
    sentences,
)

from reasoner.cli.main import main
from reasoner.letters.letter_types import OPINION, REFUSAL
from reasoner.model.kinds import Role

WEIGHED = "经审查,未发现应予例外的情形。"


def henan(**more: object) -> Data:
    """A pharmacy in 洛阳市: 3.2.i1.p2.s2 「对医保基金当期赤字或动态监测赤字的地区,原则上不再增加定点医药机构数量」."""
    facility = {"名称": "戊机构", "类型": "零售药店", "所在地": "洛阳市", **more.pop("机构", {})}  # type: ignore[dict-item]
    figures = {
        "医保基金当期赤字": True,
        "医保基金动态监测赤字": False,
        "定点医药机构数": 900,
        "定点医药机构配置总量": 1000,
    }
    figures |= more.pop("指标", {})  # type: ignore[arg-type]
    return {
        "编号": "HL-01", "事项": "新增定点零售药店", "日期": "2025-10-15", "机构": facility,
        "指标": [figure("洛阳市", name, value) for name, value in figures.items()], **more,
    }  # fmt: skip


HL_01: Data = henan()


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> object:
    """A command, and what it prints."""

    def command(*arguments: str) -> str:
        assert main(list(arguments)) == 0
        return capfd.readouterr().out

    return command


# --- A1: a document without a title is not given one ------------------------------------------------------------
def test_a_letter_never_cites_our_description_as_a_title() -> None:
    """The copy has neither title nor number: 「收到的文本未载题名」 is our note, and no citizen's business."""
    whole = letter(judged(HL_01), WEIGHED)
    assert whole.kind == REFUSAL
    text = "".join([whole.title, whole.draft, whole.addressee, *lines(whole)])
    assert "收到的文本" not in text
    assert "指导意见\uff08" not in text
    cited = [n for n in whole.lines() if "第三部分第" in n.text]
    assert cited
    first, *others = cited
    assert "《____________________》\uff08____________\uff0c以下简称《指导意见》\uff09第三部分" in first.text
    assert first.form == "待填"
    assert others
    for n in others:
        assert "《指导意见》第三部分" in n.text
        assert "____" not in n.text
        assert n.form != "待填", n
    assert any("收到的文本未载下列文件的题名或者文号" in n.text for n in whole.notes)


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
def test_blanks_for_a_title_are_the_office_s_to_fill(tmp_path: Path, suffix: str, run) -> None:  # type: ignore[no-untyped-def]
    source, file = tmp_path / "HL-01.json", tmp_path / f"letter.{suffix}"
    source.write_text(json.dumps(HL_01), "utf-8")
    run("report", str(source), "-o", str(file), "--consideration", WEIGHED)
    assert "校验无误" in run("verify", str(file))
    if suffix != "html":
        return
    page = file.read_text("utf-8")
    blank = "《____________________》\uff08____________\uff0c"
    assert page.count(blank) == 1  # once in full, then 《指导意见》
    named = "《河南省医疗保障局关于做好资源配置工作的指导意见》\uff08豫医保办〔2025〕12号\uff0c"
    file.write_text(page.replace(blank, named), "utf-8")
    assert "校验无误" in run("verify", str(file))


def test_a_letter_without_its_place_in_the_document_is_still_false(tmp_path: Path, run) -> None:  # type: ignore[no-untyped-def]
    source, file = tmp_path / "HL-01.json", tmp_path / "letter.html"
    source.write_text(json.dumps(HL_01), "utf-8")
    run("report", str(source), "-o", str(file), "--consideration", WEIGHED)
    page = file.read_text("utf-8")
    file.write_text(page.replace("第二段第二句规定", "第二段第一句规定"), "utf-8")
    assert main(["verify", str(file)]) == 1


def test_a_missing_number_alone_is_a_blank_behind_the_title() -> None:
    """Binzhou's copy lacks the number: 「发文字号」 is listed as missing."""
    from reasoner.driver.current_rule_base import rule_base
    from reasoner.letters.short_titles import unnamed_in

    names = unnamed_in(rule_base())
    assert set(names) == {
        "滨州市医疗保障事业发展“十四五”规划",
        "河南省医疗保障局指导意见(2025年10月10日印发,收到的文本未载题名)",
    }
    assert names["滨州市医疗保障事业发展“十四五”规划"].startswith("《滨州市医疗保障事业发展“十四五”规划》(____")


# --- A2: what decides and is read one way is a registered reading -----------------------------------------------
@pytest.mark.parametrize(
    ("reading", "alternative"),
    [("直接适用于个案", "not_regulated"), ("自成文之日施行", "out_of_force"), ("赤字不分基金", None)],
)
def test_three_readings_decide_henan(reading: str, alternative: str | None) -> None:
    verdict = judged(HL_01)
    assert verdict.outcome == "presumptively_barred"
    assert reading in readings(verdict)
    run_as = {r.reading: str(r.outcome_if_alternative) for r in verdict.readings or ()}
    assert run_as.get(reading) == alternative
    assert reading in sentences(verdict)


@pytest.mark.parametrize(
    ("day", "named"), [("2025-10-10", True), ("2025-10-26", True), ("2025-10-27", False), ("2026-03-01", False)]
)
def test_the_day_of_effect_matters_until_publication(day: str, named: bool) -> None:
    """Signed 2025-10-10; the page is dated 2025-10-27."""
    verdict = judged(HL_01 | {"日期": day})
    assert verdict.outcome == "presumptively_barred"
    changing = {r.reading for r in verdict.readings or ()}
    assert ("自成文之日施行" in changing) is named


def test_before_it_was_signed_it_is_not_in_force() -> None:
    assert judged(HL_01 | {"日期": "2025-10-09"}).outcome == "out_of_force"


def test_a_letter_on_guidance_alone_is_a_draft() -> None:
    assert "依据只有指导意见" in letter(judged(HL_01), WEIGHED).draft


@pytest.mark.parametrize(
    ("current", "monitored", "outcome"),
    [
        (True, False, "presumptively_barred"), (False, True, "presumptively_barred"), (False, False, "may_proceed"),
        (None, False, "undetermined"), (None, True, "presumptively_barred"),
    ],
)  # fmt: skip
def test_either_deficit_is_enough(current: bool | None, monitored: bool, outcome: str) -> None:
    assert judged(henan(指标={"医保基金当期赤字": current, "医保基金动态监测赤字": monitored})).outcome == outcome


# --- A3, A4: encouragement is not permission, and is not cut off ------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "matter"),
    [(k, m) for k in ("社区卫生服务中心", "乡镇卫生院", "护理院") for m in ("新增居家照护定点", "新增购买院护床位")]
    + [("护理站", "新增居家照护定点")],
)
def test_an_encouragement_governs_nobody(kind: str, matter: str) -> None:
    """Henan 3.2.i2.i3.s3 「鼓励各地将…基层医疗机构优先纳入长期护理保险定点服务范围」."""
    verdict = judged({
        "编号": "HC", "事项": matter, "日期": "2025-12-01", **({"床位数": 10} if "床" in matter else {}),
        "机构": {"名称": "某", "类型": kind, "所在地": "洛阳市", "符合定点条件": True, "已定点": "否"},
    })  # fmt: skip
    assert verdict.outcome == "not_regulated"
    if kind in ("社区卫生服务中心", "乡镇卫生院"):
        assert f"{HENAN}/3.2.i2.i3.s3" in {t.clause for t in verdict.touching}


@pytest.mark.parametrize("other", ["河南省", "滨州市"])
def test_no_strictness_against_encouragement_or_a_task(other: str, run) -> None:  # type: ignore[no-untyped-def]
    text = run("compare", "青岛市", other, "--matter", "新增居家照护定点", "--as-of", "2025-12-31")
    overview = text.partition("【总览】")[2].partition("【怎样看】")[0]
    assert "不可比" in overview
    assert "更严" not in overview


def test_the_verb_that_governs_a_preference_stands_before_it(run) -> None:  # type: ignore[no-untyped-def]
    text = re.sub(r"\s", "", run("compare", "青岛市", "河南省", "--topics"))
    quoted = [m.start() for m in re.finditer("将符合条件的乡镇卫生院", text)]
    assert quoted
    assert all(text[:at].endswith("鼓励各地") for at in quoted)


def test_of_topics_that_mention_the_balance_of_the_fund_it_is_not_said_that_nothing_is_laid_down(run) -> None:  # type: ignore[no-untyped-def]
    """medical 2.3.i1.s3 「与医保基金收支平衡相适应」, 2.2.i1.s1 「以收定支、收支平衡」."""
    text = run("compare", "青岛市", "河南省", "--topics")
    part = text.partition("【基金赤字】")[2].partition("【")[0]
    assert "青岛市：对医保部门有要求，不决定个案" in part
    assert "2.3.i1.s3" in part
    assert "2.2.i1.s1" in part


# --- A5, A7, A10: surveys ---------------------------------------------------------------------------------------
def test_a_claim_of_expectation_is_held_against_no_target(run) -> None:  # type: ignore[no-untyped-def]
    text = run("indicators", "--document", "quanzhou-2023-83")
    table = text.partition("文件自评\n")[2].partition("\n\n")[0]
    assert "不一致" not in table
    assert "（如“预期”即目标值" in "".join(text.split())


def test_proposals_of_a_report_are_no_duties(run) -> None:  # type: ignore[no-untyped-def]
    """「对策建议」 to the city; 「自身不设权利义务」."""
    assert json.loads(run("duties", "--document", "quanzhou-2023-83", "--json"))["duties"] == []
    text = run("duties", "--region", "泉州市", "--date", "2024-05-01")
    assert "是报告的对策建议，不是义务" in text
    assert "项义务" not in text.partition("\n")[0]
    shown = run("show", "quanzhou-2023-83/3.4.p1.s1")
    assert "性质：建议" in shown
    assert "【义务】" not in shown


def test_every_target_of_binzhou_is_listed(run) -> None:  # type: ignore[no-untyped-def]
    text = run("indicators", "--document", "binzhou-2022")
    assert "目标10项" in text
    for words in ("城乡居民长期护理保险：全覆盖", "全部达标", "定点药店：全覆盖", "符合条件的定点医疗机构：全覆盖"):
        assert words in text


def test_scope_and_claim_of_figures_are_kept(run) -> None:  # type: ignore[no-untyped-def]
    """「向非医共体公立医疗机构拨付…结余留用资金」; 「距离…达到70%的目标还有一定的差距」."""
    data = json.loads(run("indicators", "--document", "quanzhou-2023-83", "--json"))
    kept = {f["indicator"] for f in data["figures"] if f["shown"] in ("1916.49万元", "1826.36万元")}
    assert kept == {"非医共体公立医疗机构……结余留用资金"}
    (gap,) = (a for a in data["audits"] if a["target"]["clause"] == "quanzhou-2023-83/2.1.p1.s2")
    assert gap["target"]["claim"] == "还有一定的差距"


def test_bearers_are_not_supplied(run) -> None:  # type: ignore[no-untyped-def]
    """1号 2.i1.s1 「由市、区(市)两级按照现行体制负担」: no 财政 is named; 3.i4 names nobody."""
    duties = json.loads(run("duties", "--document", "qingdao-2023-1", "--json"))["duties"]
    bearers = {d["clause"].partition("/")[2]: set(d["bearers"]) for d in duties}
    assert bearers["2.i1.s1"] == {"市、区(市)两级"}
    assert bearers["3.i4.s2"] == {"未载明"}
    assert bearers["4.i6.s3"] == {"未载明"}


def test_what_the_copy_says_of_its_own_validity_is_told(run) -> None:  # type: ignore[no-untyped-def]
    text = re.sub(r"\s", "", run("documents"))
    assert "有效性：政策是否有效未知，请慎用" in text
    assert "第三方网站的转载" in text


def test_disclosure_is_not_supervision(run) -> None:  # type: ignore[no-untyped-def]
    text = run("compare", "青岛市", "滨州市", "泉州市", "--topics")
    disclosed = text.partition("【信息公开】")[2].partition("【")[0]
    assert not re.search("社会监督员|满意度", disclosed)
    total = text.partition("【总量控制】")[2].partition("【")[0]
    assert "扩大定点覆盖面" not in total


# --- A6: a report that is held is no silence --------------------------------------------------------------------
@pytest.mark.parametrize("matter", ["新增定点零售药店", "纳入双通道管理"])
def test_where_only_a_report_is_held_nothing_is_said_of_the_rules(matter: str) -> None:
    verdict = judged({
        "编号": "ZL-01", "事项": matter, "日期": "2024-05-01", "机构": {"名称": "庚机构", "类型": "零售药店", "所在地": "晋江市"},
    })  # fmt: skip
    assert verdict.outcome == "not_regulated"
    assert verdict.label == "只收录评估报告,有无规定不详"
    nation, other = sorted(verdict.not_governing, key=lambda n: "评估报告" in n.why)
    assert "评估报告" in other.why
    assert nation.document == "医疗保障基金使用监督管理条例"
    assert "均未就" not in sentences(verdict)


# --- A8: contracts by service -----------------------------------------------------------------------------------
DEFICIT = {"医保基金当期赤字": True, "医保基金动态监测赤字": True, "定点医药机构数": 1200}


@pytest.mark.parametrize(
    ("contracts", "outcome"),
    [("否", "presumptively_barred"), ("是", "undetermined"), ("个人账户", "not_regulated"), ("双通道", "not_regulated"),
     ("居家照护", "presumptively_barred"), (None, "undetermined")],
)  # fmt: skip
def test_a_contract_is_held_for_a_service(contracts: str | None, outcome: str) -> None:
    """Who holds another contract of the medical insurance adds no institution: Henan's rules do not reach it, and silence is
    no permission. CONTRACT §1: a bare 是 on a matter that adds a contract is unknown; `missing` asks which services.
    """
    verdict = judged(henan(日期="2026-03-01", 机构={"已定点": contracts, "连锁": "是"}, 指标=DEFICIT))
    assert verdict.outcome == outcome
    if outcome == "undetermined":
        assert ("已定点", "机构") in asked(verdict)
    assert not offered(verdict) & {"已定点"}


def test_the_very_contract_asked_for_is_asked_back() -> None:
    assert [f.code for f in refused(henan(机构={"已定点": "零售药店"}, 指标=DEFICIT))] == ["F160"]


def test_what_nobody_said_is_not_told_as_nothing() -> None:
    said = "".join(explained(judged(HL_01)).changes)
    assert "重点建设项目由无变为" not in said
    assert "材料未载明" in said


# --- A9: conditions found unmet ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("matter", "kind", "place", "day"),
    [
        ("新增门诊统筹和门诊慢特病定点", "村卫生室", "沾化区", "2024-05-01"),
        ("新增居家照护定点", "乡镇卫生院", "洛阳市", "2025-12-01"),
        ("新增定点零售药店", "零售药店", "即墨区", "2024-05-01"),
    ],
)
def test_conditions_that_the_agency_found_unmet_are_told(matter: str, kind: str, place: str, day: str) -> None:
    """Binzhou 5.1.p6.s2 takes in 「符合条件的」 only."""
    verdict = judged({
        "编号": "BL-06", "事项": matter, "日期": day, "机构": {"名称": "庚机构", "类型": kind, "所在地": place, "符合定点条件": False},
    })  # fmt: skip
    assert "所附认定:不符合定点条件。" in verdict.warnings


# --- A12 --------------------------------------------------------------------------------------------------------
def test_a_clause_checked_for_a_limit_and_its_preference_is_told_once() -> None:
    checked = [
        s for p in explained(judged(HL_01)).points if str(p.role) == "checked" for s in (p.citation.place, *p.sentences)
    ]
    assert len(checked) == len(set(checked)), checked


# --- what else was tried -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("level", ["国家级", "省级", "市级", "区县级", "未核实"])
def test_projects_of_henan(level: str) -> None:
    """3.2.i1.p2.s3 「列入国家、省级和市级重点建设项目的医药机构,不受规划限制」: of a pharmacy, too; not of a county."""
    expected = {"区县级": {"presumptively_barred"}, "未核实": {"presumptively_barred", "exempt"}}.get(level, {"exempt"})
    assert possible(judged(henan(机构={"重点建设项目": level}))) == expected


@pytest.mark.parametrize(
    ("count", "outcome"), [(1000, "may_proceed"), (1001, "strictly_controlled"), (999, "may_proceed")]
)
def test_the_total_of_henan_at_its_boundary(count: int, outcome: str) -> None:
    """3.2.i1.p2.s1 「超过本地区资源配置总量的,以调整存量为主」."""
    verdict = judged(henan(指标={"医保基金当期赤字": False, "定点医药机构数": count}))
    assert verdict.outcome == outcome
    assert not offered(verdict) & {"定点医药机构数"}
    if outcome == "strictly_controlled":
        assert deciding(verdict) == {f"{HENAN}/3.2.i1.p2.s1"}
        assert "以调整存量为主" in verdict.label


def test_the_dual_channel_is_no_new_institution() -> None:
    verdict = judged(HL_01 | {"事项": "纳入双通道管理"})
    assert verdict.outcome == "not_regulated"


def test_an_opinion_on_henan_denies_no_exemption() -> None:
    opinion = letter(judged(HL_01), kind=OPINION)
    assert not any("未设可考虑的例外" in x for x in lines(opinion))
    assert not any(c.role is Role.DEFEATED for c in judged(HL_01).citations)
