"""查条 in the window against what the same question comes to without it."""

from __future__ import annotations

import html
import re

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver import asking
from reasoner.driver.current_rule_base import official_texts, rule_base
from tests.office.client import Client

TAGS = re.compile(r"<[^>]+>")


def words(text: str) -> str:
    """What a reader sees of some markup, without white space."""
    return "".join(html.unescape(TAGS.sub("", text)).split())


@pytest.mark.parametrize("document", sorted(rule_base().documents))
def test_a_document_stands_whole_every_character_once_and_every_clause_has_its_anchor(
    client: Client, document: str
) -> None:
    text = client.get(f"/doc/{document}").text
    article = text.partition("<article")[2].partition("</article>")[0]
    shown = re.sub(r'<a class="addr[^"]*"[^>]*>[^<]*</a>', "", article.partition(">")[2])
    shown = re.sub(r'<p class="masked">.*?</p>', "", shown)
    official = official_texts()[document].replace("\u2592", "")
    assert words(shown) == "".join(official.split())
    addresses = {c.partition("/")[2] for c in rule_base().documents[document].clauses}
    assert set(re.findall(r'class="clause" id="([^"]+)"', article)) == addresses


def test_every_clause_has_a_permanent_page_with_its_words_rule_and_neighbours(client: Client) -> None:
    page = client.get("/doc/qingdao-2023-18-medical/3.1.p2").text
    assert "医保管理区域(市本级、崂山区" in page
    assert "申请新增购买住院床位，所在医保管理区域的床位使用率低于75%的，原则上不予新增。" in page
    assert "市本级三区" in page
    assert "/doc/qingdao-2023-18-medical/3.1.p1.s2" in page
    assert client.get("/doc/qingdao-2023-18-medical/9.9").status == 404
    assert client.get("/doc/nothing").status == 404


def test_all_clause_pages_answer(client: Client) -> None:
    for document in rule_base().documents.values():
        for clause in list(document.clauses)[::9]:
            page = client.get(f"/doc/{clause}")
            assert page.status == 200, clause


@pytest.mark.parametrize(
    "question", ["城阳区 民办养老院 新增院护床位", "药店 步行15分钟", "谁来认定照护资源相对充足", "迁址怎么办"]
)
def test_a_question_in_words_names_the_clauses_that_the_command_line_names(client: Client, question: str) -> None:
    page = client.get(f"/ask?words={question}").text
    for answer in asking.ask(question):
        for clause in (*[r.clause for r in answer.rules], *[p.clause for p in answer.passages]):
            assert f'href="/doc/{clause}"' in page, clause


def test_a_question_by_fields_and_its_faults_stand_beside_the_fields(client: Client) -> None:
    page = client.get("/ask?region=城阳区&kind=零售药店&matter=新增定点零售药店&as_of=2024-05-01")
    assert "qingdao-2023-18-medical/3.2.p1.s2" in page.text
    wrong = client.get("/ask?region=乌有区&kind=零售药店&matter=新增定点零售药店&as_of=2024-02-31")
    assert wrong.status == 422
    with pytest.raises(Faults) as refused:
        asking.ask(region="乌有区", kind="零售药店", matter="新增定点零售药店", as_of="2024-02-31")
    assert len(wrong.errors) == len(refused.value.diagnostics)
    assert 'value="乌有区"' in wrong.text


def test_search_knows_other_words_and_says_what_is_near(client: Client) -> None:
    assert "/doc/qingdao-2023-18-medical/3.2.p1.s2" in client.get("/search?q=药店距离").text
    nothing = client.get("/search?q=没有这样的话呀").text
    assert "U104" in nothing
    assert "/ask?words=" in nothing, "a question is not a dead end"
    near = client.get("/search?q=床位使用率低怎么办").text
    assert '<a href="/doc/qingdao-2023-18-medical/3.1.p2">' in near, "what is near can be opened"
    assert "是否要看:" not in near
    assert client.get("/search?q=").status == 200


def test_words_of_a_plan_that_has_ended_are_said_to_be_no_ground_before_they_are_quoted(client: Client) -> None:
    page = client.get("/ask?words=药店距离要求多少&as_of=2026-11-30").text
    warned, quoted = page.index("不能直接作为依据"), page.index("拟新增定点周边步行15分钟范围内有同类型定点医药机构的")
    assert warned < quoted
    assert "规划期已于2025年12月31日届满" in page
    assert page.count('class="quote">拟新增定点周边') == 1, "a clause with its rule and its readings is quoted once"
    assert "不能直接作为依据" not in client.get("/ask?words=药店距离要求多少&as_of=2024-05-01").text
