"""The segmenter: what is where in the seven documents, and that no text makes it lose a character."""

from __future__ import annotations

import re

import pytest
from corpus_folders import folder_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policy_dsl.addresses import parse_address, place
from policy_dsl.source_text import MASK
from policy_dsl.texts.classify import FRAME_NATURES, NATURES
from policy_dsl.texts.line_breaks import HEADING, PARAGRAPH, Line
from policy_dsl.texts.official_text import Document, load_document
from policy_dsl.texts.scaffold import scaffold
from policy_dsl.texts.segment import Clause, headings, parent, segment

M, L, N = "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "qingdao-2023-18-notice"
H, Q1, QZ, BZ = "henan-2025", "qingdao-2023-1", "quanzhou-2023-83", "binzhou-2022"
NAMES = (M, L, N, H, Q1, QZ, BZ)

KNOWN = [
    # document, address, natures, first words, last words
    (N, "title", "题名", "青岛市医疗保障局关于印发", "的通知"),
    (N, "number", "文号", "青医保发〔2023〕18号", "18号"),
    (N, "to", "主送", "各区(市)医疗保障局", "市医保中心 :"),
    (N, "p1", "义务", "《青岛市医疗保障定点医药服务资源配置规划", "请认真贯彻执行。"),
    (N, "sig", "落款", "青岛市医疗保障局", "青岛市医疗保障局"),
    (N, "date", "落款", "2023年7月30日", "30日"),
    (N, "note", "附注", "(此件主动公开)", "(此件主动公开)"),
    (M, "title", "题名", "青岛市医疗保障定点医药服务资源配置规划", "(2023-2025年)"),
    (M, "0.p1", "依据", "为落实人民健康优先发展战略", "制定本规划。"),
    (M, "1", "标题", "一、规划基础和依据", "依据"),
    (M, "1.p1.s3", "事实", "2022年末,全市住院定点医疗机构医保购买床位71293张", "7.8张。"),
    (M, "1.p1.s4", "事实", "其中,中医类医院住院床位0.89张", "精神类住院床位1.04张/千参保人。"),
    (M, "1.p2.s1", "事实", "我市各级各类医保定点医药机构", "水平不高等问题。"),
    (M, "2.1.p1", "原则", "以习近平新时代", "安全感。"),
    (M, "2.2.i1", "标题", "1.保障基本、公平可及。", "公平可及。"),
    (M, "2.2.i1.s1", "原则", "以人民健康为中心", "基本医疗需求。"),
    (M, "2.3.p1", "愿景", "到2025年", "定点格局。"),
    (M, "2.3.i1.s1", "愿景", "一是实施总量调控,促进医保可持续发展。", "可持续发展。"),
    (M, "2.3.i1.s3", "义务", "市级经办机构要制定", "年度设置计划。"),
    (M, "2.3.i1.s4", "限制", "医疗费用增长率高于全市平均水平的区市", "资源配置。"),
    (M, "2.3.i2.s3", "要件", "定点评估时,重点考虑", "等因素。"),
    (M, "3", "标题", "三、规划任务", "规划任务"),
    (M, "3.1", "标题", "(一)住院定点医疗机构", "医疗机构"),
    (M, "3.1.p1.s1", "上限", "全市医保购买的住院床位总量,原则上不超过", "等主要指标。"),
    (M, "3.1.p1.s2", "限制", "其中,对于已达到", "暂不新增购买。"),
    (M, "3.1.p2", "限制", "医保管理区域(市本级", "原则上不再新增购买住院床位。"),
    (M, "3.2.p1.s1", "义务", "按照构建15分钟", "择优定点。"),
    (M, "3.2.p1.s2", "限制", "拟新增定点周边步行15分钟范围内", "不再新增定点。"),
    (M, "3.2.p1.s3", "优先 要件", "按照卫生规划设立的", "定点医疗机构。"),
    (M, "3.2.p2.s1", "鼓励", "鼓励定点医药机构实行", "连锁化发展。"),
    (M, "3.3.p1", "豁免 许可", "列入市政府重点建设项目的医疗机构", "定点评估范围。"),
    (M, "4.1.p1.s4", "程序", "各级医保经办机构按属地原则", "平稳开展。"),
    (M, "4.3", "标题", "(三)强化监督管理", "强化监督管理"),
    (M, "4.3.p2", "裁量", "本规划实施过程中", "适当调整。"),
    (L, "title", "题名", "青岛市长期护理保险定点护理服务", "(2023-2025年)"),
    (L, "1.p2.s2", "事实 定义", "截至2022年底", "123家。"),
    (L, "1.p4.s3", "事实", "现有家护机构服务人数不均衡", "使用率较低。"),
    (L, "2.2.i1.s1", "原则", "一是统筹规划,总量控制。", "总量控制。"),
    (L, "2.3.i1.s2", "限制 优先 裁量", "人口密集、经济发达", "优先安排定点。"),
    (L, "2.3.i2.s2", "优先", "优化完善定点管理政策措施", "适当倾斜。"),
    (L, "3.1.p1.s1", "标准", "按照每家机构覆盖2000名60岁以上", "进行规划。"),
    (L, "3.1.p1.s2", "限制 优先", "在资源饱和的市南区", "较低的镇街。"),
    (L, "3.2.p1.s1", "上限", "按照“居家为基础", "1.2万张。"),
    (L, "3.2.p1.s2", "限制", "根据床位数量规划配置", "院护床位。"),
    (L, "3.2.p1.s4", "优先 鼓励", "在资源不足的其他区市", "安排布点。"),
    (L, "3.2.p2", "标准", "加强失智专区建设", "30%核定。"),
    (L, "4.3.p2", "裁量", "本规划实施过程中", "规划目标。"),
    (H, "0.p1", "依据", "为充分发挥医疗保障战略性购买作用", "制定本指导意见。"),
    (H, "1.1", "标题", "(一)指导思想。", "指导思想。"),
    (H, "1.1.p1", "原则", "坚持以习近平新时代", "参保人员权益。"),
    (H, "1.2.p1.s2", "愿景", "到2030年", "健康生活需求。"),
    (H, "3.p1", "义务", "通过规划总量、调整存量", "高质量发展。"),
    (H, "3.1.p1.s1", "义务", "各地要深入调研", "基础数据支撑。"),
    (H, "3.2.i1", "标题", "1.科学确定资源配置总量标准", "总量标准"),
    (H, "3.2.i1.p1.s2", "义务 程序", "各地可参考《河南省", "定点医药机构。"),
    (H, "3.2.i1.p2.s1", "限制 优先", "各地现有医保定点医药机构资源数量", "均衡布局。"),
    (H, "3.2.i1.p2.s2", "限制", "对医保基金当期赤字", "定点医药机构数量。"),
    (H, "3.2.i1.p2.s3", "豁免 许可", "列入国家、省级和市级重点建设项目", "评估范围。"),
    (H, "3.2.i2.i3.s3", "优先 要件 鼓励", "鼓励各地将符合条件的乡镇卫生院", "利用率。"),
    (H, "sig", "落款", "河南省医疗保障局", "医疗保障局"),
    (H, "date", "落款", "2025年10月10日", "10日"),
    (Q1, "title", "题名", "青岛市医疗保障局 青岛市财政局关于推动", "高质量发展的意见"),
    (Q1, "to", "主送", "各区市医疗保障局、财政局", "经办机构:"),
    (Q1, "0.p1", "依据 定义", "为进一步健全", "提出以下意见。"),
    (Q1, "2.i1", "标题", "1.拓宽长护险筹资渠道。", "渠道。"),
    (Q1, "3.i3.s1", "定义", "将全市划分为市内三区", "总额预算。"),
    (Q1, "5.i8", "标题", "8.加强定点护理机构布局规划。", "布局规划。"),
    (Q1, "5.i8.s2", "限制 裁量", "自2023年起", "数量不再增长。"),
    (Q1, "5.i9.s2", "缺文", "完善定点评估", "完善定点评估"),
    (QZ, "note", "附注", "- 索 引 号:", "00111"),
    (QZ, "number", "文号", "- 备注/文号:", "泉医保〔2023〕83号"),
    (QZ, "title", "题名", "泉州市医疗保障局关于泉州市", "中期评估的报告"),
    (QZ, "to", "主送", "市政府:", "市政府:"),
    (QZ, "0.p1", "依据", "根据《泉州市人民政府办公室", "报告如下:"),
    (QZ, "1.1.i1", "标题", "1.基本医疗保险参保率(%)。", "(%)。"),
    (QZ, "1.1.i13.s1", "事实 目标", "截至2023年6月30日", "目标值100%)。"),
    (QZ, "1.2.i1.i3.s3", "事实", "截至2023年6月30日,我市基本医保参保人数", "602.52万人。"),
    (QZ, "1.2.i2.i1.s1", "事实", "一是实施基本医保待遇新规。", "新规。"),
    (QZ, "1.2.i4.s1", "事实", "优化调整10批次818项", "更加合理。"),
    (QZ, "1.2.i7.i4.s3", "事实", "推进政务服务事项“网上办”", "“掌上办。"),
    (QZ, "1.2.i7.i4.s4", "事实", "建设医保零星报销智能受理平台", "水平。"),
    (QZ, "2.4.i2.s1", "事实", "二是部分医疗机构药品集采报量不够准确。", "准确。"),
    (QZ, "3.1.p1.s2", "目标", "推进居民医保待遇补短板", "70%左右。"),
    (BZ, "n.title", "题名", "滨州市人民政府办公室关于印发", "的通知"),
    (BZ, "n.to", "主送", "各县(市、区)人民政府", "各单位:"),
    (BZ, "n.p1", "义务", "《滨州市医疗保障事业发展“十四五”规划》已经", "贯彻落实。"),
    (BZ, "n.note", "附注", "(此件公开发布)", "(此件公开发布)"),
    (BZ, "title", "题名", "滨州市医疗保障事业发展“十四五”规划", "规划"),
    (BZ, "1", "标题", "一、发展基础", "发展基础"),
    (BZ, "1.p1", "事实", "“十三五”期间", "重要作用。"),
    (BZ, "1.p2", "标题", "制度体系更加完善。", "完善。"),
    (BZ, "4.2.p2.s4", "目标", "完善基本医保门诊慢特病管理政策", "65%。"),
    (BZ, "5.1.p6", "标题", "加强医保定点管理。", "管理。"),
    (BZ, "5.1.p6.s2", "要件", "优化定点管理流程", "医保定点范围。"),
    (BZ, "5.2.p1.s4", "目标", "2025年实现带量采购药品500个品种以上", "15类以上。"),
    (BZ, "date", "落款", "2022年6月8日印发", "印发"),
]


def document(name: str) -> Document:
    with (folder_of(name) / "text.txt").open(encoding="utf-8", newline="") as file:
        return load_document(name, (folder_of(name) / "meta.toml").read_text(encoding="utf-8"), file.read())


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[Document, tuple[Clause, ...]]]:
    documents = {name: document(name) for name in NAMES}
    return {name: (d, segment(d.text, d.lines)) for name, d in documents.items()}


def quote(text: str, clause: Clause) -> str:
    return text[clause.start : clause.end]


def check_cover(text: str, entries: tuple[Clause, ...]) -> None:
    """Every character in one entry at most; none outside but white space and masks; none masked inside."""
    covered = 0
    for entry in entries:
        assert covered <= entry.start < entry.end <= len(text)
        assert not text[covered : entry.start].replace(MASK, "").strip()
        assert MASK not in quote(text, entry)
        assert quote(text, entry) == quote(text, entry).strip()
        covered = entry.end
    assert not text[covered:].replace(MASK, "").strip()


@pytest.mark.parametrize("name", NAMES)
def test_entries_cover_every_character_once_in_order(
    name: str, read: dict[str, tuple[Document, tuple[Clause, ...]]]
) -> None:
    known, entries = read[name]
    check_cover(known.text, entries)


@pytest.mark.parametrize("name", NAMES)
def test_addresses_are_unique_and_parse_and_natures_are_known(
    name: str, read: dict[str, tuple[Document, tuple[Clause, ...]]]
) -> None:
    _, entries = read[name]
    addresses = [e.address for e in entries]
    assert len(set(addresses)) == len(addresses)
    assert all(str(parse_address(a)) == a for a in addresses)
    assert len({place(a) for a in addresses}) == len(addresses)
    assert {n for e in entries for n in e.natures} <= {*NATURES, *FRAME_NATURES.values(), "标题"}


@pytest.mark.parametrize(("name", "address", "natures", "first", "last"), KNOWN)
def test_known_clauses(
    name: str,
    address: str,
    natures: str,
    first: str,
    last: str,
    read: dict[str, tuple[Document, tuple[Clause, ...]]],
) -> None:
    known, entries = read[name]
    (entry,) = (e for e in entries if e.address == address)
    words = quote(known.text, entry).replace("\xa0", " ")
    assert words.startswith(first)
    assert words.endswith(last)
    assert " ".join(entry.natures) == natures


def test_offsets_are_those_of_the_received_file(read: dict[str, tuple[Document, tuple[Clause, ...]]]) -> None:
    (entry,) = (e for e in read[M][1] if e.address == "3.1.p2")
    assert (entry.start, entry.end) == (2494, 2562)


def test_headings_above_a_clause(read: dict[str, tuple[Document, tuple[Clause, ...]]]) -> None:
    def titles(name: str, address: str) -> list[str]:
        known, entries = read[name]
        return [quote(known.text, e) for e in headings(address, entries)]

    assert titles(M, "3.1.p2") == ["三、规划任务", "(一)住院定点医疗机构"]
    assert titles(M, "3.1") == ["三、规划任务"]
    assert titles(M, "0.p1") == []
    assert titles(H, "3.2.i2.i1.s2")[1:] == [
        "(二)科学测算医保定点医药机构资源配置标准",
        "2.合理确定各级各类医保定点医药机构配置标准",
    ]
    assert titles(BZ, "5.1.p6.s2")[1:] == ["(一)持续优化医疗保障支付机制", "加强医保定点管理。"]
    above = parent("5.i8.s2", read[Q1][1])
    assert above is not None
    assert above.address == "5.i8"
    assert above.level == 2
    assert parent("title", read[Q1][1]) is None


def test_an_unbroken_text_gets_its_headings_from_the_numbering(
    read: dict[str, tuple[Document, tuple[Clause, ...]]],
) -> None:
    """Without the recorded lines the machine proposes the same part and item headings, and says that it guessed."""
    known, entries = read[BZ]
    proposed = segment(known.text)
    check_cover(known.text, proposed)

    def numbered(found: tuple[Clause, ...]) -> list[tuple[str, int, int]]:
        return [(e.address, e.start, e.end) for e in found if e.kind == "frame" or (e.level and ".p" not in e.address)]

    assert numbered(proposed) == numbered(entries)
    assert all("推定" in e.doubt for e in proposed if e.kind == "heading")


# --- small texts -----------------------------------------------------------------------------------------


def spelt(text: str, *lines: Line) -> list[str]:
    return [f"{e.address} {quote(text, e)}" for e in segment(text, lines)]


def test_a_second_paragraph_gives_a_printed_item_paragraph_numbers() -> None:
    assert spelt("一、甲\n1.乙。丙。\n丁。") == ["1 一、甲", "1.i1 1.乙。", "1.i1.p1 丙。", "1.i1.p2 丁。"]
    assert spelt("一、甲\n1.乙。丙。") == ["1 一、甲", "1.i1 1.乙。", "1.i1.s1 丙。"]


def test_sentences_do_not_end_inside_quotation_marks_titles_and_brackets() -> None:
    assert spelt("甲说“乙。丙。”丁(戊。己)。庚《辛。》。") == ["p1.s1 甲说“乙。丙。”丁(戊。己)。", "p1.s2 庚《辛。》。"]


def test_a_quotation_mark_that_never_closes_hides_nothing() -> None:
    assert spelt("甲“乙。丙“丁”戊。") == ["p1.s1 甲“乙。", "p1.s2 丙“丁”戊。"]


def test_items_in_brackets_nest_below_numbers_and_counted_ones_below_both() -> None:
    text = "一、甲\n1.乙\n(1)丙。\n一是丁。\n二是戊。\n(2)己。\n2.庚。"
    assert [e.split()[0] for e in spelt(text)] == [
        "1", "1.i1", "1.i1.i1", "1.i1.i1.i1", "1.i1.i1.i2", "1.i1.i2", "1.i2",
    ]  # fmt: skip


def test_full_width_punctuation_is_read_like_half_width() -> None:
    half = "关于试点的通知\n各县:\n一、甲\n(一)乙。丙,丁。\n1.戊\n己!"
    full = half.translate(str.maketrans("(),:.!", "\uff08\uff09\uff0c\uff1a\uff0e\uff01"))
    assert [e.address for e in segment(full)] == [e.address for e in segment(half)]
    assert [e.address for e in segment(half)] == ["title", "to", "1", "1.1", "1.1.p1", "1.1.i1", "1.1.i1.p1"]


def test_numbers_that_do_not_count_on_get_the_next_free_address_and_a_doubt() -> None:
    entries = segment("一、甲\n乙。\n一、丙\n丁。")
    assert [e.address for e in entries] == ["1", "1.p1", "2", "2.p1"]
    assert "原文编号为1" in entries[2].doubt


def test_a_second_title_after_a_dated_signature_starts_another_text() -> None:
    notice = "关于印发规划的通知\n各县:\n现印发给你们。\n某市医疗保障局\n2024年1月1日\n"
    plan = "某市资源配置规划\n为了甲。\n一、乙\n丙。"
    assert [e.address for e in segment(notice + plan)] == [
        "n.title", "n.to", "n.p1", "n.sig", "n.date", "title", "0.p1", "1", "1.p1",
    ]  # fmt: skip
    assert [e.address for e in segment("关于甲的意见\n一、乙\n丙。\n某局\n2024年1月1日\n某某配置标准表\n丁。")] == [
        "title", "1", "1.p1", "sig", "date", "a1.title", "a1.t.p1",  # a1.p1 is 第一条第一款
    ]  # fmt: skip


def test_text_that_breaks_off_is_missing_text() -> None:
    last = segment("一、甲\n乙。丙丁")[-1]
    assert (last.natures, last.doubt) == (("缺文",), "收到的文本至此中断")


def test_a_scaffold_quotes_every_clause_and_lists_what_is_to_be_written() -> None:
    written = scaffold(document(M))
    assert written.startswith("文件 qingdao-2023-18-medical\n\n条 title 性质 题名\n「青岛市")
    expected = (
        "\n\n条 3.1.p2 性质 限制\n"
        "「医保管理区域(市本级、崂山区、西海岸新区、城阳区、即墨区、胶州市、平度市、莱西市)内床位使用率低于75%的,"
        "原则上不再新增购买住院床位。」\n"
        "  注 「待写:低于、原则上、不再、75%」\n\n"
    )
    assert expected in written
    assert "\n条 4.2.p7.s1 性质 义务 同 4.2.p5.s1\n" in scaffold(document(BZ))
    assert "  注 「存疑:收到的文本至此中断」\n" in scaffold(document(Q1))


@pytest.mark.parametrize(
    ("sentence", "waiting"),
    [
        ("\uff08一\uff09进入现场检查\uff1b", ""),  # the number of an item, in full-width brackets
        ("由有关部门对直接负责的主管人员依法给予处分。", ""),
        ("定点医药机构有权提请医疗保障行政部门协调处理。", "有权"),
        ("有条件的地方可以扩大社会保障卡的应用范围。", "可以"),
        ("具备条件的,方可申请定点。", "方可"),
        ("由参保人员全额垫付3个月。", "3个月"),
    ],
)
def test_a_scaffold_lists_the_words_that_the_compiler_asks_for(sentence: str, waiting: str) -> None:
    """Words of 国务院令第735号 and 社会保险经办条例: marks, attributes and parts of longer words are no norms."""
    text = f"第一条 为了规范管理,制定本办法。\n第二条 {sentence}\n"
    written = scaffold(replace(document(M), text=text, masked=(), lines=()))
    assert re.findall("待写:(.*)」", written) == ([waiting] if waiting else [])


@pytest.mark.parametrize("name", NAMES)
def test_scaffold_quotes_are_the_text_word_for_word(
    name: str, read: dict[str, tuple[Document, tuple[Clause, ...]]]
) -> None:
    known, entries = read[name]
    written = scaffold(known)
    for entry in entries:
        assert "「" + quote(known.text, entry).replace("\n", "") + "」" in written
    assert written.count("\n条 ") == len(entries)


# --- any text --------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "一、", "二、", "十、", "(一)", "(二)", "(十一)", "1.", "2、", "(1)", "一是", "二是", "十十、", "一、二级",
        "。", ";", ",", ":", "!", "“", "”", "《", "》", "(", ")", "\n", "\n\n", " ", "\xa0", "\u3000", MASK, MASK * 3,
        "关于甲的通知", "各县:", "某局", "2024年1月1日", "2024年1月1日印发", "(此件公开)", "甲发〔2024〕1号",
        "- 文号:甲", "甲", "乙乙乙乙", "原则上不再新增", "以上", "可持续", "\uff08一\uff09", "\uff1a", "「",
        "\r\n", "0.", "3.5",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
def test_no_text_loses_a_character_or_repeats_an_address(text: str) -> None:
    entries = segment(text)
    check_cover(text, entries)
    addresses = [e.address for e in entries]
    assert len(set(addresses)) == len(addresses)
    assert all(str(parse_address(a)) == a for a in addresses)
    assert all(place(a) for a in addresses)


@given(TEXTS, st.data())
def test_nor_with_lines_that_a_person_recorded(text: str, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), unique=True, max_size=6).map(sorted))
    lines = [
        Line(at, data.draw(st.sampled_from([HEADING, PARAGRAPH])), text[at : at + data.draw(st.integers(1, 9))])
        for at in starts
    ]
    entries = segment(text, lines)
    check_cover(text, entries)
    assert len({e.address for e in entries}) == len(entries)


@given(st.lists(PIECES, max_size=60).map(lambda p: "甲" * 1100 + "。一、总体要求坚持" + "".join(p).replace("\n", "")))
def test_nor_where_lines_are_proposed(text: str) -> None:
    entries = segment(text)
    check_cover(text, entries)
    assert len({e.address for e in entries}) == len(entries)
