"""Letters of 河南省, 泉州市 and 滨州市, read as those who sign them do (DESIGN §6, WORDING letters, GB/T 15834, GB/T 9704)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from edit_making import readable
from test_read_by_signers import BEDS, DEFICIT, lines, written

from reasoner.cli.main import main
from reasoner.letters.official_words import apart_brackets, heads_in_ten_thousands
from reasoner.letters.pdf_text import pages_of_pdf
from reasoner.render.typeset import title_lines

ENTRY = {"时点": "2025-09-30", "来源": "三季度基金运行分析", "来源类型": "本局台账"}
# Henan 3.2.i1.p2.s2 「对医保基金当期赤字或动态监测赤字的地区,原则上不再增加定点医药机构数量」, s1 「超过本地区资源配置总量的,以调整存量为主」,
# s3 「列入国家、省级和市级重点建设项目的医药机构,不受规划限制」.
HENAN: dict[str, Any] = {
    "编号": "O-1", "事项": "新增定点零售药店", "日期": "2025-11-03",
    "机构": {"名称": "戊药店", "类型": "零售药店", "所在地": "洛阳市", "已定点": "无", "重点建设项目": "无"},
    "指标": [{"地区": "洛阳市", "名称": "医保基金当期赤字", "数值": "是"} | ENTRY,
             {"地区": "洛阳市", "名称": "医保基金动态监测赤字", "数值": "否"} | ENTRY,
             {"地区": "洛阳市", "名称": "定点医药机构数", "数值": 900} | ENTRY,
             {"地区": "洛阳市", "名称": "定点医药机构配置总量", "数值": 1000} | ENTRY],
}  # fmt: skip
LISTED = HENAN | {
    "编号": "O-2",
    "机构": HENAN["机构"] | {"重点建设项目": {"数值": "省级", "来源": "名单", "来源类型": "申请材料"}},
}
CROWDED = HENAN | {
    "编号": "O-3", "事项": "新增个人账户定点", "机构": HENAN["机构"] | {"类型": "诊所"},
    "指标": [dict(f, 数值={900: 1200, "是": "否"}.get(f["数值"], f["数值"])) for f in HENAN["指标"]],
}  # fmt: skip
ENDED = {
    "编号": "O-4", "事项": "新增定点零售药店", "日期": "2026-03-02",
    "机构": {"名称": "己药店", "类型": "零售药店", "所在地": "无棣县", "符合定点条件": "是"},
}  # fmt: skip
REPORTED = ENDED | {
    "编号": "O-5",
    "日期": "2024-05-06",
    "机构": {"名称": "庚药店", "类型": "零售药店", "所在地": "晋江市"},
}
INSIDE = ("--kind", "内部审核意见")
OUR_TITLE = "河南省医疗保障局指导意见（2025年10月10日印发，收到的文本未载题名"


def body(page: list[str]) -> list[str]:
    """What leaves the office: a letter without its mark and its page for staff."""
    return page[1 : next((n for n, t in enumerate(page) if t.startswith("经办提示")), len(page))]


def test_who_confirmed_an_entry_is_no_matter_of_the_applicant(tmp_path: Path) -> None:
    page = lines(tmp_path, HENAN)
    words = "洛阳市具备“医保基金当期赤字”这一情形（截至2025年9月30日，来源：我单位台账〔三季度基金运行分析〕）。"
    assert any(t.endswith(words) for t in page)
    assert "未确认" not in "".join(body(page))
    assert any("没有写明确认人，请先确认" in t for t in page)  # on the page for staff
    named = HENAN | {"指标": [f | {"确认人": "张三", "有效期至": "2025-12-31"} for f in HENAN["指标"]]}
    page = lines(tmp_path, named)
    assert "张三" not in "".join(page)
    assert "有效期至" not in "".join(body(page))
    assert "本单位台账（三季度基金运行分析；确认人张三；有效期至2025年12月31日）" in lines(tmp_path, named, *INSIDE)


def test_guidance_is_understood_and_not_interpreted(tmp_path: Path) -> None:
    """docs/wording.toml: 条文理解; 「解释权」 is that of who made the document."""
    assert "依据只有指导意见，其据以判断个案的条文理解尚未确认，确认前不得发出" in lines(tmp_path, DEFICIT)[0]


@pytest.mark.parametrize("application", [HENAN, LISTED, CROWDED])
def test_what_we_call_a_text_is_no_title(tmp_path: Path, application: object) -> None:
    """WORDING: 「A document without title or number: a marked blank, never our own description in 《》」, in the office too."""
    text = "".join(lines(tmp_path, application, *INSIDE))
    assert f"{OUR_TITLE}，以下简称《指导意见》）" in text
    assert f"《{OUR_TITLE}" not in text
    assert "来件" not in text.replace("来件未见", "")
    notes = "".join(lines(tmp_path, HENAN))
    assert OUR_TITLE in notes
    assert f"《{OUR_TITLE}" not in notes


# 5.1.p6.s2 「将符合条件的基层医药机构及时纳入医保定点范围」: another reading of which matters that is, and nothing else, is open.
BEDS_THERE = ENDED | {
    "编号": "O-6", "事项": "新增购买住院床位", "日期": "2024-05-06", "床位类别": "综合", "床位数": 30,
    "机构": {"名称": "辛院", "类型": "乡镇卫生院", "所在地": "滨城区"},
}  # fmt: skip


def test_a_single_item_has_no_number(tmp_path: Path) -> None:
    page = lines(tmp_path, BEDS_THERE, *INSIDE)
    opened = page[page.index("六、未查明事项、假定、尚未收录的文件") + 1 : page.index("七、同类案件对照")]
    assert len(opened) == 2
    assert opened[0].startswith("换一种理解结论不同")


def test_an_exempted_ground_is_not_headed_twice(tmp_path: Path) -> None:
    """L26: 「因豁免本次不适用:因……规定的豁免,该条限制本次不适用」 says it twice."""
    page = lines(tmp_path, LISTED, *INSIDE)
    assert "因第三部分第（二）项第1点第二段第三句规定的豁免，该条限制本次不适用。" in page


def test_a_study_is_of_what_the_provision_says(tmp_path: Path) -> None:
    """WORDING: strictly_controlled follows the words of the text (从严 or 存量)."""
    page = lines(tmp_path, CROWDED)
    assert page[1] == "本意见供以调整存量为主的事项个案研究使用，不对外。以调整存量为主不等于不予新增。"


def test_how_it_is_entered_into_the_system_is_on_no_paper(tmp_path: Path) -> None:
    for kind in ("内部查询单", "内部审核意见", "关于提请认定的请示(函)"):
        text = "".join(lines(tmp_path, ENDED, "--kind", kind))
        assert "binzhou-2022" not in text
        assert "登记为认定" not in text
    assert "请滨州市人民政府办公室认定是否继续执行" in text


def test_a_report_grants_and_bars_nothing(tmp_path: Path) -> None:
    page = lines(tmp_path, REPORTED)
    assert "四、依据及效力" in page
    assert any(t.startswith("系统研判结论：只收录评估报告，有无规定不详。") for t in page)
    assert "没有可适用的条款，无从审查豁免、优先和例外。" in page


@pytest.mark.parametrize("application", [REPORTED, ENDED, LISTED, CROWDED, HENAN, BEDS_THERE])
def test_no_heading_stands_above_nothing(tmp_path: Path, application: object) -> None:
    for kind in ("更正(撤销)告知书", "内部审核意见", "送达回证"):
        page = lines(tmp_path, application, "--kind", kind)
        headings = [n for n, t in enumerate(page) if re.match("[一二三四五六七八九]、", t)]
        assert not [page[n] for n in headings if n + 1 in headings], kind


@pytest.mark.parametrize(
    ("text", "set_so"),
    [
        ("甲（截至5月，来源：台账（报表））。", "甲（截至5月，来源：台账〔报表〕）。"),
        ("甲（来源：台账（报表（一）））。", "甲（来源：台账〔报表（一）〕）。"),
        ("甲（来源：台账（医字〔2024〕1号））。", "甲（来源：台账［医字〔2024〕1号］）。"),
        ("（见《规划（2023-2025年）》）", "（见《规划（2023-2025年）》）"), ("（一）甲（乙）", "（一）甲（乙）"),
        ("（引“甲（乙）”）", "（引“甲（乙）”）"), ("（甲（乙", "（甲（乙"),
    ],
)  # fmt: skip
def test_brackets_in_brackets_are_of_another_form(text: str, set_so: str) -> None:
    """GB/T 15834-2011: brackets within brackets are of another form; a title and a quotation stand as they are."""
    assert apart_brackets(text) == set_so


def test_a_name_keeps_its_brackets(tmp_path: Path) -> None:
    name = "甲医院（东院（新址））"
    page = lines(tmp_path, HENAN | {"机构": HENAN["机构"] | {"名称": name}})
    assert any(t.startswith(f"{name}（统一社会信用代码") for t in page)


TITLES = [
    "关于不予新增门诊统筹和门诊慢特病定点的告知书",
    "关于新增购买住院床位、新增门诊统筹和门诊慢特病定点申请处理意见的告知书",
    "关于不予新增购买住院床位、不予新增门诊统筹和门诊慢特病定点、不予新增个人账户定点的告知书",
]


@pytest.mark.parametrize("title", TITLES)
def test_lines_of_a_title_are_about_of_one_length(title: str) -> None:
    """GB/T 9704-2012, 7.3.1: 词意完整, 排列对称; a line of 二号 holds 20 characters."""
    parts = title_lines(title)
    assert "".join(parts) == title
    assert len(parts) > 1
    assert max(map(len, parts)) <= 20
    assert max(map(len, parts)) - min(map(len, parts)) <= 10


def test_a_title_is_broken_in_a_pdf_as_in_word(tmp_path: Path, chinese_font: str) -> None:
    target = tmp_path / "文书.pdf"
    outpatient = BEDS | {"事项": "新增门诊统筹和门诊慢特病定点", "机构": BEDS["机构"]}
    outpatient = {k: v for k, v in outpatient.items() if not k.startswith("床位")}
    walked = {
        "步行15分钟内同类型定点机构数": {"数值": 3, "时点": "2024-04-20", "来源": "记录6号", "来源类型": "现场核查"}
    }
    assert main(["report", str(written(tmp_path, "a.json", outpatient | walked)), "-o", str(target)]) == 0
    first, *_ = pages_of_pdf(target.read_bytes())
    assert "关于不予新增门诊统筹\n和门诊慢特病定点的告知书" in first
    assert main(["verify", str(target)]) == 0
    assert readable(target.read_bytes(), ".pdf").faults == ()


# 3.2.p1.s2 of Qingdao: 「拟新增定点周边步行15分钟范围内有同类型定点医药机构的」, of each matter the same site, of each its own walk.
CLINIC = {
    "编号": "O-7", "事项": "新增个人账户定点", "日期": "2024-05-06",
    "机构": {"名称": "壬诊所", "类型": "诊所", "所在地": "市南区"},
    "步行15分钟内同类型定点机构数": {"数值": 2, "时点": "2024-04-20", "来源": "核查记录", "来源类型": "现场核查"},
}  # fmt: skip
SECOND = CLINIC | {"编号": "O-8", "事项": "新增门诊统筹和门诊慢特病定点"}
WALKS = {"O-7": {"步行核查": "甲诊所,步行8分钟"}, "O-8": {"步行核查": "乙诊所,步行9分钟"}}


def joined(folder: Path, blanks: object, target: Path) -> int:
    decision = {"编号": "O-7", "处理": "不予", "同件": ["O-8"]}
    decided = {"决定": [decision, {"编号": "O-8", "处理": "不予"}], "文书": blanks}
    source, file = written(folder, "a.json", [CLINIC, SECOND]), written(folder, "d.json", decided)
    return main(["report", str(source), "-o", str(target), "--decision", str(file), "--force"])


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_each_matter_of_a_receipt_has_its_own_walk(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"文书{suffix}"
    assert joined(tmp_path, WALKS, target) == 0
    page = readable(target.read_bytes(), suffix).paragraphs
    walks = [t.partition("核查人：")[2] for t in page if t.startswith("上述同类型定点医药机构")]
    assert walks == ["甲诊所，步行8分钟。", "乙诊所，步行9分钟。"]
    assert main(["verify", str(target)]) == 0
    assert joined(tmp_path, {"O-8": WALKS["O-8"]}, target) == 0
    page = readable(target.read_bytes(), suffix).paragraphs
    walks = [t.partition("核查人：")[2] for t in page if t.startswith("上述同类型定点医药机构")]
    assert walks[0].startswith("____")
    assert walks[1] == "乙诊所，步行9分钟。"


def test_of_a_joined_matter_only_blanks_that_it_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "x.html"
    assert joined(tmp_path, {"O-8": {"期限": "15"}}, target) == 2
    assert "O-8" in capsys.readouterr().err
    assert joined(tmp_path, {"O-9": {"步行核查": "甲"}}, target) == 2
    assert "没有这个编号的申请" in capsys.readouterr().err
    assert not target.exists()


# 3.1.p1.s1 of the medical plan: 7.5 beds and 0.42 of rehabilitation per 1000: 0.42 x 10371.5 = 4356.03 leaves 56, 7.5 leaves 786.
CAPPED: dict[str, Any] = {
    "编号": "O-9", "事项": "新增购买住院床位", "日期": "2024-05-06", "床位类别": "康复", "床位数": 900,
    "机构": {"名称": "癸医院", "类型": "康复医院", "所在地": "城阳区"},
    "指标": [{"地区": "青岛市", "名称": n, "数值": v, "时点": "2023-12-31", "来源": "结算数据"}
             for n, v in {"医保购买住院床位数": 77000, "医保购买康复床位数": 4300, "常住人口": 10371500}.items()],
}  # fmt: skip


def test_of_two_caps_of_one_clause_the_strictest_says_what_fits(tmp_path: Path) -> None:
    text = "".join(lines(tmp_path, CAPPED))
    assert text.count("按该规定可以容纳56张") == 1
    assert "可以容纳786张" not in text


def test_numbers_of_people_as_an_official_writes_them(tmp_path: Path) -> None:
    """WORDING: 「numbers as an official writes them (1034.21万人); arithmetic true as printed (7.5张/千常住人口×10342.1千人)」."""
    text = "".join(lines(tmp_path, CAPPED))
    assert "青岛市常住人口为1037.15万人" in text
    assert "10371500人" not in text
    assert "0.42张/千常住人口×10371.5千人=4356.03张" in text


@pytest.mark.parametrize(
    ("text", "set_so"),
    [("10342100人", "1034.21万人"), ("60000人", "60000人"), ("600000人", "60万人"), ("10342308人", "10342308人"), ("1020000张", "1020000张")],
)  # fmt: skip
def test_heads(text: str, set_so: str) -> None:
    assert heads_in_ten_thousands(text) == set_so
