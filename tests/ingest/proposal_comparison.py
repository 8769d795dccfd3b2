"""Rules proposed for the text of a held document beside those that people wrote for it: equal, near, wrong, none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from policy_dsl import ir
from policy_dsl.alignment.draft import Draft
from policy_dsl.compile import compile_document
from policy_dsl.drafting.proposal_candidates import About
from policy_dsl.drafting.proposals import propose, with_proposals
from policy_dsl.source_files import read_sources
from policy_dsl.source_text import Source
from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import parse
from policy_dsl.terminology.compile import compile_vocabulary
from policy_dsl.texts.official_text import load_document
from policy_dsl.texts.scaffold import scaffold
from policy_dsl.texts.segment import segment
from policy_dsl.vocabulary import Vocabulary

HELD = (
    "370200/qingdao-2023-18-medical/2023-07-30",
    "370200/qingdao-2023-18-ltc/2023-07-30",
    "370200/qingdao-2023-1/undated-2023",
    "410000/henan-2025/2025-10-10",
    "371600/binzhou-2022/2022-06-08",
    "350500/quanzhou-2023-83/2023-07-19",
)


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(compile_vocabulary({n: t for n, t in read_sources().items() if n.endswith(".ttl")}))


@cache
def files(folder: str) -> dict[str, str]:
    before = f"corpus/{folder}/"
    return {n.removeprefix(before): t for n, t in read_sources().items() if n.startswith(before)}


class Beside(NamedTuple):
    """A proposed rule and the rule of a person at the same clause that is most like it."""

    document: str
    clause: str
    name: str
    differs: tuple[str, ...]
    """In which of effect, strength, matters, scope and condition; empty: in none."""
    real: str
    """The name of the person's rule; empty: there is none."""


class Held(NamedTuple):
    """What came of a held document."""

    draft: Draft
    """Its text with the proposals, compiled."""
    beside: tuple[Beside, ...]
    real: tuple[ir.Norm, ...]
    """The rules of people that decide."""
    duties: Counter[str]
    """How proposed duties compare."""


@cache
def held(folder: str) -> Held:
    """The rules of a held document stripped, and proposed anew from its official text."""
    region, identifier, _ = folder.split("/")
    texts = files(folder)
    document = load_document(identifier, texts["meta.toml"], texts["text.txt"], "meta.toml")
    clauses = segment(document.text, document.lines)
    about = About(identifier, region, document.kind, document.title)
    proposals = propose(document.text, clauses, about, vocabulary())
    rules = with_proposals(scaffold(document, pending=True), proposals)
    bare = {"meta.toml": texts["meta.toml"], "text.txt": texts["text.txt"]}
    drafted = {**bare, "rules.tiao": rules, "readings.toml": proposals.readings}
    draft = compile_document(identifier, drafted, vocabulary())
    accepted = compile_document(identifier, {**drafted, "rules.tiao": rules.replace(" 待核", "")}, vocabulary())
    written = compile_document(identifier, texts, vocabulary())
    assert written.faults == ()
    real = tuple(n for n in written.norms if n.alternative_of is None and not n.pending)
    return Held(draft, tuple(_beside(identifier, draft, accepted, real)), real, _duties(rules, texts["rules.tiao"]))


def _parts(norm: ir.Norm) -> dict[str, object]:
    plain = ir.to_data(norm)
    assert isinstance(plain, dict)
    return {k: plain.get(k) for k in ("effect", "strength", "matters", "scope", "condition")}


def _beside(document: str, draft: Draft, accepted: Draft, real: tuple[ir.Norm, ...]) -> Iterator[Beside]:
    """accepted: with every proposal accepted, so that an exemption has the matters that it reaches."""
    norms = {n.id: n for n in accepted.norms}
    for norm in draft.proposals:
        mine = _parts(norms[norm.id])
        best: tuple[tuple[str, ...], str] | None = None
        for other in (n for n in real if n.clause == norm.clause):
            theirs = _parts(other)
            differs = tuple(k for k in mine if mine[k] != theirs[k])
            if best is None or len(differs) < len(best[0]):
                best = differs, other.name
        differs, name = best or (("no rule",), "")
        yield Beside(document, norm.clause, norm.name, differs, name)


def _duties(proposed: str, real: str) -> Counter[str]:
    """Proposed duties as parsed beside those of people at the same clause: equal, or in what they differ."""
    counts: Counter[str] = Counter()
    written = _statements(real)
    for address, statements in _statements(proposed).items():
        for statement in statements:
            if not statement.proposed:
                continue
            others = written.get(address, [])
            differs = [
                [k for k in ("主体", "强度", "行为", "对象", "期限") if statement.get(k) != o.get(k)] for o in others
            ]
            best = min(differs, key=len, default=["no duty"])
            counts["equal" if not best else "、".join(best)] += 1
    return counts


def _statements(rules: str) -> dict[str, list[ast.Statement]]:
    file, faults = parse(Source("rules.tiao", rules))
    assert file is not None
    assert not faults
    return {
        e.address.text: [i for i in e.items if isinstance(i, ast.Statement) and i.kind == "义务"] for e in file.entries
    }
