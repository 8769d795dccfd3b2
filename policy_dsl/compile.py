"""The compiler: official texts, literate rules and ontology to one rule base. The passes stand in order in PASSES.

Each pass takes a draft of one document and returns a fuller one; faults accumulate, and a pass that needs what an
earlier one could not give leaves the draft as it is.

Comes in: the sources by path: official texts, meta.toml, rules, readings, reviews, the ontology.
Goes out: the compiled rule base, or every fault of every document.
May import it: the driver.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import msgspec

from policy_dsl import compiled, ir
from policy_dsl.addresses import parse_address
from policy_dsl.alignment.align import Words, align_item
from policy_dsl.alignment.between_documents import check_between
from policy_dsl.alignment.clause_form import Transcribed, clauses_of
from policy_dsl.alignment.draft import Draft, Meaning, ResolvedEntry, WordUse
from policy_dsl.alignment.left_over import left_over, unaccounted
from policy_dsl.alignment.named_clauses import with_named_clauses
from policy_dsl.alignment.pending_clause import pending_clause
from policy_dsl.alignment.quote_matching import Placed, contexts, leads, misnumbered, place_entries
from policy_dsl.alignment.reach_lines import check_reach_lines
from policy_dsl.alignment.reading_file import read_readings
from policy_dsl.alignment.reading_use import check_use
from policy_dsl.alignment.rule_period import unbounded_beside
from policy_dsl.alignment.touching_file import TOUCHING, link
from policy_dsl.alignment.variants import in_use, reach, registered
from policy_dsl.alignment.whole_document import (
    check_definitions,
    check_disguise,
    check_entries,
    check_exceptions,
    check_periods,
    fault,
    regulated,
)
from policy_dsl.corpus_folders import Place, documents_in
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.lowering.norms import build_norm, readings_of_words
from policy_dsl.lowering.pending import pending_matters
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.lowering.statement_forms import build_statement
from policy_dsl.review.confirmations import FILE, confirmed, read_confirmations
from policy_dsl.review.records import read_reviews, reviewed_norms
from policy_dsl.source_text import Source, squeeze
from policy_dsl.statements import AnyStatement
from policy_dsl.syntax import ast
from policy_dsl.syntax.alternatives import check_alternatives, left_out, spread
from policy_dsl.syntax.parse import parse
from policy_dsl.terminology.compile import compile_vocabulary
from policy_dsl.texts.official_text import load_document
from policy_dsl.vocabulary import Vocabulary, VocabularyData

RULES: Final = "rules.tiao"
"""The file without which a folder is no part of the rule base."""
NEEDED: Final = ("meta.toml", "text.txt")
"""The files without which a folder with rules is no document."""


def read_document(draft: Draft) -> Draft:
    """meta.toml and text.txt: what the document is, and its words; without them there is no document (C115)."""
    missing = [name for name in NEEDED if name not in draft.texts]
    if missing:
        message = f"缺少 {'、'.join(missing)}"
        hint = "补上;文件还没有登记完的,先移走 rules.tiao,它就不收入规则库"
        return draft.with_faults(
            [Diagnostic("C115", draft.path(""), message, "、".join((*NEEDED, "rules.tiao")), hint)]
        )
    try:
        document = load_document(draft.id, draft.texts["meta.toml"], draft.texts["text.txt"], draft.path("meta.toml"))
    except Faults as error:
        return draft.with_faults(list(error.diagnostics))
    if document.region not in draft.vocabulary.regions.codes:
        where, message = draft.path("meta.toml: region"), f"本体中没有地区「{document.region}」"
        hint = "新的地区先写进本体的地区表"
        return draft.with_faults([Diagnostic("C105", where, message, "本体中的六位区划代码", hint)])
    return replace(draft, document=document)


def parse_rules(draft: Draft) -> Draft:
    """rules.tiao, readings.toml, reviews.toml and confirmations.toml."""
    text = draft.texts.get("rules.tiao", "").replace("\r\n", "\n")
    source = Source(draft.path("rules.tiao"), text)
    file, faults = parse(source)
    readings, more = read_readings(draft.path("readings.toml"), draft.texts.get("readings.toml", ""), draft.id)
    reviews, wrong = read_reviews(draft.path("reviews.toml"), draft.texts.get("reviews.toml", ""))
    confirmations, bad = read_confirmations(draft.path(FILE), draft.texts.get(FILE, ""))
    if file is not None and file.document.text != draft.id:
        more.append(
            fault(
                "L412",
                source,
                file.document.span,
                f"文件写作「{file.document.text}」,目录是 {draft.id}",
                f"文件 {draft.id}",
            )
        )
    if file is not None:
        readings = readings_of_words(file, draft.vocabulary) | readings
        more += check_alternatives(file, source, readings)
        without = left_out(file)
        readings = {n: msgspec.structs.replace(r, removes=without.get(n, ())) for n, r in readings.items()}
    draft = replace(draft, source=source, file=file, readings=readings, reviews=reviews, confirmations=confirmations)
    return draft.with_faults([*faults, *more, *wrong, *bad])


def place_quotes(draft: Draft) -> Draft:
    """Every entry's quotation found in the official text, and every character accounted for."""
    if draft.file is None or draft.document is None:
        return draft
    placed, faults = place_entries(draft.file, draft.source, draft.document.text)
    for entry in draft.file.entries:
        if parse_address(entry.address.text) is None:
            hint = "如 3.1.p2.s1:第三部分第(一)项第二段第一句,a12.p2.i3:第十二条第二款第(三)项;标题写到所标的一级,如 3.1、c3"
            faults.append(
                fault("L411", draft.source, entry.address.span, f"不是可读的地址「{entry.address.text}」", hint)
            )
    if not draft.document.draft:  # which has no received file, and so none whose lost line breaks are known
        faults += misnumbered(placed, draft.document.text, draft.document.lines, draft.source)
    return replace(draft, placed=placed).with_faults(faults)


def resolve_names(draft: Draft) -> Draft:
    """Names to terms, conditions to typed IR: what each rule and statement says, not yet held against the text."""
    if draft.document is None or draft.readings is None:
        return draft
    items = [i for e in (draft.file.entries if draft.file else ()) for i in e.items]
    defined = frozenset(i.name.text for i in items if isinstance(i, ast.Statement) and i.kind == "定义")
    resolver = Resolver(draft.source, draft.vocabulary, draft.document.region, defined)
    resolved: list[ResolvedEntry] = []
    for placed in draft.placed:
        clause = f"{draft.id}/{placed.entry.address.text}"
        meanings: list[Meaning] = []
        matters: tuple[str, ...] | None = tuple(draft.vocabulary.matters)
        for item in spread(placed.entry).items:
            if isinstance(item, ast.Rule):
                meanings.append((item, build_norm(item, draft.id, clause, (), resolver)))
            elif isinstance(item, ast.Statement):
                meanings.append((item, build_statement(item, clause, (), resolver)))
            elif isinstance(item, ast.Pending):
                matters = pending_matters(item, resolver)
        resolved.append(ResolvedEntry(placed, tuple(meanings), matters or ()))
    unknown = frozenset(f.where for f in resolver.faults)
    return replace(draft, resolved=tuple(resolved), unknown=unknown).with_faults(resolver.faults)


def align_words(draft: Draft) -> Draft:
    """Each norm and statement held against its words: its spans in the text, and no norm word left without a bearer."""
    if draft.document is None or draft.readings is None:
        return draft
    norms: list[ir.Norm] = []
    statements: list[AnyStatement] = []
    proposals: list[ir.Norm] = []
    uses: list[WordUse] = []
    pending: dict[str, compiled.Pending] = {}
    faults: list[Diagnostic] = []
    used: set[tuple[str, str]] = set()
    above = dict(zip(map(id, draft.placed), contexts(draft.document.text, draft.placed), strict=True))
    led = leads(draft.document.text, draft.placed)
    for placed, meanings, matters in draft.resolved:
        text, offsets = squeeze(draft.document.text[placed.start : placed.end])
        words = Words(text, above[id(placed)], deciding=draft.vocabulary.deciding, lead=led[placed.entry.address.text])
        words.region = draft.document.region
        words.address = placed.entry.address.text  # by which the words may name another clause (前款)
        before = len(norms), len(proposals)
        resting: list[tuple[ast.Rule, list[tuple[int, int]]]] = []
        for item, meaning in meanings:
            proposed = item.proposed
            # What is only proposed accounts for no word: its words wait until somebody confirms it.
            own = replace(words, consumed=[]) if proposed else words
            pieces, wrong = align_item(item, own, draft.source, draft.vocabulary, dict(draft.readings), used)
            faults += wrong
            resting += [(item, pieces)] if isinstance(item, ast.Rule) else []
            spans = tuple((placed.start + offsets[a], placed.start + offsets[b - 1] + 1) for a, b in pieces)
            if isinstance(meaning, ir.Norm):
                (proposals if proposed else norms).append(msgspec.structs.replace(meaning, spans=spans))
            elif meaning is not None and not proposed:
                statements.append(msgspec.structs.replace(meaning, spans=spans))
        if not placed.entry.broken and placed.entry.same_as is None:
            faults += left_over(placed.entry, words, draft.source)
            faults += unbounded_beside(words.text, resting, draft.readings, draft.source)
        uses.append(_word_use(placed, words, offsets))
        if placed.entry.pending:
            clause = f"{draft.id}/{placed.entry.address.text}"
            mine = norms[before[0] :], proposals[before[1] :]
            unknown, pending[clause] = pending_clause(draft.id, placed, words, matters, *mine, draft.vocabulary)
            norms += unknown
    # A name that is not known is not reported again as not found in the text.
    faults = [f for f in faults if f.code != "L502" or f.where not in draft.unknown]
    aligned = replace(draft, norms=tuple(norms), statements=tuple(statements), covered=frozenset(used))
    return replace(aligned, proposals=tuple(proposals), pending=pending, word_use=tuple(uses)).with_faults(faults)


def _word_use(placed: Placed, words: Words, offsets: Sequence[int]) -> WordUse:
    """offsets: where the characters of the words stand in their clause."""

    def ranges(taken: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((placed.start + offsets[a], placed.start + offsets[b - 1] + 1) for a, b in sorted(taken) if a < b)

    whole = not placed.entry.broken and placed.entry.same_as is None
    left = [(o.start, o.end) for o in unaccounted(placed.entry, words)] if whole else []
    return WordUse(placed, ranges(set(words.consumed)), ranges(left))


def check_use_of_readings(draft: Draft) -> Draft:
    """Every reading is cited, every word it covers is needed, and what its alternative leaves out is a rule of it."""
    if draft.document is None or draft.readings is None:
        return draft
    # Where an entry could not be read, or its quotation not be found, the rule that cites a reading may stand in it.
    entries = draft.file.entries if draft.file is not None else ()
    if draft.unknown or len(draft.placed) != len(entries) or not entries or any(e.broken for e in entries):
        return draft
    cited = {r for n in draft.norms for r in n.readings} | {r for s in draft.statements for r in s.readings}
    cited |= {n.alternative_of for n in draft.norms if n.alternative_of}
    cited |= {r for n in draft.proposals for r in (*n.readings, n.alternative_of) if r}
    cited |= {r for term in draft.vocabulary.facts.values() for a in term.authorities for r in a.own_readings(draft.id)}
    name = draft.path("readings.toml")
    clauses = {f"{draft.id}/{e.address.text}" for e in entries}
    of = (draft.id, draft.document.kind)
    return draft.with_faults([*check_use(of, draft.readings, draft.norms, cited, set(draft.covered), clauses, name)])


def complete_variants(draft: Draft) -> Draft:
    """Exemptions that name no matter reach those that the document restricts, under each alternative of a reading too."""
    addresses = [e.address.text for e in draft.file.entries] if draft.file is not None else []
    norms = with_named_clauses(draft.norms, draft.id, addresses)
    return replace(
        draft, norms=reach(norms, draft.readings or {}, draft.vocabulary.consequences, draft.vocabulary.askers)
    )


def check_document(draft: Draft) -> Draft:
    """What no single rule can get wrong alone."""
    if draft.file is None:
        return draft
    natures = draft.vocabulary.of_kind("nature")
    spread_out = ast.File(draft.file.document, tuple(map(spread, draft.file.entries)))
    faults = [
        *check_entries(spread_out, draft.source, natures),
        *check_disguise(draft.file, draft.source),
        *check_definitions(draft.file, draft.source),
        *check_exceptions(spread_out, draft.source),
        *check_reach_lines(draft.file, draft.source, draft.vocabulary.facts),
    ]
    if draft.document is not None:
        rules = [
            (i, n) for e in draft.resolved for i, n in e.meanings if isinstance(i, ast.Rule) and isinstance(n, ir.Norm)
        ]
        faults += check_periods(rules, draft.document.starts, draft.document.ends, draft.source)
    return draft.with_faults(faults)


def link_statements(draft: Draft) -> Draft:
    """The clauses, each with what it concerns without deciding it; every statement linked or waived where that is written."""
    # Faults of readings and of the place of a condition leave what clauses say as it is.
    of_readings = all(f.code.startswith("L6") or f.code in ("L217", "L218") for f in draft.faults)
    if draft.document is None or draft.file is None or not of_readings:
        return draft
    transcribed = Transcribed(draft.placed, draft.norms, draft.statements, draft.pending)
    clauses = [*clauses_of(draft.document, transcribed, draft.vocabulary)]
    linked, faults = link(
        draft.path(TOUCHING), draft.texts.get(TOUCHING), clauses, in_use(draft.norms), draft.vocabulary
    )
    return replace(draft, clauses=tuple(linked)).with_faults(faults)


Pass = Callable[[Draft], Draft]
PASSES: Final[tuple[Pass, ...]] = (
    read_document,
    parse_rules,
    place_quotes,
    resolve_names,
    align_words,
    check_use_of_readings,
    complete_variants,
    check_document,
    link_statements,
)


def compile_document(identifier: str, texts: Mapping[str, str], vocabulary: Vocabulary, folder: str = "") -> Draft:
    """One document through all passes; its faults are in the draft. folder: where its files lie, for messages."""
    draft = Draft(identifier, texts, vocabulary, folder=folder)
    for step in PASSES:
        draft = step(draft)
    return draft


SUPERFLUOUS: Final = frozenset(("L607",))
"""Faults that leave every rule and every reading as it is: words that a reading covers and that no rule needs any more,
since the text's own words are known by now. The package is kept without them; a bureau's document takes part all the same.
"""


class CompiledFolder(msgspec.Struct, frozen=True):
    """What came of the folder of one version of a document."""

    document: compiled.Document | None
    """None: it has faults that leave open what it says."""
    faults: tuple[Diagnostic, ...] = ()
    """Beside a document those of SUPERFLUOUS alone."""
    matters: tuple[str, ...] = ()
    """The matters that what could be read of it concerns, by label; none: any, as far as is known."""


CompileWords = Callable[[Mapping[str, str]], VocabularyData]
CompileFolder = Callable[[Place, Mapping[str, str], Vocabulary], CompiledFolder]


def compiled_folder(place: Place, texts: Mapping[str, str], vocabulary: Vocabulary) -> CompiledFolder:
    """One version of a document compiled alone."""
    draft = compile_document(place.document, texts, vocabulary, place.folder)
    if all(fault.code in SUPERFLUOUS for fault in draft.faults):
        return CompiledFolder(finished_document(draft), draft.faults)
    # Where an entry was not read, a name of it is unknown, or words are left over, nobody can say what it concerns.
    entries = draft.file.entries if draft.file is not None else ()
    left = draft.unknown or any(f.code == "L505" for f in draft.faults) or any(e.broken for e in entries)
    whole = entries and not left and len(draft.placed) == len(entries)
    matters = {m for n in (*draft.norms, *draft.proposals) for m in n.matters} if whole else set()
    return CompiledFolder(None, draft.faults, tuple(sorted(matters)))


def compile_base(
    sources: Mapping[str, str],
    words_of: CompileWords = compile_vocabulary,
    folder_of: CompileFolder = compiled_folder,
) -> compiled.CompiledBase:
    """The whole rule base. `sources` are texts by path: ontology/*.ttl, corpus/<region>/<id>/<version>/*.

    words_of, folder_of: what compiles the ontology and a folder, or knows what came of it before.
    Raises Faults with every fault of every document.
    """
    words = words_of({name: text for name, text in sources.items() if name.endswith(".ttl")})
    vocabulary = Vocabulary(words)
    places, faults = documents_in(sources, vocabulary.regions.codes)
    # A document whose rules are not transcribed yet is no part of the rule base.
    whole = {p: {n: sources[f"{p.folder}/{n}"] for n in names} for p, names in sorted(places.items()) if RULES in names}
    folders = {p: folder_of(p, t, vocabulary) for p, t in whole.items()}
    faults += [f for c in folders.values() for f in c.faults]
    if faults:
        raise Faults(faults)
    made = {p: c.document for p, c in folders.items() if c.document is not None}
    faults = check_between(made)
    if faults:
        raise Faults(faults)
    finished = tuple(made.values())
    return compiled.CompiledBase(compiled.FORMAT, compiled.rules_digest(finished), words, finished)


def finished_document(draft: Draft) -> compiled.Document:
    """A draft without faults as a document of the rule base: its clauses in order, its norms, readings and reviews."""
    document = draft.document
    assert document is not None
    clauses = list(draft.clauses)
    unreviewed = compiled.Document(
        id=document.id,
        title=document.title,
        number=document.number,
        year=document.year,
        kind=document.kind,
        issuers=document.issuers,
        issuer_level=ir.Level(document.issuer_level),
        region=document.region,
        addressees=document.addressees,
        issued=document.issued,
        starts=document.starts,
        starts_basis=document.starts_basis,
        ends=document.ends,
        ends_basis=document.ends_basis,
        force=document.force,
        received=document.received,
        masked=document.masked,
        missing=document.missing,
        digest=hashlib.sha256(document.text.encode()).hexdigest(),
        regulates=tuple(regulated(in_use(draft.norms))),
        readings=registered(draft.id, draft.norms, draft.readings or {}, draft.vocabulary),
        reviews=draft.reviews,
        special_to=document.special_to,
        succeeds=document.succeeds,
        replaces=document.replaces,
        transition=document.transition,
        repealed=document.repealed,
        draft=document.draft,
        clause_list=compiled.raw(clauses),
        norm_list=compiled.raw(draft.norms),
    )
    reviewed = unreviewed.with_norms(reviewed_norms(unreviewed, draft.reviews))
    return compiled.with_content_digest(confirmed(reviewed, draft.confirmations))
