"""The page of a comparison: well-formed, complete, quoted word for word, and its applications can be judged again."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from compared import beds, decisive, flat, reading, silent, spoken, text, typed, witnesses
from lxml import html as lxml_html

from policy_dsl.ir import to_data
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.report.page_building import comparison_page, handover_page
from reasoner.driver.current_rule_base import rule_base
from reasoner.render.typeset import on_screen
from reasoner.topics.matrix import compare_topics

VOID = {"meta", "br", "hr", "col"}


class Balanced(HTMLParser):
    """Every element closed in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def page_of(data: Any) -> Any:
    return lxml_html.document_fromstring(comparison_page(typed(data), rule_base()))


def words(element: Any) -> str:
    return flat("".join(element.itertext()))


def pages() -> dict[str, str]:
    base = rule_base()
    return {
        "one": comparison_page(typed(beds()), base),
        "silent": comparison_page(typed(silent()), base),
        "several": comparison_page(typed([beds(), silent()]), base),
        "versions": comparison_page(typed(reading()), base),
        "handover": handover_page(compare_topics(base, ["青岛市", "河南省"]), typed([beds(), silent()]), base),
    }


@pytest.mark.parametrize("name", ["one", "silent", "several", "versions", "handover"])
def test_a_page_is_well_formed_and_needs_nothing_else(name: str) -> None:
    page = pages()[name]
    parser = Balanced()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    tree = lxml_html.document_fromstring(page)
    assert tree.get("lang") == "zh-CN"
    assert not tree.xpath("//script | //img | //link | //iframe | //object | //*[@src] | //*[@style]")
    assert not re.search(r"url\(|@import|https?://", page)
    ids = Counter(tree.xpath("//@id"))
    assert [i for i, n in ids.items() if n > 1] == []
    assert {h.removeprefix("#") for h in tree.xpath("//a/@href")} <= set(ids)
    assert not tree.xpath("//th[not(@scope)]") or name == "handover"
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels)), levels


@pytest.mark.parametrize("data", [beds, reading])
def test_every_example_has_its_facts_outcomes_and_clauses(data: Any) -> None:
    """What is its own stands in the example, what all of a group share once with the group, and words once at the end."""
    tree, wanted = page_of(data()), witnesses(data())
    found = tree.xpath("//details[@class='example']")
    assert len(found) == len(wanted)
    words_of = {i: q.text_content() for i, q in quotations(tree).items()}
    for shown, w in zip(found, wanted, strict=True):
        told = words(shown) + words(shown.getparent().xpath("./p[b]")[0])
        for entry in w["application"].get("指标", ()):
            value = ("否", "是")[entry["数值"]] if isinstance(entry["数值"], bool) else str(entry["数值"])
            assert re.search(rf"{entry['地区']}[^、；]*{entry['名称']}{value}", told), entry
        parts = shown.xpath("./dl/dt")
        assert len(parts) == 2
        for part, side in zip(parts, "ab", strict=True):
            assert flat(w[side]["label"]) in words(part)
            lines = []
            while (part := part.getnext()) is not None and part.tag == "dd":
                lines.append(part)
            for c in decisive(w, side):
                # Two rules of one clause may decide; each has a line, and each line leads to the words.
                of_clause = [x for x in lines if f"{flat(c['place'])}{c['clause'].partition('/')[2]}" in words(x)]
                quoted = {words_of[x.xpath("./a/@href")[0].removeprefix("#")] for x in of_clause}
                assert quoted == {on_screen(f"「{''.join(c['quote'].splitlines())}」")}
        source = shown.xpath("ancestor::details[@class='matter']")[0]
        for c in (c for side in "ab" for c in decisive(w, side)):
            assert flat(f"《{c['document']}》") in words(source)
            assert flat(c["number"] or "") in words(source)


def quotations(tree: Any) -> dict[str, Any]:
    """The quotations at the end of the page by their anchors."""
    return {dt.get("id"): dt.getnext() for dt in tree.xpath("//section[@id='quotes']//dt")}


@pytest.mark.parametrize("data", [beds, reading])
def test_what_was_looked_at_besides_stands_once_with_the_group(data: Any) -> None:
    """Every clause that a verdict considered without its deciding: with the examples in which it was."""
    tree = page_of(data())
    for group in tree.xpath("//section[@class='examples']"):
        for shared in group.xpath("./details[@class='shared']"):
            listed = [words(li) for li in shared.xpath(".//li")]
            assert listed
            assert len(listed) == len(set(listed))
    told = "".join(words(d) for d in tree.xpath("//details[@class='shared']"))
    verdicts = [w[s] for w in witnesses(data()) for s in "ab"]
    rules = {r["rule"] for v in verdicts for r in v["reasons"]["rules"] if "condition" in r}
    for c in (c for v in verdicts for c in v["citations"] if c["role"] == "considered"):
        assert c["rule"] not in rules or flat(c["place"]) in told


def test_the_page_opens_with_the_answer_a_sentence_a_matter() -> None:
    tree = page_of([beds(), silent()])
    first, second = tree.xpath("//body/*")[:2]
    assert (first.tag, second.get("id")) == ("h1", "answer")
    (line,) = second.xpath(".//li")
    assert words(line) == (
        "新增购买住院床位：青岛市与河南省：互有宽严，仅青岛市限制的是增长率高于全市的区市从严控制（医疗费用增长率）、"
        "住院床位总量（超过7.5张/千常住人口）、康复床位（超过0.42张/千常住人口）等6项，"
        "仅河南省限制的是超过配置总量以调整存量为主（定点医药机构数）、赤字地区不再增加机构（医保基金当期赤字、医保基金动态监测赤字）；"
        "与泉州市：不可比（泉州市已收录文件中没有可供核对的规定），"
        "青岛市的限制有增长率高于全市的区市从严控制（医疗费用增长率）、住院床位总量（超过7.5张/千常住人口）、康复床位（超过0.42张/千常住人口）等6项。"
    )
    assert "没有规定不等于可以办理" in words(second)


@pytest.mark.parametrize("name", ["one", "silent", "several", "versions", "handover"])
def test_the_proof_is_folded_and_printed(name: str) -> None:
    """Matters are closed on a screen, a link into one opens it; on paper everything but closed examples is open."""
    page = pages()[name]
    tree = lxml_html.document_fromstring(page)
    assert tree.xpath("//details[@class='matter']") or name == "silent"
    assert not tree.xpath("//details[@class='matter'][@open]")
    for number in tree.xpath("//a[starts-with(@href, '#p') and not(contains(@href, 'readings'))]/@href"):
        (target,) = tree.xpath(f"//*[@id='{number[1:]}']")
        assert target.tag == "section" or target.getparent().get("class") == "matter"
    printed = page.partition("@media print {")[2]
    assert "  details:not([open]) >" not in page  # it would close on paper what the next rule opens
    assert "details:not(.example)::details-content { content-visibility: visible;" in printed


@pytest.mark.parametrize("data", [beds, reading, silent])
def test_the_appendix_quotes_every_clause_of_the_page_once(data: Any) -> None:
    """Those that decide, those that were looked at, those of the side that speaks alone: whatever is cited by its place."""
    tree = page_of(data())
    quotes = [q.text_content() for q in tree.xpath("//section[@id='quotes']//blockquote")]
    targets = tree.xpath("//section[@id='quotes']//dt/@id")
    assert len(quotes) == len(set(targets))
    verdicts = [w[s] for w in witnesses(data()) for s in "ab"]
    rules = [r for result in data()["results"] for of in result.get("speaking", {}).values() for r in of]
    unread = {r["rule"] for v in verdicts for r in v["reasons"]["rules"] if "condition" not in r}
    cited = [c for v in verdicts for c in v["citations"] if c["rule"] not in unread] + rules
    assert cited
    assert {on_screen(f"「{''.join(c['quote'].splitlines())}」") for c in cited} <= set(quotes)
    links = {h for h in tree.xpath("//a/@href") if re.fullmatch(r"#c\d+", h)}
    assert links <= {f"#{t}" for t in targets}
    for line in tree.xpath("//details[@class='shared']//li"):
        assert len(line.xpath("./a")) == 1


def test_clauses_that_only_one_side_has_are_quoted_with_the_others() -> None:
    """3.2.p2.s2 of the medical plan (双通道) and 3.2.p2 of the care plan (失智专区) decide no example."""
    base = rule_base()
    sides = Compared("青岛市", base, "370200"), Compared("滨州市", base, "371600")
    data = to_data(compare(*sides, "2025-12-31", matters=["纳入双通道管理", "设置失智专区床位"]))
    quotes = words(page_of(data).xpath("//section[@id='quotes']")[0])
    assert "将资质合规、管理规范、信誉良好、安全供应、布局合理的定点药店纳入‘双通道" in quotes
    assert "失智专区床位数原则上按照各区（市）院护床位总数的30%核定" in quotes


def test_every_difference_stands_in_the_table_of_its_matter() -> None:
    data = beds()
    tree = page_of(data)
    links = [a.get("href") for a in tree.xpath("//table[@class='clauses']//a[starts-with(@href, '#e')]")]
    assert sorted(links) == sorted(f"#e{n}" for n in range(1, len(witnesses(data)) + 1))


def test_the_matrix_is_worded_and_coloured_and_names_every_kind() -> None:
    tree = page_of(beds())
    (matrix,) = tree.xpath("//table[@class='matrix']")
    relations = matrix.xpath(".//td[contains(@class, 'relation')]")
    assert {words(c) for c in relations} == {"互有宽严河南省的规则只及于部分申请人，其余的不作比较"}
    assert len(matrix.xpath(".//td[contains(@class, 'apart')]")) == len(relations) > 0
    for kind in ("综合医院", "护理院", "康复医院"):
        assert kind in words(matrix)
    (dull,) = page_of(silent()).xpath("//table[@class='matrix']//td[contains(@class, 'silent')]")
    assert words(dull) == "不可比"


def test_names_are_text_whatever_they_look_like() -> None:
    forged = json.loads(json.dumps(beds(), ensure_ascii=False).replace("河南省", "<script>alert(1)</script>&amp;"))
    page = comparison_page(typed(forged), rule_base())
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_several_pairs_begin_with_an_overview_that_leads_to_them() -> None:
    tree = page_of([beds(), silent()])
    (overview,) = tree.xpath("//section[@id='overview']")
    assert overview.xpath(".//th/a/@href") == ["#p1", "#p2"]
    assert "不可比（泉州市已收录文件中没有可供核对的规定）" in words(overview)
    assert len(tree.xpath("//details[@class='example']")) == len(witnesses(beds()))


def test_versions_are_told_by_who_is_judged_otherwise() -> None:
    tree = page_of(reading())
    assert words(tree.xpath("//h1")[0]).startswith("谁的结论会改变")
    assert "更严" not in words(tree.body)
    assert "--under" not in words(tree.body)


def test_the_hand_over_has_the_topics_and_then_the_comparisons() -> None:
    base = rule_base()
    matrix = compare_topics(base, ["青岛市", "河南省"])
    page = handover_page(matrix, typed([beds(), silent()]), base)
    tree = lxml_html.document_fromstring(page)
    order = [s.get("id") for s in tree.xpath("/html/body/section")]
    assert order == ["answer", "overview", "notes", "topics", "effects"]
    (topics,) = tree.xpath("//section[@id='topics']")
    for row in matrix.topics:
        assert flat(row.topic) in words(topics)
    assert len(tree.xpath("//section[@id='effects']//details[@class='example']")) == len(witnesses(beds()))


def test_the_clauses_of_the_side_that_speaks_are_on_the_page() -> None:
    tree = page_of(spoken())
    (told,) = tree.xpath("//dl[@class='spoken']")
    assert told.xpath(".//blockquote")[0].text_content() == "“某原文。”"
    assert "某规则的意思（不及于康复医院）" in words(told)
    assert "所据条文理解" in words(tree.body)


def test_the_hand_over_tells_days_and_documents_before_its_first_table() -> None:
    page = handover_page(compare_topics(rule_base(), ["青岛市", "河南省"]), [typed(beds())], rule_base())
    head = flat(page.partition("</head>")[2].partition("<table")[0])
    assert "适用日期2025年12月31日" in head
    assert "规划期于适用日期当日届满" in head


def test_the_head_says_whose_period_ends_and_that_examples_are_made_up() -> None:
    for page in (comparison_page(typed([beds(), silent()]), rule_base()), comparison_page(typed(beds()), rule_base())):
        head = flat(page.partition("</head>")[2].partition("<table")[0])
        assert "青岛市规划期至2025年12月31日届满" in head
        assert "不是黄岛区（西海岸新区）等地的实际数据" in head
        assert (
            head.index("规划期至") < head.index("适用日期2025年12月31日") if "适用日期2025年12月31日" in head else True
        )


def test_what_the_words_mean_stands_before_the_examples() -> None:
    for data in (beds(), [beds(), silent()]):
        page = comparison_page(typed(data), rule_base())
        assert page.index('id="notes"') < page.index('class="example"')


def test_a_relation_that_turns_on_a_reading_leads_to_the_readings() -> None:
    data = beds()
    kinds = [r["type"] for r in data["results"]]
    data["readings"]["turning"] = [
        {
            "side": "a", "document": "x", "title": "某规划", "reading": "某解释", "used": "甲", "alternative": "乙",
            "confirmed_by": "", "matter": "新增购买住院床位", "types": kinds, "from": "互有宽严", "to": "青岛市更严",
        }
    ]  # fmt: skip
    tree = page_of([data, silent()])
    (cell,) = tree.xpath("//section[@id='overview']//td[.//a]")
    assert [a.get("href") for a in cell.xpath(".//a")] == ["#p1-readings"]
    assert "某解释" in words(tree.xpath("//section[@id='p1-readings']")[0])


def test_an_example_says_that_guidance_is_guidance() -> None:
    tree = page_of(beds())
    for shown in tree.xpath("//details[@class='example']"):
        qingdao, henan = (words(dt) for dt in shown.xpath("./dl/dt"))
        assert "指导意见" not in qingdao
        assert henan.endswith("（指导意见）")
    for group in tree.xpath("//section[@class='examples']"):
        assert "河南省：依据为省级指导意见，对象是各地医保部门；办理个案以本统筹区的规定为准" in words(group)


@pytest.mark.parametrize("data", [beds, reading])
def test_what_is_true_of_all_examples_is_said_once_above_them(data: Any) -> None:
    """Of made-up facts nobody 经查; a clause that decides covers the case unless its line says otherwise; who asks for what."""
    tree, alone = page_of(data()), flat(text(data(), full=True))
    assert "按假设，" in alone
    for group in tree.xpath("//section[@class='examples']"):
        first = group.xpath("./details")[0]
        above = "".join(words(e) for e in first.itersiblings(preceding=True))
        assert "各例的事实都是假设；例中列出的条款，除另有写明的以外，本例都属于其规定的情形。" in above
        for shown in group.xpath("./details[@class='example']"):
            assert "申请新增" in above or "申请新增" in words(shown)
            for line in shown.xpath(".//dd"):
                assert "经查" not in words(line)
                assert "按假设" not in words(line)
                sentence = words(line).partition("：")[2]
                assert not sentence or sentence.rstrip("。") in alone


def test_an_example_opens_where_a_link_leads_into_it() -> None:
    """Browsers open a closed `details` for a link to what stands within it."""
    tree = page_of(beds())
    for number, shown in enumerate(tree.xpath("//details[@class='example']"), 1):
        (target,) = tree.xpath(f"//*[@id='e{number}']")
        assert target.getparent() is shown
        assert target.tag != "summary"


def test_on_paper_closed_examples_are_left_out_and_kinds_are_named() -> None:
    page = comparison_page(typed(beds()), rule_base())
    printed = page.partition("@media print {")[2].partition("</style>")[0]
    rule = "details.example:not([open]), .examples:not(:has(details.example[open])) { display: none; }"
    assert rule in printed
    tree = lxml_html.document_fromstring(page)
    assert len(tree.xpath("//section[@class='examples']")) == 2  # as many as groups of institutions
    assert not tree.xpath("//details[@class='example'][not(parent::section[@class='examples'])]")
    assert "没有展开的举例未予印出" in words(tree.xpath("//p[@class='note print']")[0])


@pytest.mark.parametrize("name", ["one", "several", "versions", "handover"])
def test_every_wide_table_scrolls_in_a_container_of_its_own(name: str) -> None:
    tree = lxml_html.document_fromstring(pages()[name])
    assert tree.xpath("//table")
    assert not tree.xpath("//table[not(parent::div[@class='scroll'])]")


def test_the_hand_over_names_each_topic_on_every_sheet_and_hides_nothing() -> None:
    base = rule_base()
    matrix = compare_topics(base, ["青岛市", "河南省"])
    tree = lxml_html.document_fromstring(handover_page(matrix, [typed(beds())], base))
    (topics,) = tree.xpath("//section[@id='topics']")
    heads = [[words(th) for th in tr] for tr in topics.xpath(".//table/thead/tr")]
    assert heads == [[f"主题{flat(row.topic)}", "青岛市", "河南省"] for row in matrix.topics]
    assert topics.xpath(".//details")
    assert not topics.xpath(".//details[not(@open)]")
