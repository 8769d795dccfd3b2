"""What a clause that decides nothing concerns: matters, places and kinds of institution, or why it concerns no application.

It stands in a document's `touching.toml`:

    [[touching]]
    clause = "3.1.p1.s3"
    matters = ["新增居家照护定点"]
    places = ["即墨区"]       # only these; except = […]: all but these; neither: everywhere the document covers
    types = ["养老机构"]      # only these kinds or classes; none: all
    why = "…"               # what it means for the case, in one sentence

    [[waived]]
    under = ["2", "3.i4.s1"]  # these clauses and all below them, unless linked
    why = "…"

A document that has the file must account for every statement (`ACCOUNTED`) and every clause that speaks of total control; one
that has not is told as such on the page of statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.compiled import Clause, Concern
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.ir import Norm
from policy_dsl.vocabulary import Vocabulary

TOUCHING: Final = "touching.toml"
ACCOUNTED: Final = ("限制", "上限", "要件", "标准", "事实", "鼓励", "义务")
"""The natures of clauses that speak where they touch a case (DESIGN §5.5)."""
TOTAL_CONTROL: Final = re.compile("总量(?:合理)?(?:控制|调控)|规划总量|调控[^,。;]{0,20}(?:总量|数量|规模)")
"""How documents speak of controlling a total."""
_LINK_KEYS: Final = ("clause", "matters", "places", "except", "types", "why")
_WAIVER_KEYS: Final = ("under", "why")
_FORM: Final = "[[touching]] 之下 clause、matters、why,或者 [[waived]] 之下 under、why"


class Links(NamedTuple):
    """What a file says, by clause address."""

    concerns: Mapping[str, tuple[Concern, ...]]
    waived: tuple[tuple[tuple[str, ...], str], ...]
    """Addresses with all below them, and why they concern no application."""


def link(
    name: str, text: str | None, clauses: Sequence[Clause], norms: Iterable[Norm], vocabulary: Vocabulary
) -> tuple[Sequence[Clause], list[Diagnostic]]:
    """The clauses of a document with what they concern, and every fault of its file (text); None: it has none.

    norms: its rules in use; clauses with rules say themselves what they concern.
    """
    if text is None:
        return clauses, []
    links, faults = read_touching(name, text, vocabulary)
    linked, wrong = with_concerns(name, clauses, links, frozenset(n.clause.partition("/")[2] for n in norms))
    return linked, [*faults, *wrong]


def read_touching(name: str, text: str, vocabulary: Vocabulary) -> tuple[Links, list[Diagnostic]]:
    """What a file says, and every fault of it (L801, L803)."""
    try:
        tables = toml_tables(text)
    except BadToml as error:
        return Links({}, ()), [Diagnostic("L801", error.at(name), f"TOML 无法读取:{error}", _FORM)]
    faults: list[Diagnostic] = []
    concerns: dict[str, list[Concern]] = {}
    waived: list[tuple[tuple[str, ...], str]] = []
    for key, listed in tables.items():
        if key not in ("touching", "waived") or not isinstance(listed, list):
            faults.append(Diagnostic("L801", f"{name} [{key}]", "没有这一项", _FORM))
            continue
        for number, table in enumerate(listed, 1):
            where = f"{name} [[{key}]] 第{number}项"
            keys = _LINK_KEYS if key == "touching" else _WAIVER_KEYS
            needed = ("clause", "matters", "why") if key == "touching" else _WAIVER_KEYS
            wrong = _misshapen(where, table, keys, needed)
            faults += wrong
            if wrong:
                continue
            if key == "waived":
                waived.append((_list(table, "under"), str(table["why"])))
            else:
                concern, unknown = _concern(where, table, vocabulary)
                faults += unknown
                concerns.setdefault(str(table["clause"]), []).append(concern)
    return Links({a: tuple(c) for a, c in concerns.items()}, tuple(waived)), faults


def _misshapen(where: str, table: object, keys: Sequence[str], needed: Sequence[str]) -> list[Diagnostic]:
    if not isinstance(table, dict):
        return [Diagnostic("L801", where, "应是一个表", _FORM)]
    unknown = [str(k) for k in table if k not in keys]
    missing = [k for k in needed if not table.get(k)]
    faults = []
    if unknown:
        faults.append(Diagnostic("L801", where, f"不认识的字段:{'、'.join(unknown)}", "、".join(keys)))
    if missing:
        faults.append(Diagnostic("L801", where, f"缺少:{'、'.join(missing)}", "、".join(keys)))
    return faults


def _list(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key)
    return tuple(map(str, value)) if isinstance(value, list) else () if value is None else (str(value),)


def _concern(where: str, table: Mapping[str, object], vocabulary: Vocabulary) -> tuple[Concern, list[Diagnostic]]:
    """What a clause concerns, and names in it that are not known (L803)."""
    faults: list[Diagnostic] = []
    matters = _list(table, "matters")
    faults += _unknown(where, "事项", matters, vocabulary.matters)
    kinds = {**vocabulary.types, **vocabulary.of_kind("class")}
    types = _list(table, "types")
    faults += _unknown(where, "机构类型", types, kinds)
    regions = {r.name: r for r in vocabulary.regions.values()}
    places, others = _list(table, "places"), _list(table, "except")
    faults += _unknown(where, "地区", (*places, *others), regions)
    members = tuple(dict.fromkeys(k for t in types if t in kinds for k in (kinds[t].members or (t,))))
    concern = Concern(
        matters=matters,
        why=str(table["why"]),
        places=tuple(c for p in places if p in regions for c in (regions[p].members or (regions[p].code,))),
        others=tuple(c for p in others if p in regions for c in (regions[p].members or (regions[p].code,))),
        types=members,
    )
    return concern, faults


def _unknown(where: str, what: str, names: Iterable[str], known: Mapping[str, object]) -> Iterator[Diagnostic]:
    for name in names:
        if name not in known:
            yield Diagnostic("L803", where, f"没有这个{what}「{name}」", "、".join(known) if len(known) < 40 else "")


def with_concerns(
    name: str, clauses: Sequence[Clause], links: Links, ruled: frozenset[str]
) -> tuple[list[Clause], list[Diagnostic]]:
    """The clauses with what they concern, and the faults of the file against them (L802, L804, L805).

    ruled: the addresses of clauses with rules; these say themselves whom and what they concern.
    """
    from msgspec.structs import replace

    addresses = {address_of(c): c for c in clauses}
    faults = [
        Diagnostic("L802", f"{name} {a}", f"没有地址为「{a}」的条款", hint="地址同 rules.tiao,如 3.1.p1.s3")
        for a in (*links.concerns, *(u for under, _ in links.waived for u in under))
        if not any(_below(c, a) for c in addresses)
    ]
    accounted: list[Clause] = []
    useful: set[str] = set()
    for address, clause in addresses.items():
        concerns = links.concerns.get(address, ())
        waivers = [(u, why) for under, why in links.waived for u in under if _below(address, u)]
        must = must_account(clause) and address not in ruled
        if waivers and must and not concerns:
            useful.add(max(waivers, key=lambda w: len(w[0]))[0])
        if must and not concerns and not waivers:
            faults.append(
                Diagnostic(
                    "L804", f"{name} {address}", f"没有写明涉及什么:「{clause.quote[:30]}」", _FORM,
                    "写明涉及的事项和地区,或者不涉及任何申请的理由",
                )
            )  # fmt: skip
        why = max(waivers, key=lambda w: len(w[0]))[1] if waivers and must and not concerns else ""
        accounted.append(replace(clause, concerns=concerns, concerns_nobody=why))
    faults += [
        Diagnostic("L805", f"{name} {u}", "没有须说明的条款", hint="删去这一项,或者改正地址")
        for under, _ in links.waived
        for u in under
        if u not in useful and any(_below(c, u) for c in addresses)
    ]
    return accounted, faults


def must_account(clause: Clause) -> bool:
    """Whether a clause has to say what it concerns, or why nothing."""
    return bool(set(clause.natures) & set(ACCOUNTED)) or (
        TOTAL_CONTROL.search(clause.quote) is not None and clause.nature not in _NO_CLAIM
    )


_NO_CLAIM: Final = ("heading", "title")


def address_of(clause: Clause) -> str:
    """The address without its document."""
    return clause.clause.partition("/")[2]


def _below(address: str, above: str) -> bool:
    return address == above or address.startswith(f"{above}.")
