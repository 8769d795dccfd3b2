"""Templates of ours are filled in without docxtpl, Jinja and lxml, and come out as those would fill them."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from docxtpl import DocxTemplate
from letter_making import letter, named, possible
from test_filled_by_hand import PHARMACY

from policy_dsl.ingest.xml_tree import NotWellFormed, check_own, parse
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.letters.letter_types import KINDS, NOTICE, REFUSAL
from reasoner.model.verdict import Verdict
from reasoner.render.docx.letter import SHIPPED, fields_of
from reasoner.render.docx.own_template import Field, apart, fill
from reasoner.render.docx.package import dangers, read_package
from reasoner.render.docx.template_check import environment

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


def _by_jinja(source: str, fields: dict[str, Field]) -> str:
    return environment().from_string(apart(source).replace("\n", " ")).render(fields)


@cache
def _sources(kind: str) -> list[str]:
    """The parts of a template of ours that have fields."""
    parts = read_package((SHIPPED / f"{kind}.docx").read_bytes())
    sources = [c.decode() for n, c in parts.items() if n.startswith("word/") and FIELDS.search(c.decode())]
    assert len(sources) == 2, "body and header"
    return sources


def test_our_templates_are_filled_as_jinja_fills_them(verdicts: list[Verdict]) -> None:
    """Jinja is what offices' templates go through; ours must read the same way in their hands, byte for byte."""
    inspected = judge(rule_base(), reader().read(PHARMACY)[0])
    letters = [letter(named(v, "<甲> & '乙' \"丙\""), kind) for v, kind in possible([*verdicts, inspected])]
    assert {made.kind for made in letters} == set(KINDS) - {NOTICE}
    # The letter on a decision that lets a part go on has the parts of a refusal.
    assert _sources(NOTICE) == _sources(REFUSAL)
    templates = {s: environment().from_string(apart(s).replace("\n", " ")) for k in KINDS for s in _sources(k)}
    for made in letters:
        fields = fields_of(made)
        for source in _sources(made.kind):
            assert fill(source, fields) == templates[source].render(fields)


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("{{ 甲 }}", {"甲": "<a href='x'>&amp;\"\n{{ 乙 }}"}),
        ("{{ 甲 }}", {"甲": 12}),
        ("一{% for 段 in 甲 %}{{ 段.文 }}{% endfor %}二{{ 段.文 }}", {"甲": [{"文": "1"}, {"文": "2"}], "段": {"文": "外"}}),
        ("{% if 甲 %}有{% else %}无{% endif %}", {"甲": []}),
        ("{% if 甲 %}有{% endif %}", {"甲": ""}),
        ("{% if 甲.式 == '条' %}一{% elif 甲.式 == '款' %}二{% else %}三{% endif %}", {"甲": {"式": "款"}}),
        ("{% if 甲.式 == '条' %}一{% elif 甲.式 == '款' %}二{% else %}三{% endif %}", {"甲": {"式": "项"}}),
        ("{% for 组 in 甲 %}{% if 组.表 %}{% for 行 in 组.表 %}{{ 行.列 }}{% endfor %}{% endif %}{% endfor %}",
         {"甲": [{"表": [{"列": "1"}]}, {"表": []}, {"表": [{"列": "2"}, {"列": "3"}]}]}),
    ],
)  # fmt: skip
def test_each_mark_means_what_it_means_to_jinja(source: str, fields: dict[str, Field]) -> None:
    assert fill(source, fields) == _by_jinja(source, fields)


@pytest.mark.parametrize(
    "source",
    ["{% set 甲 = 1 %}", "{{ 甲 | e }}", "{% if 甲 %}", "{% for 段 in 甲 %}{% else %}{% endfor %}", "{% endif %}"],
)
def test_a_mark_that_ours_never_hold_is_not_passed_over(source: str) -> None:
    with pytest.raises(ValueError, match=r"\{[{%]|^$"):
        fill(source, {"甲": "1"})


def test_what_our_template_places_and_a_letter_lacks_is_no_blank() -> None:
    with pytest.raises(KeyError):
        fill("{{ 甲 }}", {})


@pytest.mark.parametrize(
    "content", ["<a><b></a>", "<a>\x01</a>", "<w:a/>", "<a b='1' b='2'/>", "<a>&b;</a>", "<a>\uffff</a>", ""]
)
def test_what_expat_refuses_is_refused_in_the_words_of_the_parser(content: str) -> None:
    with pytest.raises(NotWellFormed) as ours:
        check_own(content.encode())
    with pytest.raises(NotWellFormed) as theirs:
        parse(content.encode())
    assert str(ours.value) == str(theirs.value)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.stem)
def test_our_templates_hold_nothing_that_a_letter_has_no_use_for(template: Path) -> None:
    assert dangers(read_package(template.read_bytes())) == []


def test_a_letter_from_a_template_of_ours_needs_no_docxtpl_no_jinja_and_no_reader_of_tables() -> None:
    """What is loaded for the first letter of a day is what it needs."""
    code = (
        "import json, sys\n"
        "from reasoner.cli.main import main\n"
        "import pathlib, tempfile\n"
        f"example = json.loads(pathlib.Path({str(EXAMPLES)!r}).read_text(encoding='utf-8'))[0]['application']\n"
        "folder = pathlib.Path(tempfile.mkdtemp())\n"
        "(folder / 'a.json').write_text(json.dumps(example), encoding='utf-8')\n"
        "assert main(['report', str(folder / 'a.json'), '-o', str(folder / 'a.docx')]) == 0\n"
        "unneeded = {'docxtpl', 'docx', 'jinja2', 'lxml', 'multiprocessing', 'http.client', 'reasoner.sheets.table_reading'}\n"
        "print(sorted(unneeded & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
