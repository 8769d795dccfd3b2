"""The driver's part for graphs: a file held against the data shapes; ontology, corpus, applications and verdicts as graphs.

Functions give plain data; those whose name ends in `_text` give what people read or what a file holds. They raise Faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ingest import output_guard
from policy_dsl.ingest.own_corpus_folder import own_corpus_folder
from reasoner.driver import current_rule_base, judging
from reasoner.render.terminal.fault_text import fault_text

if TYPE_CHECKING:
    from reasoner.graphs.graph_builder import Resource
    from reasoner.graphs.validate import Validation

FORMATS: Final = {"turtle": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples"}

# --- validation ---------------------------------------------------------------------------------------------


def validate(path: Path) -> Validation:
    """A file of applications held against the data shapes; raises Faults where it cannot be read at all."""
    from reasoner.graphs.validate import validate as validated
    from reasoner.graphs.validation_findings import askers

    clauses_by_fact = askers(current_rule_base.rule_base())
    for term in current_rule_base.rule_base().vocabulary.facts.values():
        if term.source:
            clauses_by_fact.setdefault(term.label, (term.source,))
    return validated(path, current_rule_base.reader(), current_rule_base.terms(), clauses_by_fact)


def validation_text(validation: Validation) -> str:
    """What was found, as staff read it."""
    notes = [f"{validation.name}:{note}。" for note in validation.notes]
    if validation.conforms:
        count = f"共{validation.applications}份申请" if validation.applications else "其中没有申请"
        return "\n".join([*notes, f"{validation.name}:符合数据形状,{count}。"]) + "\n"
    violations = [fault_text(f.diagnostic()) for f in validation.findings]
    return "\n".join([*violations, *notes, f"{validation.name}:共{len(violations)}处不符。"]) + "\n"


def report_text(validation: Validation) -> str:
    """The same as a standard report graph (sh:ValidationReport) in Turtle."""
    from reasoner.graphs.validation_report import report
    from reasoner.graphs.write import turtle

    return turtle(report(validation))


# --- exports ------------------------------------------------------------------------------------------------


def application_text(path: Path, form: str = "turtle") -> str:
    """The applications of a file in any form as a graph in one of `FORMATS`."""
    from reasoner.graphs.application_nodes import applications

    read, positions, _ = judging.applications(path)
    return _written(applications(list(read), current_rule_base.terms(), positions), form)


def verdict_text(path: Path, form: str = "turtle", as_of: str | None = None) -> str:
    """The verdicts on the applications of a file as a graph in one of `FORMATS`."""
    from reasoner.graphs.verdict_export import verdicts

    return _written(verdicts(judging.check(path, as_of)[0]), form)


def corpus_text(form: str = "turtle") -> str:
    """Every document, clause, norm, reading and figure of the rule base as a graph in one of `FORMATS`."""
    from reasoner.graphs.corpus_export import corpus

    return _written(corpus(current_rule_base.rule_base()), form)


def shapes_text(documents: Sequence[str] = ()) -> str:
    """The rules in use of some documents (all where none is named) as SHACL shapes in Turtle. Raises Faults (U103)."""
    from reasoner.backends.shacl.rule_shapes import rule_shapes

    base = current_rule_base.rule_base()
    chosen = current_rule_base.chosen(documents)
    versions = "、".join(d.expression for d in chosen)
    return rule_shapes(chosen, base.vocabulary, versions).turtle


def akoma_ntoso_text(name: str) -> str:
    """A document as Akoma Ntoso, by its id, number or title, or one version of it. Raises Faults (U103)."""
    from reasoner.render.akn.legal_text import akoma_ntoso

    (document,) = current_rule_base.chosen([name])
    return akoma_ntoso(document, current_rule_base.rule_base().vocabulary).decode()


def ontology_text() -> str:
    """The ontology in Turtle: its files one after the other, as they were written, and the names of the bureau's own rule base."""
    from policy_dsl.source_files import read_sources

    texts = {name: text for name, text in read_sources().items() if name.startswith("ontology/")}
    whole = "\n\n".join(f"# ══ {name} ══\n\n{text.strip()}\n" for name, text in sorted(texts.items()))
    if not own_corpus_folder():
        return whole  # no rule base is needed to say what stands in the files
    from reasoner.graphs.own_names import own_names
    from reasoner.graphs.write import turtle

    own = list(own_names(current_rule_base.rule_base().vocabulary, whole))
    return whole + (f"\n\n# ══ 本单位规则库的名称和地区 ══\n\n{turtle(own)}" if own else "")


def context_text() -> str:
    """The JSON-LD context: the Chinese names of CONTRACT §1 for the terms of the ontology."""
    from reasoner.graphs.jsonld import context_file

    return context_file()


def _written(resources: list[Resource], form: str) -> str:
    from reasoner.graphs.write import written

    return written(resources, form)


def write_file(path: Path, text: str, sources: Sequence[Path] = (), *, force: bool = False) -> None:
    """Put down a file whole or not at all; raises Faults (G121, U109, U110)."""
    output_guard.write({path: text.encode()}, output_guard.Overwriting(tuple(sources), force), _unwritten)


def _unwritten(path: Path, error: OSError | ValueError) -> Diagnostic:
    return Diagnostic("G121", str(path), f"文件不能写入:{output_guard.reason(error)}", hint="检查目录和写入权限")
