"""The pages of docs/ that are made from the rule base and the types: of each document, of the JSON, with its schemas.

Functions give the files that were stale, missing, or of nothing any more; they raise Faults (U107).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.os_errors import refusal
from reasoner.driver import current_rule_base
from reasoner.driver.knowledge import write_file

DOCUMENTS: Final = Path("docs/corpus")
"""Where the pages of documents stand."""
REFERENCE: Final = Path("docs")
"""Where the page about JSON stands, and the folder of schemas."""


def write_pages(folder: Path, *, check_only: bool = False) -> list[Path]:
    """Write the page of each document. check_only: look, and write nothing."""
    from reasoner.render.markdown.corpus_pages import corpus_pages

    return _write(folder, corpus_pages(current_rule_base.rule_base()), folder.glob("*.md"), check_only)


def write_reference(folder: Path, *, check_only: bool = False) -> list[Path]:
    """Write json.md and schema/*.json. check_only: look, and write nothing."""
    return _write(folder, reference_pages(), (folder / "schema").glob("*.json"), check_only)


def reference_pages() -> dict[str, str]:
    """The page about JSON and the schemas, by name of the file."""
    from reasoner.driver.schemas.application import application_schema
    from reasoner.driver.schemas.outputs import OUTPUTS
    from reasoner.driver.schemas.page import json_page
    from reasoner.driver.schemas.schema import output_schema

    vocabulary = current_rule_base.rule_base().vocabulary
    schemas = {o.name: output_schema(o) for o in OUTPUTS} | {"application": application_schema(vocabulary)}
    texts = {f"schema/{name}.json": json.dumps(s, ensure_ascii=False, indent=1) + "\n" for name, s in schemas.items()}
    return {"json.md": json_page(vocabulary)} | dict(sorted(texts.items()))


def _write(folder: Path, pages: Mapping[str, str], present: Iterable[Path], check_only: bool) -> list[Path]:
    """Write the pages that differ, and take away those present that are none of them."""
    stale = [folder / name for name, text in pages.items() if _text(folder / name) != text]
    gone = sorted(p for p in present if p.relative_to(folder).as_posix() not in pages)
    if not check_only:
        for path in stale:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                hint = "检查目录是否存在、有没有写入权限"
                message = f"文件不能写入:{refusal(error)}"
                raise Faults([Diagnostic("U107", str(path.parent), message, hint=hint)]) from None
            write_file(path, pages[path.relative_to(folder).as_posix()])
        for path in gone:
            path.unlink()
    return [*stale, *gone]


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None
