"""Small corpora for the checks of proofreading: sentences with their figures, in one document."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from policy_dsl.compiled import Document
from policy_dsl.numerals import parse_quantity
from policy_dsl.vocabulary import Vocabulary
from reasoner.proofread.finding import Corpus
from reasoner.survey.figures import OBSERVATION, Figure


def corpus(*sentences: str, figures: tuple[Figure, ...] = (), vocabulary: Vocabulary | None = None) -> Corpus:
    """One document whose clauses s1, s2 … are these sentences, one after the other."""
    clauses: list[dict[str, Any]] = []
    start = 0
    for number, text in enumerate(sentences, 1):
        clauses.append(
            {
                "clause": f"doc/s{number}",
                "place": f"第{number}句",
                "nature": "fact",
                "natures": ["事实"],
                "quote": text,
                "start": start,
                "end": start + len(text),
            }
        )
        start += len(text)
    data = {"id": "doc", "title": "文件", "number": None, "region": "370200", "clauses": clauses, "norms": []}
    return Corpus((Document("doc", data),), vocabulary or Vocabulary({"terms": [], "regions": []}), figures, ())


def figure(text: str, at: int, words: str, indicator: str, sentence: int = 1) -> Figure:
    """The observation whose words stand in a text that begins at an offset; its value is the last number in them."""
    import re

    shown = re.findall(r"[\d.]+[万亿]?%?[张家人元名个种类]?", words)[-1]
    quantity = parse_quantity(shown)
    assert quantity is not None
    start = at + text.index(words)
    return Figure(
        id=f"doc/s{sentence}#{indicator}", kind=OBSERVATION, document="doc", clause=f"doc/s{sentence}", place="第1句",
        name=indicator, indicator=indicator, term="", value=Decimal(quantity.value), shown=shown, unit=quantity.unit,
        denominator="", population="", region="青岛市", stated=True, as_at="2022", op="eq", target_kind="", strength="",
        claim="", quote=words, spans=((start, start + len(words)),), readings=(),
    )  # fmt: skip
