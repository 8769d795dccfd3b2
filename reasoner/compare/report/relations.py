"""How two sides relate, in words: cities that are stricter, versions that change who proceeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reasoner.compare.relation import APART, EQUAL, LOOSER, OPEN, STRICTER
from reasoner.compare.report import words
from reasoner.compare.report.differences import ONLY_A, ONLY_B, counted, requiring, restraining
from reasoner.compare.report.words import DEGREE, MANNER, SILENCE, UNREACHED_SHORT, merged

if TYPE_CHECKING:
    from reasoner.compare.report.view import Block, View

_CHANGES: Final = {STRICTER: "{b}较宽", LOOSER: "{b}较严", APART: "有的较严、有的较宽", OPEN: "未定"}


class Told(NamedTuple):
    """A relation in a line: of what or whom (may be empty), how the sides relate, the mark that another reading would
    change that, and what else is to be known, with the sign before it. `block` is one of those of which it is told.
    """

    of: str
    relation: str
    mark: str
    more: str
    block: Block

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.before}{self.mark}{self.more}"

    @property
    def before(self) -> str:
        """What stands before the mark."""
        return f"{self.of}:{self.relation}" if self.of else self.relation


def relation(view: View, block: Block) -> str:
    """How the sides relate; of readings, who is treated otherwise."""
    if block.silent:
        return block.label if block.both_silent else APART
    if not view.reread:
        return block.label
    if block.relation == EQUAL and not block.complete and not block.examples:
        return "宽严不变,程度没有查完"
    if block.relation == EQUAL:
        return "结论程度有变" if block.examples else "结论不变"
    return _CHANGES[block.relation].format(b=view.b)


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


def counts(view: View) -> tuple[str, str]:
    """What restrains on one side alone, as heads of a table."""
    a, b = view.a, view.b
    if view.changed:
        return f"依{a}受限制、依{b}可进入", f"依{a}可进入、依{b}受限制"
    return f"仅{a}限制", f"仅{b}限制"


def alone(view: View, blocks: Sequence[Block], most: int = words.MANY) -> tuple[str, str]:
    """The rules by which each side alone restrains, the first of them by name; empty where there are none."""
    a, b = (words.few(restraining(blocks, side, s), most) for side, s in ((view.a, ONLY_A), (view.b, ONLY_B)))
    return a, b


def either(blocks: Sequence[Block]) -> str:
    """How many pairs of rules lead to outcomes of one kind that differ: 9处程度不同、1处方式不同."""
    found = counted(blocks)
    return "、".join(f"{found[m]}处{m}" for m in (DEGREE, MANNER) if found[m])


def points(view: View, blocks: Sequence[Block], most: int = words.MANY) -> str:
    """Where the sides differ, in a line: the rules that restrain on one side alone, and how many differ otherwise; where a
    side is silent the restrictions and conditions of the other. most: how many rules are named.
    """
    found = alone(view, blocks, most)
    if blocks[0].silent:
        conditions = [words.few(requiring(blocks, side), most) for side in (view.a, view.b)]
        told = [f"{side}的限制有{t}" for side, t in zip((view.a, view.b), found, strict=True) if t]
        told += [f"{side}的条件:{t}" for side, t in zip((view.a, view.b), conditions, strict=True) if t]
        return ";".join(told)
    told = [f"{head}:{t}" for head, t in zip(counts(view), found, strict=True) if t]
    other = either(blocks)
    return ";".join([*told, *([f"{'另有' if told else '有'}{other}"] if other else [])])


def why(view: View, block: Block) -> str:
    """Why they relate so: where they differ, and what the data says of silence. Never empty."""
    return ";".join(x for x in (because(block), points(view, [block])) if x) or words.SAME


def because(block: Block) -> str:
    """What the data says of silence, of clauses that do not reach an institution, of questions left open."""
    if block.both_silent and block.label == words.BOTH_SILENT:
        return f"{block.why};{SILENCE}"
    return f"{UNREACHED_SHORT}:{block.why}" if block.unreached and not block.silent else block.why


def reach(view: View, blocks: Sequence[Block]) -> str:
    """Of versions, which reaches none of these institutions, or not some of them: (部分机构:修改后条款未及). Empty where
    none, and where a side is silent, which says it already.
    """
    blocks = [b for b in blocks if not b.silent]
    names = dict.fromkeys(n for b in blocks for n in b.unreached)
    wholly = [n for n in names if all(n in b.unreached for b in blocks)]
    told = [f"{'、'.join(wholly)}{UNREACHED_SHORT}"] if wholly else []
    partly = [n for n in names if n not in wholly]
    told += [f"部分机构:{'、'.join(partly)}{UNREACHED_SHORT}"] if partly else []
    told += [f"{n}{words.DOUBTFUL}" for n in (view.a, view.b) if any(n in b.doubtful for b in blocks)]
    return f"({';'.join(told)})" if told else ""


def late(blocks: Sequence[Block]) -> str:
    """That the solver did not come to an end, where a relation is told all the same."""
    found = [b for b in blocks if not b.complete and b.relation != OPEN]
    some = "" if len(found) == len(blocks) else "部分机构"
    return f"({some}{words.LATE})" if found else ""


def short(view: View, block: Block) -> str:
    """How the sides relate on one line, with the side that does not reach, or rests on documents of unknown force."""
    return relation(view, block) + reach(view, [block])


def headline(view: View, most: int = words.MANY) -> Iterator[Told]:
    """The result in a few lines: each matter in which the sides differ, with where; then for each other relation the
    matters of which it holds. most: how many rules are named.
    """
    listed: dict[str, tuple[Block, list[str]]] = {}
    for matter, blocks in view.matters.items():
        by = _by_relation(view, blocks)
        for said, of in by.items():
            some = f"({merged(x.of for x in of)})" if len(by) > 1 else ""
            more = "" if of[0].silent else points(view, of, most)
            if more:
                yield Told(matter + some, said + late(of), words.turns(of), f"。{more}。", of[0])
            else:
                listed.setdefault(said, (of[0], []))[1].append(matter + some + words.turns(of) + late(of))
    yield from (Told("", said, "", f":{'、'.join(matters)}。", block) for said, (block, matters) in listed.items())


def cell(view: View, blocks: Sequence[Block]) -> list[Told]:
    """A matter in the overview of several pairs: how the sides relate for which institutions, those compared first."""
    by = _by_relation(view, blocks)
    found = [
        Told(
            merged(b.of for b in of) if len(by) > 1 else "", said + late(of), words.turns(of),
            f"。{told}" if (told := points(view, of)) else "", of[0],
        )
        for said, of in by.items()
    ]  # fmt: skip
    return sorted(found, key=lambda t: t.block.silent)


def together(view: View, blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of a matter of which one relation is told together."""
    return list(_by_relation(view, blocks).values())


def _by_relation(view: View, blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """The blocks by how the sides relate and, where a side is silent, by which that is."""
    by: dict[str, list[Block]] = {}
    for block in blocks:
        silence = f"({'、'.join(block.silence)})" if block.silent and not block.both_silent else ""
        by.setdefault(relation(view, block) + silence, []).append(block)
    # What some of the institutions are told apart by stands behind the relation of all of them.
    return {said + reach(view, of): of for said, of in by.items()}
