"""What notices a mutant: the compiler's types, its word alignment, its other checks, or the cases.

Only the mutated document is compiled, from its syntax tree on: nothing is read or parsed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from case_file import Case, case_sets, plain_application
from corpus_folders import document_in
from expectations import differences
from msgspec import structs

from policy_dsl import ir
from policy_dsl.alignment.draft import Draft
from policy_dsl.alignment.variants import in_use
from policy_dsl.compile import PASSES, finished_document, place_quotes, read_document
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.source_files import read_sources
from policy_dsl.syntax import ast
from policy_dsl.vocabulary import Vocabulary
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge_unsealed
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase

from .dates import meta_mutants
from .mutants import Mutant, menu_of, rule_mutants

KILLERS = ("types", "alignment", "checks", "cases")
"""In the order in which they look: the first that notices a mutant has killed it."""


@dataclass(frozen=True)
class Fate:
    """Which killers notice a mutant, with the first thing that each says; none: it survives."""

    mutant: Mutant
    said: Mapping[str, str]

    @property
    def killer(self) -> str:
        """The first that notices it; empty where it survives."""
        return next((k for k in KILLERS if k in self.said), "")


@dataclass
class Trial:
    """A case made ready to be judged again and again."""

    case: Case
    application: Application


@dataclass
class Laboratory:
    """The rule base as it is, its documents ready for mutation, and the cases."""

    base: RuleBase = field(default_factory=rule_base)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the rule base."""
        return self.base.vocabulary

    @cached_property
    def drafts(self) -> dict[str, Draft]:
        """What a rule needs of each document that decides: the entries with rules, and those that speak for them."""
        return {id_: _speaking(draft) for id_, draft in self.wholes.items()}

    @cached_property
    def wholes(self) -> dict[str, Draft]:
        """Every document that decides, compiled up to its quotations."""
        texts: dict[str, dict[str, str]] = {}
        for path, text in read_sources().items():
            if (document := document_in(path)) in self.base.documents:
                texts.setdefault(document, {})[path.rpartition("/")[2]] = text
        drafts = {}
        for id_, files in texts.items():
            if self.base.documents[id_].regulates:
                draft = Draft(id_, files, self.vocabulary)
                for step in PASSES[:PLACED]:
                    draft = step(draft)
                drafts[id_] = draft
        return drafts

    @cached_property
    def trials(self) -> list[Trial]:
        """Every case of every case set."""
        reader = Reader(self.vocabulary, self.base.document_names)
        trials = []
        for case in (c for s in case_sets() for c in s.cases):
            (application,) = reader.read(plain_application(case.application, "例"), case.as_of)
            trials.append(Trial(case, application))
        return trials

    def mutants(self) -> Iterator[Mutant]:
        """All mutants of all documents, in their order."""
        for id_, draft in self.drafts.items():
            assert draft.file is not None
            assert draft.document is not None
            menu = menu_of(self.vocabulary, draft.document.region, tuple(self.base.documents[id_].regulates))
            yield from rule_mutants(id_, draft.file, menu)
            other = "370200" if draft.document.region != "370200" else "371600"
            yield from meta_mutants(id_, draft.texts["meta.toml"], other)

    def fate(self, mutant: Mutant, *, apart: bool = False) -> Fate:
        """What notices the mutant. apart: ask the cases also where the compiler noticed it already."""
        said: dict[str, str] = {}
        draft = self._compiled(mutant)
        for fault in (f for f in draft.faults if f.code not in OF_WHOLE_DOCUMENTS):
            said.setdefault(_killer_of(fault), f"{fault.code} {fault.message}")
        # The cases can be asked where the compiler still knows what the rule would say.
        if not said or (apart and said.keys() <= {"alignment"}):
            noticed = next(self._noticed(mutant, draft), None)
            if noticed is not None:
                said["cases"] = noticed
        return Fate(mutant, said)

    def _compiled(self, mutant: Mutant) -> Draft:
        if not mutant.meta:
            return _compiled_on(with_rule(self.drafts[mutant.document], mutant))
        whole = self.wholes[mutant.document]
        read = read_document(replace(whole, texts={**whole.texts, "meta.toml": mutant.meta}, document=None))
        return read if read.document is None else _compiled_on(read)

    def _noticed(self, mutant: Mutant, draft: Draft) -> Iterator[str]:
        """What the cases say, those of the mutated rule first."""
        changed = self._with(draft)
        concerned = [t for t in self.trials if mutant.document in t.case.scope]
        if mutant.norm:  # a rule has no part in a verdict on a matter that neither it nor its mutant reaches
            reached = self._reached(draft)
            concerned = [t for t in concerned if t.application.matter in reached]
        concerned.sort(key=lambda t: (t.case.rule != mutant.norm, t.case.document != mutant.document))
        for trial in concerned:
            case = trial.case
            verdict = judge_unsealed(changed, trial.application, case.as_of, frozenset(case.scope), advise=False)
            for difference in differences(case, verdict):
                yield f"{case.title}: {difference}"

    def _reached(self, draft: Draft) -> set[str]:
        """The matters of the rules that differ from those in use."""
        before, after = self._norms[draft.id], {n.id: n for n in in_use(draft.norms)}
        differing = [i for i in before.keys() | after.keys() if before.get(i) != after.get(i)]
        return {m for i in differing for norms in (before, after) if i in norms for m in norms[i].matters}

    @cached_property
    def _norms(self) -> dict[str, dict[str, ir.Norm]]:
        """The rules in use of each document, by id."""
        return {i: {n.id: n for n in in_use(_compiled_on(d).norms)} for i, d in self.drafts.items()}

    def _with(self, draft: Draft) -> RuleBase:
        """The rule base with one document as the draft has it."""
        assert draft.document is not None
        same = draft.document is self.wholes[draft.id].document  # but for its rules
        before = self.base.documents[draft.id]
        changed = before.with_norms(in_use(draft.norms)) if same else finished_document(draft)
        documents = tuple(changed if d.id == draft.id else d for d in self.base.compiled.documents)
        base = RuleBase(structs.replace(self.base.compiled, documents=documents))
        base.vocabulary = self.vocabulary
        return base


PLACED = PASSES.index(place_quotes) + 1


def _compiled_on(draft: Draft) -> Draft:
    """A draft whose quotations are placed, through the passes that remain."""
    for step in PASSES[PLACED:]:
        draft = step(draft)
    return draft


OF_WHOLE_DOCUMENTS = frozenset(("L611", "L801", "L802", "L803", "L804", "L805"))
"""Faults about clauses that a draft without its silent entries lacks: they say nothing of a rule."""


def _speaking(draft: Draft) -> Draft:
    """The draft without the entries that no rule depends on: neither its words nor its readings, headings or terms."""
    assert draft.file is not None

    def cites(entry: ast.Entry) -> bool:
        return any(i.anchors.readings for i in entry.items if isinstance(i, ast.Rule | ast.Statement))

    def paragraph(entry: ast.Entry) -> str:
        return entry.address.text.rpartition(".s")[0]

    needed = [e for e in draft.file.entries if cites(e) or _kinds(e) & {*RULES, "定义"}]
    beside = {paragraph(e) for e in needed} - {""}

    def speaks(entry: ast.Entry) -> bool:
        heads = bool({n.text for n in entry.natures} & {"标题", "题名", "主送"})
        return heads or entry in needed or paragraph(entry) in beside

    kept = tuple(e for e in draft.file.entries if speaks(e) and e.same_as is None)
    placed = tuple(p for p in draft.placed if any(p.entry is e for e in kept))
    return replace(draft, file=ast.File(draft.file.document, kept), placed=placed)


RULES = ("规则", "上限", "要件", "优先", "许可", "豁免")


def _kinds(entry: ast.Entry) -> set[str]:
    return {i.kind for i in entry.items if isinstance(i, ast.Rule | ast.Statement)}


def with_rule(draft: Draft, mutant: Mutant) -> Draft:
    """The draft with the mutant's rule in its place."""
    assert draft.file is not None
    before = draft.file.entries[mutant.entry]
    instead = () if mutant.rule is None else (mutant.rule,)
    entry = replace(before, items=(*before.items[: mutant.item], *instead, *before.items[mutant.item + 1 :]))
    entries = (*draft.file.entries[: mutant.entry], entry, *draft.file.entries[mutant.entry + 1 :])
    placed = tuple(replace(p, entry=entry) if p.entry is before else p for p in draft.placed)
    return replace(draft, file=ast.File(draft.file.document, entries), placed=placed)


def _killer_of(fault: Diagnostic) -> str:
    if fault.code.startswith(("L2", "L3")):
        return "types"
    return "alignment" if fault.code.startswith("L5") or fault.code == "L607" else "checks"


__all__ = ["KILLERS", "Fate", "Laboratory", "with_rule"]
