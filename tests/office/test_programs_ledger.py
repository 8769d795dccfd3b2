"""The interface takes values of the ledger where the request asks for it, and a token asks only so often (CONTRACT 7)."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reasoner.driver import auditing
from reasoner.driver.schemas.openapi import MOST_REQUESTS
from reasoner.record.log_entry import read_line
from reasoner.record.table_file import DATABASE
from tests.office.client import Client, Window
from tests.office.ledger_files import HEAD, send, table, take
from tests.office.team import office_of_process
from tests.office.test_programs import Program, check_problem, made, ran, token_on

APPLICATION: dict[str, Any] = {
    "编号": "T-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "综合", "床位数": 100,
    "机构": {"名称": "甲医院", "类型": "综合医院", "所在地": "城阳区"},
}  # fmt: skip
BODY = json.dumps(APPLICATION, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def program(window: Window, client: Client) -> Program:
    """A program at an office whose ledger has the rate of beds of 城阳区."""
    values = table(HEAD, ("城阳区", "床位使用率", "74%", "2024-03-31", "住院结算数据", "张三", "2027-12-31"))
    take(client, send(client, values))
    return Program(window, token_on(made(client)))


def kept_ledger(window: Window, path: Path) -> Path:
    """The values that count in the office, as a file of a ledger."""
    with closing(sqlite3.connect(window.data / DATABASE)) as database:
        rows = database.execute("SELECT section, data FROM office_ledgeritem WHERE until = '' ORDER BY id").fetchall()
    lists: dict[str, list[Any]] = {"指标": [], "认定": []}
    for section, data in rows:
        lists[section].append(json.loads(data))
    path.write_text(json.dumps(lists, ensure_ascii=False), "utf-8")
    return path


def test_values_of_the_ledger_count_exactly_when_the_request_asks_for_it(program: Program) -> None:
    """3.1.p2 of the medical plan turns on the rate of beds, which this application does not state."""
    alone, drawn = program.post("check", BODY), program.post("check?ledger=1", BODY)
    assert (alone.status, drawn.status) == (200, 200), drawn.text
    assert json.loads(alone.content)["outcome"] == "undetermined"
    verdict = json.loads(drawn.content)
    assert verdict["outcome"] == "presumptively_barred"
    (rate,) = [f for f in verdict["facts"] if f["fact"] == "床位使用率"]
    assert (rate["of"], rate["value"], rate["as_at"]) == ("城阳区", "74%", "2024-03-31")
    assert json.loads(program.post("check?ledger=0", BODY).content)["outcome"] == "undetermined"


def test_a_verdict_with_the_ledger_has_the_same_bytes_as_on_the_command_line_with_it(
    window: Window, program: Program, tmp_path: Path
) -> None:
    """CONTRACT 7: a verdict has the same bytes as on the command line, given the same ledger or given none."""
    (tmp_path / "a.json").write_bytes(BODY)
    ledger = kept_ledger(window, tmp_path / "l.json")
    several = json.dumps([APPLICATION, {**APPLICATION, "编号": "T-2"}], ensure_ascii=False).encode()
    (tmp_path / "b.json").write_bytes(several)
    for body, name in ((BODY, "a.json"), (several, "b.json")):
        file = str(tmp_path / name)
        assert program.post("check?ledger=1", body).content == ran("check", file, "--ledger", str(ledger), "--json")
        assert program.post("check", body).content == ran("check", file, "--json")


def test_what_says_otherwise_than_the_ledger_is_told_and_judged_by_nobody(program: Program) -> None:
    given = {"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31", "来源": "自报"}
    other = json.dumps({**APPLICATION, "指标": [given]}, ensure_ascii=False).encode()
    check_problem(program.post("check?ledger=1", other), 422, "S131")
    assert program.post("check", other).status == 200


def test_the_record_has_the_verdict_with_the_values_that_it_rests_on(window: Window, program: Program) -> None:
    answer = program.post("check?ledger=1", BODY)
    number = int(answer.headers["Tiaoli-Record"])
    store = auditing.record_in(window.data)[0]
    (line,) = [read_line(x) for x in store.lines() if read_line(x).n == number]
    assert line.kind == "verdict"
    assert "74%" in json.dumps(line.payload, ensure_ascii=False)


def test_the_rate_of_a_token_is_bounded_by_any_minute(tmp_path: Path) -> None:
    office_of_process(tmp_path)
    from reasoner.office.programs_gate import MINUTE, Rate

    clock = [0.0]
    rate = Rate(3, lambda: clock[0])
    answers = []
    for moment in (0.0, 10.0, 20.0, 21.0, 59.5, 60.0, 61.0, 70.0):
        clock[0] = moment
        answers.append(rate.seconds_to_wait(1))
    assert answers == [0, 0, 0, 39, 1, 0, 9, 0]
    clock[0] = 70.5
    assert rate.seconds_to_wait(2) == 0, "each token by itself"
    clock[0] += MINUTE
    assert rate.seconds_to_wait(1) == 0
    assert len(rate._answered) == 1, "what is older than a minute is forgotten"


def test_who_asks_too_often_is_told_when_to_ask_again(window: Window, client: Client) -> None:
    other, busy = Program(window, token_on(made(client, "另一个"))), Program(window, token_on(made(client, "太快的")))
    described = json.loads(other.get("openapi.json").content)
    for _ in range(MOST_REQUESTS):
        page = busy.get("nothing")
        if page.status == 429:
            break
    page = busy.get("documents")
    told = check_problem(page, 429, "U225")
    assert told["title"] == "这个令牌提问得太快"
    assert 1 <= int(page.headers["Retry-After"]) <= 60
    assert other.get("documents").status == 200, "another token is not hindered"
    refusal = described["paths"]["/check"]["post"]["responses"]["429"]
    assert refusal["headers"]["Retry-After"]["schema"] == {"type": "integer", "minimum": 1}
    assert f"一个令牌一分钟至多问{MOST_REQUESTS}次" in described["info"]["description"]
    assert "ledger" in [p["name"] for p in described["paths"]["/check"]["post"]["parameters"]]
