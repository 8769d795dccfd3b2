"""How two sides relate, in words: cities that are stricter, versions that change who proceeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reasoner.compare.relation_kinds import Relation
from reasoner.compare.relation_label import supposed_words
from reasoner.compare.report import wordings
from reasoner.compare.report.difference_lines import Section, counted, requiring, restraining
from reasoner.compare.report.wordings import DEGREE, MANNER, SILENCE, merged
from reasoner.compare.result import BOTH_SILENT

if TYPE_CHECKING:
    from reasoner.compare.report.view_model import Block, View
    from reasoner.compare.result import RelationByForce

_CHANGES: Final = {
    Relation.STRICTER: "{b}较宽",
    Relation.LOOSER: "{b}较严",
    Relation.APART: "有的较严、有的较宽",
    Relation.FORCE: Relation.FORCE.value,
    Relation.OPEN: "未定",
}


class RelationLine(NamedTuple):
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
        return block.label if block.both_silent else Relation.APART.value
    if not view.reread:
        return block.label
    if block.relation is Relation.FORCE:
        ways = (f"{supposed_words(w.supposed)},{_change(view, w)}" for w in block.by_force)
        return ";".join(ways)
    if block.relation is Relation.EQUAL and not block.complete and not block.examples:
        return "宽严不变,程度没有查完"
    if block.relation is Relation.EQUAL:
        return "结论程度有变" if block.examples else "结论不变"
    return _CHANGES[block.relation].format(b=view.b)


def _change(view: View, way: RelationByForce) -> str:
    """What another reading changes where documents of unknown force are, or are not, in force."""
    if way.silent:
        return way.label if way.label.startswith(BOTH_SILENT) else Relation.APART.value
    return "结论不变" if way.relation is Relation.EQUAL else _CHANGES[way.relation].format(b=view.b)


def headings(view: View) -> dict[Section, str]:
    """What each section of differences is called."""
    a, b = view.a, view.b
    if view.changed:
        return {
            Section.ONLY_A: f"依{a}受限制,依{b}可进入后续程序",
            Section.ONLY_B: f"依{a}可进入后续程序,依{b}受限制",
            Section.BOTH_RESTRAIN: f"依{a}、依{b}都受限制,结论不同",
            Section.BOTH_PROCEED: f"依{a}、依{b}都可进入后续程序,结论不同",
        }
    return {
        Section.ONLY_A: f"仅{a}限制,{b}可进入后续程序",
        Section.ONLY_B: f"仅{b}限制,{a}可进入后续程序",
        Section.BOTH_RESTRAIN: "双方都限制,结论不同",
        Section.BOTH_PROCEED: "双方都可进入后续程序,结论不同",
    }


def counts(view: View) -> tuple[str, str]:
    """What restrains on one side alone, as heads of a table."""
    a, b = view.a, view.b
    if view.changed:
        return f"依{a}受限制、依{b}可进入", f"依{a}可进入、依{b}受限制"
    return f"仅{a}限制", f"仅{b}限制"


def alone(view: View, blocks: Sequence[Block], most: int = wordings.MANY) -> tuple[str, str]:
    """The rules by which each side alone restrains, the first of them by name; empty where there are none."""
    a, b = (
        wordings.few(restraining(blocks, side, s), most)
        for side, s in ((view.a, Section.ONLY_A), (view.b, Section.ONLY_B))
    )
    return a, b


def either(blocks: Sequence[Block]) -> str:
    """How many pairs of rules lead to outcomes of one kind that differ: 9处程度不同、1处方式不同."""
    number = counted(blocks)
    return "、".join(f"{number[m]}处{m}" for m in (DEGREE, MANNER) if number[m])


def points(view: View, blocks: Sequence[Block], most: int = wordings.MANY) -> str:
    """Where the sides differ, in a line: the rules that restrain on one side alone, and how many differ otherwise; where a
    side is silent the restrictions and conditions of the other. most: how many rules are named.
    """
    restrictions = alone(view, blocks, most)
    if blocks[0].silent:
        conditions = [wordings.few(requiring(blocks, side), most) for side in (view.a, view.b)]
        phrases = [f"{side}的限制有{t}" for side, t in zip((view.a, view.b), restrictions, strict=True) if t]
        phrases += [f"{side}的条件:{t}" for side, t in zip((view.a, view.b), conditions, strict=True) if t]
        return ";".join(phrases)
    phrases = [f"{head}:{t}" for head, t in zip(counts(view), restrictions, strict=True) if t]
    other = either(blocks)
    return ";".join([*phrases, *([f"{'另有' if phrases else '有'}{other}"] if other else [])])


def why(view: View, block: Block) -> str:
    """Why they relate so: where they differ, and what the data says of silence. Never empty."""
    return ";".join(x for x in (because(block), points(view, [block])) if x) or wordings.SAME


def because(block: Block) -> str:
    """What the data says of silence, of those whom rules do not reach, of unknown force, of questions left open."""
    if block.both_silent and block.label == wordings.BOTH_SILENT:
        return f"{block.why};{SILENCE}"
    return block.why


def reach(view: View, blocks: Sequence[Block]) -> str:
    """The sides that rest on documents of unknown force alone. Empty where none does, where a side is silent, and where the
    relation itself tells each way.
    """
    blocks = [b for b in blocks if not b.silent and b.relation is not Relation.FORCE]
    phrases = [f"{n}{wordings.DOUBTFUL}" for n in (view.a, view.b) if any(n in b.doubtful for b in blocks)]
    return f"({';'.join(phrases)})" if phrases else ""


def late(blocks: Sequence[Block]) -> str:
    """That the solver did not come to an end, where a relation is told all the same."""
    late = [b for b in blocks if not b.complete and b.relation is not Relation.OPEN]
    some = "" if len(late) == len(blocks) else "部分机构"
    return f"({some}{wordings.LATE})" if late else ""


def short(view: View, block: Block) -> str:
    """How the sides relate on one line, with the side that does not reach, or rests on documents of unknown force."""
    return relation(view, block) + reach(view, [block])


def headline(view: View, most: int = wordings.MANY) -> Iterator[RelationLine]:
    """The result in a few lines: each matter in which the sides differ, with where; then for each other relation the
    matters of which it holds. most: how many rules are named.
    """
    listed: dict[str, tuple[Block, list[str]]] = {}
    for matter, blocks in view.matters.items():
        by = _by_relation(view, blocks)
        for name, of in by.items():
            some = f"({merged(x.of for x in of)})" if len(by) > 1 else ""
            more = "" if of[0].silent else points(view, of, most)
            if more:
                yield RelationLine(matter + some, name + late(of), wordings.turns(of), f"。{more}。", of[0])
            else:
                listed.setdefault(name, (of[0], []))[1].append(matter + some + wordings.turns(of) + late(of))
    for name, (block, matters) in listed.items():
        yield RelationLine("", name, "", f":{'、'.join(matters)}。", block)


def cell(view: View, blocks: Sequence[Block]) -> list[RelationLine]:
    """A matter in the overview of several pairs: how the sides relate for which institutions, those compared first."""
    by = _by_relation(view, blocks)
    lines = [
        RelationLine(
            merged(b.of for b in of) if len(by) > 1 else "", name + late(of), wordings.turns(of),
            f"。{more}" if (more := points(view, of)) else "", of[0],
        )
        for name, of in by.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.block.silent)


def together(view: View, blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of a matter of which one relation is told together."""
    return list(_by_relation(view, blocks).values())


def named(view: View, blocks: Sequence[Block]) -> str:
    """How the sides relate for blocks that are told together, with who is silent and what was not solved."""
    (name,) = _by_relation(view, blocks)
    return name + late(blocks)


def _by_relation(view: View, blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """The blocks by how the sides relate and, where a side is silent, by which that is."""
    by: dict[str, list[Block]] = {}
    for block in blocks:
        silence = f"({'、'.join(block.silence)})" if block.silent and not block.both_silent else ""
        by.setdefault(relation(view, block) + silence, []).append(block)
    # What some of the institutions are told apart by stands behind the relation of all of them.
    return {name + reach(view, of): of for name, of in by.items()}
