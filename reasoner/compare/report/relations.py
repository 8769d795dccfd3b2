"""How two sides relate, in words: cities that are stricter, versions that change who proceeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from reasoner.compare.relation import APART, EQUAL, LOOSER, OPEN, STRICTER
from reasoner.compare.report.view import UNREACHED
from reasoner.compare.report.words import DEGREE, SAME, SILENCE, SILENT, UNREACHED_SHORT, kinds

if TYPE_CHECKING:
    from reasoner.compare.report.view import Block, View

_CHANGES: Final = {STRICTER: "{b}较宽", LOOSER: "{b}较严", APART: "有的较严、有的较宽", OPEN: "未定"}


def relation(view: View, block: Block) -> str:
    """How the sides relate; of versions, who is treated otherwise."""
    if not view.changed:
        return block.label
    if block.both_silent:
        return block.label
    if block.relation == EQUAL and not block.complete and not block.examples:
        return "宽严不变,程度没有查完"
    if block.relation == EQUAL:
        return "结论程度有变" if block.examples else "结论不变"
    return APART if block.silent else _CHANGES[block.relation].format(b=view.b)


def headings(view: View) -> dict[str, str]:
    """What each section of differences is called."""
    a, b = view.a, view.b
    if view.changed:
        return {
            "only_a": f"依{a}受限制,依{b}可进入后续程序", "only_b": f"依{a}可进入后续程序,依{b}受限制",
            "both_restrain": f"依{a}、依{b}都受限制,结论不同", "both_proceed": f"依{a}、依{b}都可进入后续程序,结论不同",
        }  # fmt: skip
    return {
        "only_a": f"仅{a}限制,{b}可进入后续程序", "only_b": f"仅{b}限制,{a}可进入后续程序",
        "both_restrain": "双方都限制,结论不同", "both_proceed": "双方都可进入后续程序,结论不同",
    }  # fmt: skip


def counts(view: View) -> tuple[str, str, str]:
    """What the numbers of the matrix count: rules that restrain on one side alone, and differences of degree."""
    a, b = view.a, view.b
    if view.changed:
        return f"依{a}受限制、依{b}可进入", f"依{a}可进入、依{b}受限制", DEGREE
    return f"仅{a}限制", f"仅{b}限制", DEGREE


def why(view: View, block: Block, counted: Mapping[str, int]) -> str:
    """Why they relate so: how many rules of which section, and what the data says of silence. Never empty."""
    names = zip(counts(view), ("only_a", "only_b"), strict=False)
    of = "的" if view.changed else ""
    told = [f"{name}{of}{counted[s]}项" for name, s in names if counted[s]]
    degree = counted["both_restrain"] + counted["both_proceed"]
    told += [f"{'另有' if told else ''}{degree}处{DEGREE}"] if degree else []
    return ";".join(x for x in (",".join(told), because(block)) if x) or SAME


def apart(view: View, block: Block) -> str:
    """Why sides that both have rules cannot be ranked."""
    return "各有对方不限制的情形" if block.relation == APART and not block.silent and not view.changed else ""


def because(block: Block) -> str:
    """What the data says of silence, of clauses that do not reach an institution, of questions left open."""
    if not block.silent:
        told = block.why.split(";")
        first = next((p for p in told if UNREACHED in p), None)
        return ";".join(f"{UNREACHED_SHORT}:{p}" if p == first else p for p in told)
    return block.why + (f";{SILENCE}" if SILENT in block.why and SILENCE not in block.why else "")


def reach(blocks: Sequence[Block]) -> str:
    """Which sides reach none of these institutions, or not some of them: (部分机构:修改后条款未及). Empty where none, and
    where a side is silent, which says it already.
    """
    blocks = [b for b in blocks if not b.silent]
    names = dict.fromkeys(n for b in blocks for n in b.unreached)
    wholly = [n for n in names if all(n in b.unreached for b in blocks)]
    told = [f"{'、'.join(wholly)}{UNREACHED_SHORT}"] if wholly else []
    partly = [n for n in names if n not in wholly]
    told += [f"部分机构:{'、'.join(partly)}{UNREACHED_SHORT}"] if partly else []
    return f"({';'.join(told)})" if told else ""


def short(view: View, block: Block) -> str:
    """How the sides relate on one line, with the side that does not reach."""
    return relation(view, block) + reach([block])


def late(blocks: Sequence[Block]) -> str:
    """That the solver did not come to an end, where a relation is told all the same."""
    found = [b for b in blocks if not b.complete and b.relation != OPEN]
    return "" if not found else "(求解没有完成)" if len(found) == len(blocks) else "(部分机构求解没有完成)"


def headline(view: View) -> Iterator[tuple[str, Block]]:
    """The result in a few lines: for each relation the matters of which it holds, with one of the blocks."""
    found: dict[str, tuple[Block, list[str]]] = {}
    for matter, blocks in view.matters.items():
        by: dict[str, list[Block]] = {}
        for block in blocks:
            told = _silence(view, block) if block.silent else apart(view, block)
            by.setdefault(relation(view, block) + (f"({told})" if told else ""), []).append(block)
        for said, of in by.items():
            some = f"({'、'.join(kinds(x.of) for x in of)})" if len(by) > 1 else ""
            found.setdefault(said, (of[0], []))[1].append(matter + some + reach(of) + late(of))
    yield from ((f"{said}:{'、'.join(matters)}。", block) for said, (block, matters) in found.items())


def silence(view: View, block: Block) -> str:
    """Which side is silent on a matter, in few words: 河南省没有可据以研判的规定."""
    parts = [p for p in block.why.split(";") if p.startswith((view.a, view.b)) and not p.endswith("有规定")]
    return "、".join(parts) or block.why


def _silence(view: View, block: Block) -> str:
    """The same, where the relation does not say it."""
    return "" if block.both_silent else silence(view, block)


def cell(view: View, blocks: Sequence[Block]) -> str:
    """A matter in the overview of several pairs."""
    by: dict[str, list[Block]] = {}
    for block in blocks:
        told = _silence(view, block) if block.silent else ""
        by.setdefault(relation(view, block) + (f"({told})" if told else ""), []).append(block)
    if len(by) == 1:
        return next(iter(by)) + reach(blocks) + late(blocks)
    return ";".join(f"{said}({'、'.join(kinds(b.of) for b in of)}){reach(of)}{late(of)}" for said, of in by.items())
