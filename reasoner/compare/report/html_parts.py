"""Pieces of the page: the matrix, the differences of a matter, an example with the two verdicts side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

import msgspec

from reasoner.compare.application_form import form_data
from reasoner.compare.relation_kinds import Relation
from reasoner.compare.report import assumptions, reader_notes, relations, replay_commands, wordings
from reasoner.compare.report.difference_lines import Difference, Lead, Section, differences, folded, leads
from reasoner.compare.report.reasons import Reason, reasons
from reasoner.compare.report.view_model import Block, Cited, Example, Half, View
from reasoner.explain import Background

_CLASSES: Final = {
    Relation.STRICTER: "stricter",
    Relation.LOOSER: "looser",
    Relation.APART: "apart",
    Relation.EQUAL: "equal",
}

SCROLLED = '<div class="scroll">'
"""What holds a table that may be wider than the screen."""


class Page(msgspec.Struct, frozen=True):
    """What every piece needs."""

    context: Background
    """What the reasons need of the rule base."""
    anchors: Mapping[tuple[str, str], str]
    """The anchors of the clauses in the appendix, by clause and text."""

    def link(self, c: Cited, mark: str = "") -> str:
        """A clause's place with its address and rule, leading to its words; before it the mark of its document."""
        return f"{mark}{self.link_place(c)} {escape(wordings.clause(c))}"

    def link_place(self, c: Cited) -> str:
        """A clause's place, leading to its words."""
        return f'<a href="#{self.anchors[c.key]}">{escape(c.place)}</a>'

    def place(self, reason: Reason) -> str:
        """Where the clause of a reason stands, leading to its words."""
        return f'<a href="#{self.anchors[reason.key]}">{escape(reason.place)}</a>'


def matrix(number: int, view: View) -> Iterator[str]:
    """Matters and groups of institutions, how the sides relate, and where they differ: the rules that restrain on one side
    alone, and how many pairs of rules differ otherwise. Each matter leads to its differences.
    """
    heads = [wordings.MATTER, wordings.KINDS, wordings.RELATION, *relations.counts(view), wordings.EITHER]
    classes = ["matter", "kinds", "relation", "points", "points", "either"]
    yield f'{SCROLLED}<table class="matrix">\n<caption>{escape(reader_notes.caption(view))}</caption>\n<thead><tr>'
    yield "".join(f'<th scope="col" class="{c}">{escape(h)}</th>' for h, c in zip(heads, classes, strict=True))
    yield "</tr></thead>"
    for m, (matter, blocks) in enumerate(view.matters.items(), 1):
        yield "<tbody>"
        linked = assumptions.has_clauses(blocks)
        name = f'<a href="#p{number}-{m}">{escape(matter)}</a>' if linked else escape(matter)
        for n, block in enumerate(blocks):
            first = f'<th scope="rowgroup" class="matter" rowspan="{len(blocks)}">{name}</th>'
            yield f"<tr>{'' if n else first}{_row(number, view, block)}</tr>"
        yield "</tbody>"
    yield "</table></div>"


def relation_class(block: Block) -> str:
    """The colour of a relation."""
    return "silent" if block.silent else _CLASSES.get(block.relation, "open")


def _row(number: int, view: View, block: Block) -> str:
    a, b = relations.alone(view, [block])
    other = relations.either([block])
    relation = escape(relations.short(view, block)) + turned(number, wordings.turns([block]))
    differs = not block.silent and any((a, b, other))
    reason = relations.because(block) if differs else relations.why(view, block)
    note = f'<p class="note">{escape(reason)}</p>' if differs and reason else ""
    cells = "".join(f"<td>{escape(t or '—')}</td>" for t in (a, b, other))
    return (
        f'<th scope="row" class="kinds">{kinds(block)}</th>'
        f'<td class="relation {relation_class(block)}">{relation}{note}</td>'
        + (cells if differs else f'<td colspan="3">{escape(reason)}</td>')
    )


def turned(number: int, mark: str) -> str:
    """The mark of a relation that another reading would change, leading to the readings of its pair; empty without one."""
    return f'<a href="#p{number}-readings">{escape(mark)}</a>' if mark else ""


def related(line: relations.RelationLine, number: int) -> str:
    """A relation in a line."""
    return f"<b>{escape(line.before)}</b>{turned(number, line.mark)}{escape(line.more)}"


def kinds(block: Block) -> str:
    """A group of institutions; the names of a long one open below."""
    short, full = wordings.kinds(block.of), wordings.all_kinds(block.of)
    if short == full:
        return escape(short)
    return f"<details><summary>{escape(short)}</summary><p>{escape(full)}</p></details>"


def every_kind(view: View) -> Iterator[str]:
    """The names of all groups: closed on a screen, open on paper, where nothing opens."""
    listed = assumptions.every_kind([view])
    if listed:
        items = "".join(f"<li>{escape(entry)}</li>" for entry in listed)
        name = escape(wordings.EVERY_KIND)
        yield f'<details class="screen every-kind"><summary>{name}</summary><ol>{items}</ol></details>'
        yield f'<div class="print every-kind"><p><b>{name}</b></p><ol>{items}</ol></div>'


# --- the differences of a matter ------------------------------------------------------------------------------


def clauses(view: View, blocks: Sequence[Block], page: Page) -> Iterator[str]:
    """The differences of a matter in a table: what each side says, which clause, and on what it turns."""
    listed, quoted = differences(blocks), set[tuple[str, str]]()
    items = "".join(f"<li>{escape(side)}:{escape(titles)}</li>" for side, titles in reader_notes.grounds(view, listed))
    yield f"<ul>{items}</ul>"
    marked = reader_notes.marks(listed)
    yield f'{SCROLLED}<table class="clauses">\n<thead><tr>'
    yield "".join(f'<th scope="col">{escape(h)}</th>' for h in (view.a, view.b, wordings.TURNING))
    yield "</tr></thead>"
    for section in Section:
        led = leads(listed, section)
        if led:
            yield f'<tbody>\n<tr><th scope="colgroup" colspan="3">{escape(relations.headings(view)[section])}</th></tr>'
            for lead in led:
                yield from _lead(view, lead, blocks, page, quoted, marked)
            yield "</tbody>"
    yield "</table></div>"
    others = reader_notes.beside(blocks)
    if others:
        links = "、".join(_link(e) for d in folded(blocks) for e in d.examples)
        yield f'<p class="note">{escape(others)}<span class="where">{links}</span></p>'


def _lead(
    view: View, lead: Lead, blocks: Sequence[Block], page: Page, quoted: set[tuple[str, str]], marks: wordings.Marks
) -> Iterator[str]:
    for n, d in enumerate(lead.answers):
        mine = "" if n else f'<td rowspan="{len(lead.answers)}">{_of_side(lead.mine, page, quoted, marks)}</td>'
        answer = f"<td>{_of_side(d.answer_to(lead.mine), page, quoted, marks)}</td>"
        both = mine + answer if lead.mine.side == view.a else answer + mine
        yield f"<tr>{both}<td>{_turning(d, blocks)}</td></tr>"


def _of_side(half: Half, page: Page, quoted: set[tuple[str, str]], marks: wordings.Marks) -> str:
    """An outcome and the clause that decides, quoted where it stands first in the table."""
    cell = f'<p class="outcome">{escape(half.label)}</p>'
    for c in half.named:
        own = escape(wordings.alone(c, half))
        cell += f'<p class="where">{page.link(c, marks.get(wordings.titled(c), ""))}{own}</p>'
        cell += "" if c.key in quoted else f"<blockquote>{escape(wordings.quote(c))}</blockquote>"
        quoted.add(c.key)
    return cell


def _turning(d: Difference, blocks: Sequence[Block]) -> str:
    links = "、".join(map(_link, d.examples))
    turning = escape(wordings.turning(d.examples[0].unusual) + wordings.only(d.groups, blocks))
    manner = f'<p class="note">{d.manner}</p>' if d.manner else ""
    return f'{manner}{turning}<p class="where">{links}</p>'


def _link(e: Example) -> str:
    return f'<a href="#e{e.number}">{wordings.number(e.number)}</a>'


def spoken(blocks: Sequence[Block], page: Page) -> Iterator[str]:
    """The clauses of the side that speaks where the other is silent."""
    clauses = assumptions.spoken_clauses(blocks)
    if clauses:
        yield f'<p><b>{escape(wordings.SPOKEN)}</b></p>\n<dl class="spoken">'
        for clause in clauses:
            c = clause.cited
            whose = f"{escape(clause.side)},{escape(clause.of)}:{escape(wordings.titled(c))}"
            yield f"<dt>{whose}{page.link_place(c)}({escape(c.address)})</dt>"
            rules = "".join(f"<p>{escape(r)}</p>" for r in clause.rules)
            yield f"<dd><blockquote>{escape(wordings.quote(c))}</blockquote>{rules}</dd>"
        yield "</dl>"


# --- an example -----------------------------------------------------------------------------------------------


def example(view: View, e: Example, page: Page) -> Iterator[str]:
    """An application with the verdicts of both sides; the application itself to be judged again."""
    summary = f"{escape(wordings.summary(e))}"
    yield f'<details class="example"><summary><b>{wordings.number(e.number)}</b> {summary}</summary>'
    # Browsers open a closed element for a link to what stands within it, not for a link to itself.
    yield f'<p id="e{e.number}">{escape(wordings.applicant(e.application))}</p>\n<ul class="facts">'
    for f in e.facts:
        yield f"<li{' class=' + chr(34) + 'unusual' + chr(34) if f.unusual else ''}>{escape(wordings.fact(f))}</li>"
    yield f'</ul>\n{SCROLLED}<table class="verdicts">\n<caption>{wordings.number(e.number)}</caption>\n<thead><tr><td></td>'
    yield "".join(f'<th scope="col">{_head(h)}</th>' for h in (e.a, e.b)) + "</tr></thead>\n<tbody>"
    both = [reasons(h, page.context) for h in (e.a, e.b)]
    yield _cells(wordings.OUTCOME, [_outcome(h, r.meaning) for h, r in zip((e.a, e.b), both, strict=True)])
    yield _cells(wordings.DECIDING, [_deciding(h, page) for h in (e.a, e.b)])
    for (head, ours), (_, theirs) in zip(*(r.headed for r in both), strict=True):
        if ours or theirs or head in (wordings.REASON, wordings.CHECKED):
            yield _cells(head, [_sentences(of, page) or "—" for of in (ours, theirs)])
    yield f"</tbody></table></div>\n<details><summary>{escape(wordings.APPLICATION)}</summary>"
    yield f'<p class="note">{escape(replay_commands.of_example(view, e))}</p>'
    text = json.dumps(form_data(e.application), ensure_ascii=False, indent=2)
    yield f'<pre class="application">{escape(text)}</pre></details>\n</details>'


def _cells(name: str, cells: Sequence[str]) -> str:
    return f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{c}</td>" for c in cells)}</tr>'


def _outcome(half: Half, meaning: Sequence[str]) -> str:
    notes_ = "".join(f'<p class="note">{escape(m)}</p>' for m in meaning)
    return f'<p class="outcome">{escape(wordings.outcome(half))}</p>{notes_}'


def _deciding(half: Half, page: Page) -> str:
    cells = (
        f'<p class="where">{escape(wordings.titled(c))}{page.link(c)}</p><blockquote>{escape(wordings.quote(c))}</blockquote>'
        for c in half.deciding
    )
    return "".join(cells) or escape(wordings.undecided(half))


def _head(half: Half) -> str:
    """A side, and that what it rests on is guidance."""
    return escape(wordings.half(half)) + (f"<small>{wordings.GUIDANCE}</small>" if half.guided else "")


def _sentences(listed: Sequence[Reason], page: Page) -> str:
    return "".join(f"<p>{page.place(r)}:{escape(s)}</p>" for r in listed for s in r.sentences)
