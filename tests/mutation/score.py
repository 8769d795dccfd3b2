"""The score, as the command prints it and docs/mutation.md shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .killers import KILLERS, Fate

PAGE = Path(__file__).parents[2] / "docs" / "mutation.md"

KINDS = {
    "operator": "低于 · 高于 · 不超过 · 不低于 · 达到, 有 · 尚无",
    "threshold": "a step of the last digit up and down, a tenth of it, twice, ten times; 有 from 0 to 1",
    "unit": "% and ‰, 万, 张/千常住人口 and other denominators, the fact divided by, no division",
    "indicator": "every other fact of the same subject and kind",
    "operand": "a term of a sum left out or with the other sign, the two sides of a comparison exchanged",
    "period": "the year of a forecast, one off or left out",
    "subject": "全市 · 本统筹区 · 本区县 · 所在医保管理区域",
    "strength": "原则上, 暂不, 不得; 从严, 存量; 可优先, 倾斜",
    "action": "every effect of another kind; a goal sentence that decides",
    "matter": "a matter left out, every other added",
    "scope": "a line 凡 left out",
    "type": "every other class instead, every class and type added, one left out",
    "value": "床位类别, 重点建设项目: every other value instead, added, left out",
    "region": "a county left out, every other of the city added",
    "condition": "a part of 且 or 或 left out, the whole 若 left out",
    "and/or": "且 and 或 exchanged",
    "negation": "非 left out, 非 added",
    "exemption": "an exemption of everything limited to one matter, or to all but one",
    "rule": "the rule left out",
    "pending": "the rule only proposed (待核): its clause is an unknown restriction",
    "date": "issue, commencement, end: one day off, left out, added; the year",
    "document": "region, level of the issuer, nature of the text, missing parts",
}


def table(fates: Iterable[Fate], listed: Mapping[str, str]) -> list[list[str]]:
    """Rows of kind, mutants, noticed first by each killer, equivalent, not noticed; the last row sums up."""
    count: Counter[tuple[str, str]] = Counter()
    for fate in fates:
        last = "equivalent" if fate.mutant.id in listed else "survived"
        count[fate.mutant.kind, fate.killer or last] += 1
    columns = (*KILLERS, "equivalent", "survived")
    kinds = [k for k in KINDS if any(count[k, c] for c in columns)]
    rows = []
    for kind in kinds:
        found = [count[kind, c] for c in columns]
        rows.append([kind, str(sum(found)), *map(str, found)])
    totals = [sum(count[k, c] for k in kinds) for c in columns]
    return [["kind", "mutants", *columns], *rows, ["all", str(sum(totals)), *map(str, totals)]]


def alone(fates: Sequence[Fate]) -> str:
    """What alignment and the cases notice each by itself, of the rules that types let pass."""
    asked = [f for f in fates if f.mutant.norm and f.said.keys() <= {"alignment", "cases"}]
    words = sum("alignment" in f.said for f in asked)
    cases = sum("cases" in f.said for f in asked)
    both = sum({"alignment", "cases"} <= f.said.keys() for f in asked)
    return (
        f"Of {len(asked)} mutants of rules that the types and other checks let pass, alignment alone notices {words} "
        f"({words / len(asked):.1%}), the cases alone {cases} ({cases / len(asked):.1%}), both of them {both}."
    )


def summary(fates: Sequence[Fate], listed: Mapping[str, str]) -> str:
    """The score in one line."""
    noticed = sum(bool(f.killer) for f in fates)
    equal = sum(not f.killer and f.mutant.id in listed for f in fates)
    left = len(fates) - noticed - equal
    return f"{noticed} of {len(fates) - equal} mutants noticed ({noticed / (len(fates) - equal):.1%}), {equal} equivalent, {left} survived."


def text(fates: Sequence[Fate], listed: Mapping[str, str]) -> str:
    """The score for the terminal."""
    rows = table(fates, listed)
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join([r[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(r[1:], widths[1:], strict=True))]) for r in rows
    ]
    return "\n".join([*lines, "", summary(fates, listed)])


def page(fates: Sequence[Fate], listed: Mapping[str, str]) -> str:
    """docs/mutation.md."""
    head, *rows = table(fates, listed)
    lines = [
        "# Rule mutation testing",
        "",
        "Written by `uv run --group dev python -m tests.mutation --write`; a test compares it with the rules.",
        "",
        "Every deciding rule of every document is changed in one place, in the syntax tree of its `.tiao` file, and so is",
        "what `meta.toml` says of the document's force. What the compiler's types, the word alignment, its other checks and",
        "the conformance cases (`cases.yaml`) notice is killed; the first that notices it is counted. Rules of alternative",
        "readings (异读) are not mutated.",
        "",
        f"**{summary(fates, listed)}**",
        "",
        "| " + " | ".join([*head, "what is changed"]) + " |",
        "|" + "---|" * (len(head) + 1),
        *("| " + " | ".join([*row, KINDS.get(row[0], "")]) + " |" for row in rows),
        "",
        "types: L2xx, L3xx. alignment: L5xx. checks: everything else the compiler refuses.",
        "",
        alone(fates),
        "",
        "## By document",
        "",
        "| document | mutants | noticed | equivalent |",
        "|---|---|---|---|",
    ]
    for document in dict.fromkeys(f.mutant.document for f in fates):
        own = [f for f in fates if f.mutant.document == document]
        noticed = sum(bool(f.killer) for f in own)
        lines.append(f"| {document} | {len(own)} | {noticed} | {sum(f.mutant.id in listed for f in own)} |")
    lines += ["", "## Equivalent mutants", ""]
    groups: dict[str, list[str]] = {}
    for fate in fates:
        if fate.mutant.id in listed:
            groups.setdefault(listed[fate.mutant.id], []).append(fate.mutant.id)
    for reason, mutants in groups.items():
        lines += [" ".join(reason.split()), "", *(f"- `{m}`" for m in mutants), ""]
    return "\n".join(lines).rstrip("\n") + "\n"
