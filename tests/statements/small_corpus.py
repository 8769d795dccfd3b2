"""Small corpora for the checks of proofreading: sentences with their figures, in one document."""

from __future__ import annotations

import re
from decimal import Decimal

from policy_dsl.compiled import Clause, Document, raw
from policy_dsl.document_record import Received
from policy_dsl.ir import Level
from policy_dsl.numerals import parse_quantity
from policy_dsl.vocabulary import Vocabulary, VocabularyData
from reasoner.proofread.proofread_finding import Corpus
from reasoner.survey.figure_words import FigureOperator
from reasoner.survey.figures import FigureKind, IndicatorFigure


def clause(number: int, text: str, start: int) -> Clause:
    """The sentence of this number, which begins at an offset."""
    return Clause(
        clause=f"doc/s{number}", document="文件", number=None, heading=(), place=f"第{number}句", nature="fact",
        natures=("事实",), quote=text, start=start, end=start + len(text), rules=(), judgements=(), observations=(),
    )  # fmt: skip


def document(clauses: list[Clause]) -> Document:
    """A document of these clauses and nothing else."""
    return Document(
        id="doc", title="文件", number=None, year=2023, kind="规划", issuers=(), issuer_level=Level.CITY, region="370200",
        addressees=(), issued="", starts="", starts_basis="不明", ends="", ends_basis="不明", force=(),
        received=Received("", "", 0), masked=(), missing=(), digest="", regulates=(), readings=(), reviews=(),
        clause_list=raw(clauses), norm_list=raw([]),
    )  # fmt: skip


def corpus(*sentences: str, figures: tuple[IndicatorFigure, ...] = (), vocabulary: Vocabulary | None = None) -> Corpus:
    """One document whose clauses s1, s2 … are these sentences, one after the other."""
    clauses: list[Clause] = []
    for number, text in enumerate(sentences, 1):
        clauses.append(clause(number, text, clauses[-1].end if clauses else 0))
    return Corpus((document(clauses),), vocabulary or Vocabulary(VocabularyData((), ())), figures, ())


def figure(text: str, at: int, words: str, indicator: str, sentence: int = 1) -> IndicatorFigure:
    """The observation whose words stand in a text that begins at an offset; its value is the last number in them."""
    number = re.findall(r"[\d.]+[万亿]?%?[张家人元名个种类]?", words)[-1]
    quantity = parse_quantity(number)
    assert quantity is not None
    start = at + text.index(words)
    return IndicatorFigure(
        id=f"doc/s{sentence}#{indicator}", kind=FigureKind.OBSERVATION, document="doc", clause=f"doc/s{sentence}", place="第1句",
        name=indicator, indicator=indicator, term="", value=Decimal(quantity.value), shown=number, unit=quantity.unit,
        denominator="", population="", region="青岛市", stated=True, as_at="2022", op=FigureOperator.EQ, qualifier="", target_kind="", strength="",
        claim="", quote=words, spans=((start, start + len(words)),), readings=(),
    )  # fmt: skip
