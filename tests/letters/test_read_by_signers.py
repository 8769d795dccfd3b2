"""What a section head, a secretary and a lawyer sent back, letter by letter: each expectation with the words it rests on."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from edit_making import readable
from test_final_letters import own_base

from reasoner.cli.main import main
from reasoner.letters.letter_types import REQUEST
from reasoner.render.typeset import title_lines

__all__ = ["own_base"]

BEDS: dict[str, Any] = {
    "编号": "S-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "综合", "床位数": 100,
    "机构": {"名称": "甲医院", "类型": "综合医院", "所在地": "城阳区"},
    "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "结算数据", "来源类型": "本局查询"}],
}  # fmt: skip
WALK = {
    "编号": "S-2", "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": {"名称": "乙药店", "类型": "零售药店", "所在地": "市南区"},
    "步行15分钟内同类型定点机构数": {"数值": 3, "时点": "2024-04-20", "来源": "现场核查记录6号", "来源类型": "现场核查"},
}  # fmt: skip
HOME = {
    "编号": "S-3",
    "事项": "新增居家照护定点",
    "日期": "2024-05-01",
    "机构": {"名称": "丙护理站", "类型": "护理站", "所在地": "市南区"},
}
ENDED = BEDS | {"日期": "2026-05-01"}
DEFICIT: dict[str, Any] = {
    "编号": "S-4", "事项": "新增定点零售药店", "日期": "2025-12-01",
    "机构": {"名称": "丁药店", "类型": "零售药店", "所在地": "郑州市", "已定点": "无"},
    "指标": [{"地区": "郑州市", "名称": "医保基金当期赤字", "数值": "是", "时点": "2025-10-31", "来源": "基金决算"}],
}  # fmt: skip


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def lines(folder: Path, application: object, *options: str) -> list[str]:
    """The lines of the letter that the command writes, as a page shows them."""
    target = folder / "文书.html"
    assert main(["report", str(written(folder, "a.json", application)), "-o", str(target), "--force", *options]) == 0
    return list(readable(target.read_bytes(), ".html").paragraphs)


def test_continuation_is_asked_for_in_its_own_words(tmp_path: Path) -> None:
    """The plan is of 2023-2025 and no text says who decides that it goes on: nothing is 按规定, and no sentence about places."""
    page = lines(tmp_path, ENDED, "--kind", REQUEST)
    item = next(t for t in page if t.startswith("《青岛市医疗保障定点医药服务资源配置规划（2023-2025年）》"))
    assert item == (
        "《青岛市医疗保障定点医药服务资源配置规划（2023-2025年）》（青医保发〔2023〕18号）规划期已于2025年12月31日届满，请青岛市医疗保障局认定是否继续执行；"
        "继续执行的，请写明自何日起、至何日止。"
    )
    text = "".join(page)
    assert "确定适用哪一地区的规定" not in text
    assert "按规定须由" not in text


def test_what_no_text_gives_to_an_organ_is_said_to_be_so(tmp_path: Path) -> None:
    """2023-1号 says 「照护资源相对充足的区域」 and not who determines it; with figures lacking nowhere, a 请示(函) is written."""
    home = HOME | {"机构": HOME["机构"] | {"所在地": "平度市"}}  # type: ignore[operator]
    page = lines(tmp_path, home)
    assert page[0].startswith("关于提请认定")
    assert "平度市的“照护资源相对充足”，文件未写明由谁认定，现请青岛市医疗保障局认定。" in page
    force = next(t for t in page if t.endswith("确认是否有效，以及自何日起施行、至何日止。"))
    assert "（青医保字〔2023〕1号" in force
    assert "青岛市医疗保障局、青岛市财政局" in force
    # What the plan itself says of such places (1.p3.s2) is put before the organ that is to determine it.
    assert any(t.startswith("“目前") and "其他区市照护资源相对不足" in t for t in page)


REMEDIES = '"文字" = "可以向{government}申请行政复议。"\n"法制" = "王五"\n"日期" = "2024-01-05"\n'
ORGANS = (
    '[["机关"]]\n"名称" = "青岛市城阳区医疗保障中心"\n"地区" = ["城阳区"]\n[["机关"]]\n"名称" = "青岛市医疗保障中心"\n'
)


@pytest.mark.parametrize(
    ("application", "government"), [(BEDS, "青岛市城阳区人民政府"), (WALK, "青岛市人民政府")]
)  # fmt: skip
def test_each_organ_has_its_own_remedies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, application: object, government: str
) -> None:
    """行政复议法第二十四条: the government of the level of the organ that acted."""
    paragraphs = "".join(
        f'[["救济"]]\n"机关" = "{organ}"\n' + REMEDIES.format(government=place)
        for organ, place in (("青岛市城阳区医疗保障中心", "青岛市城阳区人民政府"), ("青岛市医疗保障中心", "青岛市人民政府"))
    )  # fmt: skip
    monkeypatch.setenv("TIAOLI_SETTINGS", str(written(tmp_path, "s.toml", ORGANS + paragraphs)))
    assert f"可以向{government}申请行政复议。" in lines(tmp_path, application)


def test_nobody_is_sent_to_the_government_of_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = '["救济"]\n' + REMEDIES.format(government="青岛市城阳区人民政府")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(written(tmp_path, "s.toml", ORGANS + one)))
    assert "可以向青岛市城阳区人民政府申请行政复议。" in lines(tmp_path, BEDS)
    page = lines(tmp_path, WALK)  # 市南区
    assert "城阳区" not in "".join(page)
    assert "设置里核定的救济一段写的是别处的复议机关" in page[0]
    wider = '["救济"]\n' + REMEDIES.format(government="本级人民政府")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(written(tmp_path, "s.toml", ORGANS + wider)))
    assert "可以向本级人民政府申请行政复议。" in lines(tmp_path, WALK)


@pytest.mark.parametrize(
    "text",
    [
        '[["救济"]]\n"机关" = "没有这个机关"\n' + REMEDIES.format(government="本级人民政府"),
        ('[["救济"]]\n"机关" = "青岛市医疗保障中心"\n' + REMEDIES.format(government="本级人民政府")) * 2,
    ],
)
def test_remedies_of_no_organ_or_twice_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    monkeypatch.setenv("TIAOLI_SETTINGS", str(written(tmp_path, "s.toml", ORGANS + text)))
    source = written(tmp_path, "a.json", BEDS)
    assert main(["report", str(source), "-o", str(tmp_path / "x.html")]) == 2
    assert "T112" in capsys.readouterr().err


def test_a_project_is_of_the_level_that_the_provision_names(tmp_path: Path) -> None:
    """「列入市政府重点建设项目的医疗机构」 in Qingdao, 「国家、省级和市级重点建设项目」 in Henan: not any government's."""
    page = "".join(lines(tmp_path, BEDS))
    assert "申请材料未载明列入市级重点建设项目，本次不适用该项豁免。" in page
    assert "如能提供列入政府重点建设项目的文件（所列级别为市级），可重新提出申请；是否符合由有权机关认定。" in page
    page = "".join(lines(tmp_path, DEFICIT))
    assert (
        "如能提供列入政府重点建设项目的文件（所列级别为国家级、省级或者市级），可重新提出申请；是否符合由有权机关认定。"
        in page
    )


def test_the_walking_rule_in_its_own_words_and_who_walked(tmp_path: Path) -> None:
    """「拟新增定点周边步行15分钟范围内有同类型定点医药机构的」; WORDING: neighbours, addresses, route, time, day, who measured."""
    page = lines(tmp_path, WALK)
    assert (
        "1.你单位拟新增定点周边步行15分钟范围内有同类型定点医药机构3家（截至2024年4月20日，来源：现场核查记录6号）。"
        in page
    )
    assert "大于0" not in "".join(page)
    blank = "上述同类型定点医药机构的名称、地址，实际步行路线、步行时间，核查日期和核查人：____________________（由经办人员填写）。"
    assert blank in page
    assert "如另选符合规定的地址，可重新提出申请。" in page
    neighbours = "A药店，示例路2号，沿示例路步行6分钟；2024年4月20日，甲、乙"
    options = ("--decision", str(written(tmp_path, "d.json", {"文书": {"S-2": {"步行核查": neighbours}}})))
    page = lines(tmp_path, WALK, *options)
    assert f"上述同类型定点医药机构的名称、地址，实际步行路线、步行时间，核查日期和核查人：{neighbours}。" in page
    assert main(["verify", str(tmp_path / "文书.html")]) == 0


def test_where_the_applicant_is_as_a_sentence(tmp_path: Path) -> None:
    text = "".join(lines(tmp_path, HOME))
    assert "你单位所在地为市南区，在该条所列的市南区、市北区、李沧区、崂山区之内，属于该条规定的情形。" in text


def test_only_what_the_office_looked_into_is_said_to_be_so_inside(tmp_path: Path) -> None:
    """WORDING: 「经查」 only for what the agency itself found."""
    inside = ("--kind", "内部审核意见")
    project = BEDS | {"机构": BEDS["机构"] | {"重点建设项目": "市级"}}
    page = lines(tmp_path, project, *inside)
    assert any(t.startswith("决定理由：申请材料载明申请人为综合医院") for t in page)
    assert any("经查，城阳区床位使用率为74%" in t for t in page)  # 本局查询


def test_an_ended_plan_is_not_said_to_set_no_exemption(tmp_path: Path) -> None:
    """The plan has one (「列入市政府重点建设项目的医疗机构，不受本规划限制」); facts were given though no rule read them."""
    page = lines(tmp_path, ENDED, "--kind", "内部审核意见")
    assert "依据确认以前，不能就豁免、优先和例外作出审查；确认以后按所依据的文件另行审查。" in page
    assert "无。" not in page
    assert "基准日" not in "".join(page)


def test_titles_of_the_bureau_also_inside_and_nothing_left_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "关于医保定点医药机构资源配置的指导意见"
    text = f'[["文件"]]\n"代号" = "henan-2025"\n"题名" = "{title}"\n"来源" = "网站"\n"确认人" = "王五"\n'
    monkeypatch.setenv("TIAOLI_SETTINGS", str(written(tmp_path, "s.toml", text)))
    outside = "".join(lines(tmp_path, DEFICIT))
    assert "题名或者文号尚待填写" not in outside
    assert "文中留有空白" not in outside
    inside = "".join(lines(tmp_path, DEFICIT, "--kind", "内部审核意见"))
    assert f"《{title}》（无文号，以下简称" in inside
    assert "收到的文本未载题名" not in inside


def test_what_becomes_of_the_part_that_is_granted(tmp_path: Path) -> None:
    decision = {"编号": "S-1", "处理": "部分", "张数": 30, "例外": True, "例外理由": "确有需要"}
    page = lines(tmp_path, BEDS, "--decision", str(written(tmp_path, "d.json", {"决定": [decision]})))
    assert "可进入后续程序的30张，后续程序由我单位按有效规定另行通知。" in page


def test_notes_on_several_matters_are_numbered_through(tmp_path: Path) -> None:
    other = {"编号": "S-5", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-05-01", "机构": BEDS["机构"]} | {
        k: v for k, v in WALK.items() if k.startswith("步行")
    }
    refused = {"处理": "不予", "例外": False, "例外理由": "未发现"}
    decided = {"决定": [{"编号": "S-1", "同件": ["S-5"]} | refused, {"编号": "S-5"} | refused]}
    page = lines(tmp_path, [BEDS, other], "--decision", str(written(tmp_path, "d.json", decided)))
    notes = page[next(i for i, t in enumerate(page) if t.startswith("经办提示")) + 1 :]
    numbers = [int(t.partition(".")[0]) for t in notes if t.partition(".")[0].isdigit()]
    assert numbers == list(range(1, len(numbers) + 1))
    # What is true of the whole letter is said once.
    for once in ("本告知基于资源配置规定，", "重新提出申请的，届时按有效规定办理。"):
        assert sum(t.startswith(once) for t in page) == 1


def test_a_supplement_says_when_the_application_came(tmp_path: Path) -> None:
    page = lines(tmp_path, {k: v for k, v in BEDS.items() if k != "床位数"}, "--kind", "补正材料通知书")
    assert any("于2024年5月1日收悉。下列材料" in t for t in page)


def test_rates_are_asked_for_of_one_period(tmp_path: Path) -> None:
    """DESIGN §5.4: rates only within one period."""
    page = lines(tmp_path, BEDS | {"指标": []}, "--kind", "内部查询单")
    assert "城阳区，2024年5月1日前最近一期；各地区须用同一期间" in page
    assert "青岛市，2024年5月1日前最近一期；各地区须用同一期间" in page


def test_the_paper_by_which_a_plan_goes_on_is_a_document(tmp_path: Path) -> None:
    """WORDING: 依{机关}{日期}{文号}认定继续执行; titles stand in 《 》 (GB/T 15834)."""
    goes_on = {
        "事项": "规划延续执行", "对象": "qingdao-2023-18-medical", "结论": "是", "机关": "青岛市医疗保障局", "日期": "2025-12-30",
        "依据": {"名称": "关于继续执行的通知", "编号": "青医保发〔2025〕99号"},
    }  # fmt: skip
    page = "".join(lines(tmp_path, ENDED | {"认定": [goes_on]}))
    assert "依青岛市医疗保障局2025年12月30日《关于继续执行的通知》（青医保发〔2025〕99号）认定继续执行。" in page


@pytest.mark.parametrize(
    "sentence",
    [
        "经研究，上述意见不再执行，你单位申请可行。", "你单位已取得定点资格。", "我单位将与你单位签订服务协议。", "本告知系误发，请忽略。",
        "你单位的申请已获通过。", "上述3家机构中有2家已退出，现为1家。", "床位使用率实为80%。",
    ],
)  # fmt: skip
def test_a_sentence_of_the_office_that_takes_the_decision_back(tmp_path: Path, sentence: str) -> None:
    """DESIGN §6: text with 「a word of decision … outside our lines and quotations is a fault」."""
    lines(tmp_path, WALK)
    page = (tmp_path / "文书.html").read_text(encoding="utf-8")
    ours = "如另选符合规定的地址，可重新提出申请。</p>"
    assert ours in page
    (tmp_path / "改.html").write_text(page.replace(ours, f"{ours}<p>{sentence}</p>", 1), encoding="utf-8")
    assert main(["verify", str(tmp_path / "改.html")]) == 1
    harmless = "你单位如有疑问，请于工作日来电咨询。"
    (tmp_path / "改.html").write_text(page.replace(ours, f"{ours}<p>{harmless}</p>", 1), encoding="utf-8")
    assert main(["verify", str(tmp_path / "改.html")]) == 0


CARE = {
    "编号": "S-6", "事项": "新增购买院护床位", "日期": "2024-05-01", "床位数": 60,
    "机构": {"名称": "戊养老院", "类型": "养老机构", "所在地": "城阳区"},
    "指标": [{"地区": "城阳区", "名称": "院护床位使用率", "数值": "55%", "时点": "2024-03-31", "来源": "结算数据"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("application", "named"),
    [(CARE, ("其他区市照护资源相对不足", "在资源饱和的市南区、市北区、李沧区、崂山区、城阳区")), (HOME, ("崂山区照护资源已基本饱和",)), (BEDS, ())],
)  # fmt: skip
def test_what_the_plan_says_of_the_place_is_in_the_letter(
    tmp_path: Path, application: object, named: tuple[str, ...]
) -> None:
    """DESIGN §5.5: a plan's own finding is cited in letters that it concerns, favourable ones too."""
    page = lines(tmp_path, application)
    for words in named:
        assert any(words in t and t.startswith("“") for t in page), words
    last = "上述内容是文件印发时的陈述，不代替申请时的查明和认定。"
    assert (last in page) is bool(named)
    assert main(["verify", str(tmp_path / "文书.html")]) == 0


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("关于不予新增购买住院床位的告知书", 1),
        ("关于不予新增门诊统筹和门诊慢特病定点的告知书", ["关于不予新增门诊统筹", "和门诊慢特病定点的告知书"]),
        ("关于新增购买住院床位、新增门诊统筹和门诊慢特病定点申请处理意见的告知书", ["关于新增购买住院床位、新增门诊统筹", "和门诊慢特病定点申请处理意见的告知书"]),
    ],
)  # fmt: skip
def test_a_title_is_not_broken_in_a_word(title: str, parts: int | list[str]) -> None:
    """GB/T 9704-2012, 7.3.1: 回行时,要做到词意完整,排列对称,长短适宜."""
    assert title_lines(title) == ([title] if parts == 1 else parts)


def test_a_broken_title_is_the_title(tmp_path: Path) -> None:
    target = tmp_path / "文书.docx"
    outpatient = WALK | {"事项": "新增门诊统筹和门诊慢特病定点", "机构": BEDS["机构"]}
    assert main(["report", str(written(tmp_path, "a.json", outpatient)), "-o", str(target)]) == 0
    assert main(["verify", str(target)]) == 0
    with zipfile.ZipFile(target) as file:
        document = file.read("word/document.xml").decode()
    assert "关于不予新增门诊统筹</w:t><w:br/><w:t>和门诊慢特病定点的告知书" in document


REHABILITATION: dict[str, Any] = {
    "编号": "S-7", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "康复", "床位数": 1000,
    "机构": {"名称": "己医院", "类型": "康复医院", "所在地": "黄岛区"},
    "指标": [
        {"地区": "青岛市", "名称": "医保购买康复床位数", "数值": 4000, "时点": "2023-12-31", "来源": "台账"},
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 71293, "时点": "2023-12-31", "来源": "台账"},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10371500, "时点": "2023-12-31", "来源": "公报"},
        {"地区": "黄岛区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31", "来源": "结算数据"},
        {"地区": "黄岛区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023", "来源": "结算数据"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023", "来源": "结算数据"},
    ],
}  # fmt: skip


def test_what_the_applicant_can_do_and_not_what_would_be_judged_then(tmp_path: Path) -> None:
    """WORDING: 结论可能变化的情形 on the desk only, never in a letter. 0.42 x 10371.5 = 4356.03: 356 beds fit."""
    page = lines(tmp_path, REHABILITATION)
    assert "如将申请的床位数减少到356张以内，可重新提出申请。" in page
    text = "".join(page)
    assert "申请人可自行改变" not in text
    assert "其他事实不变" not in text
    decision = {"编号": "S-7", "处理": "部分", "张数": 356}
    page = lines(tmp_path, REHABILITATION, "--decision", str(written(tmp_path, "d.json", {"决定": [decision]})))
    assert not [t for t in page if "减少到" in t]


def test_a_preference_that_the_applicant_may_have_is_answered(tmp_path: Path) -> None:
    """3.2.p1.s3: 「按照卫生规划设立的社区卫生服务中心……可优先纳入」; WORDING: 该条规定可优先考虑，不解除前述限制。"""
    centre = {"名称": "庚中心", "类型": "社区卫生服务中心", "所在地": "李沧区"}
    page = lines(tmp_path, WALK | {"事项": "新增门诊统筹和门诊慢特病定点", "机构": centre})
    assert any(t.startswith("“按照卫生规划设立的社区卫生服务中心") for t in page)
    answer = "该条规定可优先考虑，不解除前述限制；所列情形未载明、未核实或者未经认定，本次不据以优先。"
    assert answer in page
    page = lines(tmp_path, WALK)  # a pharmacy: the preference is not for such as it
    assert answer not in page


def test_conditions_are_those_of_the_one_written_to(tmp_path: Path) -> None:
    shop = {
        "名称": "辛药店", "类型": "零售药店", "所在地": "市北区", "已定点": "零售药店", "资质合规": "是", "管理规范": "否", "信誉良好": "是", "安全供应": "是",
        "布局合理": "是",
    }  # fmt: skip
    page = "".join(lines(tmp_path, {"编号": "S-8", "事项": "纳入双通道管理", "日期": "2024-05-01", "机构": shop}))
    assert "所附材料写明你单位不具备“管理规范”这一情形" in page
    assert "写明机构" not in page
    assert "4.你单位不具备“管理规范”这一情形（来源：____）。" in page


def test_until_when_the_grounds_are_in_force(tmp_path: Path) -> None:
    """WORDING, 内部审核意见: 四、依据及效力; the plan is of 2021 to 2025 (「“十四五”规划」)."""
    clinic = {"名称": "壬卫生院", "类型": "乡镇卫生院", "所在地": "邹平市"}
    page = lines(
        tmp_path, {"编号": "S-9", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-05-01", "机构": clinic}
    )
    assert any(t.endswith("的规划期或者有效期至2025年12月31日。") for t in page)


def test_who_proves_and_who_determines_inside(tmp_path: Path) -> None:
    page = "".join(lines(tmp_path, BEDS, "--kind", "内部审核意见"))
    assert "是否符合由有权机关认定；可提供列入政府重点建设项目的文件。" in page
    assert "认定：另行举证" not in page


@pytest.mark.parametrize(
    ("kind", "hand"),
    [("内部查询单", "查询人：________　　请于　　年　　月　　日前回复。"), ("现场核查任务单", "下达人：________　　下达日期：　　年　　月　　日")],
)  # fmt: skip
def test_who_asks_and_until_when(tmp_path: Path, kind: str, hand: str) -> None:
    """WORDING: 现场核查任务单 (address, points, deadline, who); filled in by hand, which is no fault."""
    page = lines(tmp_path, {k: v for k, v in WALK.items() if not k.startswith("步行")}, "--kind", kind)
    assert hand in page
    made = (tmp_path / "文书.html").read_text(encoding="utf-8")
    filled = made.replace(hand, hand.replace("________", "王某").replace("　　年　　月　　日", "2024年5月8日"), 1)
    assert filled != made
    (tmp_path / "填.html").write_text(filled, encoding="utf-8")
    assert main(["verify", str(tmp_path / "填.html")]) == 0
