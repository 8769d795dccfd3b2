"""查条, 台账, 复核, 比较 and 待办 in the window, each against what the same question comes to without it."""

from __future__ import annotations

import html
import io
import json
import re
import time
from pathlib import Path

import openpyxl
import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver import asking
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.driver.knowledge import readings, reviews
from tests.office.client import Client, Page, Window

TAGS = re.compile(r"<[^>]+>")


def words(text: str) -> str:
    """What a reader sees of some markup, without white space."""
    return "".join(html.unescape(TAGS.sub("", text)).split())


# --- 查条 -----------------------------------------------------------------------------------------------------


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
    assert "U104" in client.get("/search?q=没有这样的话呀").text
    assert client.get("/search?q=").status == 200


# --- 台账 -----------------------------------------------------------------------------------------------------


def table(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


HEAD = ("地区", "名称", "数值", "时点", "来源", "确认人", "有效期至")


def send(client: Client, content: bytes, name: str = "指标.xlsx") -> Page:
    return client.send("/ledger/send", client.get("/ledger").form("/ledger/send"), name, content)


def take(client: Client, page: Page) -> Page:
    return client.post(f"{page.address}/take", page.form(f"{page.address}/take"))


def test_values_wait_until_it_was_seen_what_they_change_then_count_in_every_judgement(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        frame = {
            "编号": "L-1",
            "事项": "新增购买住院床位",
            "日期": "2024-05-01",
            "名称": "甲",
            "类型": "综合医院",
            "所在地": "城阳区",
        }
        draft = client.post("/judge/new", client.get("/judge/new").form("/judge/new") | frame)
        case = client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish"))
        assert "暂不能判断" in case.text
        preview = send(
            client, table(HEAD, ("城阳区", "床位使用率", "74%", "2024-03-31", "住院结算数据", "张三", "2027-12-31"))
        )
        assert "属于该条所列情形" not in client.get("/ledger").text, "nothing counts before it was taken"
        assert "原则上不予新增" in preview.text, "the open case would be judged otherwise"
        assert "L-1" in preview.text
        hidden = preview.form(f"{preview.address}/take")
        ledger = client.post(f"{preview.address}/take", hidden | {"also": "1"})
        assert "张三" in ledger.text
        assert "原则上不予新增" in client.get(case.address).text, "judged again with them"
        judged = client.post(f"{draft.address}/finish", client.get(draft.address).form(f"{draft.address}/finish"))
        assert "原则上不予新增" in judged.text
        assert "确认人张三" in judged.text.replace("：", "") or "张三" in judged.text
        later = send(client, table(HEAD, ("城阳区", "床位使用率", "76%", "2024-03-31", "更正", "李四", None)))
        assert "74%" in later.text, "what is replaced stands beside"
        take(client, later)
        text = client.get("/ledger").text
        assert "76%" in text
        assert "74%" not in text
    finally:
        window.close()


def test_a_row_whose_figure_contradicts_the_ledger_is_refused_and_the_others_are_judged(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        take(client, send(client, table(HEAD, ("城阳区", "床位使用率", "70%", "2024-03-31", "台账", "张三", None))))

        def application(number: str, place: str) -> dict[str, object]:
            facility = {"名称": "甲", "类型": "综合医院", "所在地": place}
            figure = {"地区": place, "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31"}
            return {
                "编号": number,
                "事项": "新增购买住院床位",
                "日期": "2024-05-01",
                "机构": facility,
                "指标": [figure],
            }

        listed = [application("C-1", "城阳区"), application("C-2", "崂山区")]
        page = client.upload("申请.json", json.dumps(listed).encode())
        assert "有1行有错" in page.text
        assert "S131" in client.get("/case/1").text
        assert "原则上不予新增" in client.get("/case/2").text
    finally:
        window.close()


def test_a_table_of_values_with_faults_is_refused_whole_with_all_of_them(client: Client) -> None:
    page = send(
        client,
        table(
            HEAD,
            ("乌有区", "床位使用率", "740", "2024-13-31", "x", "", None),
            ("城阳区", "没有的指标", 1, None, "", "", None),
        ),
    )
    assert page.status == 422
    assert page.text.count("指标！") >= 3 or page.text.count("指标!") >= 3
    assert "还没有数值" in page.text or "项" in page.text


def test_one_value_by_hand_is_refused_beside_its_fields(client: Client) -> None:
    page = client.get("/ledger/new?section=指标")
    hidden = page.form("/ledger/new")
    wrong = client.post(
        "/ledger/new", hidden | {"名称": "床位使用率", "地区": "乌有区", "数值": "750", "时点": "2024-13-01"}
    )
    assert wrong.status == 422
    assert len(wrong.errors) == 3
    right = client.post(
        "/ledger/new",
        hidden | {"名称": "床位使用率", "地区": "崂山区", "数值": "81.50%", "时点": "2024-03-31", "确认人": "张三"},
    )
    assert "81.5%" in right.text
    assert "/ledger/import/" in right.address


def test_a_value_is_taken_out_again(client: Client) -> None:
    take(client, send(client, table(HEAD, ("莱西市", "床位使用率", "61%", "2024-03-31", "写错", "张三", None))))
    page = client.get("/ledger")
    address = re.search(r'<a href="(/ledger/new\?item=\d+)" aria-label="更新莱西市床位使用率">', page.text)
    assert address is not None
    form = client.get(address[1])
    action = f"/ledger/item/{address[1].partition('=')[2]}/remove"
    assert "61%" not in client.post(action, form.form(action)).text


def test_a_determination_by_hand_settles_the_force_of_a_document(client: Client) -> None:
    page = client.get("/ledger/new?section=认定&name=文件效力&about=qingdao-2023-1")
    assert 'value="qingdao-2023-1"' in page.text
    fields = {
        "事项": "文件效力", "对象": "qingdao-2023-1", "结论": "是", "机关": "青岛市医疗保障局、青岛市财政局", "日期": "2024-01-10",
        "自": "2023-01-01", "至": "2027-12-31", "依据": "复函", "确认人": "张三",
    }  # fmt: skip
    preview = client.post("/ledger/new", page.form("/ledger/new") | fields)
    assert preview.status == 200
    take(client, preview)
    assert "已登记认定" in client.get("/settle").text


def test_exact_decimals_stay_as_they_were_written(client: Client) -> None:
    # A binary float would make 0.1000000000000000055511151231257827 of either.
    for written in ("10.0000000000000000001%", "10%"):
        row = {"地区": "青岛市", "名称": "医疗费用增长率", "数值": written, "时点": "2023", "来源": "年报"}
        page = take(client, send(client, json.dumps([row]).encode(), "指标.json"))
        assert f">{written}<" in page.text


def test_a_list_of_institutions_is_read_as_the_institutions_of_applications_are(client: Client) -> None:
    def register(content: bytes) -> Page:
        return client.send(
            "/ledger/register", client.get("/ledger/register").form("/ledger/register"), "名录.xlsx", content
        )

    head = ("机构名称", "类型", "定点服务", "所属区县", "地址", "经度", "纬度", "坐标系")
    wrong = register(
        table(
            head,
            ("甲药房", "药铺子", "零售药店", "城阳区", "正阳路1号", 120.4, 36.3, "CGCS2000"),
            ("乙药房", "零售药店", "零售药店", "乌有区", "", 36.3, 120.4, "CGCS2000"),
        )
    )
    assert wrong.status == 422
    assert wrong.text.count('class="muted small">F') >= 3
    right = register(
        table(
            head,
            ("甲药房", "药店", "零售药店", "城阳区", "正阳路1号", 120.4, 36.3, "CGCS2000"),
            ("<b>乙</b>药房", "零售药店", "零售药店", "即墨区", "", None, None, None),
        )
    )
    assert "共2家" in right.text
    assert "&lt;b&gt;乙&lt;/b&gt;药房" in right.text


# --- 复核 -----------------------------------------------------------------------------------------------------

RULE = "qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位"


def test_a_signature_and_a_confirmation_stand_in_the_bureaus_own_folder_as_the_command_line_reads_it(
    tmp_path: Path,
) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        address = f"/review/rule?id={RULE.replace('#', '%23')}"
        page = client.get(address)
        hidden = page.form("/review/rule")
        nobody = client.post("/review/rule", hidden | {"by": "", "action": "sign"})
        assert nobody.status == 422
        assert nobody.errors
        signing = hidden | {"by": "王法制", "remark": "对照无误", "action": "sign"}
        assert "已复核" in client.post("/review/rule", signing).text
        client.post("/review/rule", signing)
        record = tmp_path / "reviews" / "qingdao-2023-18-medical" / "reviews.toml"
        assert record.read_text(encoding="utf-8").count("王法制") == 1, "sent twice, signed once"
        (entry,) = [e for e in reviews(folder=tmp_path / "reviews") if getattr(e, "norm", "") == RULE]
        assert (entry.state.value, entry.reviewer, entry.remark) == ("reviewed", "王法制", "对照无误")
        stale = client.post(
            "/review/rule", hidden | {"key": "another", "digest": "0" * 64, "by": "王法制", "action": "sign"}
        )
        assert "U174" in stale.text
        reading = client.get("/review/reading?document=qingdao-2023-18-medical&name=市本级三区")
        told = client.post(
            "/review/reading", reading.form("/review/reading") | {"by": "法制科", "remark": "", "action": "confirm"}
        )
        assert "由法制科于" in told.text
        state = next(r for r in readings(folder=tmp_path / "reviews") if r.reading == "市本级三区")
        assert state.confirmed_by == "法制科"
        doubted = client.post(
            "/review/reading", reading.form("/review/reading") | {"key": "another", "by": "法制科", "action": "doubt"}
        )
        assert "存疑" in doubted.text
        assert "未复核" not in client.get(address).text.partition("</h1>")[0], "and the window itself judges with it"
    finally:
        window.close()


# --- 比较 -----------------------------------------------------------------------------------------------------


def test_topics_stand_side_by_side_and_one_region_is_no_comparison(client: Client) -> None:
    page = client.get("/compare/topics?name=青岛市&name=河南省").text
    assert "医保管理区域(市本级" in words(page)
    alone = client.get("/compare/topics?name=青岛市")
    assert alone.status == 422
    assert "U136" in alone.text


def test_effects_are_compared_in_the_background_and_kept_with_a_page_that_runs_nothing(client: Client) -> None:
    hidden = client.get("/compare").form("/compare/begin")
    page = client.post(
        "/compare/begin", hidden | {"name": ["青岛市", "河南省"], "matter": "纳入双通道管理", "as_of": "2025-12-01"}
    )  # type: ignore[dict-item]
    for _ in range(240):
        if 'http-equiv="refresh"' not in page.text:
            break
        time.sleep(0.5)
        page = client.get(page.address)
    assert "一句话的回答" in page.text, page.text[-800:]
    assert "<svg" in page.text
    assert "纳入双通道管理" in page.text
    whole = client.get(f"{page.address}/page")
    policy = whole.headers["Content-Security-Policy"]
    assert "'sha256-" in policy
    assert "unsafe" not in policy
    assert "<script" not in whole.text
    again = client.post("/compare/begin", hidden | {"name": ["青岛市", "河南省"]})  # type: ignore[dict-item]
    assert again.address == page.address, "sent twice, compared once"


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ({"reading": "qingdao-2023-18-medical/区市口径"}, "换一种理解：区市口径"),
        (
            {"name": ["henan-2025", "qingdao-2023-18-medical"], "matter": "新增定点零售药店"},
            "《青岛市医疗保障定点医药服务资源配置规划",
        ),
    ],
)
def test_readings_and_documents_are_compared_as_regions_are(
    client: Client, question: dict[str, str], title: str
) -> None:
    hidden = client.get("/compare").form("/compare/begin") | {"key": title}
    page = client.post("/compare/begin", hidden | question)
    for _ in range(240):
        if 'http-equiv="refresh"' not in page.text:
            break
        time.sleep(0.5)
        page = client.get(page.address)
    assert "一句话的回答" in page.text, page.text[-800:]
    assert title in html.unescape(page.text)
    assert client.get(f"{page.address}/page").status == 200


def test_a_comparison_that_cannot_be_is_refused_before_it_begins(client: Client) -> None:
    hidden = client.get("/compare").form("/compare/begin")
    page = client.post("/compare/begin", hidden | {"name": "青岛市", "as_of": "2025-13-01"})
    assert page.status == 422
    assert "U136" in page.text


# --- 待办 -----------------------------------------------------------------------------------------------------


def test_what_must_be_settled_names_force_readings_reviews_and_the_bureau(client: Client) -> None:
    page = client.get("/settle").text
    for title in ("本单位", "各文件的效力", "条文理解", "规则的法制复核", "台账的数值"):
        assert title in page
    assert "收到的文本未载明效力期限" in page


def test_the_bureaus_settings_are_those_of_the_command_line_and_faults_stand_beside(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        hidden = client.get("/settle/bureau").form("/settle/bureau")
        wrong = client.post(
            "/settle/bureau",
            hidden | {"地区": "乌有区", "经办机构": "某中心", "救济文字": "可以申请复议。", "救济日期": "5月"},
        )
        assert wrong.status == 422
        assert len(wrong.errors) >= 2
        assert 'value="乌有区"' in wrong.text
        given = {
            "地区": "青岛市",
            "经办机构": '青岛市"医保"中心\\',
            "联系人": "张三",
            "联系电话": "0532",
            "救济文字": "可以申请复议。",
            "救济法制": "李四",
            "救济日期": "2026-01-05",
        }
        right = client.post("/settle/bureau", hidden | given)
        assert right.status == 200
        for value in given.values():
            assert html.escape(value, quote=True).replace("&quot;", "&#34;") in right.text
        assert (
            "山东省青岛市" in client.get("/ask?words=药店 新增定点零售药店").text
            or "青岛市" in client.get("/ask?words=药店").text
        )
    finally:
        window.close()
