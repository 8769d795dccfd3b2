"""The kinds of files that the program reads, each with good ones to change and the commands that read it."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
import xlwt
from corpus_folders import folder_of

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.cli.main import main

MEASURES: Final = Path(__file__).parents[1] / "corpus" / "statutes" / "jiangxi-2021-measures-fragment.txt"
EXAMPLES: Final = json.loads(Path(__file__).parents[1].joinpath("conformance", "examples.json").read_text("utf-8"))
APPLICATIONS: Final[list[dict[str, Any]]] = [e["application"] for e in EXAMPLES]
DOCUMENT: Final = "qingdao-2023-18-medical"


class Run(NamedTuple):
    """How a changed file is given to the program."""

    arguments: Sequence[str] = ()
    """A command; FILE stands for the changed file, and files of GOOD lie beside it."""
    environment: Mapping[str, str] = {}
    """Variables; FILE likewise."""
    call: Callable[[str], Sequence[Diagnostic]] | None = None
    """Instead of a command, a reader of its text, where every command that reads it takes seconds."""


class Kind(NamedTuple):
    """A kind of file."""

    name: str
    """What the changed file is called."""
    good: Sequence[bytes]
    """Good files."""
    runs: Sequence[Run]
    """What reads it; one is chosen."""
    weight: int = 10
    """How often it is chosen."""


def command(*arguments: str) -> tuple[int, str, str]:
    """Exit status, output and errors of a command, run here."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        status = main(arguments)
    for stream in streams:
        stream.flush()
    out, err = (s.buffer.getvalue().decode("utf-8", "replace") for s in streams)  # type: ignore[attr-defined]
    return status, out, err


def bytes_of(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def kinds(folder: Path) -> dict[str, Kind]:
    """All kinds; their good files are made in a folder, where those that lie beside a changed one stay (GOOD)."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        return _kinds()
    finally:
        os.chdir(here)


def _made(*arguments: str) -> bytes:
    status, out, err = command(*arguments)
    assert status in (0, 1), err
    return out.encode()


def _kinds() -> dict[str, Kind]:
    Path("好.json").write_bytes(bytes_of(APPLICATIONS[0]))
    Path("多.json").write_bytes(bytes_of(APPLICATIONS))
    shared = {
        "申请": [{k: v for k, v in a.items() if k != "指标"} for a in APPLICATIONS[:2]],
        "指标": APPLICATIONS[0]["指标"],
    }
    jsons = [*map(bytes_of, APPLICATIONS), bytes_of(APPLICATIONS[:3]), bytes_of(shared)]
    lines = [b"\n".join(json.dumps(a, ensure_ascii=False).encode() for a in APPLICATIONS)]
    graphs = {f: [_made("export", "application", n, "--format", f) for n in ("好.json", "多.json")]
              for f in ("turtle", "jsonld", "nt")}  # fmt: skip
    tables = _tables()
    Path("台账.csv").write_bytes(tables["ledger"][0])
    verdicts = [_made("check", "好.json", "--json"), _made("check", "多.json", "--json")]
    verdict_lines = [_made("check", "多.json", "--jsonl")]
    letters = _letters()
    records = _records()
    recorded = _recorded()
    templates = {p.name: p.read_bytes() for p in Path("模板").glob("*.docx")}
    decision = {"编号": APPLICATIONS[0]["编号"], "处理": "不予", "例外": False, "例外理由": "所述情形不属于个案例外", "决定机关": "青岛市城阳区医疗保障局",
                "决定日期": "2024-05-20"}  # fmt: skip
    corpus = {name: [(folder_of(d) / name).read_bytes() for d in ("henan-2025", DOCUMENT, "quanzhou-2023-83")]
              for name in ("rules.tiao", "meta.toml", "readings.toml", "touching.toml", "text.txt")}  # fmt: skip
    check = Run(("check", "FILE"))
    check_json = Run(("check", "FILE", "--json"))
    validate = Run(("validate", "FILE"))
    letter = Run(("verify", "FILE"))
    return {
        "JSON": Kind("甲.json", jsons, (check, check_json, Run(("check", "FILE", "--full", "--as-of", "2026-03-01"))), 30),
        "JSON validated": Kind("甲.json", jsons, (validate,), 3),
        "JSON Lines": Kind("甲.jsonl", lines, (Run(("check", "FILE", "--jsonl")), check), 10),
        "YAML": Kind("甲.yaml", [_yaml(a).encode() for a in APPLICATIONS], (check, check_json), 20),
        "Turtle": Kind("甲.ttl", graphs["turtle"], (check, check_json), 14),
        "Turtle validated": Kind("甲.ttl", graphs["turtle"][:1], (validate,), 1),
        "JSON-LD": Kind("甲.jsonld", graphs["jsonld"], (check,), 10),
        "N-Triples": Kind("甲.nt", graphs["nt"], (check,), 10),
        "xlsx": Kind("甲.xlsx", tables["xlsx"], (check, Run(("check", "FILE", "--json")), Run(("check", "FILE", "--mapping", "--force")),
                     Run(("check", "FILE", "-o", "结果.xlsx", "--marked", "标记.xlsx", "--force"))), 20),
        "xls": Kind("甲.xls", tables["xls"], (check,), 1),
        "csv": Kind("甲.csv", tables["csv"], (check, check_json), 14),
        "ledger": Kind("甲.csv", tables["ledger"], (Run(("check", "好.json", "--ledger", "FILE")), Run(("indicators", "--ledger", "FILE"))), 8),
        "ledger JSON": Kind("甲.json", [bytes_of(APPLICATIONS[0]["指标"])], (Run(("check", "好.json", "--ledger", "FILE")),), 5),
        "mapping": Kind("列.json", tables["mapping"], (Run(("check", "好.xlsx", "--mapping", "FILE")),), 6),
        "settings": Kind("settings.toml", [SETTINGS.encode()], (
            Run(("report", "好.json", "-o", "出.html", "--force"), {"TIAOLI_SETTINGS": "FILE"}),
            Run(("ask", "门诊部"), {"TIAOLI_SETTINGS": "FILE"})), 10),
        "reviews": Kind(f"{DOCUMENT}/reviews.toml", records["reviews"], (
            Run(("review", "list"), {"TIAOLI_REVIEWS": "."}), Run(("check", "好.json"), {"TIAOLI_REVIEWS": "."})), 6),
        "confirmations": Kind(f"{DOCUMENT}/confirmations.toml", records["confirmations"], (
            Run(("review", "readings"), {"TIAOLI_REVIEWS": "."}), Run(("check", "好.json"), {"TIAOLI_REVIEWS": "."})), 6),
        "lint": Kind("lint.toml", [LINT.encode()], (Run(call=_read_lint),), 6),
        "decision": Kind("决定.json", [bytes_of(decision), bytes_of({"决定": [decision]})], (
            Run(("report", "好.json", "-o", "出.html", "--force", "--decision", "FILE")),), 8),
        "letter html": Kind("甲.html", letters["html"], (letter,), 8),
        "letter docx": Kind("甲.docx", letters["docx"], (letter,), 8),
        "letter pdf": Kind("甲.pdf", letters["pdf"], (letter,), 1),
        "template": Kind("模板/不予新增告知书.docx", [templates["不予新增告知书.docx"]], (
            Run(("report", "好.json", "-o", "出.docx", "--force", "--templates", "模板")),), 8),
        "verdict": Kind("甲.json", verdicts, (Run(("verify", "FILE")), Run(("verify", "FILE", "--json"))), 20),
        "verdict lines": Kind("甲.jsonl", verdict_lines, (Run(("verify", "FILE")),), 5),
        "rules": Kind("rules.tiao", corpus["rules.tiao"], (Run(("format", "FILE", "--check")),), 6),
        "rules compiled": Kind("rules.tiao", corpus["rules.tiao"][2:], (Run(call=_compile_rules),), 3),
        "meta": Kind("meta.toml", corpus["meta.toml"][:1], (Run(call=_read_meta),), 8),
        "readings": Kind("readings.toml", corpus["readings.toml"], (Run(call=_read_readings),), 8),
        "touching": Kind("touching.toml", corpus["touching.toml"][:1], (Run(call=_read_touching),), 3),
        "findings": Kind("findings.toml", [(folder_of("qingdao-2023-18-ltc") / "findings.toml").read_bytes()], (
            Run(call=_read_findings),), 3),
        "received docx": Kind("甲.docx", letters["docx"][:1], (Run(("ingest", "FILE", "-o", "a-1", "--force")),), 4),
        "received html": Kind("甲.html", letters["html"][:1], (Run(("ingest", "FILE", "-o", "a-1", "--force")),), 4),
        "received text": Kind("甲.txt", [MEASURES.read_bytes()], (Run(("ingest", "FILE", "-o", "a-1", "--force")),), 3),
        "record": Kind("另记/record.jsonl", recorded["record"], (
            Run(("audit", "另记")), Run(("audit", "另记", "--json")), Run(("replay", "另记")),
            Run(("check", "好.json", "--record", "另记"))), 8),
        "head": Kind("存根.json", recorded["heads"], (
            Run(("audit", "案.zip", "--head", "FILE")), Run(("audit", "记录", "--head", "FILE"))), 6),
        "package": Kind("甲.zip", recorded["package"], (Run(("audit", "FILE")), Run(("audit", "FILE", "--json"))), 8),
        "text": Kind("甲.txt", corpus["text.txt"], (Run(("scaffold", "FILE", "--id", "x-2024")),), 3),
    }  # fmt: skip


def _recorded() -> dict[str, list[bytes]]:
    """A record, its head as JSON and on paper, and the package of a case."""
    for folder in ("记录", "另记"):  # the log of one is changed, with its rules beside it
        _made("check", "多.json", "--record", folder)
    _made("audit", "记录", "--export-head", "存根.json")
    _made("audit", "记录", "--head", "存根.json", "--export-head", "存根.txt")
    _made("audit", "记录", "--package", APPLICATIONS[0]["编号"], "-o", "案.zip")
    files = {"record": ("记录/record.jsonl",), "heads": ("存根.json", "存根.txt"), "package": ("案.zip",)}
    return {name: [Path(p).read_bytes() for p in paths] for name, paths in files.items()}


# --- readers of files that only slow commands read --------------------------------------------------------------


def _faults(call: Callable[[], object]) -> Sequence[Diagnostic]:
    try:
        call()
    except Faults as error:
        return error.diagnostics
    return ()


def _read_lint(text: str) -> Sequence[Diagnostic]:
    from reasoner.lint.baseline import read

    return read("lint.toml", text)[1]


def _read_meta(text: str) -> Sequence[Diagnostic]:
    from policy_dsl.texts.official_text import load_document

    official = (folder_of("henan-2025") / "text.txt").read_text("utf-8")
    return _faults(lambda: load_document("henan-2025", text, official))


def _read_readings(text: str) -> Sequence[Diagnostic]:
    from policy_dsl.alignment.reading_file import read_readings

    return read_readings("readings.toml", text, "henan-2025")[1]


def _read_findings(text: str) -> Sequence[Diagnostic]:
    from reasoner.proofread.explained import read_explanations

    return read_explanations("qingdao-2023-18-ltc", text)[1]


def _read_touching(text: str) -> Sequence[Diagnostic]:
    return _compiled("henan-2025", "touching.toml", text)


def _compile_rules(text: str) -> Sequence[Diagnostic]:
    return _compiled("quanzhou-2023-83", "rules.tiao", text)


def _compiled(document: str, name: str, text: str) -> Sequence[Diagnostic]:
    from policy_dsl.compile import compile_document
    from reasoner.driver.current_rule_base import rule_base

    texts = {
        p.name: p.read_text("utf-8") for p in folder_of(document).iterdir() if p.suffix in (".toml", ".tiao", ".txt")
    }
    return compile_document(document, texts | {name: text}, rule_base().vocabulary).faults


# --- good files -------------------------------------------------------------------------------------------------

SETTINGS: Final = """
"经办机构" = "青岛市城阳区医疗保障服务中心"
"联系人" = "丙"
"联系电话" = "0532-0000"
"地区" = "城阳区"
[["机关"]]
"名称" = "青岛市城阳区医疗保障服务中心"
"地区" = ["城阳区"]
"事项" = ["新增购买住院床位"]
["救济"]
"文字" = "如对本告知有异议,可以依法申请行政复议或者提起行政诉讼。"
"法制" = "王五"
"日期" = "2024-01-05"
[["文件"]]
"代号" = "henan-2025"
"题名" = "某指导意见"
"文号" = "某〔2025〕1号"
"来源" = "省局网站"
"确认人" = "王五"
"""
LINT: Final = """
[[acknowledged]]
hash = "466d69a6ecbc"
by = "张三"
date = "2026-11-22"
reason = "文件本不涉及医院"
code = "K08"
finding = "有的机构没有规则涉及:纳入双通道管理"
rules = ["qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位"]
"""


def _yaml(value: object, indent: int = 0) -> str:
    """YAML of plain data, as staff write it."""
    pad = " " * indent
    if isinstance(value, dict):
        return "".join(
            f"{pad}{k}:\n{_yaml(v, indent + 2)}" if isinstance(v, (dict, list)) else f"{pad}{k}: {v}\n"
            for k, v in value.items()
        )
    assert isinstance(value, list)
    if not all(isinstance(item, dict) for item in value):
        return "".join(f"{pad}- {item}\n" for item in value)
    return "".join(f"{pad}- {_yaml(item, indent + 2).lstrip()}" for item in value)


def _tables() -> dict[str, list[bytes]]:
    header = ["编号", "事项", "日期", "机构名称", "机构类型", "等级", "所在地", "床位类别", "床位数"]
    rows = [
        [f"QD-{n}", "新增购买住院床位", "2024-05-01", "示例医院", "综合医院", "二级", "城阳区", "综合", 100 + n]
        for n in range(3)
    ]
    figures = [["地区", "名称", "数值", "时点", "来源"], ["城阳区", "床位使用率", "74%", "2024-03-31", "结算数据"],
               ["青岛市", "常住人口", "1034.21万人", "2022-12-31", ""]]  # fmt: skip
    book, old = openpyxl.Workbook(), xlwt.Workbook()
    book.remove(book.worksheets[0])
    for title, content in (("申请", [header, *rows]), ("指标", figures)):
        sheet, old_sheet = book.create_sheet(title), old.add_sheet(title)
        for r, row in enumerate(content):
            sheet.append(row)
            for c, value in enumerate(row):
                old_sheet.write(r, c, value)
    files: dict[str, list[bytes]] = {}
    for name, saved in (("xlsx", book), ("xls", old)):
        stream = io.BytesIO()
        saved.save(stream)
        files[name] = [stream.getvalue()]
    status, _, err = command("template", "-o", "表.xlsx")
    assert status == 0, err
    files["xlsx"].append(Path("表.xlsx").read_bytes())
    for name, content in (("csv", [header, *rows]), ("ledger", figures)):
        text = io.StringIO()
        csv.writer(text).writerows(content)
        files[name] = [text.getvalue().encode()]
    files["csv"].append(files["csv"][0].decode().encode("gb18030"))
    Path("好.xlsx").write_bytes(files["xlsx"][0])
    assert command("check", "好.xlsx", "--mapping")[0] == 0
    files["mapping"] = [Path("好.列对应.json").read_bytes()]
    return files


def _letters() -> dict[str, list[bytes]]:
    assert command("template", "--letters", "模板")[0] == 0
    made: dict[str, list[bytes]] = {}
    for suffix in ("html", "docx", "pdf"):
        files = []
        for kind in ((), ("--kind", "内部审核意见")) if suffix != "pdf" else ((),):
            status, _, _ = command("report", "好.json", "-o", f"文书.{suffix}", *kind, "--force")
            if status == 0:
                files.append(Path(f"文书.{suffix}").read_bytes())
        # Without a Chinese font there is no PDF to change; a page of words stands for it.
        made[suffix] = files or [b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"]
    return made


def _records() -> dict[str, list[bytes]]:
    rule = "3.1.p2#低使用率区域不新增床位"
    assert (
        command(
            "review", "sign", rule, "--by", "张三", "--remark", "无异议", "--document", DOCUMENT, "--reviews", "复核"
        )[0]
        == 0
    )
    assert command("review", "confirm", DOCUMENT, "分项各自为限", "--by", "张三", "--reviews", "复核")[0] == 0
    return {n: [Path("复核", DOCUMENT, f"{n}.toml").read_bytes()] for n in ("reviews", "confirmations")}
