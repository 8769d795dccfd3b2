"""Code, tests and pages speak of the product alone, and not of the list of work by which it came about."""

from __future__ import annotations

import re

from tests.office.client import ROOT

OF_WORK = re.compile(r"\bissue [0-9]+|\breviews/[a-z]+-?[a-z]*\.md", re.IGNORECASE)


def test_nothing_names_a_piece_of_work_by_its_number() -> None:
    paths = [p for folder in ("policy_dsl", "reasoner", "tests", "docs") for p in (ROOT / folder).rglob("*")]
    read = [p for p in paths if p.suffix in {".py", ".md", ".jinja"}]
    assert len(read) > 1000
    named = [(p.name, m[0]) for p in read for m in OF_WORK.finditer(p.read_text(encoding="utf-8"))]
    assert named == []
