"""Blanks that no decision fills (补正的期限, 请示, 更正, 送达回证) are written under 文书 of the file of decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from edit_making import compared, readable
from test_decisions import APPLICATION, DECISION, write
from test_final_letters import APPLICATION as SOURCED
from test_final_letters import SETTINGS, own_base, review, settings
from test_final_letters import SOURCED as SOURCE

from reasoner.cli.main import main

__all__ = ["own_base"]

# 3.1.p1 of the medical plan asks how many beds: not written, the applicant is asked for it.
LACKING = {k: v for k, v in APPLICATION.items() if k != "床位数"} | {"编号": "W-1"}
CORRECTED = {
    "原告知书": "关于不予新增购买住院床位的告知书(2024年5月20日)", "更正内容": "将“74%”更正为“73%”", "更正理由": "原告知书引用的数值有误",
    "生效日期": "2024年6月1日", "处理": "本次不予新增购买住院床位",
}  # fmt: skip
DELIVERED = {"送达文书名称和文号": "关于不予新增购买住院床位的告知书", "送达方式": "直接送达", "拒收": "无"}


def report(
    folder: Path, application: dict[str, Any], written: object, *options: str, suffix: str = ".html"
) -> tuple[int, Path]:
    target = folder / f"文书{suffix}"
    decided = write(folder / "d.json", {"文书": {application["编号"]: written}})
    source = write(folder / "a.json", application)
    return main(["report", str(source), "-o", str(target), "--decision", str(decided), *options]), target


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_a_correction_can_be_final(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    settings(tmp_path, monkeypatch, SETTINGS)
    review("qingdao-2023-18-medical/3.1.p2")
    capsys.readouterr()
    kind = ("--kind", "更正(撤销)告知书")
    code, path = report(tmp_path, SOURCED, CORRECTED, *kind, "--final", suffix=suffix)
    printed = capsys.readouterr()
    assert code == 0, printed
    assert main(["verify", str(path)]) == 0, capsys.readouterr()
    if suffix == ".html":
        text = path.read_text(encoding="utf-8").partition("<script")[0].partition("</style>")[2]
        assert "原告知书：关于不予新增购买住院床位的告知书（2024年5月20日）。" in text
        assert (
            "原告知书自2024年6月1日起按上述内容更正（撤销）；关于新增购买住院床位的申请，处理为：本次不予新增购买住院床位。"
            in text
        )
        assert "草稿" not in text
        edited = path.read_bytes().replace("引用的数值有误".encode(), "引用的数值无误".encode(), 1)
        assert compared(edited, suffix).faults


def test_a_correction_carries_its_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kind = ("--kind", "更正(撤销)告知书")
    code, path = report(tmp_path, SOURCED, {k: v for k, v in CORRECTED.items() if k != "处理"}, *kind)
    assert code == 0
    assert "草稿——更正（撤销）的内容尚待填写" in path.read_text(encoding="utf-8")
    data = path.read_bytes().replace("更正（撤销）的内容尚待填写；".encode(), b"")
    assert any("更正(撤销)的内容" in f and "已被删去" in f for f in compared(data, ".html").faults)
    capsys.readouterr()
    assert report(tmp_path, SOURCED, {}, *kind, "--final", "--force")[0] == 1
    assert "更正（撤销）的内容尚待填写" in capsys.readouterr().out


def test_a_request_for_more_can_be_final(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(tmp_path, monkeypatch, SETTINGS)
    code, path = report(tmp_path, LACKING, {"期限": 15, "逾期": "视为撤回申请"}, "--kind", "补正材料通知书", "--final")
    assert code == 0
    text = path.read_text(encoding="utf-8").partition("<script")[0]
    assert "请自收到本通知之日起15日内将上述材料送交我单位。" in text
    # A hospital has no certificate of a care home, and its form is not lacking: one item of it is.
    assert "请在申请表补写“床位数”，并附医疗机构执业许可证；" in text
    assert "逾期未补正的，视为撤回申请。" in text
    assert "养老机构备案凭证" not in text
    assert "青医保发〔2023〕18号，以下简称《规划》）" in text
    assert "《规划》第三部分" in text
    assert main(["verify", str(path)]) == 0


def test_a_receipt_of_delivery_can_be_final(tmp_path: Path) -> None:
    code, path = report(tmp_path, APPLICATION, DELIVERED, "--kind", "送达回证", "--final")
    assert code == 0
    assert "直接送达" in path.read_text(encoding="utf-8")
    assert main(["verify", str(path)]) == 0


# 4.2.p2.s1 of the care plan: 「照护资源相对充足」 of 即墨区 has to be determined.
PETITION = {
    "编号": "W-2", "事项": "新增居家照护定点", "日期": "2024-06-03",
    "机构": {"名称": "甲护理站", "类型": "护理站", "所在地": {"数值": "即墨区"} | SOURCE, "统一社会信用代码": "123702140000000001"},
}  # fmt: skip


@pytest.mark.parametrize(("sort", "closing"), [("请示", "妥否，请批示。"), ("函", "请予函复。")])
def test_a_request_for_a_determination_can_be_final(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sort: str, closing: str
) -> None:
    text = '"经办机构" = "青岛市即墨区医疗保障服务中心"\n"联系人" = "丙"\n"联系电话" = "0532-0000"\n'
    settings(tmp_path, monkeypatch, text)
    written = {"文种": sort, "认定机关": "青岛市医疗保障局"}
    code, path = report(tmp_path, PETITION, written, "--kind", "关于提请认定的请示(函)", "--final")
    assert code == 0, capsys.readouterr()
    page = path.read_text(encoding="utf-8").partition("<script")[0]
    assert f"的{sort}</" in page
    assert closing in page
    assert main(["verify", str(path)]) == 0


@pytest.mark.parametrize(
    ("written", "code", "told"),
    [
        ({"期限": "15", "期间": "x"}, "T120", "期限"), ({"期限": "十五"}, "T120", "不是天数"), ({"期限": ""}, "T120", "不能为空"),
        ({"拒收": "无"}, "T120", "补正材料通知书没有这个空白"), ("x", "T120", "编号"), ({"期限": "0"}, "T120", "不是天数"),
    ],
)  # fmt: skip
def test_unknown_blanks_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: object, code: str, told: str
) -> None:
    status, path = report(tmp_path, LACKING, written, "--kind", "补正材料通知书")
    printed = capsys.readouterr()
    assert (status, path.exists()) == (2, False)
    assert code in printed.out + printed.err
    assert told in printed.out + printed.err


def test_of_an_application_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, decided = tmp_path / "x.html", write(tmp_path / "d.json", {"文书": {"W-9": {"期限": "15"}}})
    status = main(["report", str(write(tmp_path / "a.json", LACKING)), "-o", str(target), "--decision", str(decided)])
    printed = capsys.readouterr()
    assert (status, target.exists()) == (2, False)
    assert "T121" in printed.out + printed.err


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_words_of_decision_and_settings_are_not_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    text = '"经办机构" = "青岛市医疗保险事业中心"\n"联系人" = "丙"\n"联系电话" = "0532-0000"\n'
    settings(tmp_path, monkeypatch, text)
    decided = write(tmp_path / "d.json", DECISION)
    path = tmp_path / f"x{suffix}"
    source = write(tmp_path / "a.json", APPLICATION)
    assert main(["report", str(source), "-o", str(path), "--decision", str(decided)]) == 0
    result = compared(path.read_bytes(), suffix)
    assert result.faults == ()
    assert result.filled == ()
    assert {"青岛市医疗保险事业中心", "丙", "0532-0000", DECISION["决定机关"], DECISION["例外理由"]} <= set(
        result.settled
    )


WEIGHED = {
    "程序": "材料齐全,已现场核查",
    "拟办意见": "不予新增",
    "一致": "是",
    "对照": "本年度没有同类案件",
    "风险": "可能申请复议",
}
STUDIED = {"程序": "材料齐全", "拟办意见": "不新增", "一致": "否", "不一致理由": "另有考虑", "必要性": "周边已有同类机构", "研究意见": "不新增",
           "研究理由": "存量可以调整"}  # fmt: skip
# Henan 3.2.i1.p2.s1: 「超过本地区资源配置总量的,以调整存量为主」.
CROWDED = {
    "编号": "W-3", "事项": "新增个人账户定点", "日期": "2025-11-03",
    "机构": {"名称": "丁诊所", "类型": {"数值": "诊所"} | SOURCE, "所在地": "洛阳市", "已定点": {"数值": "无"} | SOURCE},
    "指标": [{"地区": "洛阳市", "名称": n, "数值": v, "时点": "2025-10-31", "来源": "名册"}
             for n, v in {"定点医药机构数": 1200, "定点医药机构配置总量": 1000, "医保基金当期赤字": False, "医保基金动态监测赤字": False}.items()],
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_an_opinion_can_be_final(tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    options = ("--kind", "内部审核意见", "--final", "--consideration", "没有应予例外的情形。")
    code, path = report(tmp_path, SOURCED, WEIGHED, *options, suffix=suffix)
    assert code == 0, capsys.readouterr()
    assert main(["verify", str(path)]) == 0, capsys.readouterr()
    page = list(readable(path.read_bytes(), suffix).paragraphs)
    assert "拟办意见：不予新增。与系统研判是否一致：■一致、□不一致。" in page
    assert "本年度没有同类案件。" in page
    result = compared(path.read_bytes(), suffix)
    assert (result.faults, result.filled, result.removed) == ((), ("没有应予例外的情形。",), ())
    if suffix == ".html":  # another box ticked, or none: told
        for other in ("□一致、■不一致", "□一致、□不一致"):
            edited = path.read_text(encoding="utf-8").replace("■一致、□不一致", other, 1).encode()
            assert any(other.partition("、")[0] in f for f in compared(edited, suffix).filled), other
    assert report(tmp_path, SOURCED, {k: v for k, v in WEIGHED.items() if k != "一致"}, *options, "--force")[0] == 1
    assert "尚有空白" in capsys.readouterr().out


def test_a_study_can_be_final(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--kind", "从严个案研究意见", "--final")
    code, path = report(tmp_path, CROWDED, STUDIED, *options)
    assert code == 0, capsys.readouterr()
    page = list(readable(path.read_bytes(), ".html").paragraphs)
    assert "拟办意见：不新增。与系统研判是否一致：□一致、■不一致。不一致的理由：另有考虑。" in page
    assert "新增的必要性、可否调整存量：周边已有同类机构。" in page
    assert "研究意见：□可以新增、■不新增、□调整存量。理由：存量可以调整。" in page
    assert main(["verify", str(path)]) == 0
    assert report(tmp_path, CROWDED, STUDIED | {"研究意见": "同意"}, *options, "--force")[0] == 2
    assert "可以新增、不新增、调整存量" in capsys.readouterr().err


def test_the_number_that_the_bureau_settled_stands_in_a_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document whose period ended is cited by no clause: its number is that of the settings all the same."""
    text = (
        '[["文件"]]\n"代号" = "binzhou-2022"\n"题名" = "滨州市医疗保障事业发展“十四五”规划"\n"文号" = "某政办字〔2022〕0号"\n'
        '"来源" = "原件"\n"确认人" = "王五"\n'
    )
    settings(tmp_path, monkeypatch, text)
    ended = {
        "编号": "W-4", "事项": "新增定点零售药店", "日期": "2026-03-02",
        "机构": {"名称": "戊药店", "类型": "零售药店", "所在地": "无棣县", "符合定点条件": "是"},
    }  # fmt: skip
    code, path = report(tmp_path, ended, {"文种": "请示"}, "--kind", "关于提请认定的请示(函)")
    assert code == 0
    page = "".join(readable(path.read_bytes(), ".html").paragraphs)
    assert "《滨州市医疗保障事业发展“十四五”规划》（某政办字〔2022〕0号）规划期已于2025年12月31日届满" in page
