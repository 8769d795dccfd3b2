"""Pieces that several letters share: facts with date and source, grounds, exceptions, notes for staff."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.ir import digest
from reasoner.explain import Background, Explanation, Point, PointRole, facility_fact, source_of
from reasoner.explain.proof_text import fact_name, provenance, source_words, value_stated
from reasoner.letters.decision import Decision
from reasoner.letters.official_words import for_inside
from reasoner.letters.phrases import REFUSAL, SHARED
from reasoner.model.kinds import AuthorityStatus, Origin
from reasoner.model.proof import CitedFact, FactRead, facts_below
from reasoner.model.rule_base import CONTINUATION, OF_DOCUMENTS
from reasoner.model.verdict import Assumption, Receipt, Touching, Verdict
from reasoner.render.letter_model import BLANK, HAND, ITEM, NOTE, PLAIN, QUOTE, SOURCE, Line, Office, Settled
from reasoner.render.typeset import on_screen, typeset, writable

_PLACE_GIVEN: Final = ("机构", "所在地")
"""Whose and which fact the place of the applicant is."""


class Case(msgspec.Struct, frozen=True):
    """All that a letter is made from: a verdict, what is said of it, and what the office adds."""

    verdict: Verdict
    """The verdict."""
    explanation: Explanation
    """What is said of it."""
    context: Background
    """The terms and names behind the sentences."""
    office: Office
    """Who writes."""
    uncertain: frozenset[str]
    """Ids of governing documents whose force is not known."""
    indirect: frozenset[str]
    """Ids of documents addressed to lower authorities of which nobody has confirmed that they decide a case."""
    consideration: str = ""
    """What the office found on exceptions from a presumption; empty: to be filled."""
    unnamed: Mapping[str, str] = {}
    """How letters that leave the office name documents whose copy lacks title or number: with blanks; by our title."""

    decision: Decision | None = None
    """What was decided; None: the letter follows the verdict."""
    settled: Settled = Settled()
    """What the bureau has settled."""
    written: Mapping[str, str] = {}
    """What a person wrote into the blanks of the letter, by their names."""
    unsigned: bool = False
    """Whether a held text says whose the selection is, and neither the bureau's table nor its name is such an organ."""

    misdirected: tuple[str, ...] = ()
    """The governments of another place that the approved paragraph on remedies names: it is of another organ's letters."""

    later: tuple[Document, ...] = ()
    """What has taken the place of documents that govern, and leaves what was received before to them."""
    of_place: tuple[Touching, ...] = ()
    """What the documents say of the applicant's own place without deciding the case, favourable or not."""
    other_law: tuple[str, ...] = ()
    """What of the documents that may govern is otherwise on the day of the decision than on that by whose law it was judged."""

    @property
    def untitled(self) -> frozenset[str]:
        """The titles of ours that nobody has replaced by those of the original."""
        return frozenset(title for title, name in self.unnamed.items() if SHARED["blank_source"] in name)

    def names_for(self, *, outward: bool) -> dict[str, str]:
        """How a letter names documents whose copy lacks title or number: with blanks only where it leaves the office.

        What we call a text that came without a title is no title: inside it stands in no 《 》.
        """
        names = {t: name for t, name in self.unnamed.items() if outward or t not in self.untitled}
        nameless = () if outward else [t for t in self.untitled if self.unnamed[t] == SHARED["blank_title"]]
        return names | {t: on_screen(f"《{t}》") for t in nameless}

    @property
    def words(self) -> dict[str, str]:
        """What phrases are filled with."""
        v = self.verdict
        return {
            "matter": v.matter, "id": writable(v.application), "received": day_words(v.received),
            "day": day_words(v.as_of), "label": v.label, "control": v.label.partition(",")[0],
            "name": writable(facility_fact(v, "名称")) or SHARED["unnamed"],
            "code": writable(facility_fact(v, "统一社会信用代码")),
        }  # fmt: skip


def line(text: str, form: str = PLAIN, what: str = "") -> Line:
    """A line set in the marks of letters."""
    return Line(typeset(writable(text)), form, what)


def spaced(text: str, form: str = BLANK) -> Line:
    """A line whose blanks between parts are meant, as in a line for signatures."""
    return Line(typeset(text).replace("    ", "\u3000\u3000"), form)


def by_hand(text: str) -> Line:
    """A line that is filled in on the paper: signatures, replies, who goes and until when."""
    return spaced(text, HAND)


def filled(phrase: str, words: Mapping[str, str], form: str = PLAIN, what: str = "") -> Line:
    """A phrase with its words; names stand in it as they were given, only our own marks are set."""
    return Line(typeset(phrase, braces=True).format(**words), form, what)


def day_words(day: str) -> str:
    """2024年5月1日: Arabic numerals without leading zeros (GB/T 9704-2012)."""
    year, month, date = (*day.split("-"), "", "")[:3]
    return f"{year}年{int(month)}月{int(date)}日" if date.isdigit() and month.isdigit() else day


def addressee(case: Case) -> str:
    """主送机关, flush left, ending in a colon."""
    words = case.words
    return typeset(SHARED["addressee" if words["code"] else "addressee_plain"], braces=True).format(**words)


def rules_digest(receipt: Receipt) -> str:
    """SHA-256 of all rules and terms on which a verdict rests: those of its documents and vocabulary, joined."""
    return digest({"documents": receipt.documents, "vocabulary": receipt.vocabulary})


# --- facts --------------------------------------------------------------------------------------------------


def facts_of(points: Iterable[Point]) -> list[FactRead]:
    """The known facts that these rules read, each once, in the order of the rules."""
    facts: dict[tuple[str, str, str], FactRead] = {}
    for rule in (r for point in points for r in point.rules):
        for condition in (rule.scope, rule.condition):
            for fact in () if condition is None else facts_below(condition):
                if fact.value is not None and not fact.assumed:
                    facts.setdefault((fact.fact, fact.of, fact.period), fact)
    return list(facts.values())


def facts_in(case: Case, points: Iterable[Point]) -> list[FactRead]:
    """The same facts of a case, the applicant's place with the source that was given for it: a proof names the place alone."""
    given = next((g for g in case.verdict.given if (g.subject, g.fact) == _PLACE_GIVEN), None)
    facts = facts_of(points)
    if given is None:
        return facts
    beside = {n: getattr(given, n) for n in ("origin", "source", "confirmed_by", "valid_until", "evidence")}
    return [
        msgspec.structs.replace(f, **beside) if (f.of, f.fact) == _PLACE_GIVEN and not source_words(f) else f
        for f in facts
    ]


def fact_lines(facts: Iterable[FactRead], context: Background) -> tuple[Line, ...]:
    """One line a fact: what it is, as at when, from where; a source that was not given is a blank to be filled.

    Who confirmed an entry of the ledger, and until when it may be used, is no matter of a letter that leaves the office.
    """
    facts = list(facts)
    texts = numbered(
        [f"{value_stated(f, context.terms)}{provenance(f, SHARED['blank_source'], desk=False)}。" for f in facts]
    )
    return tuple(
        line(text, ITEM if source_words(fact) else BLANK, "事实") for text, fact in zip(texts, facts, strict=True)
    )


def numbered(texts: Sequence[str]) -> list[str]:
    """Texts numbered through; a single one needs no number."""
    return [f"{number}.{text}" for number, text in enumerate(texts, 1)] if len(texts) > 1 else list(texts)


def looked_into(facts: Iterable[FactRead]) -> bool:
    """Whether the agency itself knows all of these facts: none was only stated to it, and each has a source."""
    return all(f.origin not in (None, Origin.APPLICATION) and source_words(f) for f in facts)


def of_levels(text: str, levels: str) -> str:
    """列入政府重点建设项目 as the provision has it: of which levels; 未载明重点建设项目(市级) as a sentence says it."""
    text = _LEVELS.sub(r"未载明列入\1重点建设项目", text)
    return text.replace("列入政府重点建设项目", f"列入{levels}重点建设项目") if levels else text


_LEVELS: Final = re.compile("未载明重点建设项目[(\uff08]([^()\uff08\uff09]*)[)\uff09]")


def without_provenance(sentence: str, facts: Iterable[FactRead]) -> str:
    """A sentence without day and source of the facts that it names: in letters they stand where the facts are listed."""
    for words in sorted(filter(None, map(provenance, facts)), key=len, reverse=True):
        sentence = sentence.replace(words, "")
    return sentence


def _undocumented(facts: Iterable[FactRead], context: Background) -> list[str]:
    """Facts without a source, or, where somebody else than the applicant provides them, without a date."""
    names = []
    for fact in facts:
        term = context.terms.get(fact.fact)
        dated = bool(fact.as_at) or (term is not None and term.provider == "申请人")
        if not dated or not source_words(fact):
            names.append(fact_name(fact, context.terms))
    return list(dict.fromkeys(names))


def in_full(title: str, case: Case) -> str:
    """A document by title and number, as a letter first names it; a title of ours that stands for none as it is."""
    number = next((c.number for c in case.verdict.citations if c.document == title and c.number), "")
    return f"《{title}》" + (f"({number})" if number else "")


# --- clauses ------------------------------------------------------------------------------------------------


def quoted(point: Point) -> Line:
    """The clause word for word; quotations within it stand in ‘ ’ (GB/T 15834)."""
    return quotation(point.citation.quote)


def quotation(text: str) -> Line:
    """Official words in a paragraph of their own."""
    words = "".join(text.splitlines()).replace("“", "‘").replace("”", "’")
    return line(f"“{words}”", QUOTE, "引文")


def claims_of(assumptions: Iterable[Assumption]) -> str:
    """What an applicant claims or may claim, with what would prove it, in one phrase; empty where that is nothing."""
    return "、".join(dict.fromkeys(f"{a.fact}({a.proof})" if a.proof else a.fact for a in assumptions))


def rule_lines(points: Iterable[Point], phrase: str) -> Iterator[Line]:
    """Each clause with document, number and place, and its words below; a clause is quoted once."""
    by_clause = {p.citation.clause: p for p in points}
    for number, point in enumerate(by_clause.values(), 1):
        mark = f"{number}." if len(by_clause) > 1 else ""
        yield line(phrase.format(number=mark, source=source_of(point.citation)), SOURCE, "条款")
        yield quoted(point)


def force_lines(case: Case, points: Iterable[Point]) -> Iterator[Line]:
    """That the period of a cited plan ended and by what determination it goes on, or that its force was confirmed."""
    cited = {p.citation.document for p in points}
    for fact in case.verdict.facts:
        if fact.fact in OF_DOCUMENTS and fact.of in cited and fact.value == "是":
            phrase = SHARED["continued" if fact.fact == CONTINUATION else "confirmed"]
            text = phrase.format(
                title=fact.of,
                ends=day_words(case.context.period_ends.get(fact.of, "")),
                made=_made(fact),
                period=_period(fact),
            )
            yield line(text, BLANK if "____" in text else PLAIN, "效力")


def _made(fact: CitedFact) -> str:
    """By whom, when and with which paper a determination was made; what was not said is a blank to be filled."""
    paper = fact.evidence
    number = f"({SHARED['blank_short']})" if paper is None else f"({paper.number})" if paper.number else ""
    day = day_words(fact.as_at) if fact.as_at else SHARED["blank_source"]
    organs = "、".join(fact.determined_by) or SHARED["blank_name"]
    name = "" if paper is None else paper.name
    if name and paper is not None and paper.number and not name.startswith("《"):
        name = f"《{name}》"  # a paper with a number of its own is a document
    return f"{organs}{day}{name}{number}"


def _period(fact: CitedFact) -> str:
    """From when and until when, in brackets, as far as the determination says."""
    parts = [f"自{day_words(fact.starts)}起" if fact.starts else "", f"至{day_words(fact.ends)}止" if fact.ends else ""]
    return f"({''.join(parts)})" if any(parts) else ""


def undetermined_by(case: Case, points: Iterable[Point]) -> bool:
    """Whether a determination on which cited rules or the force of their documents rest does not say who made it."""
    points = list(points)
    cited = {p.citation.document for p in points}
    of_documents = [f for f in case.verdict.facts if f.fact in OF_DOCUMENTS and f.of in cited]
    return any(f.standing is AuthorityStatus.UNSTATED for f in (*facts_of(points), *of_documents))


def exception_lines(points: Iterable[Point], phrase: str, *, headings: bool = False) -> Iterator[Line]:
    """Each exception with its words, and why it does not help, or how far it reaches.

    headings: with the catchwords of staff (豁免·未载明), which applicants do not need.
    """
    quoted_already = set()
    for point in points:
        yield line(phrase.format(source=source_of(point.citation)), SOURCE, "条款")
        if point.citation.clause not in quoted_already:
            yield quoted(point)
        quoted_already.add(point.citation.clause)
        for sentence in point.sentences:
            plain = re.sub(r"^豁免·[^:]*:(?:经查[,\uff0c])?", "", sentence)
            plain = re.sub(r"[;\uff1b]如有[,\uff0c]请提供[^。]*", "", plain)  # what could be supplied is said apart
            levels = re.search(_LEVELS, sentence)
            text = sentence if headings else without_provenance(plain, facts_of([point]))
            text = of_levels(text, "" if levels is None else levels[1])
            yield line(text, PLAIN, "理由")


def staff_notes(case: Case, points: Iterable[Point]) -> tuple[Line, ...]:
    """What staff must know before a letter leaves: warnings, readings not confirmed, rules not reviewed."""
    explanation, points = case.explanation, list(points)
    texts = [SHARED["warning"].format(warning=w) for w in explanation.warnings]
    texts += [SHARED["reading"].format(reading=r) for r in explanation.readings]
    texts += [SHARED["changing_reading"].format(reading=r) for r in explanation.changing_readings]
    named = [*points, *explanation.of(PointRole.NOTE), *explanation.exceptions]
    facts = _undocumented(facts_in(case, named), case.context)
    texts += [SHARED["unsourced"].format(facts="、".join(facts))] if facts else []
    names = unreviewed(points)
    texts += [SHARED["unreviewed"].format(rules="、".join(names))] if names else []
    cited = dict.fromkeys(p.citation.document for p in named if p.citation.document in case.untitled)
    texts += [SHARED["to_name"].format(documents="、".join(f"《{t}》" for t in cited))] if cited else []
    texts.append(explanation.closing)
    inside = case.names_for(outward=False)
    return tuple(Line(renamed(for_inside(typeset(writable(t))), inside), NOTE) for t in numbered(texts))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A text with documents named otherwise than by the titles that we give them."""
    for title, name in names.items():
        text = text.replace(typeset(f"《{title}》"), typeset(name))
    return text


def unreviewed(points: Iterable[Point]) -> list[str]:
    """The rules among the grounds that nobody has reviewed yet: place and name. What is not yet transcribed is no rule."""
    rules = [(p.citation.place, r) for p in points for r in p.rules if not r.reviewed and not r.pending]
    return [*dict.fromkeys(f"{place}「{rule.rule.partition('#')[2]}」" for place, rule in rules)]


PROJECT: Final = "重点建设项目"
"""The fact whose value is a list of levels."""


def levels_that_help(levels: Sequence[str]) -> str:
    """Of what proves that a project is listed: at which levels, where a paper about another helps nobody."""
    return REFUSAL["level"].format(levels=either(levels)) if levels else ""


def either(words: Sequence[str]) -> str:
    """甲、乙或者丙; nothing of none."""
    return "或者".join(filter(None, ("、".join(words[:-1]), *words[-1:])))
