"""The registry of all error codes, and docs/errors.md made from it: `python -m policy_dsl.error_codes > docs/errors.md`.

Each stage keeps its codes beside it; here they come together, so that no code is used twice or left unexplained.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import policy_dsl.error_codes

Entry = tuple[str, str, str]

TITLES: Final = {
    "U": "命令行",
    "F": "申请和事实",
    "S": "表格",
    "B": "整份名册",
    "G": "图数据",
    "L": "规则语言",
    "C": "文件登记",
    "V": "本体",
    "T": "文书",
    "K": "案件",
    "R": "收到的文件",
}
"""What the codes of a letter are about, in the order in which people meet them."""


def dictionaries() -> dict[str, dict[str, Entry]]:
    """The dictionaries `…_CODES` of the modules of this package, by module and name."""
    tables: dict[str, dict[str, Entry]] = {}
    for module in pkgutil.iter_modules(policy_dsl.error_codes.__path__, "policy_dsl.error_codes."):
        if module.name in (__name__, f"{__package__}.__main__"):
            continue
        attributes: dict[str, object] = vars(importlib.import_module(module.name))
        tables |= {f"{module.name}.{n}": dict(_entries(t)) for n, t in attributes.items() if n.endswith("_CODES")}
    return tables


def _entries(table: object) -> Iterator[tuple[str, Entry]]:
    """The codes of a dictionary with their entries. Raises TypeError where an entry is not of two or three texts."""
    for code, entry in table.items() if isinstance(table, dict) else ():
        match code, entry:
            case str() as key, (str() as title, str() as meaning):
                yield key, (title, meaning, "")
            case str() as key, (str() as title, str() as meaning, str() as remedy):
                yield key, (title, meaning, remedy)
            case _:
                raise TypeError(f"no entry of an error code: {code!r}: {entry!r}")


def _joined() -> dict[str, Entry]:
    codes = {code: entry for part in dictionaries().values() for code, entry in part.items()}
    return dict(sorted(codes.items(), key=lambda item: ([*TITLES, item[0][0]].index(item[0][0]), item[0])))


CODES: Final = _joined()
"""Code -> title, what it means and why it matters, what to do (empty where the second says it already)."""

EXAMPLES: Final = Path(__file__).parents[2] / "tests" / "language" / "bad"


def page(examples: Path = EXAMPLES) -> str:
    """The whole of docs/errors.md. The examples of the language are those that its tests check."""
    return "\n".join(_lines(examples)) + "\n"


def _lines(examples: Path) -> Iterator[str]:
    yield "# 错误代码"
    yield ""
    yield "由 `python -m policy_dsl.error_codes > docs/errors.md` 生成,请勿手改。每个代码说明是什么、为什么要紧、怎么办。"
    for letter, title in TITLES.items():
        codes = [code for code in CODES if code.startswith(letter)]
        if codes:
            yield from ("", f"## {title}")
        for code in codes:
            name, meaning, remedy = CODES[code]
            yield from ("", f"### {code} {name}", "", meaning)
            if remedy:
                yield from ("", f"**怎么办** {remedy}")
            for path in sorted(examples.glob(f"{code}_*.tiao"))[:1]:
                yield from _example(path.read_text(encoding="utf-8"))


def _example(text: str) -> Iterator[str]:
    """The input of a bad example and what is said about it; what does not differ from other examples is left out."""
    parts = re.split(r"^==== (.+)\n", text, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    rules = sections.get("rules") or sections["rules escaped"]
    yield from ("", "例:", "", "```text", *rules.strip("\n").splitlines(), "```")
    if sections["text"].strip() and _quoted_differs(sections["text"], rules):
        yield from ("", "原文:", "", "```text", *sections["text"].strip().splitlines(), "```")
    if "readings" in sections:
        yield from ("", "readings.toml:", "", "```toml", *sections["readings"].strip().splitlines(), "```")
    yield from ("", "提示:", "", "```text", *sections["faults"].strip("\n").splitlines(), "```")


def _quoted_differs(text: str, rules: str) -> bool:
    """Whether the official text is not simply what the rules quote."""
    quoted = "".join(re.findall(r"^「([^「」]*)」$", rules, re.MULTILINE))
    return "".join(text.split()) != "".join(quoted.split())
