"""On what a comparison rests, told before it is read: the documents on the day, readings, the clauses of one side alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policy_dsl.reading import status_words
from reasoner.compare.relation_kinds import Party
from reasoner.compare.report import document_lines, relations, wordings
from reasoner.compare.report.difference_lines import Section, differences, leads
from reasoner.compare.report.view_model import Block, Cited, Kinds, View
from reasoner.compare.result import PARTIES, OpenReading, ReadingChange

# --- the day and the documents --------------------------------------------------------------------------------


def heads(pairs: Sequence[View]) -> list[str]:
    """The pairs as heads of a table, with their days where these differ."""
    differ = len({v.day for v in pairs}) > 1
    return [wordings.pair(v) + (f"(适用日期{v.day})" if differ else "") for v in pairs]


def standing(pairs: Sequence[View], *, day: bool = True) -> list[str]:
    """The day of each pair and why it was taken (unless that is told), which documents of each side are in force on it and
    which ended, and what is to be known of them.
    """
    days: dict[tuple[str, str], list[str]] = {}
    for view in pairs:
        days.setdefault((view.day, view.comparison.as_of_basis), []).append(wordings.pair(view))
    sentences: list[str] = []
    if day:
        for (on, why), names in days.items():
            sentences.append(f"适用日期{on}:{';'.join(names)}。" + (f"{why}。" if why else ""))
    sentences += [f"{name}:{document_lines.standing(listed, on)}。" for name, listed, on in document_lines.each(pairs)]
    known = [d for v in pairs for of in v.documents.each for d in of]
    sentences += [note if d.title in note else f"《{d.title}》:{note}" for d in known for note in d.notes]
    return list(dict.fromkeys(sentences))


def head(pairs: Sequence[View]) -> list[str]:
    """What is to be known before anything is compared: what lies within what, of whom only reports are held, that the
    examples are made up.
    """
    return [*_nested(pairs), *_unheld(pairs), *_supposed(pairs)]


def _unheld(pairs: Sequence[View]) -> list[str]:
    """The sides of which only reports are held, so that nobody knows what they provide."""
    sides = {v.comparison.names.of(p): v.comparison.documents.of(p) for v in pairs for p in PARTIES}
    return [
        f"已收录的{name}文件只有{'一' if n == 1 else n}份评估报告,不具规范效力,其所评估的规划未收录,有无规定不详。"
        for name, n in ((name, document_lines.only_reports(listed)) for name, listed in sides.items())
        if n
    ]


def _supposed(pairs: Sequence[View]) -> list[str]:
    """That the examples are made up, and the places in them that people know by another name."""
    if not any(v.examples for v in pairs):
        return []
    glosses = "、".join(dict.fromkeys(g for v in pairs for g in v.glosses))
    return [wordings.SUPPOSED.format(places=f"{glosses}等地" if glosses else "当地")]


def _nested(pairs: Sequence[View]) -> list[str]:
    """That one of two regions lies within the other, and what is then compared."""
    return [
        f"{inner}在{outer}之内,{outer}的规定同样适用于{inner},双方不是两套规定。"
        f"所比较的是:机构设在{outer}各地与设在{inner},同样的申请结论是否不同。"
        for inner, outer in dict.fromkeys(v.nested for v in pairs if v.nested)
    ]


def every_kind(pairs: Sequence[View]) -> list[str]:
    """The groups of institutions that are told in short anywhere, each once with all its names."""
    named: dict[str, dict[frozenset[str], tuple[str, dict[str, None]]]] = {}
    for matter, of in (group for v in pairs for group in _grouped(v)):
        if wordings.kinds(of) != wordings.all_kinds(of):
            # Groups told together may have the order of another matter.
            groups = named.setdefault(wordings.kinds(of), {})
            groups.setdefault(frozenset(of.names), (wordings.all_kinds(of), {}))[1][matter] = None
    # One short name may stand for other institutions in another matter.
    return [
        f"{short}({'、'.join(matters)}):{names}" if len(groups) > 1 else f"{short}:{names}"
        for short, groups in named.items()
        for names, matters in groups.values()
    ]


def _grouped(view: View) -> Iterator[tuple[str, Kinds]]:
    """Every group of institutions that is told anywhere, with its matter: the groups of the rules, and several as one."""
    readings = view.comparison.readings
    types_of = [
        *((r.matter, r.types) for r in readings.turning or () if r.types),
        *((r.matter, r.types) for r in readings.unanswered or () if r.types),
    ]
    for matter, blocks in view.matters.items():
        by, differ = relations.together(view, blocks), differences(blocks)
        led = [lead for section in Section for lead in leads(differ, section)]
        several = [
            *([b.of for b in of] for of in by if len(by) > 1),
            *(lead.groups for lead in led if wordings.only(lead.groups, blocks)),
            *(d.groups for lead in led for d in lead.answers if wordings.limited(d.groups, lead.groups)),
            *(d.groups for lead in led for d in lead.answers if wordings.only(d.groups, blocks)),
            *(groups for clause in spoken_clauses(blocks) for groups in clause.groups),
        ]
        marked = [wordings.turning_kinds(of) for of in (*by, *([b] for b in blocks)) if "仅" in wordings.turns(of)]
        types = [Kinds(names, whole=False) for m, names in types_of if m == matter]
        every = wordings.union(b.of for b in blocks).names
        listed = [
            *(b.of for b in blocks),
            *map(wordings.union, several),
            *marked,
            *(t for t in types if {*t.names} != {*every}),
        ]
        yield from ((matter, of) for of in listed)


# --- readings -------------------------------------------------------------------------------------------------


def compared(view: View) -> list[tuple[str, str]]:
    """Of two readings: what is asked, how it is read, on what grounds, and whether anybody has confirmed it."""
    reading = view.comparison.reading
    if reading is None:
        return []
    confirmed = status_words(reading.status) if reading.status is not None else "所采理解尚未确认"
    entries = (
        ("条文理解", f"《{reading.title}》“{reading.name}”"),
        ("问题", reading.question),
        (view.names[0], reading.used),
        (view.names[1], reading.alternative),
        ("依据", reading.basis),
        ("确认", confirmed),
    )
    return [(name, what) for name, what in entries if what]


def readings(view: View, *, commands: bool = True) -> list[str]:
    """On how many readings the rules rest, and what would change with others. commands: whether a command says how to ask."""
    basis = view.comparison.readings
    every = basis.unconfirmed == basis.rests_on
    some = "均尚未确认" if every else f"其中{basis.unconfirmed}条尚未确认"
    confirmed = some if basis.unconfirmed else "均已确认"
    first = (
        f"双方规则所据的条文理解{basis.rests_on}条,{confirmed}。" if basis.rests_on else "双方规则没有另据条文理解。"
    )
    if basis.turning is not None:
        changes = [*_turning(view, basis.turning), *_unanswered(basis.unanswered or ())]
        return [first, *(changes or ["可以试算的条文理解逐条改按另一种理解,所列关系都不变。"])]
    if not commands and basis.rests_on:
        return [first, "改按另一种理解,所列关系可能改变。"]
    if not view.changed and basis.rests_on:
        sides = " ".join(written(view, party) for party in PARTIES)
        command = f"tiaoli compare {sides} {view.question} --readings"
        return [first, f"改按另一种理解,所列关系可能改变;执行 {command} 列出哪些改变。"]
    return [first]


def written(view: View, party: Party) -> str:
    """A side as the command line takes it: a region by its name, a document by its id."""
    name, listed = view.comparison.names.of(party), view.comparison.documents.of(party)
    return listed[0].id if name.startswith("《") and listed else name


def _turning(view: View, turning: Sequence[ReadingChange]) -> Iterator[str]:
    grouped: dict[tuple[str, str], list[ReadingChange]] = {}
    for change in turning:
        grouped.setdefault((change.document, change.reading), []).append(change)
    for changes in grouped.values():
        first = changes[0]
        becomes = ";".join(_becomes(view, c) for c in changes)
        confirmed = f"({status_words(first.status)})" if first.status is not None else ""
        yield f"《{first.title}》:如“{first.reading}”{confirmed}改按另一种理解({first.alternative.rstrip('。')}),{becomes}。"


def _unanswered(left: Sequence[OpenReading]) -> Iterator[str]:
    """The readings of which was not found out in time whether they change a relation."""
    by_reading: dict[tuple[str, str], dict[str, None]] = {}
    for reading in left:
        by_reading.setdefault((reading.title, reading.reading), {})[reading.matter] = None
    for (title, name), matters in by_reading.items():
        yield f"《{title}》:如“{name}”改按另一种理解,{'、'.join(matters)}的关系变不变{wordings.LATE}。"


def _becomes(view: View, change: ReadingChange) -> str:
    """What becomes of one matter."""
    types = change.types
    every = {k for b in view.matters.get(change.matter, ()) for k in b.of.names}
    of = change.matter + ("" if not types or set(types) == every else f"({wordings.kinds(Kinds(types, whole=False))})")
    return f"{of}由「{_named(view, change.before)}」变为「{_named(view, change.after)}」"


def _named(view: View, label: str) -> str:
    for full, short in zip(view.names, view.short_names, strict=True):
        label = label.replace(full, short)
    return label


# --- the clauses of one side alone ----------------------------------------------------------------------------


class SpokenClause(NamedTuple):
    """A clause of the side that speaks, for whom alone it does, and its rules in words, with the institutions among these
    that they do not reach. `groups`: the groups of institutions that are told as one.
    """

    side: str
    of: str
    cited: Cited
    rules: tuple[str, ...]
    groups: tuple[tuple[Kinds, ...], ...]


def spoken_clauses(blocks: Sequence[Block]) -> list[SpokenClause]:
    """The clauses on a matter on which the other side is silent, each once."""
    clauses: dict[tuple[str, tuple[str, str]], tuple[Cited, dict[tuple[str, str], list[Kinds]]]] = {}
    concerned: dict[str, dict[Kinds, None]] = {}
    for block in blocks:
        for rule in block.spoken:
            concerned.setdefault(rule.side, {})[block.of] = None
            _, rules = clauses.setdefault((rule.side, rule.cited.key), (rule.cited, {}))
            missed = rules.setdefault((rule.cited.rule, rule.text), [])
            missed += [] if rule.reaches else [block.of]
    return [
        SpokenClause(
            side, f"就{wordings.merged(concerned[side])}", c,
            tuple(_rule(name, text, missed) for (name, text), missed in rules.items()),
            (tuple(concerned[side]), *(tuple(missed) for missed in rules.values() if missed)),
        )
        for (side, _), (c, rules) in clauses.items()
    ]  # fmt: skip


def _rule(name: str, text: str, missed: Sequence[Kinds]) -> str:
    named = f"{name}:{text}" if text else name
    return f"{named}(不及于{wordings.merged(missed)})" if missed else named


def has_clauses(blocks: Sequence[Block]) -> bool:
    """Whether clauses of a matter are told."""
    return any(b.examples or b.spoken for b in blocks)
