"""名册 in the window: a register is judged as a whole in the background, and any row of it with its reasons by the interpreter.

18号 3.1.p2 bars where the use of beds lies below 75%: 74%, 70% and 69% do, 75% does not.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from tests.office.client import Client, Page, Window
from tests.office.ledger_files import HEAD, send, table, take
from tests.office.test_simulating import posted, waited, words
from tests.register.test_simulate import APPLICATIONS, FIGURES, P2

BAD = "甲-5,新增购买住院床位,2024-05-01,示例戊医院,医务院,城阳区,综合,20\n甲-6,新增购买住院床位,二〇二四,示例己医院,综合医院,城阳区,综合,20\n"


def sent(
    client: Client, register: bytes = APPLICATIONS.encode(), name: str = "名册.csv", as_of: str = "", figures: str = FIGURES
) -> Page:  # fmt: skip
    files = {"register": (name, register)} | ({"indicators": ("指标.csv", figures.encode())} if figures else {})
    fields = client.get("/register").form("/register/send") | {"as_of": as_of}
    return waited(client, posted(client, "/register/send", fields, files))


def numbers(page: Page) -> list[str]:
    """The numbers of the rows on a page."""
    return re.findall(r'<th scope="row"><a href="/register/\d+/row/\d+">([^<]+)', page.text)


def of_csv(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel reads it as UTF-8 by this mark alone"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_register_is_judged_counted_and_any_row_told_with_its_reasons(client: Client) -> None:
    assert 'href="/register"' in client.get("/judge").text
    page = sent(client)
    text = words(page.text)
    assert "研判4份" in text
    assert "有错" not in text
    assert numbers(page) == ["甲-1", "甲-2", "甲-3", "甲-4"]
    assert "原则上不予新增3" in text
    assert f'href="/doc/{P2}"' in page.text
    one = client.get(f"{page.address}/row/0")
    assert one.status == 200, words(one.text)[-600:]
    told = words(one.text)
    assert "原则上不予新增" in told
    assert "城阳区床位使用率为74%" in told
    assert "甲-1·新增购买住院床位" in told
    assert "逐份研判，结论、条款和尚缺的事实与整份研判的一致" in told
    assert '<a href="/doc/qingdao-2023-18-medical/3.1.p2">' in one.text, "the official text beside it"
    last = words(client.get(f"{page.address}/row/3").text)
    assert "事实或认定不足" in last, "75% is not below 75%; how costs grew (2.3.i1.s4) nobody says"
    assert "医疗费用增长率" in last
    assert client.get(f"{page.address}/row/4").status == 404
    assert client.get(f"{page.address}/row/{'9' * 40}").status == 404
    assert client.get(f"{page.address}?page={'9' * 5000}").status == 200
    assert client.get(f"{page.address}?text=%00%ff").status == 200
    assert f'href="{page.address}"' in client.get("/register").text


def test_rows_are_chosen_by_outcome_clause_district_matter_and_name(client: Client) -> None:
    address = sent(client).address
    assert numbers(client.get(f"{address}?label=原则上不予新增")) == ["甲-1", "甲-2", "甲-3"]
    assert numbers(client.get(f"{address}?clause={P2}&place=即墨区")) == ["甲-2"]
    assert numbers(client.get(f"{address}?text=丁医院")) == ["甲-4"]
    assert numbers(client.get(f"{address}?text=甲-3")) == ["甲-3"]
    assert numbers(client.get(f"{address}?matter=纳入双通道管理")) == []
    assert numbers(client.get(f"{address}?text=' or 1=1 --")) == [], "what is looked for is a text and no statement"
    assert "没有符合条件的" in client.get(f"{address}?place=乌有区").text


def test_what_is_wrong_stands_with_its_row_and_column(client: Client) -> None:
    page = sent(client, (APPLICATIONS + BAD).encode())
    assert "有错没有研判2份" in words(page.text)
    faults = client.get(f"{page.address}/faults")
    text = words(faults.text)
    assert "2份有错，没有研判" in text
    assert "医务院" in text
    assert "二〇二四" in text
    rows = of_csv(client.get(f"{page.address}/faults.csv").content)
    assert [(r["第几份"], r["行"], r["列"], r["编号"]) for r in rows] == [
        ("5", "6", "类型", "甲-5"), ("6", "7", "日期", "甲-6"),
    ]  # fmt: skip
    assert all(r["代码"] and r["问题"] for r in rows)


def test_what_is_saved_is_what_batch_writes_and_a_table_with_chinese_headers(client: Client, tmp_path: Path) -> None:
    from reasoner.driver.register.judge_register import judge_register
    from reasoner.driver.register.outputs import Request

    page = sent(client)
    (tmp_path / "名册.csv").write_text(APPLICATIONS, encoding="utf-8")
    (tmp_path / "指标.csv").write_text(FIGURES, encoding="utf-8")
    judge_register(Request(str(tmp_path / "名册.csv"), str(tmp_path / "出.parquet"), str(tmp_path / "指标.csv")))
    saved = client.get(f"{page.address}/result.parquet").content
    assert saved == (tmp_path / "出.parquet").read_bytes()
    rows = of_csv(client.get(f"{page.address}/rows.csv?place=城阳区").content)
    assert [(r["编号"], r["机构"], r["结论"], r["决定的条款"]) for r in rows] == [
        ("甲-1", "示例甲医院", "原则上不予新增", P2)
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_other_forms_come_to_the_same(client: Client, tmp_path: Path, form: str) -> None:
    import openpyxl

    from reasoner.backends.columnar.duckdb_engine import Engine
    from tests.register.generated import write

    head, *lines = csv.reader(io.StringIO(APPLICATIONS))
    path = tmp_path / f"名册.{form}"
    if form == "parquet":
        write(Engine(tmp_path), path, [dict(zip(head, line, strict=True)) for line in lines])
    else:
        book = openpyxl.Workbook()
        book.active.title = "申请"  # type: ignore[union-attr]
        for line in (head, *lines):
            book.active.append(line)  # type: ignore[union-attr]
        book.save(path)
    page = sent(client, path.read_bytes(), path.name)
    assert numbers(page) == ["甲-1", "甲-2", "甲-3", "甲-4"]
    assert "原则上不予新增3" in words(page.text)
    assert "即墨区床位使用率为70%" in words(client.get(f"{page.address}/row/1").text)


def test_another_day_is_the_day_of_every_row(client: Client) -> None:
    """The plan ended on 2025-12-31."""
    page = sent(client, as_of="2027-01-01")
    assert "按2027年1月1日的规定" in words(page.text)
    assert "依据未施行或规划期已届满，须确认现行依据4" in words(page.text)
    assert "按2027年1月1日的规定研判" in words(client.get(f"{page.address}/row/0").text)


def test_files_that_cannot_be_read_and_days_that_are_none_are_named(client: Client) -> None:
    hidden = client.get("/register").form("/register/send")
    assert "U106" in posted(client, "/register/send", hidden, {}).text
    other = posted(client, "/register/send", hidden | {"as_of": "明天"}, {"register": ("名册.pdf", b"%PDF")})
    assert other.status == 422
    assert "U102" in other.text
    assert 'value="明天"' in other.text
    broken = waited(
        client, posted(client, "/register/send", hidden, {"register": ("名册.parquet", b"PAR1 and no more")})
    )
    assert "B102" in broken.text
    assert "名册.parquet" in broken.text
    assert "/tmp" not in broken.text
    assert "重新研判" in broken.text
    assert client.get(f"{broken.address}/rows.csv").status == 404
    for name in ("result.parquet", "rows.csv", "files.csv", "register.csv"):
        fine = sent(client, APPLICATIONS.encode(), name) if name.endswith("csv") else None
        assert fine is None or numbers(fine) == ["甲-1", "甲-2", "甲-3", "甲-4"], (
            "no name of a file of ours is in the way"
        )


def test_a_register_without_any_good_row_is_told_with_its_faults(client: Client) -> None:
    page = sent(client, (APPLICATIONS.splitlines()[0] + "\n" + BAD).encode())
    assert "没有研判" in page.text
    assert "医务院" in page.text


def test_more_rows_than_a_page_holds(client: Client) -> None:
    head, *rows = APPLICATIONS.splitlines()
    many = "\n".join([head, *(rows[n % 4].replace(rows[n % 4][:3], f"C-{n}", 1) for n in range(5000))]) + "\n"
    page = sent(client, many.encode())
    assert "5000份，第1页，共50页" in words(page.text)
    assert "原则上不予新增3750" in words(page.text)
    second = client.get(f"{page.address}?page=2&label=原则上不予新增")
    assert "3750份，第2页，共38页" in words(second.text)
    assert numbers(second)[0] == "C-133", "of 0, 1, 2, 4, 5, 6, 8 … the hundred and first"
    assert numbers(client.get(f"{page.address}?page=999"))[-1] == "C-4999"
    assert numbers(client.get(f"{page.address}?page=x"))[0] == "C-0"
    assert "莱西市" in words(client.get(f"{page.address}/row/4999").text)


def test_the_ledger_stands_in_and_a_row_is_told_by_the_ledger_of_that_time(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        take(client, send(client, table(HEAD, ("城阳区", "床位使用率", "74%", "2024-03-31", "结算", "张三", None))))
        page = sent(client, figures="")
        assert numbers(client.get(f"{page.address}?label=原则上不予新增")) == ["甲-1"]
        take(client, send(client, table(HEAD, ("城阳区", "床位使用率", "80%", "2024-04-30", "结算", "张三", None))))
        older = client.get(page.address)
        assert "需重新研判" in older.text
        told = words(client.get(f"{page.address}/row/0").text)
        assert "城阳区床位使用率为74%" in told
        assert "这里按名册研判时的台账" in told
        anew = waited(client, client.post(f"{page.address}/again", older.form(f"{page.address}/again")))
        assert "需重新研判" not in anew.text
        assert numbers(client.get(f"{page.address}?label=原则上不予新增")) == []
        assert "城阳区床位使用率为80%" in words(client.get(f"{page.address}/row/0").text)
    finally:
        window.close()


def test_a_register_is_stopped_and_begun_again(client: Client) -> None:
    """A workbook, of which every row is judged for itself: it takes longer than its page waits, and tells how far it is."""
    import openpyxl

    head, *rows = csv.reader(io.StringIO(APPLICATIONS))
    book = openpyxl.Workbook()
    book.active.title = "申请"  # type: ignore[union-attr]
    for line in (head, *([f"C-{n}", *rows[n % 4][1:]] for n in range(8000))):
        book.active.append(line)  # type: ignore[union-attr]
    content = io.BytesIO()
    book.save(content)
    files = {"register": ("名册.xlsx", content.getvalue()), "indicators": ("指标.csv", FIGURES.encode())}
    page = posted(client, "/register/send", client.get("/register").form("/register/send"), files)
    assert 'http-equiv="refresh"' in page.text, "it takes longer than a page waits"
    stopped = client.post(f"{page.address}/stop", page.form(f"{page.address}/stop"))
    assert "可以重新研判" in stopped.text
    made = waited(client, client.post(f"{page.address}/again", stopped.form(f"{page.address}/again")))
    assert "研判8000份" in words(made.text)
    assert "莱西市床位使用率为75%" in words(client.get(f"{page.address}/row/7999").text)


def test_two_hundred_thousand_rows_are_judged_and_any_told(client: Client) -> None:
    head, *rows = APPLICATIONS.splitlines()
    many = "\n".join([head, *(rows[n % 4].replace(rows[n % 4][:3], f"C-{n}", 1) for n in range(200_000))]) + "\n"
    page = sent(client, many.encode())
    assert "研判200000份" in words(page.text)
    assert "原则上不予新增150000" in words(page.text)
    assert "莱西市床位使用率为75%" in words(client.get(f"{page.address}/row/199999").text)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    hidden = client.get("/register").form("/register/send")
    refused = posted(client, "/register/send", hidden, {"register": ("名册.csv", b"x" * (21 * 2**20))})
    assert refused.status == 413


def test_rules_that_changed_are_no_difference_between_engines(tmp_path: Path) -> None:
    """A row is not told by rules that are not those of the register: a rule that was reviewed since is another rule."""
    rule = f"{P2}%23低使用率区域不新增床位"
    window = Window(tmp_path)
    try:
        client = Client(window)
        page = sent(client)
        assert client.get(f"{page.address}/row/0").status == 200
        fields = client.get(f"/review/rule?id={rule}").form("/review/rule")
        client.post("/review/rule", fields | {"by": "王法制", "remark": "对照无误", "action": "sign"})
        assert "需重新研判" in client.get(page.address).text
        older = client.get(f"{page.address}/row/0")
        assert "先把名册重新研判，再看这一份" in words(older.text)
        anew = waited(client, client.post(f"{page.address}/again", older.form(f"{page.address}/again")))
        assert "需重新研判" not in anew.text
        assert "城阳区床位使用率为74%" in words(client.get(f"{page.address}/row/0").text)
    finally:
        window.close()


def test_a_difference_between_engines_is_our_fault_with_both_results(tmp_path: Path) -> None:
    """The columns are made to have said something else of a row: it is not told, and both results stand in the fault."""
    from reasoner.backends.columnar.duckdb_engine import Engine
    from reasoner.driver.window.register_judging import explained_row, judged_register
    from reasoner.driver.window.register_tables import RESULT, TABLES, RegisterFiles, RegisterQuestion

    question = RegisterQuestion("名册.csv", "i-指标.csv")
    files = RegisterFiles(APPLICATIONS.encode(), FIGURES.encode(), number="甲-1")
    for name in ("one", "other", "third"):
        (tmp_path / name).mkdir()
    judged_register(question, files, tmp_path / "one", lambda _done, _of: None)
    result = tmp_path / "one" / TABLES / RESULT
    right = RegisterFiles(files.register, files.indicators, number="甲-1", result=result.read_bytes())
    assert b'"outcome":"presumptively_barred"' in explained_row(question, right, tmp_path / "other").replace(b" ", b"")
    changed = tmp_path / "changed.parquet"
    Engine(tmp_path).run(
        f"copy (select * replace ('may_proceed' as outcome) from read_parquet('{result}')) to '{changed}' (format parquet)"
    )
    wrong = RegisterFiles(files.register, files.indicators, number="甲-1", result=changed.read_bytes())
    with pytest.raises(Faults) as raised:
        explained_row(question, wrong, tmp_path / "third")
    (fault,) = raised.value.diagnostics
    assert fault.code == "B124"
    assert "按列研判是「outcome may_proceed" in fault.message
    assert "逐份研判是「outcome presumptively_barred" in fault.message


def test_nobody_of_another_organ_and_no_auditor_sees_a_register(tmp_path: Path) -> None:
    from reasoner.casework.roles import Role
    from tests.office.team import LOGINS, NAMES, ORGAN, Office

    office = Office(tmp_path)
    try:
        handler = office.open_account(LOGINS[Role.HANDLER], NAMES[Role.HANDLER], Role.HANDLER)
        other = office.open_account("bieren", "别处经办", Role.HANDLER, organ="另一区医疗保障局")
        reviewer = office.open_account(LOGINS[Role.REVIEWER], NAMES[Role.REVIEWER], Role.REVIEWER)
        auditor = office.open_account("shenji2", "审计乙", Role.AUDITOR, organ=ORGAN)
        page = sent(handler)
        for path in ("", "/faults", "/row/0", "/rows.csv", "/faults.csv", "/result.parquet"):
            assert handler.get(page.address + path).status == 200, path
            assert reviewer.get(page.address + path).status == 200, path
            assert other.get(page.address + path).status == 404, path
            assert auditor.get(page.address + path).status == 403, path
        assert page.address not in other.get("/register").text
        again = handler.get(page.address).form(f"{page.address}/again")
        assert reviewer.post(f"{page.address}/again", again).status == 403
        assert "名册研判" in auditor.get("/record").text
    finally:
        office.window.close()
