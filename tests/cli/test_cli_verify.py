"""`tiaoli verify` as its user runs it: what holds, what does not, what cannot be checked; files of any length."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from written_json import hold, writes_json

from reasoner.driver import verdict_files

TIAOLI = str(Path(sys.executable).with_name("tiaoli"))
EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))
Data = dict[str, Any]


def run(*arguments: str | Path, timeout: int = 60) -> subprocess.CompletedProcess[str]:
    command = [TIAOLI, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=timeout)
    if writes_json(command[1:]):
        hold(command[1:], done.stdout, done.returncode)
    return done


def written(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The verdicts on the shared examples, as `check --json` prints them."""
    applications = tmp_path_factory.mktemp("申请") / "申请.json"
    checked = run("check", written(applications, [e["application"] for e in EXAMPLES]), "--json")
    assert checked.returncode == 0
    return checked.stdout


@pytest.fixture
def verdicts(tmp_path: Path, judged: str) -> Path:
    file = tmp_path / "研判.json"
    file.write_text(judged, encoding="utf-8")
    return file


def test_genuine_verdicts_hold(verdicts: Path) -> None:
    done = run("verify", verdicts)
    assert done.returncode == 0
    assert done.stdout.count("校验无误") == len(EXAMPLES)


def test_a_changed_rate_is_named(verdicts: Path) -> None:
    data: list[Data] = json.loads(verdicts.read_text(encoding="utf-8"))
    data[0]["facts"][0]["value"] += "1"
    written(verdicts, data)
    done = run("verify", verdicts)
    assert done.returncode == 1
    assert re.search(r"事实第1项（\w+）·值：应为“.*”，文件里写的是“.*1”。", done.stdout)
    told = json.loads(run("verify", verdicts, "--json").stdout)
    assert [t["holds"] for t in told] == [False] + [True] * (len(EXAMPLES) - 1)


@pytest.mark.parametrize("text", ["{}", "[]", "[1]", '"x"', '{"outcome": "barred"}', "[[[]]]", "null"])
def test_what_is_no_verdict_is_status_2(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    done = run("verify", file)
    assert done.returncode == 2
    assert "U120" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("part", ["documents", "vocabulary"])
def test_verdicts_of_other_rules_are_status_2(verdicts: Path, part: str) -> None:
    """The others are checked all the same."""
    data = json.loads(verdicts.read_text(encoding="utf-8"))
    receipt = data[1]["receipt"]
    receipt[part] = "0" * 64 if part == "vocabulary" else dict.fromkeys(receipt[part], "0" * 64)
    done = run("verify", written(verdicts, data))
    assert done.returncode == 2
    assert "U121" in done.stderr
    assert done.stdout.count("校验无误") == len(EXAMPLES) - 1


FIRST_SCHEMA: Data = {
    "application": "QD-001", "matter": "新增购买住院床位", "received": "2024-05-01", "as_of": "2024-05-01", "region": "370214",
    "outcome": "presumptively_barred", "citations": [], "reasons": {"governing": [], "rules": [], "standards": []},
    "given": [["370214", "床位使用率", "0.74", "2024-03-31", "结算数据"]], "receipt": {"rules": "0" * 64, "documents": {}},
}  # fmt: skip


def test_verdicts_of_the_first_schema_are_told_to_be_of_it(tmp_path: Path, judged: str) -> None:
    done = run("verify", written(tmp_path / "旧.json", [FIRST_SCHEMA, FIRST_SCHEMA]))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("U122") == 2
    assert "这是第1版格式的研判结果，本程序核对第2版" in done.stderr
    mixed = written(tmp_path / "新旧.json", [json.loads(judged)[0], FIRST_SCHEMA])
    done = run("verify", mixed)
    assert (done.returncode, done.stdout.count("校验无误"), done.stderr.count("U122")) == (2, 1, 1)
    errors = json.loads(run("verify", mixed, "--json").stdout)["errors"]
    assert [(e["code"], e["where"]) for e in errors] == [("U122", f"{mixed}: [1]")]
    for schema in (1, 3, "2", 2.0, True, None):
        done = run("verify", written(tmp_path / "x.json", json.loads(judged)[0] | {"schema": schema}))
        assert (done.returncode, "U122" in done.stderr) == (2, True), schema


def test_a_deep_or_broken_file_is_status_2(tmp_path: Path) -> None:
    for text in ("[" * 10_000, '{"a": ', "\x00"):
        file = tmp_path / "x.json"
        file.write_text(text, encoding="utf-8")
        done = run("verify", file)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


# --- JSON Lines -----------------------------------------------------------------------------------------------


def test_json_lines_are_written_and_verified(tmp_path: Path, judged: str) -> None:
    applications = written(tmp_path / "申请.json", [e["application"] for e in EXAMPLES])
    checked = run("check", applications, "--jsonl")
    assert checked.returncode == 0
    lines = checked.stdout.splitlines()
    assert [json.loads(line) for line in lines] == json.loads(judged)
    file = tmp_path / "研判.jsonl"
    file.write_text(checked.stdout + "\n", encoding="utf-8")  # a blank line is none
    done = run("verify", file)
    assert (done.returncode, done.stdout.count("校验无误")) == (0, len(EXAMPLES))
    forged = json.loads(lines[2])
    forged["label"] = "可以"
    file.write_text("\n".join([*lines[:2], json.dumps(forged), *lines[3:]]), encoding="utf-8")
    done = run("verify", file)
    assert (done.returncode, done.stdout.count("校验无误")) == (1, len(EXAMPLES) - 1)
    one = run("check", written(tmp_path / "一份.json", EXAMPLES[0]["application"]), "--jsonl")
    alone = {"readings", "readings_not_run"}  # told of a single application, of many on request
    assert {k: v for k, v in json.loads(one.stdout).items() if k not in alone} == json.loads(judged)[0]
    assert one.stdout.count("\n") == 1


def test_a_broken_line_is_named(tmp_path: Path, judged: str) -> None:
    file = tmp_path / "研判.jsonl"
    line = json.dumps(json.loads(judged)[0], ensure_ascii=False)
    file.write_text(f"{line}\n{line[:-9]}\n", encoding="utf-8")
    done = run("verify", file)
    assert done.returncode == 2
    assert f"错误：{file}:2" in done.stderr
    assert "代码：F104" in done.stderr
    file.write_text("\n \n", encoding="utf-8")
    assert "U120" in run("verify", file).stderr
    assert "F101" in run("verify", tmp_path / "没有.jsonl").stderr


def test_errors_are_one_line_of_json(tmp_path: Path) -> None:
    bad = written(tmp_path / "申请.json", [EXAMPLES[0]["application"] | {"日期": "昨天", "事项": "火星"}])
    done = run("check", bad, "--jsonl")
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (2, "", 1)
    assert sorted(e["code"] for e in json.loads(done.stdout)["errors"]) == ["F115", "F128"]
    for arguments in (
        ("check", "没有.json", "--jsonl"),
        ("check", bad, "--jsonl", "--under", "火星"),
        ("check", "--jsonl"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout.count("\n")) == (2, 1), arguments
        assert json.loads(done.stdout)["errors"]
    both = run("check", bad, "--jsonl", "--json")
    assert both.returncode == 2


def test_an_internal_error_is_one_line_of_json_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reasoner.cli.main import main
    from reasoner.driver import judging

    def fail(*_: Any) -> None:
        raise RuntimeError("坏了")

    monkeypatch.setattr(judging, "check_files", fail)
    file = written(tmp_path / "申请.json", EXAMPLES[0]["application"])
    assert main(["check", str(file), "--jsonl"]) == 2
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert [e["code"] for e in json.loads(out)["errors"]] == ["U199"]


# --- long files -----------------------------------------------------------------------------------------------


Form = Callable[[list[Data]], str]


def as_we_write_it(verdicts: list[Data]) -> str:
    return "[\n" + ",\n".join(json.dumps(v, ensure_ascii=False, indent=1) for v in verdicts) + "\n]\n"


def compact(verdicts: list[Data]) -> str:
    return json.dumps(verdicts, ensure_ascii=False, separators=(",", ":"))


def lines(verdicts: list[Data]) -> str:
    return "".join(json.dumps(v, ensure_ascii=False) + "\n" for v in verdicts)


@pytest.mark.parametrize(("form", "ending"), [(as_we_write_it, "json"), (compact, "json"), (lines, "jsonl")])
def test_more_than_32_megabytes_are_verified_in_bounded_memory(
    tmp_path: Path, judged: str, form: Form, ending: str
) -> None:
    """A year's batch: what `check --json` writes, `verify` reads. A false one among thousands is noticed."""
    data = json.loads(judged)
    size = len(form(data).encode()) // len(data)
    number = 33 * 2**20 // size // len(data) + 1
    false = json.loads(json.dumps(data[0]))
    false["label"] = "可以"
    file = tmp_path / f"研判.{ending}"
    file.write_text(form([*data * number, false]), encoding="utf-8")
    assert file.stat().st_size > 33 * 2**20
    measure = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(done.returncode)"
    )
    command = [sys.executable, "-c", measure, TIAOLI, "verify", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 1
    assert done.stdout.count("校验无误") == number * len(data)
    assert done.stdout.count("结论的用语：应为“") == 1
    if sys.platform == "linux":
        assert int(done.stderr) < 200 * 1024  # kilobytes; the file alone, held at once, took three times that


PIECES = {
    "utf-8": "utf-8", "with a byte order mark": "utf-8-sig", "gb18030": "gb18030",
}  # fmt: skip


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every array counts as large, and is read in pieces that end in the middle of everything."""
    monkeypatch.setattr(verdict_files, "_WHOLE", 10)
    monkeypatch.setattr(verdict_files, "_PIECE", 61)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("encoding", PIECES.values(), ids=list(PIECES))
def test_items_are_found_wherever_a_piece_ends(tmp_path: Path, encoding: str) -> None:
    data = [{"编号": n, "文": '床位"]}{[\\使用率,' * 3, "表": [[], {}, None, True, '\\\\"']} for n in range(40)]
    for form in (as_we_write_it, compact, json.dumps, lambda d: json.dumps(d, indent=4)):
        file = tmp_path / "x.json"
        file.write_bytes(form(data).encode(encoding))  # type: ignore[operator]  # rows of the table hold functions
        found = list(verdict_files.items(file))
        assert [item for _, item in found] == data
        assert found[7][0] == f"{file}: [7]"


TEXT = compact([{"a": n, "b": "甲" * 20} for n in range(30)])

BROKEN = {
    "no end": (TEXT[:-1], "F104", 30),
    "no end of an item": (TEXT[:-3], "F104", 29),
    "more behind the end": (TEXT + "[]", "F104", 30),
    "a comma too many": (TEXT[:-1] + ",]", "F104", 30),
    "a comma in front": ("[," + TEXT[1:], "F104", 0),
    "no comma": (TEXT.replace("},{", "} {", 1), "F104", 1),
    "no colon": (TEXT.replace('"a":7', '"a" 7'), "F104", 7),
    "a string without end": (TEXT[:-30], "F104", 29),
    "nested too deep": ("[" + "[" * 5000, "F106", 0),
    "a key twice": (TEXT.replace('"a":5', '"a":5,"a":6'), "F108", 5),
    "no number": (TEXT.replace('"a":5', '"a":NaN'), "F109", 5),
    "a number too long": (TEXT.replace('"a":5', '"a":' + "5" * 5000), "F109", 5),
    "a control character": (TEXT.replace("甲", "\x01", 1), "F104", 0),
    "nothing in it": ("[" + " " * 100 + "]", "U120", 0),
}


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_in_a_long_array_is_named_and_what_comes_before_is_read(tmp_path: Path, name: str) -> None:
    from policy_dsl.diagnostics import Faults

    text, code, before = BROKEN[name]
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    read = []
    with pytest.raises(Faults) as caught:
        read.extend(verdict_files.items(file))
    assert caught.value.diagnostics[0].code in (code, "F103" if name == "a control character" else code)
    assert str(file) in caught.value.diagnostics[0].where
    read = []
    sequence = verdict_files.items(file)
    for _ in range(before):
        read.append(next(sequence))
    assert len(read) == before


@pytest.mark.usefixtures("small_pieces")
def test_a_long_file_that_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    from policy_dsl.diagnostics import Faults

    file = tmp_path / "x.json"
    file.write_bytes(b'["' + b"x" * 100 + b'", "\xff\xff"' + b" " * 100 + b"]")
    with pytest.raises(Faults) as caught:
        list(verdict_files.items(file))
    assert [d.code for d in caught.value.diagnostics] == ["F103"]
