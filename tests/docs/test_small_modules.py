"""A module under 70 lines that one other module imports belongs into that one, but for those below, each with its reason."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import Final

ROOT = Path(__file__).parents[2]

APART: Final = {
    "A chapter of docs/errors.md: a table of codes, gathered by the registry from its folder.": (
        "policy_dsl.error_codes.compare",
        "policy_dsl.error_codes.documents",
        "policy_dsl.error_codes.graphs",
        "policy_dsl.error_codes.interface",
        "policy_dsl.error_codes.lint",
        "policy_dsl.error_codes.offices",
        "policy_dsl.error_codes.own_corpus",
        "policy_dsl.error_codes.record",
        "policy_dsl.error_codes.review",
        "policy_dsl.error_codes.surveys",
    ),
    "One question about a letter beside the desk that asks it: who may decide, what is settled, what joins, what is final.": (),
    "A layout of one view; whoever changes how it looks changes one file.": (
        "reasoner.letters.field_reference",
        "reasoner.letters.html_letter",
        "reasoner.render.terminal.demonstration",
        "reasoner.render.terminal.exclusion_groups",
        "reasoner.render.terminal.proofread_findings",
        "reasoner.render.terminal.reading_list",
        "reasoner.render.terminal.reference_list",
        "reasoner.render.terminal.replay_note",
        "reasoner.sheets.replay_workbook",
    ),
    "A form that others read: of formulas, of graphs, of a file of rules to start from.": (
        "reasoner.backends.smt.smt_lib",
        "reasoner.graphs.own_names",
        "reasoner.graphs.validation_report",
        "reasoner.graphs.verdict_export",
    ),
    "One kind of node of the ontology, with the faults that it can have.": ("policy_dsl.terminology.figure_pairs",),
    "One check among several of its room, which are listed where the room runs them.": (
        "reasoner.graphs.relations",
        "reasoner.lint.gaps",
        "reasoner.lint.untranscribed",
        "reasoner.proofread.mark_checks",
        "reasoner.proofread.name_checks",
    ),
    "One question of law or of geometry, with the reading it rests on; its caller only gathers the answers.": (
        "reasoner.driver.register.coordinate_systems",
        "reasoner.analysis.reference_date",
        "reasoner.compare.clause_pairs",
        "reasoner.explain.exceptions",
        "reasoner.explain.supposed",
        "reasoner.intake.contradictions",
        "reasoner.sheets.column_basis",
        "reasoner.topics.false_friends",
        "reasoner.topics.unlifted_restrictions",
        "reasoner.topics.quoted_references",
        "reasoner.topics.related_terms",
    ),
    "Where files are read and written, apart from what is computed, one module for each kind of file.": (
        "reasoner.driver.pages",
        "reasoner.driver.register.parts",
        "reasoner.driver.window.table_rows",
    ),
    "A second reader of a received file, which shares nothing with the first; or what both put for a character.": (
        "policy_dsl.ingest.readers.compatibility_forms",
        "policy_dsl.ingest.readers.web_second",
        "policy_dsl.ingest.readers.word_second",
    ),
    "The arguments of one command, loaded when it is called.": ("reasoner.cli.asking",),
    "A form or the addresses of one page of the window: whoever changes the page opens it and its template.": (
        "reasoner.office.casework_handover",
        "reasoner.office.pages.mapping_form",
        "reasoner.office.views.own_tokens",
        "reasoner.office.views.site",
    ),
    "What Django looks for under a name of its own.": (
        "reasoner.office.apps",
        "reasoner.office.migrations.0002_basis_of_judgements",
        "reasoner.office.migrations.0006_no_index_of_long_texts",
        "reasoner.office.migrations.0007_letters",
        "reasoner.office.migrations.0008_last_of_case",
        "reasoner.office.migrations.0010_simulations",
        "reasoner.office.migrations.0011_head_of_number",
        "reasoner.office.migrations.0012_judged_registers",
        "reasoner.office.migrations.0013_tables_by_organ_and_day",
        "reasoner.office.postgresql.base",
    ),
    "A guard before a parser that is not ours; it can be read and tried without it.": ("reasoner.graphs.turtle_depth",),
    "A tool that is run by itself, and imported by nobody.": ("reasoner.letters.shipped_templates",),
}


def _modules() -> dict[str, str]:
    texts = {}
    for path in (p for root in ("policy_dsl", "reasoner") for p in (ROOT / root).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        texts[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return texts


def _small_with_one_importer() -> set[str]:
    texts = _modules()
    importers = defaultdict(set)
    for name, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            targets: list[str] = []
            if isinstance(node, ast.ImportFrom) and node.module:
                whole = (f"{node.module}.{a.name}" for a in node.names)
                targets = [t if t in texts else node.module for t in whole]
            elif isinstance(node, ast.Import):
                targets = [a.name for a in node.names]
            for target in targets:
                importers[target].add(name)
    packages = {name.rpartition(".")[0] for name in texts}
    return {
        name
        for name, text in texts.items()
        if len(text.splitlines()) < 70
        and len(importers[name] - {name}) <= 1
        and name not in packages
        and not name.endswith("__main__")
    }


def test_small_modules_with_one_importer_have_a_reason() -> None:
    named = [name for names in APART.values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) == _small_with_one_importer()
