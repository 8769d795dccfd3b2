"""What other programs ask of the office: the answers of the command line, in the same bytes as `--json` writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import clauses as clause_lists
from reasoner.driver import judging
from reasoner.driver.current_rule_base import as_day, looked_at, reader
from reasoner.driver.window.cases import Judged, Plain, with_ledger
from reasoner.driver.window.comparison_answer import Question

MOST_APPLICATIONS: Final = 100
"""Applications that are judged at a request."""
MOST_BODY: Final = 2 * 2**20
"""Bytes of a request."""
MOST_SIDES: Final = 4
"""Regions or documents that are compared at a request."""
TOO_LARGE: Final = "U222"
"""The code of a request that is too large."""
_BODY: Final = Path("请求")
"""What messages call the body of a request."""


class JudgedBody(NamedTuple):
    """The applications of a request, judged."""

    judged: tuple[Judged, ...]
    """Each with its verdict, in their order."""
    several: bool
    """Whether the answer is an array."""


def check(
    body: bytes,
    as_of: str = "",
    documents: Sequence[str] = (),
    under: str = "",
    *,
    readings: bool = False,
    ledger: Plain | None = None,
) -> JudgedBody:
    """The verdicts on the applications of a request, as `tiaoli check FILE --json` gives them on a file of the same content.

    as_of, documents, under, readings: as the options of that command. ledger: the values of the office, as `--ledger` takes them
    from a file; None: the applications alone count. Raises Faults with every fault, U222 for too many, S131 where an application
    says otherwise than the ledger.
    """
    day = as_day(as_of or None, "as_of")
    only = looked_at(documents)
    there = reader().place(under) if under else None
    read = judging.applications_in(body, _BODY, day, json=True).applications
    if len(read) > MOST_APPLICATIONS:
        message, allowed = f"请求里有{len(read)}份申请", f"不超过{MOST_APPLICATIONS}份"
        raise Faults([Diagnostic(TOO_LARGE, str(_BODY), message, allowed, "分几次送")])
    several = len(read) != 1
    if ledger is not None:
        read = [with_ledger(a, ledger) for a in read]
    placed = read if there is None else (judging.lying(a, there) for a in read)
    return JudgedBody(
        tuple(Judged(a, judging.judged_one(a, day, only, readings or not several)) for a in placed), several
    )


def ask(words: str, region: str, kind: str, matter: str, as_of: str) -> bytes:
    """What `tiaoli ask --json` answers. Raises Faults."""
    from reasoner.driver import asking

    day = as_day(as_of or None, "as_of")
    answered = asking.ask(words, region=region, kind=kind, matter=matter, as_of=day)
    return written(answered[0] if len(answered) == 1 else answered)


def clauses(documents: Sequence[str], region: str, matter: str, *, deciding: bool) -> bytes:
    """What `tiaoli clauses --json` writes. Raises Faults."""
    return written(clause_lists.clauses(narrowing=clause_lists.Narrowing(documents, region, matter, deciding)))


def documents() -> bytes:
    """What `tiaoli documents --json` writes."""
    return written(clause_lists.documents_listed())


def comparison(question: Question) -> bytes:
    """What `tiaoli compare --json` writes on regions or documents; it takes minutes. Raises Faults."""
    from reasoner.driver import comparisons
    from reasoner.driver.side_lookup import settled

    sides, matters, kinds = settled(question.names, question.matters, question.kinds)
    day = as_day(question.as_of or None, "as_of")
    request = comparisons.Request(matters, kinds, day, readings=question.readings, advice=True)
    versions = comparisons.of_one_document(sides)
    pairs = comparisons.document_versions(sides, request) if versions else comparisons.regions(sides, request)
    return written(pairs[0] if len(pairs) == 1 else pairs, compact=True)


def written(data: object, *, compact: bool = False) -> bytes:
    """Typed data as the command line writes it. compact: on one line, for what is too large to be read."""
    encoded = msgspec.json.encode(data)
    return (encoded if compact else msgspec.json.format(encoded, indent=1)) + b"\n"


def written_all(data: Iterable[object], *, several: bool) -> bytes:
    """One object, or an array of several, as the command line writes them."""
    texts = [written(item)[:-1] for item in data]
    return b"[\n%s\n]\n" % b",\n".join(texts) if several else b"".join(texts) + b"\n"
