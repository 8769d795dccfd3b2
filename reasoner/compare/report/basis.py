"""On what a comparison rests, told before it is read: the documents on the day, readings, the clauses of one side alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reasoner.compare.report import documents, relations, words
from reasoner.compare.report.differences import SECTIONS, differences, leads
from reasoner.compare.report.view import Block, Cited, Kinds, View, short_names

# --- the day and the documents --------------------------------------------------------------------------------


def heads(found: Sequence[View]) -> list[str]:
    """The pairs as heads of a table, with their days where these differ."""
    differ = len({v.day for v in found}) > 1
    return [words.pair(v) + (f"(基准日{v.day})" if differ else "") for v in found]


def standing(found: Sequence[View], *, day: bool = True) -> list[str]:
    """The day of each pair and why it was taken (unless that is told), which documents of each side are in force on it and
    which ended, and what is to be known of them.
    """
    days: dict[tuple[str, str], list[str]] = {}
    for view in found:
        days.setdefault((view.day, view.data.get("as_of_basis", "")), []).append(words.pair(view))
    told = [f"基准日{on}:{';'.join(pairs)}。" + (f"{why}。" if why else "") for (on, why), pairs in days.items()]
    told = told if day else []
    told += [f"{name}:{documents.standing(listed, on)}。" for name, listed, on in documents.each(found)]
    known = [d for v in found for of in v.held for d in of]
    told += [note if d.title in note else f"《{d.title}》:{note}" for d in known for note in d.notes]
    return list(dict.fromkeys(told))


def head(found: Sequence[View]) -> list[str]:
    """What is to be known before anything is compared: what lies within what, of whom only reports are held, that the
    examples are made up.
    """
    return [*_nested(found), *_unheld(found), *_supposed(found)]


def _unheld(found: Sequence[View]) -> list[str]:
    """The sides of which only reports are held, so that nobody knows what they provide."""
    sides = {name: v.data["documents"][side] for v in found for name, side in zip(v.names, "ab", strict=True)}
    return [
        f"已收录的{name}文件只有{'一' if n == 1 else n}份评估报告,不具规范效力,其所评估的规划未收录,有无规定不详。"
        for name, n in ((name, documents.only_reports(listed)) for name, listed in sides.items())
        if n
    ]


def _supposed(found: Sequence[View]) -> list[str]:
    """That the examples are made up, and the places in them that people know by another name."""
    if not any(v.examples for v in found):
        return []
    glosses = "、".join(dict.fromkeys(g for v in found for g in v.glosses))
    return [words.SUPPOSED.format(places=f"{glosses}等地" if glosses else "当地")]


def _nested(found: Sequence[View]) -> list[str]:
    """That one of two regions lies within the other, and what is then compared."""
    return [
        f"{inner}在{outer}之内,{outer}的规定同样适用于{inner},双方不是两套规定。"
        f"所比较的是:机构设在{outer}各地与设在{inner},同样的申请结论是否不同。"
        for inner, outer in dict.fromkeys(v.nested for v in found if v.nested)
    ]


def every_kind(found: Sequence[View]) -> list[str]:
    """The groups of institutions that are told in short anywhere, each once with all its names."""
    named: dict[str, dict[frozenset[str], tuple[str, dict[str, None]]]] = {}
    for matter, of in (told for v in found for told in _grouped(v)):
        if words.kinds(of) != words.all_kinds(of):
            # Groups told together may have the order of another matter.
            groups = named.setdefault(words.kinds(of), {})
            groups.setdefault(frozenset(of.names), (words.all_kinds(of), {}))[1][matter] = None
    # One short name may stand for other institutions in another matter.
    return [
        f"{short}({'、'.join(matters)}):{names}" if len(groups) > 1 else f"{short}:{names}"
        for short, groups in named.items()
        for names, matters in groups.values()
    ]


def _grouped(view: View) -> Iterator[tuple[str, Kinds]]:
    """Every group of institutions that is told anywhere, with its matter: the groups of the rules, and several as one."""
    turned = [*view.data["readings"].get("turning", ()), *view.data["readings"].get("unanswered", ())]
    for matter, blocks in view.matters.items():
        by, differ = relations.together(view, blocks), differences(blocks)
        led = [lead for section in SECTIONS for lead in leads(differ, section)]
        several = [
            *([b.of for b in of] for of in by if len(by) > 1),
            *(lead.groups for lead in led if words.only(lead.groups, blocks)),
            *(d.groups for lead in led for d in lead.answers if words.limited(d.groups, lead.groups)),
            *(d.groups for lead in led for d in lead.answers if words.only(d.groups, blocks)),
            *(groups for said in spoke(blocks) for groups in said.groups),
        ]
        marked = [words.turning_kinds(of) for of in (*by, *([b] for b in blocks)) if "(" in words.turns(of)]
        types = [Kinds(tuple(t["types"]), whole=False) for t in turned if t["matter"] == matter and t["types"]]
        every = words.union(b.of for b in blocks).names
        told = [
            *(b.of for b in blocks),
            *map(words.union, several),
            *marked,
            *(t for t in types if {*t.names} != {*every}),
        ]
        yield from ((matter, of) for of in told)


# --- readings -------------------------------------------------------------------------------------------------


def compared(view: View) -> list[tuple[str, str]]:
    """Of two readings: what is asked, how it is read, on what grounds, and whether anybody has confirmed it."""
    reading = view.data.get("reading")
    if not reading:
        return []
    confirmed = reading.get("confirmed_by")
    told = (
        ("解释", f"《{reading['title']}》“{reading['name']}”"),
        ("问题", reading.get("question")),
        (view.names[0], reading.get("used")),
        (view.names[1], reading.get("alternative")),
        ("依据", reading.get("basis")),
        ("确认", f"已由{_listed(confirmed)}确认" if confirmed else "现用读法尚无人确认"),
    )
    return [(name, _listed(what)) for name, what in told if what]


def _listed(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def readings(view: View) -> list[str]:
    """On how many readings the rules rest, and what would change with others."""
    data = view.data["readings"]
    confirmed = f"其中{data['unconfirmed']}条尚无人确认" if data["unconfirmed"] else "都已有人确认"
    told = [f"双方规则所据的解释{data['rests_on']}条,{confirmed}。" if data["rests_on"] else "双方规则没有另据解释。"]
    if "turning" in data:
        late = list(_unanswered(data.get("unanswered", ())))
        found = [*_turning(view, data["turning"]), *late]
        told += found or ["可以试算的解释逐条改按另一种读法,所列关系都不变。"]
    elif not view.changed and data["rests_on"]:
        asked = f"{' '.join(_written(view, side) for side in 'ab')} {view.question}"
        told.append(f"改按另一种读法,所列关系可能改变;执行 tiaoli compare {asked} --readings 列出哪些改变。")
    return told


def _written(view: View, side: str) -> str:
    """A side as the command line takes it: a region by its name, a document by its id."""
    name, listed = str(view.data[side]), view.data["documents"][side]
    return str(listed[0]["id"]) if name.startswith("《") and listed else name


def _turning(view: View, turning: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for turned in turning:
        grouped.setdefault((turned["document"], turned["reading"]), []).append(turned)
    for turns in grouped.values():
        first = turns[0]
        told = ";".join(_turned(view, t) for t in turns)
        yield f"《{first['title']}》:如“{first['reading']}”改按另一种读法({str(first['alternative']).rstrip('。')}),{told}。"


def _unanswered(left: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The readings of which was not found out in time whether they change a relation."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for item in left:
        found.setdefault((item["title"], item["reading"]), {})[item["matter"]] = None
    for (title, reading), matters in found.items():
        yield f"《{title}》:如“{reading}”改按另一种读法,{'、'.join(matters)}的关系变不变{words.LATE}。"


def _turned(view: View, turned: Mapping[str, Any]) -> str:
    """What becomes of one matter."""
    types = tuple(turned["types"])
    every = {k for b in view.matters.get(turned["matter"], ()) for k in b.of.names}
    of = turned["matter"] + ("" if not types or set(types) == every else f"({words.kinds(Kinds(types, whole=False))})")
    return f"{of}由「{_named(view, turned['from'])}」变为「{_named(view, turned['to'])}」"


def _named(view: View, label: str) -> str:
    for full, short in zip(view.names, short_names(view.data), strict=True):
        label = label.replace(full, short)
    return label


# --- the clauses of one side alone ----------------------------------------------------------------------------


class Spoke(NamedTuple):
    """A clause of the side that speaks, for whom alone it does, and its rules in words, with the institutions among these
    that they do not reach. `groups`: the groups of institutions that are told as one.
    """

    side: str
    of: str
    cited: Cited
    rules: tuple[str, ...]
    groups: tuple[tuple[Kinds, ...], ...]


def spoke(blocks: Sequence[Block]) -> list[Spoke]:
    """The clauses on a matter on which the other side is silent, each once."""
    found: dict[tuple[str, tuple[str, str]], tuple[Cited, dict[tuple[str, str], list[Kinds]]]] = {}
    concerned: dict[str, dict[Kinds, None]] = {}
    for block in blocks:
        for said in block.spoken:
            concerned.setdefault(said.side, {})[block.of] = None
            _, rules = found.setdefault((said.side, said.cited.key), (said.cited, {}))
            missed = rules.setdefault((said.cited.rule, said.text), [])
            missed += [] if said.reaches else [block.of]
    return [
        Spoke(
            side, f"就{words.merged(concerned[side])}", c,
            tuple(_rule(name, text, missed) for (name, text), missed in rules.items()),
            (tuple(concerned[side]), *(tuple(missed) for missed in rules.values() if missed)),
        )
        for (side, _), (c, rules) in found.items()
    ]  # fmt: skip


def _rule(name: str, text: str, missed: Sequence[Kinds]) -> str:
    named = f"{name}:{text}" if text else name
    return f"{named}(不及于{words.merged(missed)})" if missed else named


def told(blocks: Sequence[Block]) -> bool:
    """Whether clauses of a matter are told."""
    return any(b.examples or b.spoken for b in blocks)
