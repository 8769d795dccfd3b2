"""What a build answers to bad input: each code with its text. Runs under any build, so that two can be compared.

An input names what is run: `language` (a document with its rules through the compiler), `document` (a meta.toml),
`vocabulary` (a change to the ontology) or `command` (a command line with its files).
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

Answer = list[list[str]]
"""Pairs of a code and a text."""
Input = dict[str, Any]

ROOT = Path(__file__).parents[2]
_MOST = 40
"""Answers of a command that are compared one by one; of more the first three and the last."""
_CODE = re.compile(r"(?:错误|提示) ([A-Z]\d{3})")


def answer(given: Input, folder: Path, root: Path = ROOT) -> Answer:
    """What the build under `root` says of an input; `folder` is empty and becomes its working directory."""
    if given["run"] == "command":
        return _command(given, folder, root)
    from policy_dsl.diagnostics import Faults

    try:
        faults = _RUNS[given["run"]](given, root)
    except Faults as error:
        faults = error.diagnostics
    return [[f.code, _plain("\n".join(t for t in (f.message, f.allowed, f.hint) if t), folder)] for f in faults]


def _language(given: Input, root: Path) -> Any:
    sys.path.insert(0, str(root / "tests" / "language"))
    try:
        from language_examples import compiled
    finally:
        sys.path.pop(0)
    return compiled(given["text"], given["rules"], given.get("readings", "")).faults


def _document(given: Input, _: Path) -> Any:
    try:
        module = import_module("policy_dsl.texts.official_text")
    except ModuleNotFoundError:  # what the recorded build calls it
        module = import_module("policy_dsl.texts.documents")
    module.load_document(given["name"], given["meta"], given["text"])
    return ()


def _vocabulary(given: Input, root: Path) -> Any:
    from policy_dsl.terminology.compile import compile_vocabulary

    texts = {f"ontology/{p.name}": p.read_text(encoding="utf-8") for p in sorted((root / "ontology").glob("*.ttl"))}
    assert given["old"] in texts[given["file"]], given
    compile_vocabulary(texts | {given["file"]: texts[given["file"]].replace(given["old"], given["new"], 1)})
    return ()


_RUNS = {"language": _language, "document": _document, "vocabulary": _vocabulary}


def _folder_of(document: str, root: Path) -> Path:
    """The folder of a document; the recorded build has documents right below its corpus."""
    corpus = root / "policy_dsl" / "corpus"
    return next(iter(sorted(corpus.glob(f"*/{document}/*"))), corpus / document)


def _command(given: Input, folder: Path, root: Path) -> Answer:
    """Files are written and copied, commands run and files edited, in this order; then the command that fails."""
    with _working_in(folder):
        for name, content in given.get("files", {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_content(content))
        for target, document in given.get("copies", {}).items():
            shutil.copytree(_folder_of(document, root), folder / target)
        for arguments, target in given.get("before", ()):
            text = _run(arguments)[0]
            if target:
                (folder / target).write_text(text, encoding="utf-8")
        for edit in given.get("edits", ()):
            _edit(folder / edit["file"], edit)
        out, err = _run(given["arguments"])
    answers = list(_answers(out, err, folder))
    return answers if len(answers) <= _MOST else [*answers[:3], answers[-1]]


def _content(written: str | dict[str, Any]) -> bytes:
    """A file as it is written down: its text, its bytes in base 64, or a line that stands many times below a head."""
    if isinstance(written, str):
        return written.encode()
    if "base64" in written:
        return base64.b64decode(written["base64"])
    return (written["head"] + written["line"] * written["times"]).encode()


def _edit(path: Path, edit: Input) -> None:
    if "part" not in edit:
        text = path.read_text(encoding="utf-8")
        assert edit["old"] in text, edit
        path.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")
        return
    with zipfile.ZipFile(path) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    text = parts[edit["part"]].decode() if edit["part"] in parts else ""
    assert edit["old"] in text, edit
    parts[edit["part"]] = text.replace(edit["old"], edit["new"]).encode() if edit["old"] else edit["new"].encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)


@contextlib.contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    """In the folder, with nothing of the machine's own settings."""
    kept, here = dict(os.environ), Path.cwd()
    for name in [n for n in os.environ if n.startswith("TIAOLI") and n != "TIAOLI_CACHE"]:
        del os.environ[name]
    os.environ |= {"XDG_CONFIG_HOME": str(folder / "no-config"), "COLUMNS": "80"}
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(kept)


def _run(arguments: list[str]) -> tuple[str, str]:
    from reasoner.cli.main import main

    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with (
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
        contextlib.suppress(SystemExit),
    ):
        main(arguments)
    texts = []
    for stream in streams:
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]  # the bytes put in above
    return texts[0], texts[1]


def _answers(out: str, err: str, folder: Path) -> Iterator[list[str]]:
    """The errors of a result in JSON, else the blocks of the text, each with its first code."""
    with contextlib.suppress(ValueError):
        data = json.loads(out)
        for fault in data.get("errors", data.get("violations", ())) if isinstance(data, dict) else ():
            text = "\n".join(fault[k] for k in ("message", "allowed", "hint") if fault.get(k))
            yield [fault["code"], _plain(text, folder)]
        return
    for block in re.split(r"\n(?=(?:错误|提示) [A-Z]\d{3})", "\n" + out + err):
        code = _CODE.match(block)
        if code:
            lines = [line.strip() for line in block.splitlines()[1:] if "│" not in line and line.startswith(" ")]
            yield [code[1], _plain("\n".join(lines), folder)]


def _plain(text: str, folder: Path) -> str:
    """The text without what differs from run to run: the working directory, lines, digests."""
    text = text.replace(str(folder) + os.sep, "").replace(str(folder), "目录")
    text = re.sub(r"\b[0-9a-f]{12,64}\b", "校验码", text)
    return re.sub(r"(\.ttl|\.toml|\.tiao):\d+(:\d+)?", r"\1:行", text)
