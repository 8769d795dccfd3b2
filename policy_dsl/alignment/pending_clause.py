"""What of a clause is not yet written as rules (待写, 待核): the words that wait, and what they may turn out to be."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.alignment.evidence import Words
from policy_dsl.alignment.left_over import unaccounted
from policy_dsl.alignment.quote_matching import Placed
from policy_dsl.backtranslate import Consequences, sentence
from policy_dsl.compiled import Pending, RuleSummary
from policy_dsl.lowering.pending import pending_norms
from policy_dsl.source_text import MASK
from policy_dsl.syntax import ast
from policy_dsl.texts.lexicon import calling
from policy_dsl.vocabulary import Vocabulary


def pending_clause(
    document: str,
    placed: Placed,
    words: Words,
    matters: tuple[str, ...],
    written: Sequence[ir.Norm],
    proposed: Sequence[ir.Norm],
    vocabulary: Vocabulary,
) -> tuple[tuple[ir.Norm, ...], Pending]:
    """What an entry that is not wholly transcribed may turn out to be, and what the list of clauses says of it.

    words: with what its rules and statements consume. matters: those it may concern. written, proposed: its rules that
    count, and those that nobody has confirmed.
    """
    entry, taken = placed.entry, {i for start, end in words.consumed for i in range(start, end)}
    waiting = "".join(MASK if i in taken else c for i, c in enumerate(words.text))
    natures = [n.text for n in entry.natures]
    clause, span = f"{document}/{entry.address.text}", (placed.start, placed.end)
    named = any(isinstance(i, ast.Pending) and i.matters for i in entry.items)
    consequences, announced = vocabulary.consequences, calling(vocabulary.deciding)
    stating = {f: w.effect for w in vocabulary.effect_words.values() for f in w.forms if f in announced}
    unknown = (
        *pending_norms(
            document,
            clause,
            natures,
            waiting,
            matters,
            span,
            written,
            proposed,
            consequences,
            named=named,
            stating=stating,
        ),
    )
    return unknown, Pending(
        matters=matters,
        norms=tuple(n.id for n in unknown),
        words=tuple(dict.fromkeys(o.word for o in unaccounted(entry, words))),
        reason=";".join(i.reason.text for i in entry.items if isinstance(i, ast.Pending) and i.reason is not None),
        proposed=tuple(RuleSummary(n.id, n.effect, n.text or _text(n, matters, consequences)) for n in proposed),
        proposed_duties=tuple(i.name.text for i in entry.items if isinstance(i, ast.Statement) and i.proposed),
    )


def _text(norm: ir.Norm, matters: tuple[str, ...], consequences: Consequences) -> str:
    """A proposed exemption that names no matter, told back: it may reach what its clause may concern."""
    return sentence(replace(norm, matters=matters), consequences)
