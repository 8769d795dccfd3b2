"""Templates of ours are made ready for Jinja without docxtpl, and read and compiled once for all letters of a run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from docxtpl import DocxTemplate

from reasoner.render.docx.letter import SHIPPED, apart
from reasoner.render.docx.package import dangers, read_package

EXAMPLES = Path(__file__).parent.parent / "conformance" / "examples.json"
TEMPLATES = sorted(SHIPPED.glob("*.docx"))
FIELDS = re.compile(r"\{[\s\S]{0,2000}?[{%#]")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.stem)
def test_loops_and_conditions_of_our_templates_stand_apart_as_docxtpl_sets_them(template: Path) -> None:
    parts = read_package(template.read_bytes())
    sources = [c.decode() for n, c in parts.items() if n.startswith("word/") and n.endswith(".xml")]
    filled = [s for s in sources if FIELDS.search(s)]
    assert filled
    for source in filled:
        assert apart(source) == DocxTemplate.patch_xml(None, source)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.stem)
def test_our_templates_hold_nothing_that_a_letter_has_no_use_for(template: Path) -> None:
    assert dangers(read_package(template.read_bytes())) == []


def test_a_letter_from_a_template_of_ours_needs_no_docxtpl() -> None:
    """What is loaded for the first letter of a day is what it needs."""
    code = (
        "import json, sys\n"
        "from reasoner.cli.main import main\n"
        "import pathlib, tempfile\n"
        f"example = json.loads(pathlib.Path({str(EXAMPLES)!r}).read_text(encoding='utf-8'))[0]['application']\n"
        "folder = pathlib.Path(tempfile.mkdtemp())\n"
        "(folder / 'a.json').write_text(json.dumps(example), encoding='utf-8')\n"
        "assert main(['report', str(folder / 'a.json'), '-o', str(folder / 'a.docx')]) == 0\n"
        "print(sorted({'docxtpl', 'docx', 'multiprocessing', 'http.client'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
