"""The interface for other programs (CONTRACT 7): the JSON of the command line, tokens with their owner's rights, problems."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import urllib.parse
from collections.abc import Sequence
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from policy_dsl.error_codes.registry import CODES
from reasoner.driver import auditing
from reasoner.driver.schemas.openapi import PATHS
from reasoner.record.log_entry import read_line
from reasoner.record.table_file import DATABASE
from tests.office.client import ROOT, Client, Page, Window

EXAMPLES: list[dict[str, Any]] = [
    e["application"] for e in json.loads((ROOT / "tests/conformance/examples.json").read_text("utf-8"))
]
TOKEN = re.compile(r"<code>(tiaoli_[^<]+)</code>")
PROBLEM = "application/problem+json"


def made(client: Client, name: str = "收件系统", days: str = "30") -> Page:
    return client.post("/tokens", client.get("/tokens").form("/tokens") | {"name": name, "days": days})


def token_on(page: Page) -> str:
    match = TOKEN.search(page.text)
    assert match, page.text[-2000:]
    return unescape(match[1])


class Program:
    """Another program: no cookie, a token in the header."""

    def __init__(self, window: Window, token: str) -> None:
        self.client, self.token = Client(window, enter=False), token

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **parameters: str | Sequence[str]) -> Page:
        query = urllib.parse.urlencode(parameters, doseq=True)
        return self.client.get(f"/api/v1/{path}{'?' * bool(query)}{query}", self._headers())

    def post(self, path: str, body: bytes) -> Page:
        import urllib.request

        address = self.client.base + "/api/v1/" + path
        return self.client._open(
            urllib.request.Request(address, body, self._headers() | {"Content-Type": "application/json"})
        )


@pytest.fixture(scope="module")
def program(window: Window, client: Client) -> Program:
    return Program(window, token_on(made(client)))


def ran(*options: str) -> bytes:
    command = [sys.executable, "-m", "reasoner.cli.main", *options]
    return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=100, check=False).stdout


def recorded(window: Window) -> list[str]:
    return [read_line(line).kind for line in auditing.record_in(window.data)[0].lines()]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: str(e["编号"]))
def test_a_verdict_has_the_same_bytes_as_on_the_command_line(
    program: Program, tmp_path: Path, example: dict[str, Any]
) -> None:
    """CONTRACT 7: a verdict has the same bytes as on the command line."""
    content = json.dumps(example, ensure_ascii=False).encode()
    (tmp_path / "a.json").write_bytes(content)
    answer = program.post("check", content)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.content == ran("check", str(tmp_path / "a.json"), "--json")


def test_several_applications_and_the_options_give_the_same_bytes(program: Program, tmp_path: Path) -> None:
    content = json.dumps({"申请": EXAMPLES}, ensure_ascii=False).encode()
    (tmp_path / "a.json").write_bytes(content)
    assert program.post("check", content).content == ran("check", str(tmp_path / "a.json"), "--json")
    one = json.dumps(EXAMPLES[0], ensure_ascii=False).encode()
    (tmp_path / "b.json").write_bytes(one)
    query = urllib.parse.urlencode({"as_of": "2024-06-01", "document": "qingdao-2023-18-medical", "under": "滨州市"})
    options = ("--as-of", "2024-06-01", "--document", "qingdao-2023-18-medical", "--under", "滨州市")
    assert program.post(f"check?{query}", one).content == ran("check", str(tmp_path / "b.json"), "--json", *options)


@pytest.mark.parametrize(
    ("path", "parameters", "options"),
    [
        ("documents", {}, ("documents", "--json")),
        ("clauses", {"document": "qingdao-2023-18-medical"}, ("clauses", "--json", "--document", "qingdao-2023-18-medical")),
        ("clauses", {"region": "城阳区", "matter": "加床", "deciding": "1"}, ("clauses", "--json", "--region", "城阳区", "--matter", "加床", "--deciding")),
        ("ask", {"region": "城阳区", "type": "养老机构", "matter": "新增购买院护床位", "as_of": "2024-05-01"},
         ("ask", "--region", "城阳区", "--type", "养老机构", "--matter", "新增购买院护床位", "--as-of", "2024-05-01", "--json")),
        ("ask", {"words": "迁址要多久", "as_of": "2024-05-01"}, ("ask", "迁址要多久", "--as-of", "2024-05-01", "--json")),
    ],
)  # fmt: skip
def test_what_is_asked_has_the_same_bytes_too(
    program: Program, path: str, parameters: dict[str, str], options: tuple[str, ...]
) -> None:
    answer = program.get(path, **parameters)
    assert answer.status == 200, answer.text
    assert answer.content == ran(*options)


def test_a_comparison_has_the_same_bytes_and_is_made_by_a_process_of_its_own(program: Program) -> None:
    answer = program.get(
        "compare", side=["青岛市", "滨州市"], matter="新增定点零售药店", type="零售药店", as_of="2024-05-01"
    )
    assert answer.status == 200, answer.text
    options = ("--matter", "新增定点零售药店", "--type", "零售药店", "--as-of", "2024-05-01", "--json")
    assert _untimed(answer.content) == _untimed(ran("compare", "青岛市", "滨州市", *options))


def _untimed(content: bytes) -> object:
    plain = json.loads(content)
    plain.pop("seconds", None)
    return plain


def test_a_verdict_is_recorded_before_it_is_told(window: Window, program: Program) -> None:
    before = recorded(window)
    answer = program.post("check", json.dumps(EXAMPLES[1], ensure_ascii=False).encode())
    assert recorded(window) == [*before, "verdict"]
    assert answer.headers["Tiaoli-Record"] == str(len(before) + 1)
    assert auditing.audit(window.data).holds


def test_what_was_refused_is_not_recorded(window: Window, program: Program) -> None:
    before = recorded(window)
    assert program.post("check", b'{"\xe7\xbc\x96\xe5\x8f\xb7": "1"}').status == 422
    assert recorded(window) == before


# --- tokens ---------------------------------------------------------------------------------------------------


def check_problem(page: Page, status: int, code: str) -> dict[str, Any]:
    assert (page.status, page.headers["Content-Type"]) == (status, PROBLEM), page.text
    plain: dict[str, Any] = json.loads(page.content)
    assert plain["status"] == status
    assert plain["code"] == code == plain["errors"][0]["code"]
    assert plain["type"] == f"https://w3id.org/tiaoli/errors#{code}"
    assert all(f["code"] in CODES for f in plain["errors"])
    assert re.search(r"[\u4e00-\u9fff]", plain["detail"])
    return plain


def test_without_a_token_nothing_is_told_and_a_cookie_is_none(window: Window, client: Client) -> None:
    for path in PATHS:
        for given in ("", "x", "tiaoli_x", "tiaoli_" + "x" * 10_000):
            answer = Program(window, given).get(path)
            check_problem(answer, 401, "U221")
            assert {k.lower(): v for k, v in answer.headers.items()}["www-authenticate"].startswith("Bearer")
        check_problem(client.get(f"/api/v1/{path}"), 401, "U221")


def test_a_token_opens_no_page(window: Window, program: Program) -> None:
    assert program.client.get("/", {"Authorization": f"Bearer {program.token}"}).status == 403
    assert program.client.get("/tokens", {"Authorization": f"Bearer {program.token}"}).status == 403


def test_a_token_is_told_once_and_kept_as_its_digest(window: Window, client: Client) -> None:
    hidden = client.get("/tokens").form("/tokens") | {"name": "一次", "days": "30"}
    first = client.post("/tokens", hidden)
    token = token_on(first)
    again = client.post("/tokens", hidden)
    assert not TOKEN.search(again.text), "sent again, it makes nothing and tells nothing"
    assert token not in client.get("/tokens").text
    with closing(sqlite3.connect(window.data / DATABASE)) as database:
        dump = "\n".join(database.iterdump())
    assert token not in dump
    assert token.removeprefix("tiaoli_") not in dump


def test_a_token_that_was_taken_back_or_is_past_its_last_day_is_none(window: Window, client: Client) -> None:
    page = made(client, "收回的")
    other = Program(window, token_on(page))
    assert other.get("documents").status == 200
    number = re.findall(r'action="(/tokens/[0-9]+/end)"', page.text)[0]
    assert client.post(number, page.form(number)).status == 200
    check_problem(other.get("documents"), 401, "U221")
    assert client.post(number, page.form(number)).status == 404
    late = Program(window, token_on(made(client, "到期的", "1")))
    with closing(sqlite3.connect(window.data / DATABASE)) as database:
        database.execute("UPDATE office_apitoken SET expires = '2026-01-01' WHERE name = '到期的'")
        database.commit()
    check_problem(late.get("documents"), 401, "U221")


def test_making_and_taking_back_is_recorded_without_the_token(window: Window, client: Client) -> None:
    token = token_on(made(client, "记录在案"))
    (line,) = [text for text in auditing.record_in(window.data)[0].lines() if "记录在案".encode() in text]
    assert read_line(line).kind == "做接口令牌"
    assert token.encode() not in line


@pytest.mark.parametrize(
    ("name", "days"), [("", "30"), ("甲" * 101, "30"), ("甲", "0"), ("甲", "三十"), ("甲", "367"), ("甲", "9" * 5000)]
)
def test_a_token_without_a_use_or_a_bound_is_not_made(client: Client, name: str, days: str) -> None:
    page = made(client, name, days)
    assert page.status == 422
    assert page.errors


def test_no_other_site_can_have_a_token_made(window: Window, client: Client) -> None:
    assert client.post("/tokens", {"name": "甲", "days": "30"}).status == 403


# --- what is wrong --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", "F111"), (b"{", "F104"), (b"\x00", "F103"), (b"[" * 100_000, "F106"), ("编号: 甲".encode(), "F104")],
    ids=("empty", "broken", "control", "deep", "yaml"),
)
def test_a_body_that_is_no_application_is_told_with_its_code(program: Program, body: bytes, code: str) -> None:
    check_problem(program.post("check", body), 422, code)


def test_every_fault_of_an_application_is_listed(program: Program) -> None:
    answer = program.post("check", json.dumps(EXAMPLES[0] | {"事项": "开店", "日期": "2024-02-30"}).encode())
    plain = check_problem(answer, 422, json.loads(answer.content)["code"])
    assert {"事项", "日期"} <= {f["where"].rpartition(": ")[2].rpartition(".")[2] for f in plain["errors"]}, plain


def test_too_much_is_refused(program: Program) -> None:
    check_problem(program.post("check", b" " * (2 * 2**20 + 1)), 413, "U222")
    many = [EXAMPLES[0] | {"编号": f"N{i}"} for i in range(101)]
    check_problem(program.post("check", json.dumps(many).encode()), 413, "U222")


def test_what_is_no_address_no_method_no_parameter_is_told(program: Program) -> None:
    check_problem(program.get("nothing"), 404, "U223")
    check_problem(program.get("check"), 405, "U223")
    check_problem(program.post("documents", b"{}"), 405, "U223")
    check_problem(program.get("documents", a="1"), 400, "U223")
    check_problem(program.get("ask", region=["城阳区", "崂山区"]), 400, "U223")
    check_problem(program.get("ask", words="甲" * 201), 400, "U223")
    check_problem(program.get("compare", side="青岛市"), 400, "U223")
    check_problem(program.get("clauses", document="没有的"), 422, "U103")
    check_problem(program.get("ask", as_of="昨天", region="城阳区"), 422, "F128")
    assert json.loads(program.get("ask", as_of="昨天").content)["errors"][0]["where"] == "as_of"


# --- the description ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def described(program: Program) -> Any:
    answer = program.get("openapi.json")
    assert answer.status == 200
    return json.loads(answer.content)


def _schemas(described: dict[str, Any]) -> dict[str, Any]:
    schemas: dict[str, Any] = described["components"]["schemas"]
    return schemas


def test_it_is_openapi_3_1_of_every_address(described: dict[str, Any]) -> None:
    """The fields that OpenAPI 3.1 requires of each object, every reference among the components, each schema a sound one."""
    assert described["openapi"] == "3.1.0"
    assert {"title", "version"} <= described["info"].keys()
    assert described["paths"].keys() == {f"/{name}" for name in PATHS}
    operations = [o for path in described["paths"].values() for o in path.values()]
    assert len({o["operationId"] for o in operations}) == len(PATHS)
    schemas = _schemas(described)
    for operation in operations:
        assert {"200", "401", "422"} <= operation["responses"].keys()
        for status, response in operation["responses"].items():
            assert response["description"]
            (kind,) = response["content"]
            assert kind == ("application/json" if status == "200" else PROBLEM)
        for parameter in operation["parameters"]:
            assert parameter.keys() == {"name", "in", "description", "schema"}
            assert parameter["in"] == "query"
    references = re.findall(r'"\$ref": "([^"]+)"', json.dumps(described))
    assert len(references) > 200
    assert {r.removeprefix("#/components/schemas/") for r in references} <= schemas.keys()
    assert all(re.fullmatch(r"[a-zA-Z0-9._-]+", name) for name in schemas)
    for schema in schemas.values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    assert described["security"] == [{"token": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def _validator(described: dict[str, Any], name: str) -> Any:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    )


def test_what_is_answered_is_what_the_description_says(program: Program, described: dict[str, Any]) -> None:
    application = json.dumps(EXAMPLES[0], ensure_ascii=False).encode()
    _validator(described, "application").validate(EXAMPLES[0])
    for name, answer in {
        "verdict": program.post("check", application),
        "verdicts": program.post("check", b"[%s,%s]" % (application, application.replace(b'"EX-1"', b'"EX-X"'))),
        "answer": program.get("ask", region="城阳区", type="养老机构", matter="新增购买院护床位"),
        "answers": program.get("ask", region="城阳区", type="养老机构"),
        "clauses": program.get("clauses", document="qingdao-2023-18-medical"),
        "documents": program.get("documents"),
        "Problem": program.get("nothing"),
    }.items():
        _validator(described, name).validate(json.loads(answer.content))
