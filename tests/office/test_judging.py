"""研判 in the window: a workbook, a form fact by fact, decisions, letters; what the command line says, and nothing twice."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from tests.office.client import ROOT, Client, Page, Window
from tests.office.district_workbook import district_workbook

HOSPITAL = {
    "编号": "QD-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "名称": "甲医院", "类型": "综合医院", "所在地": "城阳区",
}  # fmt: skip


@pytest.fixture(scope="module")
def batch(client: Client) -> Page:
    return client.upload("区市报送.xlsx", district_workbook())


def row(page: Page, number: str) -> str:
    """The address of a row of a file's table."""
    match = re.search(rf'<a href="(/case/\d+)">{number}</a>', page.text)
    assert match is not None, number
    return match[1]


# --- a workbook -----------------------------------------------------------------------------------------------


def test_good_rows_are_judged_and_bad_ones_listed(batch: Page) -> None:
    assert "共9份" in batch.text
    assert "有2行有错" in batch.text
    assert batch.text.count("<tr>") == 10


def test_verdicts_have_the_bytes_of_the_command_line(client: Client, batch: Page, tmp_path: Path) -> None:
    file = tmp_path / "区市报送.xlsx"
    file.write_bytes(district_workbook())
    command = [sys.executable, "-m", "reasoner.cli.main", "check", str(file), "--jsonl", "--readings"]
    ended = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=120, check=False)
    lines = [line for line in ended.stdout.splitlines() if b'"errors"' not in line]
    assert len(lines) == 7
    for line in lines:
        number = json.loads(line)["application"]
        assert client.get(f"{row(batch, number)}/verdict.json").content == line + b"\n"


def test_results_and_marked_copy_are_workbooks(client: Client, batch: Page) -> None:
    results = openpyxl.load_workbook(io.BytesIO(client.get(f"{batch.address}/results.xlsx").content))
    assert results.sheetnames[0] == "研判结果"
    numbers = [c.value for c in results["研判结果"]["A"]]
    assert "CY-001" in numbers
    marked = openpyxl.load_workbook(io.BytesIO(client.get(f"{batch.address}/marked.xlsx").content))
    assert marked.sheetnames[0] == "错误清单"
    assert client.get(f"{batch.address}/source").content[:2] == b"PK"


def test_letters_of_a_selection_come_as_an_archive(client: Client, batch: Page) -> None:
    chosen = client.get(f"{batch.address}?outcome=presumptively_barred")
    action = f"{batch.address}/letters.zip?outcome=presumptively_barred"
    answer = client.post(action, chosen.form(action) | {"form": "docx"})
    assert answer.headers["Content-Type"] == "application/zip"
    assert unquote(answer.headers["Content-Disposition"]).endswith(f"-文书-{date.today().isoformat()}.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    *names, index = archive.namelist()
    assert sorted(n.partition("-不予")[0] for n in names) == ["CY-001", "CY-003", "CY-008"]
    assert index == "目录.xlsx"
    rows = list(openpyxl.load_workbook(io.BytesIO(archive.read(index)))["目录"].iter_rows(values_only=True))
    assert rows[0][0] == f"区市报送-文书-{date.today().isoformat()}（3份）"
    assert rows[1][:3] == ("序号", "文件", "申请编号")
    assert [(r[0], r[2]) for r in rows[2:]] == [(1, "CY-001"), (2, "CY-003"), (3, "CY-008")]
    for row_of in rows[2:]:
        assert row_of[9] == hashlib.sha256(archive.read(str(row_of[1]))).hexdigest()
    for number in ("CY-001", "CY-003", "CY-008"):
        case = client.get(row(batch, number)).text
        assert "作过的文书（1）" in case, "each letter of an archive is kept with its case"
        assert "草稿</span> 不予新增告知书" in case
    assert "打包文书草稿（7）" in batch.text, "of nine rows two have faults, and no letters"


def test_filters_keep_rows_by_outcome_step_place_and_name(client: Client, batch: Page) -> None:
    def numbers(query: str) -> list[str]:
        return re.findall(
            r'<th scope="row"><a href="/case/\d+">([^<]+)</a>', client.get(f"{batch.address}?{query}").text
        )

    assert numbers("outcome=presumptively_barred") == ["CY-001", "CY-003", "CY-008"]
    assert numbers("outcome=bad") == ["CY-006", "CY-009"]
    assert numbers("steps=现场核查") == ["CY-005"]
    assert numbers("place=崂山区") == ["CY-002", "CY-008"]
    assert numbers("text=药房") == ["CY-003", "CY-004", "CY-005"]
    assert numbers("text=%25") == []


def test_an_application_is_looked_up_by_number_or_name_across_files(client: Client, batch: Page) -> None:
    page = client.get("/judge?text=甲药房")
    assert f'<a href="{row(batch, "CY-003")}">CY-003</a>' in page.text
    assert "CY-004</a>" not in page.text
    assert "0份" in client.get("/judge?text=没有这家").text


def test_of_many_cases_that_wait_for_one_thing_each_is_on_a_page(tmp_path: Path) -> None:
    """A list is never cut off without a word: 205 pharmacies, two pages of cases, and eight of nine files by name."""
    pharmacy = {"事项": "新增定点零售药店", "日期": "2024-05-06"}
    many = [
        {**pharmacy, "编号": f"N{n:03d}", "机构": {"名称": f"药房{n}", "类型": "零售药店", "所在地": "城阳区"}} for n in range(205)
    ]  # fmt: skip
    window = Window(tmp_path)
    try:
        client = Client(window)
        client.upload("很多.json", json.dumps({"申请": many}).encode())
        (address,) = dict.fromkeys(re.findall(r'href="(/todo/step[^"]*)"', client.get("/").text))
        first = client.get(address)
        assert "205份，第1页，共2页" in first.text
        (second,) = re.findall(r'href="(\?page=2[^"]*)"', first.text)
        pages = first.text + client.get(address.partition("?")[0] + second.replace("&amp;", "&")).text
        assert sorted(re.findall(r">(N\d{3})</a>", pages)) == [m["编号"] for m in many]
        for number in range(9):
            frame = {**HOSPITAL, "编号": f"D-{number}"}
            client.post("/judge/new", client.get("/judge/new").form("/judge/new") | frame)
        todo = client.get("/").text
        assert len(set(re.findall(r"D-\d", todo))) == 8
        assert '<a href="/judge?all=1">更早的</a></span><b>1</b>' in todo
        assert len(set(re.findall(r"D-\d", client.get("/judge?all=1").text))) == 9
    finally:
        window.close()


def test_a_bad_row_is_corrected_on_its_page_with_every_fault_beside_its_field(client: Client, batch: Page) -> None:
    page = client.get(row(batch, "CY-006"))
    assert len(page.errors) == 2
    assert "没有“综合大医院”" in " ".join(page.errors)
    hidden = page.form(f"{page.address}/edit")
    written = {"p:编号": "CY-006", "p:事项": "新增购买住院床位", "p:日期": "2024-05-08", "p:机构.名称": "写错的医院"}
    written |= {"p:机构.等级": "二级", "p:机构.所在地": "城阳区", "p:床位类别": "综合"}
    wrong = client.post(f"{page.address}/edit", hidden | written | {"p:机构.类型": "综合医院", "p:床位数": "很多"})
    assert wrong.status == 422
    assert len(wrong.errors) == 1
    assert 'value="很多"' in wrong.text
    right = client.post(f"{page.address}/edit", hidden | written | {"p:机构.类型": "综合医院", "p:床位数": "30"})
    assert right.status == 200
    assert "原则上不予新增" in right.text, "城阳区床位使用率74% is read from the file's own sheet of figures"
    assert "有1行有错" in client.get(batch.address).text
    left = client.get(f"{batch.address}/results.xlsx")
    assert left.address == batch.address, "what is not made yet is made by a form"
    again = openpyxl.load_workbook(io.BytesIO(client.results(batch.address)))
    assert "CY-006" in [c.value for c in again["研判结果"]["A"]]


def test_a_number_that_another_row_has_is_refused_on_the_page_too(client: Client, batch: Page) -> None:
    page = client.get(f"{row(batch, 'CY-007')}/edit")
    hidden = page.form(page.address)
    fields = dict(re.findall(r'<input type="text" name="(p:[^"]+)" id="[^"]+" value="([^"]*)"', page.text))
    wrong = client.post(page.address, hidden | fields | {"p:编号": "CY-008"})
    assert wrong.status == 422
    assert any("CY-008" in e for e in wrong.errors)


def test_names_with_markup_are_inert_everywhere(client: Client, batch: Page) -> None:
    for page in (batch, client.get(row(batch, "CY-005")), client.get(f"{row(batch, 'CY-005')}/edit"), client.get("/")):
        assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in batch.text


def test_the_same_upload_sent_twice_is_judged_once(client: Client) -> None:
    hidden = client.get("/judge").form("/judge/send")
    first = client.send("/judge/send", hidden, "区市报送.xlsx", district_workbook())
    second = client.send("/judge/send", hidden, "区市报送.xlsx", district_workbook())
    assert first.address == second.address


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("坏.json", b'{"\xe7\xbc\x96\xe5\x8f\xb7": ', "F104"),
        ("空.xlsx", b"", "F1|S1"),
        ("假.xlsx", b"PK\x03\x04 no workbook", "S1"),
        ("表.exe", b"MZ", "U102"),
        ("坏.ttl", b"@prefix : <", "G1"),
    ],
)
def test_files_that_cannot_be_judged_say_why_as_the_command_line_does(
    client: Client, name: str, content: bytes, code: str
) -> None:
    page = client.upload(name, content)
    assert re.search(rf'class="muted small">(?:{code})', page.text), page.text[-2000:]
    assert "/tmp" not in page.text


def test_json_yaml_and_graph_files_are_judged(client: Client, tmp_path: Path) -> None:
    application = {"编号": "J-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "机构": {"名称": "甲", "类型": "综合医院", "所在地": "城阳区"},
                   "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": 0.74, "时点": "2024-03-31"}]}  # fmt: skip
    file = tmp_path / "申请.json"
    file.write_text(json.dumps(application), encoding="utf-8")
    command = [sys.executable, "-m", "reasoner.cli.main", "export", "application", str(file)]
    turtle = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=120, check=True).stdout
    for name, content in (("申请.json", file.read_bytes()), ("申请.yaml", file.read_bytes()), ("申请.ttl", turtle)):
        page = client.upload(name, content)
        assert "原则上不予" in page.text, name


def test_applications_that_exclude_each_other_are_named_with_the_clause_and_lead_to_each(client: Client) -> None:
    def pharmacy(number: str, longitude: float) -> dict[str, object]:
        facility = {"名称": f"药房{number}", "类型": "零售药店", "所在地": "城阳区"}
        position = {"经度": longitude, "纬度": 36.3, "坐标系": "CGCS2000"}
        facts = {"步行15分钟内同类型定点机构数": 0, "位置": position}
        return {"编号": number, "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": facility, **facts}

    figures = [
        {"地区": p, "名称": "医疗费用增长率", "数值": v, "时点": "2023"}
        for p, v in (("城阳区", "4%"), ("青岛市", "5%"))
    ]
    content = {"申请": [pharmacy("Y-1", 120.4), pharmacy("Y-2", 120.4005)], "指标": figures}
    page = client.upload("两家.json", json.dumps(content).encode())
    group = page.text.partition("不能全部新增")[2].partition("</details>")[0]
    # 「拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点。」
    assert "/doc/qingdao-2023-18-medical/3.2.p1.s2" in group
    for number in ("Y-1", "Y-2"):
        assert f'<a href="{row(page, number)}">{number}</a>' in group


# --- a form ---------------------------------------------------------------------------------------------------


def begin(client: Client, **changes: str) -> Page:
    return client.post("/judge/new", client.get("/judge/new").form("/judge/new") | HOSPITAL | changes)


def answer(client: Client, page: Page, **fields: str) -> Page:
    return client.post(page.address, page.form(f'{page.address}"') | fields)


def test_every_fault_of_the_frame_stands_beside_its_field_with_what_was_typed(client: Client) -> None:
    page = begin(client, 编号="", 日期="2024-13-01", 类型="零售药店", 所在地="乌有区", 名称="甲 & 乙")
    assert page.status == 422
    assert len(page.errors) == 4
    for text in ("2024-13-01", "甲 &amp; 乙", "乌有区"):
        assert f'value="{text}"' in page.text
    assert 'value="零售药店" selected' in page.text


def test_the_form_asks_first_for_the_fact_that_decides_most_and_says_who_has_it(client: Client) -> None:
    page = begin(client)
    # 「医保管理区域…内床位使用率低于75%的,原则上不再新增购买住院床位。」 is provided by the bureau, never by a hospital.
    assert re.search(r'<h2 id="q">城阳区床位使用率</h2>', page.text)
    assert "由<b>本单位</b>提供" in page.text
    assert "/doc/qingdao-2023-18-medical/3.1.p2" in page.text


def test_unknown_is_taken_and_not_asked_again_and_leaves_the_verdict_open(client: Client) -> None:
    page = answer(client, begin(client, 编号="QD-2"), unknown="1")
    assert "城阳区床位使用率</h2>" not in page.text
    assert "不详" in page.text
    verdict = client.post(f"{page.address}/finish", page.form(f"{page.address}/finish"))
    assert "暂不能判断" in verdict.text


def test_an_answer_that_cannot_be_read_is_refused_beside_its_field(client: Client) -> None:
    page = begin(client, 编号="QD-3")
    wrong = answer(client, page, answer="74", as_at="2024-02-31", origin="本局查询", source="结算数据")
    assert wrong.status == 422
    assert len(wrong.errors) == 2
    assert 'value="74"' in wrong.text
    assert 'value="结算数据"' in wrong.text
    empty = answer(client, page, answer="")
    assert empty.status == 422
    assert "没有写答案" in " ".join(empty.errors)


def test_an_answer_sent_twice_is_one_answer_and_never_that_to_the_next_question(client: Client) -> None:
    page = begin(client, 编号="QD-4")
    hidden = page.form(f'{page.address}"')
    fields = {"answer": "74%", "as_at": "2024-03-31", "origin": "本局查询", "source": "结算"}
    first = client.post(page.address, hidden | fields)
    second = client.post(page.address, hidden | fields)
    entered = [re.findall(r"<tr><td>([^<]+)</td><td>([^<]*)</td>", p.text) for p in (first, second)]
    assert entered[0] == entered[1] == [("城阳区床位使用率", "74%")]
    changed = client.post(page.address, hidden | fields | {"answer": "76%"})
    assert re.findall(r"<tr><td>([^<]+)</td><td>([^<]*)</td>", changed.text) == [("城阳区床位使用率", "76%")]


@pytest.fixture(scope="module")
def case(client: Client) -> Page:
    page = answer(
        client, begin(client, 编号="QD-9"), answer="74%", as_at="2024-03-31", origin="本局查询", source="住院结算数据"
    )
    return client.post(f"{page.address}/finish", page.form(f"{page.address}/finish"))


def test_the_verdict_stands_beside_the_official_text_with_links_both_ways(case: Page) -> None:
    assert "原则上不予新增" in case.text
    assert (
        "<mark>医保管理区域(市本级、崂山区、西海岸新区、城阳区、即墨区、胶州市、平度市、莱西市)内床位使用率低于75%的,原则上不再新增购买住院床位。</mark>"
        in case.text
    )
    for number in re.findall(r'id="p(\d+)"', case.text):
        assert f'href="#p{number}"' in case.text, "each ground is led to from its words"
    for number in re.findall(r'id="c(\d+)"', case.text):
        assert f'href="#c{number}"' in case.text, "each text is led to from its grounds"
    assert "来源：本单位查询" in case.text


def test_finishing_twice_makes_one_case_and_the_back_button_loses_nothing(client: Client) -> None:
    page = begin(client, 编号="QD-10")
    hidden = page.form(f"{page.address}/finish")
    first = client.post(f"{page.address}/finish", hidden)
    assert client.post(f"{page.address}/finish", hidden).address == first.address
    back = client.get(page.address)
    assert back.status == 200
    more = answer(client, back, answer="76%", as_at="2024-03-31")
    later = client.post(f"{more.address}/finish", more.form(f"{more.address}/finish"))
    assert later.address == first.address, "the same case, judged again; the earlier verdict stays"
    assert "/at/" in later.text


def test_a_decision_against_the_verdict_is_refused_without_its_reason_and_kept_with_it(
    client: Client, case: Page
) -> None:
    hidden = case.form(f"{case.address}/decide")
    wrong = client.post(f"{case.address}/decide", hidden | {"处理": "部分", "张数": "三十"})
    assert wrong.status == 422
    assert 'value="三十"' in wrong.text
    assert wrong.errors
    right = client.post(
        f"{case.address}/decide",
        hidden | {"处理": "不予", "例外": "否", "例外理由": "没有应予例外的情形", "决定日期": "2024-05-20"},
    )
    assert right.status == 200
    assert "记下的决定：<b>不予</b>" in right.text


def test_letters_are_drafts_until_nothing_is_open_and_the_open_points_are_all_named(client: Client, case: Page) -> None:
    draft = client.letter(f"{case.address}/letter?form=docx&kind=不予新增告知书")
    assert draft.content[:2] == b"PK"
    assert "attachment" in draft.headers["Content-Disposition"]
    final = client.letter(f"{case.address}/final?form=docx&kind=不予新增告知书")
    assert final.status == 422
    assert final.text.count("未了结") >= 3
    assert "救济一段尚未经法制核定" in final.text
    assert client.letter(f"{case.address}/letter?form=exe").status == 404


def test_what_was_judged_is_there_after_the_window_was_closed(tmp_path: Path) -> None:
    window = Window(tmp_path)
    client = Client(window)
    draft = begin(client, 编号="QD-11")
    verdict = client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish"))
    unfinished = begin(client, 编号="QD-12")
    window.process.kill()
    window.process.wait()
    again = Window(tmp_path)
    try:
        reopened = Client(again)
        before = re.sub(r'value="[^"]{16,}"', "", verdict.text)
        assert re.sub(r'value="[^"]{16,}"', "", reopened.get(verdict.address).text) == before
        assert "QD-12" in reopened.get("/judge").text
        assert reopened.get(unfinished.address).status == 200
    finally:
        window.close()
        again.close()
