"""The pages of docs/ that are made from the rule base and the types: of each document, of the JSON, with its schemas.

Functions give the files that were stale, missing, or of nothing any more; they raise Faults (U107, U109). A file that does
not say that it is generated is no page: it is neither replaced nor taken away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from policy_dsl.ingest.output_guard import Overwriting, marked, write
from reasoner.driver import current_rule_base
from reasoner.driver.knowledge import unwritten

DOCUMENTS: Final = Path("docs/corpus")
"""Where the pages of documents stand."""
REFERENCE: Final = Path("docs")
"""Where the page about JSON stands, and the folder of schemas."""
MARKS: Final = (b"`tiaoli pages`", b'"$id": "https://w3id.org/tiaoli/schema/')
"""What every generated page and schema says of itself at its beginning."""


def write_pages(folder: Path, *, check_only: bool = False, force: bool = False) -> list[Path]:
    """Write the page of each document. check_only: look, and write nothing."""
    from reasoner.render.markdown.corpus_pages import corpus_pages

    return _write(folder, corpus_pages(current_rule_base.rule_base()), folder.glob("*.md"), check_only, force)


def write_reference(folder: Path, *, check_only: bool = False, force: bool = False) -> list[Path]:
    """Write json.md and schema/*.json. check_only: look, and write nothing."""
    return _write(folder, reference_pages(), (folder / "schema").glob("*.json"), check_only, force)


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


def _write(
    folder: Path, pages: Mapping[str, str], present: Iterable[Path], check_only: bool, force: bool
) -> list[Path]:
    """Write the pages that differ, all or none, and take away those present that are generated and none of them."""
    stale = [folder / name for name, text in pages.items() if _text(folder / name) != text]
    gone = sorted(p for p in present if p.relative_to(folder).as_posix() not in pages and marked(p, MARKS))
    if not check_only:
        texts = {path: pages[path.relative_to(folder).as_posix()].encode() for path in stale}
        write(texts, Overwriting(force=force, marks=MARKS), unwritten, make_folders=True)
        for path in gone:
            path.unlink()
    return [*stale, *gone]


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None
