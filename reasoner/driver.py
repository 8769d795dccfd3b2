"""The one module that knows every stage: from files to verdicts. Command line and web call it and nothing else.

Functions give plain data; those whose name ends in `_text` give what people read. All raise Faults with every fault.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from reasoner.facts import Application
from reasoner.intake.complaints import Unreadable
from reasoner.intake.dates import read_day
from reasoner.intake.load import load_file
from reasoner.intake.read import Reader, positions
from reasoner.judge import judge
from reasoner.rulebase import Document, RuleBase
from reasoner.store import load
from reasoner.verdict import Verdict

if TYPE_CHECKING:
    from reasoner.graphs.terms import Terms

_PLAIN: Final = (".json", ".jsonl", ".ndjson", ".yaml", ".yml")
"""Suffixes that are no graph's, so that the common case need not look further."""

DEMO = Path(__file__).with_name("demo.json")
"""The application of `tiaoli demo`."""


def build() -> dict[str, Any]:
    """The rule base compiled from its sources; raises Faults with everything that is wrong in them."""
    # The compiler brings Lark and rdflib along; a check of compiled rules must not pay for them.
    from policy_dsl.compile import compile_base
    from policy_dsl.sources import read_sources

    return compile_base(read_sources())


@cache
def rule_base() -> RuleBase:
    """The rule base in use, loaded once, with the bureau's own reviews (TIAOLI_REVIEWS) where it keeps any."""
    data = load(build)
    if os.environ.get("TIAOLI_REVIEWS"):
        from policy_dsl.review_files import own_folder, own_records
        from policy_dsl.reviews import with_reviews

        data = with_reviews(data, own_records(own_folder()))
    return RuleBase(data)


@cache
def reader() -> Reader:
    """What reads applications with the vocabulary in use."""
    base = rule_base()
    return Reader(base.vocabulary, base.document_names)


@cache
def terms() -> Terms:
    """The terms of the vocabulary in use as graphs name them."""
    from reasoner.graphs.terms import Terms

    base = rule_base()
    return Terms(base.vocabulary, base.document_names)


def applications(path: Path, day: str | None = None) -> tuple[list[Application], dict[str, Any]]:
    """The applications of a file in any form, and 位置 by 编号, which is no fact; raises Faults with every fault."""
    if path.suffix.lower() not in _PLAIN:
        from reasoner.graphs.files import is_graph

        if is_graph(path):
            from reasoner.graphs.read import read_graph

            graph = read_graph(path, terms())
            return graph.applications(reader(), day), positions(graph.loaded.data)
        from reasoner.sheets import is_sheet

        if is_sheet(path):
            from reasoner.sheets.columns import Names
            from reasoner.sheets.read import read_table

            table = read_table(path, Names(rule_base().vocabulary), day_given=day is not None)
            return table.applications(reader(), day), positions(table.data)
    loaded = load_file(path)
    return reader().read(loaded, day), positions(loaded.data)


# --- verdicts -----------------------------------------------------------------------------------------------


def check(path: Path, as_of: str | None = None, only: frozenset[str] | None = None) -> tuple[list[Verdict], bool]:
    """The verdict on every application in a file, and whether the file holds several.

    as_of: the day whose law is asked for; None: the day each application was received.
    only: the ids of the documents looked at; None: all. Raises Faults with every fault of the file.
    """
    day = as_day(as_of)
    verdicts = [judge(rule_base(), a, day, only) for a in applications(path, day)[0]]
    return verdicts, len(verdicts) != 1


def check_files(
    paths: Sequence[Path],
    as_of: str | None = None,
    documents: Sequence[str] = (),
    under: str | None = None,
    readings: bool = False,
    gather: Callable[[Sequence[Path], str | None], list[Application]] | None = None,
) -> tuple[Iterator[Verdict], bool]:
    """The verdicts on the applications of several files, one by one, and whether there are several.

    Nothing is judged before every file was read without fault. documents: ids, titles or numbers of the documents
    looked at; none: all. under: a place, to judge each application as if it lay there. readings: each verdict also says
    what it would be under the alternatives of the readings it rests on. gather: another way to read the files.
    """
    day = as_day(as_of)
    only = frozenset(d.id for d in chosen(documents)) if documents else None
    there = reader().place(under) if under else None
    read = (gather or _read_all)(paths, day)
    if there is not None:
        from reasoner.elsewhere import rebound

        read = [rebound(a, *there) for a in read]
    return (_judged(a, day, only, readings) for a in read), len(read) != 1


def _read_all(paths: Sequence[Path], day: str | None) -> list[Application]:
    """The applications of all files; raises Faults with those of every file."""
    read: list[Application] = []
    faults: list[Diagnostic] = []
    for path in paths:
        try:
            read += applications(path, day)[0]
        except Faults as error:
            faults += error.diagnostics
    if faults:
        raise Faults(faults)
    return read


def _judged(application: Application, day: str | None, only: frozenset[str] | None, readings: bool) -> Verdict:
    verdict = judge(rule_base(), application, day, only)
    if not readings:
        return verdict
    from reasoner.readings import alternatives

    return verdict | {"readings": alternatives(rule_base(), application, verdict, only)}


def check_text(
    verdicts: Iterable[Verdict], *, full: bool = False, width: int = 80, colour: bool = False
) -> Iterator[str]:
    """The notes on applications, as staff read them, one by one."""
    from reasoner.report.terminal import notes

    return notes(verdicts, rule_base(), full=full, width=width, colour=colour)


def demo_text(*, width: int = 80, colour: bool = False) -> str:
    """The main job on a built-in application: the note, and what to try next."""
    from reasoner.report.demo import demonstration

    verdicts, _ = check(DEMO)
    note = "".join(check_text(verdicts, width=width, colour=colour))
    return demonstration(DEMO.read_text(encoding="utf-8"), note, width=width, colour=colour)


def as_day(as_of: str | None) -> str | None:
    """A day given on the command line in canonical form; raises Faults."""
    if as_of is None:
        return None
    try:
        return read_day(as_of)
    except Unreadable as bad:
        raise Faults([Diagnostic(bad.code, "--as-of", bad.message, bad.allowed, bad.hint)]) from None


# --- the documents and their clauses ------------------------------------------------------------------------


def chosen(names: Iterable[str]) -> tuple[Document, ...]:
    """The documents of these ids, titles or numbers, in the order of the rule base; all where none is named."""
    base = rule_base()
    wanted: set[str] = set()
    faults: list[Diagnostic] = []
    for name in names:
        known = base.document_names.get(name.strip().strip("《》"))
        if known is None:
            near = nearest(name, base.document_names)
            hint = f"是否要写 {base.document_names[near[0]]}?" if near else ""
            faults.append(Diagnostic("U103", f"--document {name}", "没有收录这个文件", "、".join(base.documents), hint))
        else:
            wanted.add(known)
    if faults:
        raise Faults(faults)
    return tuple(d for d in base.documents.values() if not wanted or d.id in wanted)


def clauses(documents: Sequence[str] = ()) -> list[Any]:
    """The clause ledger (CONTRACT §3) of some documents, or of all."""
    from reasoner.ledger import clauses as ledger

    return ledger(chosen(documents))


def clauses_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False) -> str:
    """The clauses in a list: address, natures, beginning of the text, number of rules."""
    from reasoner.report.ledger import clause_list

    return clause_list(chosen(documents), width=width, colour=colour)


def documents() -> list[dict[str, Any]]:
    """Every document with its force, what its text lacks and what was stripped from it."""
    from reasoner.ledger import documents as listed

    return listed(rule_base())


def documents_text(*, width: int = 80, colour: bool = False) -> str:
    """The documents in a list."""
    from reasoner.report.ledger import document_list

    return document_list(documents(), width=width, colour=colour)


def show(query: str) -> dict[str, Any]:
    """The clauses that a query means, each with rules, readings and neighbours; raises Faults with what is near."""
    from reasoner.ledger import clause_data, document_data
    from reasoner.lookup import find

    base = rule_base()
    found = find(base, query)
    if not found.how:
        near = [(c["clause"], c["quote"]) for c in found.near] + [(d.id, d.title) for d in found.documents]
        listed = "".join(f"\n    {name}  {' '.join(words.split())[:24]}…" for name, words in near)
        raise Faults(
            [
                Diagnostic(
                    "U104", query or "(空)", "没有找到这样的条款",
                    "地址(3.1.p2)、带文件的地址、位置(第三部分第(一)项第二段)、文件,或原文中的一段话",
                    f"是否要看:{listed}" if near else "用 tiaoli clauses 列出全部条款",
                )
            ]
        )  # fmt: skip
    return {
        "query": query,
        "how": found.how,
        "clauses": [clause_data(base, c) for c in found.clauses],
        "documents": [document_data(base, d) for d in found.documents],
    }


def show_text(query: str, *, width: int = 80, colour: bool = False) -> str:
    """What `show` finds, as staff read it."""
    from reasoner.report.clause import shown

    return shown(show(query), width=width, colour=colour)


# --- writing rules ------------------------------------------------------------------------------------------


def format_files(paths: Sequence[Path], *, check_only: bool = False) -> list[Path]:
    """Rewrite `.tiao` files in the canonical layout; the files whose layout differed.

    check_only: look, and write nothing. A file with a fault leaves every file as it is.
    """
    from policy_dsl.rewrite import formatted, write_whole

    wanted: list[tuple[Path, str]] = []
    faults: list[Diagnostic] = []
    for path in paths:
        try:
            before, after = formatted(path)
            wanted += [(path, after)] if before != after else []
        except Faults as error:
            faults += error.diagnostics
    if faults:
        raise Faults(faults)
    if not check_only:
        for path, after in wanted:
            write_whole(path, after)
    return [path for path, _ in wanted]


def scaffold_text(path: Path, identifier: str) -> str:
    """A `.tiao` file to start from: every clause of a new text quoted, with address and proposed natures."""
    from policy_dsl.rewrite import scaffolded

    return scaffolded(path, identifier)


@cache
def official_texts() -> dict[str, str]:
    """The official texts by document id, as the proof checker reads them."""
    from policy_dsl.sources import read_texts

    return read_texts()


def verify_file(path: Path) -> list[tuple[str, list[str]]]:
    """For each verdict in a file (or in a letter, whose words are looked at too) its application and what is wrong. Raises Faults for what is no verdict."""
    from reasoner.letters.desk import is_letter, verify_letter
    from reasoner.verify import verify

    if is_letter(path):
        return verify_letter(path, rule_base(), official_texts())
    loaded = load_file(path)
    if loaded.faults:
        raise Faults(loaded.faults)
    return verify(loaded.data, loaded.name, rule_base().data, official_texts())


# --- letters ------------------------------------------------------------------------------------------------


def report(
    paths: Sequence[Path],
    output: str,
    *,
    kind: str = "",
    as_of: str | None = None,
    documents: Sequence[str] = (),
    consideration: str = "",
    templates: str = "",
    font: str = "",
) -> list[str]:
    """Write a letter for each application of some files; a line for each. All are written or none.

    output: a file (.docx, .html, .pdf), a directory, or a name with {编号}. kind: empty for what each outcome calls for.
    consideration: what the office found on exceptions from a presumption. templates, font: else from the settings.
    """
    from reasoner.letters.desk import write_letters
    from reasoner.letters.settings import read_settings

    settings = read_settings(templates, font)
    verdicts, _ = check_files(paths, as_of, documents)
    written = write_letters(verdicts, rule_base(), output, list(paths), settings, kind, consideration)
    return [f"{w.application}:{w.kind} → {w.path}{'(草稿:例外考量待填写)' if w.draft else ''}\n" for w in written]


def letter_templates(folder: Path) -> list[Path]:
    """Write the Word templates and the sheet of their fields into a folder."""
    from reasoner.letters.desk import write_templates

    return write_templates(folder)
