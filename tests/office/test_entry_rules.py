"""写规则 in the window without a script: what is typed is checked and saved by buttons, and nothing of it is lost."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.office.client import ROOT, Client, Page
from tests.office.draft_rules import DOCUMENT, LAYOUT, RULES, TEXT, window_with, write

PAGE = f"/entry/{DOCUMENT}/rules"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("规则库")
    write(root)
    return root


@pytest.fixture(scope="module")
def client(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with window_with(corpus, tmp_path_factory.mktemp("window")) as window:
        yield Client(window)


@pytest.fixture(autouse=True)
def folder(corpus: Path) -> Path:
    return write(corpus)


def typed(page: Page) -> str:
    """What stands in the field of rules."""
    match = re.search(r'<textarea name="text"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    assert match is not None
    return unescape(match[1])


def test_text_rules_and_meaning_stand_side_by_side(client: Client) -> None:
    page = client.get(PAGE)
    assert page.status == 200
    assert typed(page) == RULES
    assert re.search(r"<mark>[^<]*低于60%[^<]*</mark>", page.text), "what the rule takes up is lit"
    assert "申请新增购买住院床位,本区县的床位使用率低于60%的,原则上不予新增" in page.text.replace("，", ",")
    assert "待写1条" in page.text
    assert re.search(r'<a href="#c-p2"[^>]*>[^<]+</a> <span class="muted small">第13行', page.text)
    assert "没有错误" in page.text


def test_a_fault_is_told_with_its_line_and_what_is_allowed_and_what_was_typed_stays(
    client: Client, folder: Path
) -> None:
    hidden = client.get(PAGE).form(PAGE)
    wrong = RULES.replace("不予新增", "不予增设")
    page = client.post(PAGE, hidden | {"text": wrong, "action": "check"})
    assert page.status == 200
    assert typed(page) == wrong
    assert ">第11行</a>：不认识的结果“不予增设”" in page.text
    assert "允许：不予新增、暂不新增" in page.text
    assert "还没有保存" in page.text
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == RULES, "checking writes nothing"


def test_words_that_no_rule_takes_up_are_marked(client: Client) -> None:
    without = RULES.replace("    若 本区县 的 床位使用率 低于 60%\n", "")
    page = client.post(PAGE, client.get(PAGE).form(PAGE) | {"text": without, "action": "check"})
    assert '<mark class="left" title="还没有写进规则">低于60%</mark>' in page.text or (
        '<mark class="left" title="还没有写进规则">低于</mark>' in page.text
        and '<mark class="left" title="还没有写进规则">60%</mark>' in page.text
    )
    assert "L505" in page.text
    assert "L503" in page.text


def test_a_syntax_error_hides_no_other_fault_and_loses_no_text(client: Client) -> None:
    wrong = RULES.replace("低于 60%", "低于60%").replace("性质 要件", "性质 要")
    page = client.post(PAGE, client.get(PAGE).form(PAGE) | {"text": wrong, "action": "check"})
    assert typed(page) == wrong
    assert "词语之间用空格隔开" in page.text
    assert LAYOUT in re.sub("<[^>]*>", "", page.text)


def test_what_is_saved_lies_in_the_draft_and_what_it_replaced_beside_it(client: Client, folder: Path) -> None:
    hidden = client.get(PAGE).form(PAGE)
    new = RULES.replace("低使用率不再新增床位", "低使用率不新增").replace("\n", "\r\n")
    page = client.post(PAGE, hidden | {"text": new, "action": "save"})
    assert page.status == 200
    assert "已经保存" in page.text
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == new.replace("\r\n", "\n")
    (earlier,) = (folder / ".earlier").iterdir()
    assert earlier.read_text(encoding="utf-8") == RULES
    assert client.get(f"{PAGE}/earlier/{earlier.name}").text == RULES
    assert client.get(f"{PAGE}/earlier/..%2Ftext.txt").status == 404


def test_half_written_rules_are_saved_too(client: Client, folder: Path) -> None:
    half = RULES.replace("    则 原则上 不予新增\n", "")
    page = client.post(PAGE, client.get(PAGE).form(PAGE) | {"text": half, "action": "save"})
    assert "已经保存" in page.text
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == half


def test_a_stale_save_is_refused_with_both_texts_and_nothing_is_lost(client: Client, folder: Path) -> None:
    first, second = client.get(PAGE).form(PAGE), client.get(PAGE).form(PAGE)
    theirs, mine = RULES.replace("另行公布", "另行印发"), RULES.replace("低使用率不再新增床位", "低使用率")
    assert client.post(PAGE, first | {"text": theirs, "action": "save"}).status == 200
    page = client.post(PAGE, second | {"text": mine, "action": "save"})
    assert page.status == 409
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == theirs, "the earlier save stands"
    assert typed(page) == mine, "what was typed stands in the field"
    assert "另行印发" in page.text
    assert "没有保存" in page.text
    again = client.post(PAGE, page.form(PAGE) | {"text": mine, "action": "save"})
    assert again.status == 200, "whoever has seen both may save"
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == mine
    kept = {p.read_text(encoding="utf-8") for p in (folder / ".earlier").iterdir()}
    assert {RULES, theirs} <= kept


def test_a_save_that_was_sent_twice_is_no_conflict(client: Client) -> None:
    hidden = client.get(PAGE).form(PAGE)
    new = RULES.replace("另行公布", "另行发布")
    for _ in range(2):
        assert client.post(PAGE, hidden | {"text": new, "action": "save"}).status == 200


def test_a_script_saves_without_the_page(client: Client) -> None:
    hidden = client.get(PAGE).form(PAGE)
    headers = {"Accept": "application/json"}
    kept = client.post(PAGE, hidden | {"text": RULES + "\n", "action": "save"}, headers)
    assert set(json.loads(kept.text)) == {"base", "at"}
    stale = client.post(PAGE, hidden | {"text": RULES + "\n\n", "action": "save"}, headers)
    assert stale.status == 409


def test_what_is_being_typed_is_answered_with_marks_and_the_three_columns(client: Client) -> None:
    hidden = client.get(PAGE).form(PAGE)
    wrong = RULES.replace("不予新增", "不予增设")
    sent = hidden | {"text": wrong, "number": "1", "editor": "a"}
    answer = json.loads(client.post(f"{PAGE}/live", sent).text)
    (mark,) = [m for m in answer["marks"] if m["code"] == "L216"]
    assert wrong[mark["start"] : mark["end"]] == "原则上 不予增设"
    assert mark["more"][0].startswith("允许：")
    assert answer["clauses"] == [["title", 3], ["p1", 6], ["p2", 13]]
    assert "错误" in answer["state"]
    assert "c-p1" in answer["official"]
    assert "r-p1" in answer["meanings"]


def test_characters_beyond_the_first_plane_move_no_mark(client: Client) -> None:
    wrong = RULES.replace("另行公布", "\U00020bb7另行公布").replace("不予新增", "不予增设").replace("样例", "样例")
    note = wrong.replace("  规则 低使用率", "  注 「\U00020bb7」\n  规则 低使用率")
    answer = json.loads(
        client.post(f"{PAGE}/live", client.get(PAGE).form(PAGE) | {"text": note, "number": "1", "editor": "b"}).text
    )
    (mark,) = [m for m in answer["marks"] if m["code"] == "L216"]
    units = note.encode("utf-16-le")
    assert units[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le") == "原则上 不予增设"


def test_a_text_that_a_later_one_overtook_is_not_looked_at(client: Client) -> None:
    hidden = client.get(PAGE).form(PAGE)
    later = client.post(f"{PAGE}/live", hidden | {"text": RULES, "number": "7", "editor": "c"})
    assert later.status == 200
    assert client.post(f"{PAGE}/live", hidden | {"text": RULES, "number": "6", "editor": "c"}).status == 204
    assert client.post(f"{PAGE}/live", hidden | {"text": RULES, "number": "6", "editor": "d"}).status == 200


def test_a_text_beyond_all_bounds_is_refused(client: Client) -> None:
    hidden = client.get(PAGE).form(PAGE)
    long = "条" * 200_001
    answer = client.post(f"{PAGE}/live", hidden | {"text": long, "number": "1", "editor": "e"})
    assert answer.status == 422
    assert "过长" in json.loads(answer.text)["refused"]
    page = client.post(PAGE, hidden | {"text": long, "action": "save"})
    assert page.status == 422
    assert "U106" in page.text


def test_more_clauses_than_any_document_has_are_refused(client: Client) -> None:
    many = f"文件 {DOCUMENT}\n" + "条 p1 性质 限制\n「甲」\n" * 2001
    answer = client.post(f"{PAGE}/live", client.get(PAGE).form(PAGE) | {"text": many, "number": "1", "editor": "f"})
    assert answer.status == 422
    assert "2001条" in json.loads(answer.text)["refused"]


def test_an_unfinished_registration_hides_no_fault_of_the_rules(client: Client, folder: Path) -> None:
    (folder / "meta.toml").write_text('title = "待填"\n', encoding="utf-8")
    wrong = RULES.replace("不予新增", "不予增设")
    page = client.post(PAGE, client.get(PAGE).form(PAGE) | {"text": wrong, "action": "check"})
    assert "L216" in page.text
    assert "meta.toml" in page.text


def test_the_words_of_the_language_come_from_the_grammar_and_the_vocabulary(client: Client) -> None:
    from policy_dsl.syntax.parse import keywords

    known = json.loads(client.get(f"{PAGE}/words").text)
    assert {w for w, _ in known["keywords"]} == set(keywords().values())
    kinds = {name: kind for name, kind, _ in known["terms"]}
    assert kinds["床位使用率"] == "指标、事实"
    assert kinds["新增购买住院床位"] == "事项"
    assert kinds["寿光市"] == "地区", "a county of the document's own city, of which nothing else is held"
    assert kinds["不予新增"] == "结果"


def test_the_readings_of_the_document_are_among_the_names(client: Client, folder: Path) -> None:
    reading = '["区县的范围"]\nquestion = "甲"\nused = "乙"\nalternative = "丙"\nbasis = "丁"\ncovers = []\n'
    (folder / "readings.toml").write_text(reading, encoding="utf-8")
    assert ["区县的范围", "解释", []] in json.loads(client.get(f"{PAGE}/words").text)["terms"]


def test_what_is_saved_in_a_draft_is_no_document_of_the_rule_base(client: Client) -> None:
    client.post(PAGE, client.get(PAGE).form(PAGE) | {"text": RULES + "\n", "action": "save"})
    assert client.get(f"/doc/{DOCUMENT}").status == 404
    assert DOCUMENT not in client.get("/doc").text


def test_names_with_markup_are_inert(client: Client) -> None:
    evil = "<img/src=x/onerror=alert`1`>"
    text = RULES.replace("低使用率不再新增床位", evil).replace("条 p2", f'条 "><b>{evil}')
    hidden = client.get(PAGE).form(PAGE)
    page = client.post(PAGE, hidden | {"text": text, "action": "check"})
    answer = json.loads(client.post(f"{PAGE}/live", hidden | {"text": text, "number": "1", "editor": "g"}).text)
    told = "".join(answer[part] for part in ("state", "faults", "official", "meanings", "pending"))
    for shown in (page.text, told):
        assert "<img" not in shown
        assert "&lt;img" in shown
        assert '"><b>' not in shown


def test_only_this_page_runs_scripts_and_only_our_own(client: Client) -> None:
    policy = client.get(PAGE).headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    nonces = {re.search(r"'nonce-([^']+)'", client.get(PAGE).headers["Content-Security-Policy"])[1] for _ in range(2)}  # type: ignore[index]
    assert len(nonces) == 2, "a new one with every answer"
    assert "script-src" not in client.get("/").headers["Content-Security-Policy"]


def test_the_editor_is_the_one_that_its_page_describes() -> None:
    content = (ROOT / "reasoner/office/static/codemirror.js").read_bytes()
    described = (ROOT / "docs/editor/README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(content).hexdigest() in described
    text, licence = content.decode("ascii"), ROOT / "reasoner/office/static/codemirror.LICENSE.txt"
    assert "eval(" not in text
    assert "new Function" not in text
    versions = json.loads((ROOT / "docs/editor/package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in versions.items():
        if name != "esbuild":
            assert f"{name} {version} · Copyright" in licence.read_text(encoding="utf-8")


def test_there_is_no_page_without_a_draft(client: Client) -> None:
    for name in ("no-such-document", "qingdao-2023-1", "..", "%2e%2e"):
        assert client.get(f"/entry/{name}/rules").status == 404


# --- 按句式写 -----------------------------------------------------------------------------------------------------

BARE = RULES.partition("  规则 低使用率")[0] + "  待写 因 「待写」\n\n条 p2" + RULES.partition("条 p2")[2]
CHOSEN = {
    "form_clause": "p1", "form_shape": "数值", "f_name": "低使用率不再新增", "f_figure": "本区县 的 床位使用率",
    "f_comparison": "低于 60%", "f_matters": "新增购买住院床位", "f_effect": "原则上 不予新增", "f_whole": "yes",
}  # fmt: skip


def test_a_form_for_a_clause_offers_what_its_words_carry(client: Client) -> None:
    page = client.post(PAGE, client.get(PAGE).form(PAGE) | {"text": BARE, "clause": "p1"})
    assert page.status == 200
    assert typed(page) == BARE, "what was typed comes along"
    form = page.text.partition('id="form"')[2].partition("</section>")[0]
    assert '<option value="低于 60%">' in form
    assert "75%" not in form
    other = client.post(PAGE, page.form(PAGE) | {"text": BARE, "form_clause": "p1", "shape": "待写"})
    assert 'name="f_reason"' in other.text or "没有选句式" in other.text or 'value="义务"' in other.text


def test_a_form_writes_the_rule_into_the_field_and_saves_nothing(client: Client, folder: Path) -> None:
    hidden = client.get(PAGE).form(PAGE)
    page = client.post(PAGE, hidden | CHOSEN | {"text": BARE, "action": "write"})
    assert page.status == 200
    assert "若 本区县 的 床位使用率 低于 60%" in typed(page)
    assert "待写 因 「待写」" not in typed(page)
    assert "还没有保存" in page.text
    assert 'data-unsaved="yes"' in page.text
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == RULES


def test_what_the_words_do_not_carry_is_refused_beside_its_field_and_the_rest_stays(client: Client) -> None:
    hidden = client.get(PAGE).form(PAGE)
    page = client.post(PAGE, hidden | CHOSEN | {"text": BARE, "action": "write", "f_comparison": "低于 75%"})
    assert page.status == 422
    assert typed(page) == BARE
    assert 'value="低使用率不再新增"' in page.text
    field = page.text.partition('id="f-f_comparison"')[2].partition("</div>")[0]
    assert "在所据原文中找不到" in field


def test_a_received_file_is_written_up_and_its_save_leaves_what_else_is_recorded_of_it(
    client: Client, corpus: Path
) -> None:
    sent = client.get("/entry").form("/entry/send") | {"region": "潍坊市", "document": "weifang-sent"}
    assert client.send("/entry/send", sent, "样例.txt", f"{TEXT}".encode()).status == 200
    folder = corpus / "370700" / "weifang-sent" / "draft"
    before = json.loads((folder / "入库.json").read_text(encoding="utf-8"))
    address = "/entry/weifang-sent/rules"
    page = client.get(address)
    assert page.status == 200
    assert 'href="/entry/weifang-sent/rules" aria-current="page"' in page.text
    rules = typed(page)
    page = client.post(address, page.form(address) | {"text": rules + "\n", "action": "save"})
    assert "已经保存" in page.text
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == rules + "\n"
    after = json.loads((folder / "入库.json").read_text(encoding="utf-8"))
    assert after["sha256"] == before["sha256"]
    assert after["fields"] == before["fields"]


# --- 待核 ---------------------------------------------------------------------------------------------------------

PROPOSED = RULES.replace("规则 低使用率不再新增床位", "规则 低使用率不再新增床位 待核")
RULE = "p1#低使用率不再新增床位"


def test_a_proposed_rule_says_what_it_would_say_and_waits(client: Client, corpus: Path) -> None:
    write(corpus, PROPOSED)
    page = client.get(PAGE)
    assert "待核1条" in page.text
    assert "待写1条" in page.text, "the other clause is to be written; this one waits to be accepted"
    assert '<mark class="left" title="还没有写进规则">低于</mark>' in page.text, "it accounts for no word"
    assert f'name="accept" value="{RULE}"' in page.text


def test_it_is_accepted_with_a_name_and_recorded(client: Client, corpus: Path, folder: Path) -> None:
    write(corpus, PROPOSED)
    hidden = client.get(PAGE).form(PAGE)
    nobody = client.post(PAGE, hidden | {"text": PROPOSED, "accept": RULE, "by": ""})
    assert nobody.status == 422
    assert "U133" in nobody.text
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == PROPOSED
    page = client.post(PAGE, hidden | {"text": PROPOSED, "accept": RULE, "by": "张三"})
    assert page.status == 200
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == RULES
    assert "待核1条" not in page.text
    (record,) = corpus.parent.rglob(f"{DOCUMENT}/acceptances.toml")
    assert 'by = "张三"' in record.read_text(encoding="utf-8")


def test_it_is_rejected_with_a_name_and_its_clause_waits(client: Client, corpus: Path, folder: Path) -> None:
    write(corpus, PROPOSED)
    hidden = client.get(PAGE).form(PAGE)
    nobody = client.post(PAGE, hidden | {"text": PROPOSED, "reject": RULE, "by": " "})
    assert nobody.status == 422
    client.post(PAGE, hidden | {"text": PROPOSED, "reject": RULE, "by": "张三"})
    rules = (folder / "rules.tiao").read_text(encoding="utf-8")
    before, _, behind = PROPOSED.partition("  规则 低使用率")
    assert rules == before + "  待写\n\n条 p2" + behind.partition("\n\n条 p2")[2]
    assert client.post(PAGE, client.get(PAGE).form(PAGE) | {"text": rules, "reject": RULE, "by": "张三"}).status == 422
    assert {p.read_text(encoding="utf-8") for p in (folder / ".earlier").iterdir()} >= {PROPOSED}


def test_nothing_is_accepted_over_what_another_window_saved(client: Client, corpus: Path, folder: Path) -> None:
    write(corpus, PROPOSED)
    hidden = client.get(PAGE).form(PAGE)
    other = PROPOSED.replace("低于 60%", "低于 60% 且 有 床位数")
    (folder / "rules.tiao").write_text(other, encoding="utf-8")
    typed_here = PROPOSED + "\n"
    page = client.post(PAGE, hidden | {"text": typed_here, "accept": RULE, "by": "张三"})
    assert page.status == 409
    assert (folder / "rules.tiao").read_text(encoding="utf-8") == other


def test_a_person_decides_and_the_draft_says_so(client: Client, corpus: Path) -> None:
    sent = client.get("/entry").form("/entry/send") | {"region": "潍坊市", "document": "weifang-decided"}
    assert client.send("/entry/send", sent, "样例.txt", TEXT.encode()).status == 200
    folder = corpus / "370700" / "weifang-decided" / "draft"
    proposed = PROPOSED.replace(DOCUMENT, "weifang-decided")
    address = "/entry/weifang-decided/rules"
    assert (
        client.post(
            address, client.get(address).form(address) | {"text": proposed, "reject": RULE, "by": "李四"}
        ).status
        == 200
    )
    deeds = json.loads((folder / "入库.json").read_text(encoding="utf-8"))["deeds"]
    assert ("李四", "不采用拟写的规则", RULE) in {(d["by"], d["what"], d.get("detail")) for d in deeds}


def test_who_is_to_act_stands_beside_a_duty(client: Client) -> None:
    waits = "  待写 事项 新增定点零售药店 因 「区域布局要求另行公布」\n"
    duty = "  义务 符合区域布局\n    主体 定点零售药店\n    强度 应当\n"
    page = client.post(PAGE, client.get(PAGE).form(PAGE) | {"text": RULES.replace(waits, duty), "action": "check"})
    assert "义务 符合区域布局。主体：定点零售药店" in re.sub("<[^>]*>", "", page.text)
