"""模拟 in the window: a register judged again under a supposition, in the background, kept; refused with what there is to choose."""

from __future__ import annotations

import html
import json
import re
import time
import urllib.request
import uuid
from io import BytesIO
from pathlib import Path

import pytest

from tests.office.client import Client, Page, Window
from tests.office.ledger_files import HEAD, send, table, take
from tests.register.test_simulate import APPLICATIONS, FIGURES, P2

TAGS = re.compile(r"<[^>]+>")


def words(text: str) -> str:
    """What a reader sees of some markup, without white space."""
    return "".join(html.unescape(TAGS.sub("", text)).split())


def posted(client: Client, path: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> Page:
    """A form with several files."""
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
    ]
    for name, (called, content) in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    body = b"".join((*parts, f"--{mark}--\r\n".encode()))
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return client._open(urllib.request.Request(client.base + path, body, kind))


def waited(client: Client, page: Page) -> Page:
    for _ in range(240):
        if 'http-equiv="refresh"' not in page.text:
            return page
        time.sleep(0.5)
        page = client.get(page.address)
    raise AssertionError(page.text[-800:])


def simulated(
    client: Client, query: str = f"kind=number&clause={P2}&value=70%25", register: str = APPLICATIONS
) -> Page:
    asking = client.get(f"/simulate/new?{query}")
    assert asking.status == 200, asking.text[-800:]
    files = {"register": ("名册.csv", register.encode()), "indicators": ("指标.csv", FIGURES.encode())}
    return waited(client, posted(client, "/simulate/begin", asking.form("/simulate/begin"), files))


def test_who_flips_by_name_with_clauses_charts_rooms_and_turning_values(client: Client) -> None:
    """74% and 70% lie below 75% and not below 70%; what flips stands with both verdicts and their clauses."""
    page = simulated(client)
    text = words(page.text)
    assert "内部测算不作依据" in text
    assert "结论不同2份" in text
    assert "甲-1示例甲医院" in text
    assert "甲-2示例乙医院" in text
    assert "甲-3" not in text
    assert f'href="/doc/{P2}"' in page.text
    assert "医保管理区域(市本级" in text
    assert "〔假设〕申请新增购买住院床位" in text
    assert "这个数改到高于74%的，该条适用；改到74%以下（含）的，不适用（1份）" in text
    assert "还可以新增25000张" in text, "7.5 per thousand of ten million less 50,000"
    assert "不回答基金支出和费用" in text
    assert page.text.count("<svg") == 6
    assert "<script" not in page.text
    whole = client.get(f"{page.address}/result.html")
    assert "attachment" in whole.headers["Content-Disposition"]
    assert "内部测算 不作依据" in whole.text
    made = json.loads(client.get(f"{page.address}/result.json").content)
    assert [c["application"] for c in made["changes"]] == ["甲-1", "甲-2"]
    assert made["watermark"] == "内部测算 不作依据"
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(client.get(f"{page.address}/result.xlsx").content))
    assert book.sheetnames == ["概况", "离上限还有多少", "各地在哪个值上变化", "结论不同"]
    assert {s["A1"].value for s in book} == {"内部测算 不作依据"}


def test_the_numbers_of_a_clause_with_several_are_a_choice_and_no_fault(client: Client) -> None:
    clause = "qingdao-2023-18-medical/3.1.p1.s1"
    page = client.get(f"/simulate/new?kind=number&clause={clause}&value=8张/千常住人口")
    assert page.status == 200
    assert "B122" not in page.text
    assert "没有开始测算" not in page.text
    assert "第三部分第（一）项第一段第一句有4个数，在下面选一个" in page.text
    choices = [html.unescape(v) for v in re.findall(r'name="number" value="([^"]+)"', page.text)]
    assert choices == [
        "住院床位总量:7.5张/千常住人口",
        "康复床位:0.42张/千常住人口",
        "中医类医院床位:0.85张/千常住人口",
        "精神科床位:0.78张/千常住人口",
    ]
    chosen = client.get(f"/simulate/new?kind=number&clause={clause}&number={choices[0]}&value=8张/千常住人口")
    assert chosen.status == 200
    assert "假设改为" in chosen.text
    bare = client.get(f"/simulate/new?kind=number&clause={clause}&number={choices[0]}&value=6.8")
    assert "“7.5张/千常住人口”假设改为“6.8张/千常住人口”（所写的数没有单位，按原文的单位）" in bare.text
    listed = words(client.get("/simulate").text)
    assert "预期享受长护险待遇人数的20%、1.2万张·第三部分" in listed
    assert "20%张" not in listed
    wan = client.get(
        "/simulate/new?kind=number&clause=qingdao-2023-18-ltc/3.2.p1.s1&number=院护床位不超过一万二千张:1.2万张&value=1.1"
    )
    assert "B123" in wan.text, "1.1 may be 1.1张 or 1.1万张"


def test_where_no_cap_is_in_force_the_page_tells_why_there_is_no_room(client: Client) -> None:
    """The plans ended on 2025-12-31: after that day no cap is in force."""
    text = words(simulated(client, "kind=day&as_of=2027-01-01", APPLICATIONS.replace("2024-", "2026-")).text)
    assert "离上限还有多少" in text
    assert "没有列出：2026年" in text
    assert "规划期已届满的，上限不再计算" in text


def test_a_value_that_no_decimal_holds_is_rounded_with_the_fraction_beside() -> None:
    """23791/3481 is 6.83453…; 50/7 is 7.142857…"""
    from reasoner.driver.simulation.page import readable

    assert readable("23791/3481张/千常住人口") == "约6.8345张/千常住人口(准确值23791/3481)"
    assert readable("50/7张") == "约7.1429张(准确值50/7)"
    assert readable("7.5张/千常住人口") == "7.5张/千常住人口"
    assert readable("74%") == "74%"


@pytest.mark.parametrize(
    ("query", "code", "where"),
    [
        (f"kind=number&clause={P2}&value=", "B123", "假设的数"),
        (f"kind=number&clause={P2}&value=七成", "B123", "假设的数"),
        ("kind=number&value=70%25", "B121", "条款"),
        ("kind=reading&reading=没有", "B127", "条文理解"),
        ("kind=day", "B125", "适用日期"),
        ("kind=draft&draft=no-such", "U106", "草案"),
        ("kind=draft&draft=../../etc", "U106", "草案"),
    ],
)
def test_what_cannot_be_supposed_is_told_before_a_file_is_sent(
    client: Client, query: str, code: str, where: str
) -> None:
    page = client.get(f"/simulate/new?{query}")
    assert page.status == 422
    assert code in page.text
    assert where in page.text
    assert "--" not in words(page.text).partition("没有开始测算")[2][:60], "no option of a command line on the page"


def test_another_day_and_another_reading(client: Client) -> None:
    day = simulated(client, "kind=day&as_of=2027-01-01")
    assert "结论不同4份" in words(day.text)
    reading = simulated(client, "kind=reading&reading=qingdao-2023-18-medical/区市口径")
    assert "假设按另一种理解" in words(reading.text)
    listed = client.get("/simulate").text
    assert f'href="{day.address}"' in listed
    assert f'href="{reading.address}"' in listed


def test_files_that_cannot_be_read_are_named(client: Client) -> None:
    asking = client.get(f"/simulate/new?kind=number&clause={P2}&value=70%25")
    hidden = asking.form("/simulate/begin")
    assert "U106" in posted(client, "/simulate/begin", hidden, {}).text
    other = posted(client, "/simulate/begin", hidden, {"register": ("名册.pdf", b"%PDF")})
    assert other.status == 422
    assert "U102" in other.text
    assert "假设改为" in other.text, "what was supposed is kept"
    broken = waited(
        client, posted(client, "/simulate/begin", hidden, {"register": ("名册.parquet", b"PAR1 and no more")})
    )
    assert "没有得出结果" in broken.text
    assert "名册.parquet" in broken.text
    assert "/tmp" not in broken.text, "a folder of the machine is nobody's business"


def test_institutions_that_hold_a_contract_apply_anew(client: Client) -> None:
    rows = [f"{row},{'住院' if n else '已定点'}" for n, row in enumerate(APPLICATIONS.splitlines())]
    page = simulated(client, register="\n".join(rows) + "\n")
    assert "假设重新申请" in words(page.text)


def test_the_ledger_stands_in_where_no_figures_are_sent(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        figures = (
            ("城阳区", "床位使用率", "74%", "2024-03-31", "结算", "张三", None),
            ("青岛市", "医保购买住院床位数", "50000", "2023-12-31", "结算", "张三", None),
            ("青岛市", "常住人口", "10000000", "2023-12-31", "年鉴", "张三", None),
        )
        take(client, send(client, table(HEAD, *figures)))
        asking = client.get(f"/simulate/new?kind=number&clause={P2}&value=70%25")
        hidden = asking.form("/simulate/begin")
        page = waited(
            client, posted(client, "/simulate/begin", hidden, {"register": ("名册.csv", APPLICATIONS.encode())})
        )
        text = words(page.text)
        assert "结论不同1份" in text
        assert "示例甲医院" in text
        assert "所在医保管理区域床位使用率不详" in text or "即墨区床位使用率不详" in text
        take(client, send(client, table(HEAD, ("城阳区", "床位使用率", "69%", "2024-04-30", "结算", "张三", None))))
        older = client.get(page.address)
        assert "下面是按改动以前的得出的" in older.text
        anew = waited(client, client.post(f"{page.address}/again", older.form(f"{page.address}/again")))
        assert "结论不同0份" in words(anew.text)
    finally:
        window.close()


def test_a_draft_of_the_bureau_is_supposed(tmp_path: Path) -> None:
    from tests.office import draft_rules

    rules = draft_rules.RULES
    draft_rules.write(tmp_path / "corpus", rules)
    register = (
        APPLICATIONS.replace("城阳区", "寿光市")
        .replace("即墨区", "寿光市")
        .replace("胶州市", "高密市")
        .replace("莱西市", "高密市")
    )
    figures = "地区,名称,数值,时点\n寿光市,床位使用率,59%,2026-03-31\n高密市,床位使用率,61%,2026-03-31\n"
    with draft_rules.window_with(tmp_path / "corpus", tmp_path / "data") as window:
        client = Client(window)
        assert f'value="{draft_rules.DOCUMENT}"' in client.get("/simulate").text
        asking = client.get(f"/simulate/new?kind=draft&draft={draft_rules.DOCUMENT}&as_of=2026-05-01")
        assert asking.status == 200, asking.text[-900:]
        assert "假设按草案" in words(asking.text)
        files = {"register": ("名册.csv", register.encode()), "indicators": ("指标.csv", figures.encode())}
        page = waited(client, posted(client, "/simulate/begin", asking.form("/simulate/begin"), files))
        assert "研判4份" in words(page.text), words(page.text)[-900:]
        made = json.loads(client.get(f"{page.address}/result.json").content)
        assert {c["region"] for c in made["changes"]} >= {"寿光市"}
        assert made["as_of"] == "2026-05-01"


def test_the_auditor_sees_numbers_and_nobody_of_another_organ_sees_anything(tmp_path: Path) -> None:
    from reasoner.casework.roles import Role
    from tests.office.team import LOGINS, NAMES, ORGAN, Office

    office = Office(tmp_path)
    try:
        handler = office.open_account(LOGINS[Role.HANDLER], NAMES[Role.HANDLER], Role.HANDLER)
        other = office.open_account("bieren", "别处经办", Role.HANDLER, organ="另一区医疗保障局")
        page = simulated(handler)
        assert "示例甲医院" in page.text
        assert other.get(page.address).status == 404
        assert other.get(f"{page.address}/result.json").status == 404
        assert page.address not in other.get("/simulate").text
        auditor = office.open_account("shenji2", "审计乙", Role.AUDITOR, organ=ORGAN)
        seen_page = auditor.get(page.address)
        text = words(seen_page.text)
        assert "结论不同2份" in text
        assert "示例甲医院" not in text
        assert "甲-1" not in text
        assert "只列份数" in text
        for form in ("html", "json"):
            assert "示例甲医院" not in auditor.get(f"{page.address}/result.{form}").text
        assert auditor.get(f"/simulate/new?kind=number&clause={P2}&value=70%25").status == 403
        record = auditor.get("/record").text
        assert "模拟测算" in record
    finally:
        office.window.close()


def test_a_simulation_is_stopped_and_begun_again(client: Client) -> None:
    """It is stopped while its process is at work: the process is killed, what was sent is kept."""
    head, *rows = APPLICATIONS.splitlines()
    many = "\n".join([head, *(rows[n % 4].replace(rows[n % 4][:3], f"C-{n}", 1) for n in range(40_000))]) + "\n"
    asking = client.get(f"/simulate/new?kind=number&clause={P2}&value=70%25")
    files = {"register": ("名册.csv", many.encode()), "indicators": ("指标.csv", FIGURES.encode())}
    page = posted(client, "/simulate/begin", asking.form("/simulate/begin"), files)
    assert 'http-equiv="refresh"' in page.text, "it takes longer than a page waits"
    stopped = client.post(f"{page.address}/stop", page.form(f"{page.address}/stop"))
    assert "可以重新测算" in stopped.text
    made = waited(client, client.post(f"{page.address}/again", stopped.form(f"{page.address}/again")))
    assert "结论不同20000份" in words(made.text)
    assert "每一种取一份" in words(made.text)
