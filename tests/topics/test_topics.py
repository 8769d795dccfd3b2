"""The matrix of topics. Expectations are read off the texts, not off the rules."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from policy_dsl.compiled import Clause, Document, raw
from policy_dsl.diagnostics import Faults
from policy_dsl.document_record import Missing, Received
from policy_dsl.ir import Level
from policy_dsl.source_text import display_width
from reasoner.cli.main import main
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.driver.knowledge import compare_topics_text
from reasoner.render.terminal.topic_comparison import topic_text
from reasoner.render.topic_page import topics_page
from reasoner.render.typeset import bare
from reasoner.topics import compare_topics, regions_named
from reasoner.topics.entries import Deferral, IncompleteDocument, ReferenceKind, State
from reasoner.topics.matching import topics
from reasoner.topics.matrix import TopicMatrix
from reasoner.topics.matrix_cell import Context
from reasoner.topics.matrix_cell import cell as one_cell
from reasoner.topics.quoted_references import references

from .rows import LTC, MEDICAL, REGIONS, cell, rules


def test_rows_are_the_topics_of_the_ontology(matrix: TopicMatrix) -> None:
    assert [r.topic for r in matrix.topics] == [
        "床位使用率", "床位密度上限", "步行距离", "基金赤字", "重点项目豁免", "优先对象", "费用增长", "长护饱和区",
        "院护床位上限", "失智专区", "双通道", "总量控制", "评估与退出", "信息公开",
    ]  # fmt: skip
    assert [t.label.removeprefix("主题:") for t in rule_base().vocabulary.of_kind("topic").values()] == [
        r.topic for r in matrix.topics
    ]


# --- rules: topic, region, clause, operator and threshold, strength, words of the text ---------------------------

STATED = [
    ("床位使用率", "青岛市", f"{MEDICAL}/3.1.p2", ("低于", "75%"), "原则上", "床位使用率低于75%的,原则上不再新增购买住院床位"),
    ("床位使用率", "青岛市", f"{LTC}/3.2.p1.s2", ("低于", "60%"), "原则上", "区域内床位使用率低于60%时"),
    ("床位密度上限", "青岛市", f"{MEDICAL}/3.1.p1.s1", ("不超过", "7.5张/千常住人口"), "原则上", "床位数7.5张"),
    ("床位密度上限", "青岛市", f"{MEDICAL}/3.1.p1.s1", ("不超过", "0.85张/千常住人口"), "原则上", "中医类医院床位数0.85张"),
    ("床位密度上限", "青岛市", f"{MEDICAL}/3.1.p1.s2", ("达到", "0.78张/千常住人口"), "暂不", "暂不新增购买"),
    ("步行距离", "青岛市", f"{MEDICAL}/3.2.p1.s2", ("有", ""), "原则上", "步行15分钟范围内有同类型定点医药机构"),
    ("基金赤字", "河南省", "henan-2025/3.2.i1.p2.s2", ("成立", ""), "原则上", "当期赤字或动态监测赤字的地区"),
    ("重点项目豁免", "青岛市", f"{MEDICAL}/3.3.p1", ("包含", "市级"), "", "市政府重点建设项目的医疗机构"),
    ("重点项目豁免", "河南省", "henan-2025/3.2.i1.p2.s3", ("包含", "省级"), "", "重点建设项目的医药机构"),
    ("优先对象", "青岛市", f"{MEDICAL}/3.2.p1.s3", ("成立", ""), "可优先", "养老机构等内设医疗机构符合条件的,可优先"),
    ("优先对象", "河南省", "henan-2025/3.2.i2.i3.s3", ("成立", ""), "可优先", "基层医疗机构优先纳入"),
    ("费用增长", "青岛市", f"{MEDICAL}/2.3.i1.s4", ("超过", "全市的医疗费用增长率"), "从严", "从严控制新增"),
    ("长护饱和区", "青岛市", f"{LTC}/3.1.p1.s2", ("位于", "市南区、市北区、李沧区、崂山区"), "原则上", "资源饱和的市南区"),
    ("长护饱和区", "青岛市", "qingdao-2023-1/5.i8.s2", ("成立", ""), "原则上", "照护资源相对充足的区域"),
    ("院护床位上限", "青岛市", f"{LTC}/3.2.p1.s1", ("不超过", "1.2万张"), "原则上", "原则上不超过1.2万张"),
    ("院护床位上限", "青岛市", f"{LTC}/3.2.p1.s1", ("不超过", "20%(张/预期享受长护险待遇人数)"), "不超过", "总人数20%"),
    ("失智专区", "青岛市", f"{LTC}/3.2.p2", ("不超过", "30%"), "原则上", "30%核定"),
    ("双通道", "青岛市", f"{MEDICAL}/3.2.p2.s2", ("成立", ""), "须", "纳入“双通道”管理"),
    ("总量控制", "河南省", "henan-2025/3.2.i1.p2.s1", ("超过", "本统筹区的定点医药机构配置总量"), "存量", "以调整存量为主"),
    ("总量控制", "青岛市", "qingdao-2023-1/5.i8.s2", ("成立", ""), "原则上", "原则上控制长护险定点机构数量不再增长"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "region", "clause", "test", "strength", "words"), STATED)
def test_a_cell_has_the_rule_with_its_threshold_and_words(
    matrix: TopicMatrix, topic: str, region: str, clause: str, test: tuple[str, str], strength: str, words: str
) -> None:
    one = cell(matrix, topic, region)
    assert one.state is State.STATED
    fitting = [
        e
        for e in rules(one)
        if e.clause == clause
        and test in [(t.operator, t.threshold) for t in e.tests]
        and e.strength == strength
        and words in "".join(e.words)
    ]
    assert len(fitting) == 1
    assert fitting[0].matters
    assert fitting[0].quote in official_texts()[clause.partition("/")[0]]


def test_no_rule_strays_into_a_topic_that_it_only_divides_by(matrix: TopicMatrix) -> None:
    """The 30% of dementia beds has care beds below the line; it is no cap on care beds."""
    assert {e.clause for e in rules(cell(matrix, "院护床位上限", "青岛市"))} == {f"{LTC}/3.2.p1.s1"}
    assert {e.effect for e in rules(cell(matrix, "优先对象", "青岛市"))} == {"prefer"}
    assert {e.effect for e in rules(cell(matrix, "重点项目豁免", "河南省"))} == {"exempt"}


def test_every_rule_of_the_texts_stands_under_some_topic(matrix: TopicMatrix) -> None:
    under_topics = {e.norm for row in matrix.topics for c in row.cells for e in rules(c)}
    assert {n.id for d in rule_base().documents.values() for n in d.norms_in_use} - under_topics == set()


# --- the kinds of answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "region", "state"),
    [
        ("床位使用率", "河南省", "silent"),
        ("基金赤字", "青岛市", "duty"),  # 「与医保基金收支平衡相适应……年度设置计划」
        ("失智专区", "河南省", "silent"),  # 失智 stands nowhere in its text
        ("失智专区", "滨州市", "silent"),  # 「重度失智人员」 are insured persons, no wards
        ("院护床位上限", "滨州市", "silent"),
        ("费用增长", "河南省", "silent"),
        ("床位使用率", "滨州市", "silent"),
        ("步行距离", "泉州市", "silent"),
        ("床位密度上限", "河南省", "defers"),  # the annex, and what each city determines
        ("评估与退出", "滨州市", "defers"),  # 「全面实施医疗保障定点医疗机构、定点零售药店管理办法」
        ("长护饱和区", "河南省", "defers"),  # 「各地可……对居家照护类定点机构和机构照护型定点机构进行配置」
        ("院护床位上限", "河南省", "defers"),
        ("双通道", "河南省", "duty"),  # 「各地要……优化门诊统筹、“双通道”药店配置」
        ("评估与退出", "青岛市", "duty"),
        ("评估与退出", "河南省", "duty"),  # 「要畅通出口,健全医保定点医药机构退出机制」
        ("信息公开", "滨州市", "duty"),  # 「医疗保障经办机构定期向社会公布……」
        ("信息公开", "青岛市", "duty"),  # 「医保经办机构应……适时公布……」
        ("总量控制", "滨州市", "silent"),  # 「扩大定点覆盖面」 is the opposite of a total
        ("双通道", "泉州市", "mentioned"),
        ("信息公开", "泉州市", "mentioned"),  # a report obliges nobody
        ("床位密度上限", "滨州市", "silent"),  # 「支持……精神心理科、康复等紧缺医疗服务发展」: neither beds nor density
        ("长护饱和区", "滨州市", "mentioned"),  # 「突出做好职工长期护理保险试点工作」
        ("长护饱和区", "泉州市", "mentioned"),  # 「积极争取长期护理保险制度试点」
        ("失智专区", "泉州市", "silent"),
        ("院护床位上限", "泉州市", "silent"),
    ],
)
def test_a_cell_without_a_rule_says_what_kind_of_answer_it_is(
    matrix: TopicMatrix, topic: str, region: str, state: str
) -> None:
    one = cell(matrix, topic, region)
    assert one.state == state
    assert bool(one.entries) == (state != "silent")


def test_deferring_names_the_other_text_and_whether_it_is_held(matrix: TopicMatrix) -> None:
    def deferrals(topic: str, region: str) -> list[Deferral]:
        return [r for e in cell(matrix, topic, region).entries for r in e.refers_to]

    annex = "河南省医保定点医药服务资源配置标准参考(试行)"
    assert Deferral(kind=ReferenceKind.ANNEX, name=annex, available=False) in deferrals("床位密度上限", "河南省")
    rules = "医疗保障定点医疗机构、定点零售药店管理办法"
    assert Deferral(kind=ReferenceKind.DESCRIBED, name=rules, available=False) in deferrals("评估与退出", "滨州市")


def test_missing_text_is_an_entry_of_its_own(matrix: TopicMatrix) -> None:
    def missing(topic: str, region: str) -> list[str]:
        return [e.clause for e in cell(matrix, topic, region).entries if e.state is State.MISSING]

    assert missing("床位密度上限", "河南省") == ["henan-2025/a1.title"]
    assert missing("评估与退出", "青岛市") == ["qingdao-2023-1/5.i9.s2"]  # 「完善定点评估」, and there it breaks off


def test_a_region_of_which_only_missing_text_speaks_is_no_silent_one() -> None:
    clause = Clause(
        clause="x/9", document="甲", number=None, heading=(), place="第九部分", nature="missing-text", natures=("缺文",),
        quote="", start=0, end=0, rules=(), judgements=(), observations=(),
        notes=("附件载明失智专区床位的核定标准,收到的文本缺附件。",),
    )  # fmt: skip
    document = Document(
        id="x", title="甲", number=None, year=2023, kind="意见", issuers=(), issuer_level=Level.CITY, region="370200",
        addressees=(), issued="", starts="", starts_basis="不明", ends="", ends_basis="不明", force=(),
        received=Received("", "", 0), masked=(), missing=(Missing("附件", "末尾"),), digest="", regulates=(),
        readings=(), reviews=(), clause_list=raw([clause]), norm_list=raw([]),
    )  # fmt: skip
    by_name = {t.name: t for t in topics(rule_base().vocabulary)}
    nothing = Context({}, {}, {})
    assert one_cell("某市", by_name["失智专区"], [document], nothing).state is State.MISSING
    silent = one_cell("某市", by_name["基金赤字"], [document], nothing)
    assert silent.state is State.SILENT
    assert silent.incomplete == (IncompleteDocument("x", "甲", ("附件",)),)


def test_a_plan_s_own_basis_and_headings_answer_no_topic(matrix: TopicMatrix) -> None:
    for row in matrix.topics:
        for one in row.cells:
            for entry in one.entries:
                assert not {"标题", "题名", "依据", "文号", "落款"} & set(entry.natures), entry.clause


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("具体标准由各地医保部门根据实际情况研究确定。", [("authority", "各地医保部门")]),
        ("各地可参考《甲标准(试行)》(见附件),探索", [("annex", "甲标准(试行)")]),
        (
            "全面实施医疗保障定点医疗机构、定点零售药店管理办法。",
            [("described", "医疗保障定点医疗机构、定点零售药店管理办法")],
        ),
        ("印发《某市社会监督员工作规定》,积极拓宽", []),  # issued, not deferred to
        ("可按规定纳入医保定点评估范围。", []),
        ("及时按照协议约定和相关法律法规进行处理", []),
        ("按照国家有关规定执行。", [("described", "国家有关规定")]),
        ("各地可结合长护险运行现状,对机构照护型定点机构进行配置。", [("authority", "各地")]),
        ("各地可充分利用信息系统,探索开展配置效果评估等工作,为医保资源规划提供决策服务。", []),
        ("各地要根据服务半径,合理配置医保定点药店。", []),  # a duty, not left to them
    ],
)
def test_references_are_read_off_the_words(quote: str, expected: list[tuple[str, str]]) -> None:
    assert [(r.kind, r.name) for r in references(quote, {})] == expected


# --- regions ----------------------------------------------------------------------------------------------------


def test_a_county_or_a_city_below_is_covered_by_the_documents_above() -> None:
    (county,) = compare_topics(rule_base(), ["城阳区"]).regions
    assert {d.id for d in county.documents} >= {MEDICAL, LTC, "qingdao-2023-1"}
    (city,) = compare_topics(rule_base(), ["郑州市"]).regions
    assert [d.id for d in city.documents] == ["henan-2025"]


def test_a_name_counts_once_whatever_it_is_written_as() -> None:
    assert [r.name for r in regions_named(rule_base(), ["青岛市", "370200", "河南省"])] == ["青岛市", "河南省"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["青岛市", "青岛是"], "不认识的地区"),
        (["北京市"], "没有收录这个地区的文件"),
        (["", "河南省"], "不认识的地区"),
        (["山东省"], "没有收录这个地区的文件"),
    ],
)
def test_a_region_that_cannot_be_compared_is_bad_input(
    names: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *names, "--topics", "--json"]) == 2
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert [e["code"] for e in errors] == ["U134"]
    assert message in errors[0]["message"]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, str]]:
    assert main(["compare", *arguments, "--topics", "--json"]) == 2
    return list(json.loads(capsys.readouterr().out)["errors"])


def test_one_city_is_no_slip_for_another(capsys: pytest.CaptureFixture[str]) -> None:
    """济南市 is not held, 济源市 is, under Henan: one character apart, and two cities."""
    for name in ("济南市", "济南"):
        (error,) = refused(capsys, "青岛市", name)
        assert "济源" not in json.dumps(error, ensure_ascii=False)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("青岛市城阳区", "城阳区"), ("河南省郑州市", "郑州市"), ("青岛是", "青岛"), ("西海岸新", "西海岸新区")],
)
def test_a_name_of_which_a_place_is_a_part_is_suggested(
    capsys: pytest.CaptureFixture[str], written: str, meant: str
) -> None:
    (error,) = refused(capsys, written)
    assert error["hint"] == f"是否指「{meant}」?"


def test_a_code_in_full_width_digits() -> None:
    assert [r.name for r in regions_named(rule_base(), ["３７０２００"])] == ["青岛市"]


def test_documents_are_not_compared_by_topic(capsys: pytest.CaptureFixture[str]) -> None:
    errors = refused(capsys, "qingdao-2023-1", "河南省", LTC)
    assert [(e["code"], e["where"], e["allowed"]) for e in errors] == [
        ("U136", "qingdao-2023-1", "青岛市"),
        ("U136", LTC, "青岛市"),
    ]
    assert all("只比较地区" in e["message"] for e in errors)


def test_an_ambiguous_name_lists_both_places(monkeypatch: pytest.MonkeyPatch) -> None:
    base = rule_base()
    two = (base.vocabulary.regions["370203"], base.vocabulary.regions["370202"])
    monkeypatch.setattr(type(base.vocabulary), "find_regions", lambda _, name: two)
    with pytest.raises(Faults) as caught:
        regions_named(base, ["市北区"])
    (fault,) = caught.value.diagnostics
    assert "370203" in fault.allowed
    assert "370202" in fault.allowed


# --- forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [200, 100, 80, 60, 40])
def test_the_table_fits_the_terminal(matrix: TopicMatrix, width: int) -> None:
    text = topic_text(matrix, width=width)
    assert max(display_width(line) for line in text.splitlines()) <= max(width, 40)
    flat = "".join(text.split())
    for row in matrix.topics:
        assert f"【{row.topic}】" in text
    assert "每千常住人口医疗卫生机构床位数7.5张" in flat
    assert "国家、省级和市级" in flat


def test_until_when_the_documents_hold(matrix: TopicMatrix) -> None:
    """The plans of Qingdao are for 2023-2025; the text of 1号 breaks off before it says how long; Henan's names no end."""
    plan = "规划（2023-2025年）》（青医保发〔2023〕18号），规划期至2025年12月31日"
    page = topics_page(matrix)
    assert page.count(f"{plan}，此后须另行确认现行依据") == 2
    assert "青医保字〔2023〕1号），效力期限不明，须核对原件" in page
    assert "已届满" not in page.partition("<h2>所依据的文件</h2>")[2]  # a page is the same on every day
    for today, sentence in (
        ("2025-12-31", "此后须另行确认现行依据"),
        ("2026-01-01", "已届满；届满不当然等于废止，须另行确认现行依据"),
    ):
        flat = "".join(topic_text(matrix, width=100, today=today).split())
        assert flat.count(f"{plan}，{sentence}") == 2
    for today, expired in (("2025-12-31", 0), ("2026-01-01", 2)):
        assert compare_topics_text(["青岛市"], width=100, today=today).count("，已届满") == expired


class Page(HTMLParser):
    """What a page fetches, and whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.outside += [value or "" for key, value in attrs if key in ("src", "href", "action", "data")]
        assert tag not in ("script", "link", "iframe", "img", "object")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def alike(text: str) -> str:
    """Words whatever the width of marks and the depth of quotations."""
    return bare(text).translate(str.maketrans("‘’〈〉", "“”《》"))


def test_the_page_stands_alone_and_loses_no_clause(matrix: TopicMatrix) -> None:
    page = topics_page(matrix)
    parser = Page()
    parser.feed(page)
    assert (parser.open, parser.outside) == ([], [])
    assert "url(" not in page
    assert "@import" not in page
    assert "@media print" in page
    plain = "".join(page.replace("<mark>", "").replace("</mark>", "").split())
    for row in matrix.topics:
        for one in row.cells:
            for entry in one.entries:
                assert alike("".join(entry.quote.split())) in alike(plain)


def test_the_page_escapes_what_it_quotes(matrix: TopicMatrix) -> None:
    row, *rows = matrix.topics
    first, *cells = row.cells
    entry, *entries = first.entries
    entry = msgspec.structs.replace(entry, quote="<script>alert(1)</script>&", words=("alert(1)</script>&",))
    first = msgspec.structs.replace(first, entries=(entry, *entries))
    row = msgspec.structs.replace(row, cells=(first, *cells))
    forged = msgspec.structs.replace(matrix, topics=(row, *rows))
    assert "<script>" not in topics_page(forged)
    assert "&lt;script&gt;" in topics_page(forged)


def test_the_command_writes_json_text_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "青岛市", "河南省", "--topics", "--json"]) == 0
    assert [r["name"] for r in json.loads(capsys.readouterr().out)["regions"]] == ["青岛市", "河南省"]
    assert main(["compare", "青岛市", "河南省", "--topics"]) == 0
    assert "【床位使用率】" in capsys.readouterr().out
    page = tmp_path / "比较.html"
    assert main(["compare", "青岛市", "河南省", "--topics", "--html", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert main(["compare", "青岛市", "无此地", "--topics", "--html", str(tmp_path / "不写.html")]) == 2
    assert not (tmp_path / "不写.html").exists()
    assert main(["compare", "青岛市", "--topics", "--reading", "区市口径"]) == 2
    assert "U136" in capsys.readouterr().err


def test_the_same_rules_give_the_same_bytes(matrix: TopicMatrix) -> None:
    again = compare_topics(rule_base(), REGIONS)
    assert msgspec.json.encode(again) == msgspec.json.encode(matrix)


def test_the_matrix_comes_back_from_its_json(matrix: TopicMatrix) -> None:
    assert msgspec.json.decode(msgspec.json.encode(matrix), type=TopicMatrix) == matrix
