"""On what a comparison rests, told before it is read: the documents on the day, readings, the clauses of one side alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from reasoner.compare.relation import APART, EQUAL, LOOSER, OPEN, STRICTER
from reasoner.compare.report import words
from reasoner.compare.report.view import Block, Cited, Kinds, View, short_names

_LABELS: Final = {EQUAL: EQUAL, STRICTER: "{a}更严", LOOSER: "{a}更宽", APART: APART, OPEN: OPEN}


# --- the day and the documents --------------------------------------------------------------------------------


def heads(found: Sequence[View]) -> list[str]:
    """The pairs as heads of a table, with their days where these differ."""
    differ = len({v.day for v in found}) > 1
    return [words.pair(v) + (f"(基准日{v.day})" if differ else "") for v in found]


def standing(found: Sequence[View], *, day: bool = True) -> list[str]:
    """The day of each pair (unless that is told), which documents of each side are in force on it and which ended, and what
    is to be known of them.
    """
    days: dict[str, list[str]] = {}
    for view in found:
        days.setdefault(view.day, []).append(words.pair(view))
    told = [f"基准日{on}:{'、'.join(pairs)}。" for on, pairs in days.items()] if day else []
    told += [
        f"{name}{f'(基准日{view.day})' if len(days) > 1 else ''}:{_standing(listed, view.day)}。"
        for view in found
        for name, listed in _sides(view)
    ]
    documents = [d for v in found for side in "ab" for d in v.data["documents"][side]]
    told += [
        note if d["title"] in note else f"《{d['title']}》:{note}" for d in documents for note in d.get("notes", ())
    ]
    return list(dict.fromkeys(told))


def _sides(view: View) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
    """The documents by side; where both have the same, once."""
    a, b = (view.data["documents"][side] for side in "ab")
    return [("、".join(view.names), a)] if a == b and a else [(view.names[0], a), (view.names[1], b)]


def _standing(documents: Sequence[Mapping[str, Any]], day: str) -> str:
    ended = [d for d in documents if not d["in_force"] and d["ends"] and d["ends"] < day]
    later = [d for d in documents if not d["in_force"] and d not in ended]
    groups = (
        ("基准日有效", [f"《{d['title']}》{_until(d, day)}" for d in documents if d["in_force"]]),
        ("规划期已届满", [f"《{d['title']}》({d['ends']}届满,须确认现行依据)" for d in ended]),
        ("尚未施行或效力期限不明", [f"《{d['title']}》{_from(d)}" for d in later]),
    )
    return ";".join(f"{state}的有{'、'.join(titles)}" for state, titles in groups if titles) or words.NO_DOCUMENTS


def _until(document: Mapping[str, Any], day: str) -> str:
    if not document["ends"]:
        return ""
    return "(规划期于基准日当日届满)" if document["ends"] == day else f"(规划期至{document['ends']})"


def _from(document: Mapping[str, Any]) -> str:
    return f"(自{document['starts']}施行)" if document["starts"] else ""


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
    data = view.data.get("readings") or {}
    told = []
    if "rests_on" in data:
        unconfirmed = data.get("unconfirmed", 0)
        late = f"其中{unconfirmed}条尚无人确认" if unconfirmed else "都已有人确认"
        told.append(
            f"双方规则所据的解释{data['rests_on']}条,{late}。" if data["rests_on"] else "双方规则没有另据解释。"
        )
    if "turning" in data:
        told += list(_turning(view, data["turning"])) or ["可以试算的解释逐条改按另一种读法,所列关系都不变。"]
    elif not view.changed and data.get("rests_on", 1):
        sides = " ".join(_written(view, side) for side in "ab")
        told.append(f"改按另一种读法,所列关系可能改变;执行 tiaoli compare {sides} --readings 列出哪些改变。")
    return told


def _written(view: View, side: str) -> str:
    """A side as the command line takes it: a region by its name, a document by its id."""
    name, documents = str(view.data[side]), view.data["documents"][side]
    return str(documents[0]["id"]) if name.startswith("《") and documents else name


def _turning(view: View, turning: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for turned in turning:
        grouped.setdefault((turned["document"], turned["reading"]), []).append(turned)
    for turns in grouped.values():
        first = turns[0]
        told = ";".join(
            f"{t['matter']}{_types(view, t)}由「{_label(view, t['from'])}」变为「{_label(view, t['to'])}」"
            for t in turns
        )
        yield f"《{first['title']}》:如“{first['reading']}”改按另一种读法({str(first['alternative']).rstrip('。')}),{told}。"


def _types(view: View, turned: Mapping[str, Any]) -> str:
    """The kinds of institutions whose relation turns, where these are not all that were compared."""
    types = tuple(turned.get("types", ()))
    every = {k for b in view.matters.get(turned["matter"], ()) for k in b.of.names}
    return "" if not types or set(types) == every else f"({words.kinds(Kinds(types, whole=False))})"


def _label(view: View, label: str) -> str:
    told = _LABELS.get(label, label).format(a=view.a, b=view.b)
    for full, short in zip(view.names, short_names(view.data), strict=True):
        told = told.replace(full, short)
    return told


# --- the clauses of one side alone ----------------------------------------------------------------------------


class Spoke(NamedTuple):
    """A clause of the side that speaks, and its rules in words, with the institutions that they do not reach."""

    side: str
    cited: Cited
    rules: tuple[str, ...]


def spoke(blocks: Sequence[Block]) -> list[Spoke]:
    """The clauses on a matter on which the other side is silent, each once."""
    concerned = [b for b in blocks if b.spoken]
    found: dict[tuple[str, tuple[str, str]], tuple[Cited, dict[tuple[str, str], list[Kinds]]]] = {}
    for block in concerned:
        for said in block.spoken:
            _, rules = found.setdefault((said.side, said.cited.key), (said.cited, {}))
            missed = rules.setdefault((said.cited.rule, said.text), [])
            missed += [] if said.reaches else [block.of]
    return [
        Spoke(side, c, tuple(_rule(name, text, missed, len(concerned)) for (name, text), missed in rules.items()))
        for (side, _), (c, rules) in found.items()
    ]


def _rule(name: str, text: str, missed: Sequence[Kinds], among: int) -> str:
    named = f"{name}:{text}" if text else name
    if not missed:
        return named
    if len(missed) == among:
        return f"{named}({words.NOT_REACHING})"
    return f"{named}(不及于{'、'.join(map(words.kinds, missed))})"


def told(blocks: Sequence[Block]) -> bool:
    """Whether clauses of a matter are told."""
    return any(b.examples or b.spoken for b in blocks)
