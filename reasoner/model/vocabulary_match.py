"""Whether two vocabularies mean the same by the words that rules use: only then can one application be judged by both.

What a word means to a rule is its kind, subject, type, unit, values and members. Definitions, notes and other words for
it are prose: they may differ. A figure that is part of a name cannot be amended like a threshold: it names another fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import asdict, replace

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.vocabulary import Region, Term, Vocabulary, VocabularyData

_OF_TERM: Final = {
    "kind": "种类", "subject": "主体", "datatype": "数据类型", "unit": "单位", "values": "取值", "members": "成员",
    "multiple": "可有多个值", "forecast": "是预期数", "planned": "由规划确定", "burden": "未主张即视为没有", "minimum": "最小值", "maximum": "最大值",
    "digits": "整数位数", "places": "小数位数",
}  # fmt: skip
_OF_REGION: Final = {"name": "名称", "level": "级别", "parent": "上级", "members": "成员"}
_KINDS: Final = {"fact": "事实", "matter": "事项", "type": "机构类型", "class": "机构类别"}
_QUOTED: Final = re.compile("「[^「」]*」")
_WORD: Final = re.compile(r"『([^『』\n]+)』|([^\s、,,『』]+)")
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")
_NAMED: Final = re.compile("「([^「」]*\\d[^「」]*)」")
_AMONG_FAULTS: Final = ("L201", "L502", "L505")
"""A name that is not known, a name that the text does not bear out, a figure of the text that no rule says."""
_BRACKETS: Final = re.compile("^[((]+|[))]+$")
_HINT: Final = "两版用同一份名称和分类表再比较;确需改变含义的,给新的含义另起名称"


def words_of(rules: str) -> set[str]:
    """Every word of a file of rules outside its quotations: among them each term that it uses."""
    words = {word[1] or word[2] for word in _WORD.finditer(_QUOTED.sub(" ", rules))}
    return words | {_BRACKETS.sub("", word) for word in words}  # brackets may stand close to a name


def conflicts(
    before: Vocabulary, after: Vocabulary, words: Iterable[str], regions: Iterable[str], names: tuple[str, str]
) -> Iterator[Diagnostic]:
    """What differs of the terms among `words` and of the places in and under `regions` (codes): U147 for each.

    names: what the two are called in messages. A term that one vocabulary alone has contradicts nothing; a place does,
    because the same application has to lie in both.
    """
    for word in sorted(set(words) & before.terms.keys() & after.terms.keys()):
        one, other = before.terms[word], after.terms[word]
        kind = _KINDS.get(one.kind) or _KINDS.get(other.kind) or "词条"
        yield from _differing(f"{kind}「{word}」", one, other, _OF_TERM, names)
    codes = {c for r in regions for v in (before, after) for c in v.regions if r in v.chain(c)}
    for code in sorted(codes):
        here, there = before.regions.get(code), after.regions.get(code)
        if here is not None and there is not None:
            yield from _differing(f"地区「{here.name}」({code})", here, there, _OF_REGION, names)
        elif known := here or there:
            lacking = names[here is not None]
            yield Diagnostic("U147", f"地区「{known.name}」({code})", f"{lacking}没有这个地区", "两版都有", _HINT)


def _differing(
    where: str, one: Term | Region, other: Term | Region, fields: Mapping[str, str], names: tuple[str, str]
) -> Iterator[Diagnostic]:
    before, after = _fields(one), _fields(other)
    differing = [
        (label, before[name], after[name])
        for name, label in fields.items()
        if _unordered(before[name]) != _unordered(after[name])
    ]
    if differing:
        left = ",".join(f"{label}为{_quoted(a)}" for label, a, _ in differing)
        right = ",".join(f"{label}为{_quoted(b)}" for label, _, b in differing)
        allowed = "、".join(label for label, _, _ in differing) + "两版一致"
        yield Diagnostic("U147", where, f"{names[0]}{left};{names[1]}{right}", allowed, _HINT)


_Field = str | bool | tuple[str, ...]
"""What a field of a term or of a region may hold."""


def _fields(entry: Term | Region) -> dict[str, _Field]:
    return asdict(entry)


def _unordered(value: _Field) -> _Field:
    """A list without its order, which is that of display."""
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def _quoted(value: _Field) -> str:
    if isinstance(value, bool):
        return "「是」" if value else "「否」"
    text = "、".join(value) if isinstance(value, tuple) else value
    return f"「{text}」" if text else "空"


def completed(own: VocabularyData, other: VocabularyData) -> VocabularyData:
    """A vocabulary with what the other alone has besides, so that every application can be read for both."""
    labels, codes = {t.label for t in own.terms}, {r.code for r in own.regions}
    declared = {p.figures for p in own.pairs}
    return VocabularyData(
        (*own.terms, *(t for t in other.terms if t.label not in labels)),
        (*own.regions, *(r for r in other.regions if r.code not in codes)),
        (*own.pairs, *(p for p in other.pairs if p.figures not in declared)),
        consequences=own.consequences,
        effect_words=own.effect_words,
    )


def with_figures_explained(fault: Diagnostic, facts: Iterable[str]) -> Diagnostic:
    """A fault of a draft, with a hint where the figure amended is part of the name of a fact (步行15分钟内…)."""
    named = [n[1] for n in _NAMED.finditer(fault.message)] if fault.code in _AMONG_FAULTS else []
    for fact in facts:
        figure = _FIGURE.search(fact)
        if figure is None:
            continue
        rest = fact[figure.end() :]
        if any(_FIGURE.sub("#", n) == _FIGURE.sub("#", fact) for n in named):
            return replace(fault, hint=_part_of(fact))
        if fault.code == "L505" and any((unit := _FIGURE.sub("", n)) and rest.startswith(unit) for n in named):
            return replace(fault, hint=f"{_part_of(fact)};不是改这一项的,{fault.hint}")
    return fault


def _part_of(fact: str) -> str:
    return (
        f"「{fact}」中的数字是事实名称的一部分,不是标准值;改了就是另一项事实,"
        "两版问的不是同一个数,不能这样比较,受影响的机构须另行测算"
    )
