"""Checks on a whole document, after every rule has been read: what no single rule can get wrong alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from policy_dsl import ir
from policy_dsl.addresses import below
from policy_dsl.alignment.named_clauses import covered
from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.source_text import Source, Span, squeezed
from policy_dsl.syntax import ast
from policy_dsl.texts.restraint_words import disguised

RESTRICTING: Final = ("prohibit", "cap", "control")

_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "限制": ("规则",),
    "上限": ("上限",),
    "豁免": ("豁免",),
    "优先": ("优先",),
    "要件": ("要件",),
    "许可": ("许可",),
    "定义": ("定义",),
    "义务": ("义务",),
    "建议": ("建议",),
    "标准": ("标准",),
    "目标": ("目标",),
    "裁量": ("裁量",),
}
"""What an entry of this nature must contain: a clause that restricts has a rule."""


def fault(code: str, source: Source, span: Span, message: str, hint: str = "") -> Diagnostic:
    """A diagnostic with its caret."""
    return Diagnostic(code, source.where(span.start), message, hint=hint, excerpt=source.excerpt(span))


def check_periods(
    rules: Iterable[tuple[ast.Rule, ir.Norm]], starts: str, ends: str, source: Source
) -> Iterator[Diagnostic]:
    """No rule's own period lies wholly outside the days of its document (empty: not known): it would never apply."""
    for rule, norm in rules:
        if norm.period is not None and rule.period is not None and not norm.period.meets(starts, ends):
            force = f"{f'自{starts}' if starts else ''}{f'至{ends}' if ends else ''}"
            yield fault(
                "L220", source, rule.period.span, f"「{rule.name.text}」的期间全部在文件有效期({force})以外,规则永远不适用",
                "对照原文改正期间,或者改正 meta.toml 的有效期;原文确是这样写的,写 待写 因 「期间在文件有效期以外」",
            )  # fmt: skip


def check_entries(file: ast.File, source: Source, natures: Iterable[str]) -> Iterator[Diagnostic]:
    """Addresses and names are unique, natures known, and each nature has what it announces."""
    known = set(natures)
    addresses: set[str] = set()
    words: dict[str, str] = {}
    for entry in file.entries:
        if entry.address.text in addresses:
            yield fault("L406", source, entry.address.span, f"条 {entry.address.text} 写了两次", "改正地址:每条一个")
        addresses.add(entry.address.text)
        if entry.same_as is not None:
            earlier = words.get(entry.same_as.text)
            if earlier is None:
                yield fault(
                    "L407",
                    source,
                    entry.same_as.span,
                    f"「同 {entry.same_as.text}」所指的条不在前面",
                    "写前面某一条的地址",
                )
            elif earlier != _quoted(entry):
                yield fault(
                    "L413", source, entry.same_as.span, f"条 {entry.address.text} 与 {entry.same_as.text} 的原文不相同",
                    "同 只用于逐字重复的条;文字有出入的,各写各的规则",
                )  # fmt: skip
        words[entry.address.text] = _quoted(entry)
        for nature in entry.natures:
            if nature.text not in known:
                near = nearest(nature.text, known)
                hint = f"是否指「{near[0]}」?" if near else "可用的性质:" + "、".join(sorted(known))
                yield fault("L408", source, nature.span, f"不认识的性质「{nature.text}」", hint)
            needed = _NEEDED.get(nature.text)
            kinds = {i.kind for i in entry.items if isinstance(i, ast.Rule | ast.Statement)}
            if needed and not kinds & set(needed) and entry.same_as is None and not entry.broken and not entry.pending:
                yield fault(
                    "L409", source, nature.span, f"条 {entry.address.text} 的性质是{nature.text},却没有写出{needed[0]}",
                    f"写出{needed[0]};写成了别的(如 上限、规则、要件)而原文是那样的,改正性质;还没写成的,写 待写",
                )  # fmt: skip
        yield from _pending_once(entry, source)
        for listed in _lists(entry):
            for i, name in enumerate(listed):
                if name.text in (n.text for n in listed[:i]):
                    yield fault("L214", source, name.span, f"「{name.text}」写了两次", "删去重复的一个")
        for cond in _twice(entry):
            yield fault("L214", source, cond.span, "同一个条件写了两次", "删去重复的,或改成原文所写的另一个")
        names: set[str] = set()
        for item in entry.items:
            if isinstance(item, ast.Rule | ast.Statement):
                key = item.name.text + (f"@{item.variant.text}" if isinstance(item, ast.Rule) and item.variant else "")
                if key in names:
                    yield fault(
                        "L410",
                        source,
                        item.name.span,
                        f"条 {entry.address.text} 有两个「{item.name.text}」",
                        "换一个名称",
                    )
                names.add(key)


def _pending_once(entry: ast.Entry, source: Source) -> Iterator[Diagnostic]:
    for item in [i for i in entry.items if isinstance(i, ast.Pending)][1:]:
        hint = "并成一个:待写 事项 甲 、 乙"
        yield fault("L415", source, item.span, f"条 {entry.address.text} 的 待写 写了两次", hint)


def check_disguise(file: ast.File, source: Source) -> Iterator[Diagnostic]:
    """No restriction is called a vision, a principle, a fact, for which no rule has to be written."""
    addresses = [e.address.text for e in file.entries]
    for entry in file.entries:
        natures = [n.text for n in entry.natures]
        if entry.pending or entry.broken or entry.same_as or any(isinstance(i, ast.Rule) for i in entry.items):
            continue
        if "标题" in natures and below(entry.address.text, addresses):
            continue  # a heading: what it announces stands in the clauses under it
        if word := disguised(natures, _quoted(entry)):
            yield fault(
                "L414", source, entry.natures[0].span,
                f"条 {entry.address.text} 有限制性的「{word}」,性质却只写{'、'.join(natures)}",
                "性质写 限制 或 上限,并写出规则;还没写成的,写 待写",
            )  # fmt: skip


def _quoted(entry: ast.Entry) -> str:
    return squeezed("".join(q.text for q in entry.quotes))


def _lists(entry: ast.Entry) -> Iterator[tuple[ast.Name, ...]]:
    """Every list of names in an entry."""
    yield entry.natures
    for item in entry.items:
        if isinstance(item, ast.Statement):
            yield item.anchors.readings
            yield from (
                tuple(n for n in value if isinstance(n, ast.Name))
                for _, value in item.fields
                if isinstance(value, tuple)
            )
        elif isinstance(item, ast.Rule):
            yield item.anchors.readings
            for cond in (*item.scope, item.condition, item.must):
                yield from (c.values for c in within(cond) if isinstance(c, ast.Member))


def within(cond: ast.Cond | None) -> Iterator[ast.Cond]:
    """A condition and all conditions in it."""
    if cond is None:
        return
    yield cond
    for part in cond.parts if isinstance(cond, ast.And | ast.Or) else (cond.part,) if isinstance(cond, ast.Not) else ():
        yield from within(part)


def _twice(entry: ast.Entry) -> Iterator[ast.Cond]:
    """Conditions that stand twice between the same 且 or 或."""
    for item in entry.items:
        if isinstance(item, ast.Rule):
            for cond in (c for top in (*item.scope, item.condition, item.must) for c in within(top)):
                parts = cond.parts if isinstance(cond, ast.And | ast.Or) else ()
                yield from (part for i, part in enumerate(parts) if part in parts[:i])


def check_definitions(file: ast.File, source: Source) -> Iterator[Diagnostic]:
    """No definition leads back to itself."""
    parts: dict[str, tuple[str, ...]] = {}
    spans: dict[str, Span] = {}
    for entry in file.entries:
        for item in entry.items:
            if isinstance(item, ast.Statement) and item.kind == "定义":
                names = item.get("划分为")
                listed = names if isinstance(names, tuple) else ()
                parts[item.name.text] = tuple(n.text for n in listed if isinstance(n, ast.Name))
                spans[item.name.text] = item.name.span
    circular: set[str] = set()
    for start in parts:
        if start in circular:
            continue
        reached, ahead = set[str](), [start]
        while ahead:
            for part in parts.get(ahead.pop(), ()):
                if part == start:
                    circular |= reached | {start}
                    hint = "拆开循环的定义:每个名称只由更小的部分组成"
                    yield fault("L213", source, spans[start], f"「{start}」的定义绕回了自己", hint)
                    ahead.clear()
                    break
                if part not in reached:
                    reached.add(part)
                    ahead.append(part)


def check_exceptions(file: ast.File, source: Source) -> Iterator[Diagnostic]:
    """Exemptions have something to exempt from, and 印证 points at rules that decide."""
    if any(e.broken for e in file.entries):  # the rule that is looked for may be the one that could not be read
        return
    rules = [(e, i) for e in file.entries for i in e.items if isinstance(i, ast.Rule)]
    deciding = {e.address.text for e, r in rules if r.supports is None}
    pending = {e.address.text for e in file.entries if e.pending}  # any of these may restrict
    restricted = {m for _, r in rules if r.kind in ("规则", "上限") for m in _matters(r)}
    for entry, rule in rules:
        if rule.effect is not None and rule.effect.clauses:
            yield from _check_named(entry, rule, file, source)
        elif rule.kind == "豁免" and not pending and not restricted & (_matters(rule) or restricted):
            yield fault(
                "L701", source, rule.name.span, f"豁免「{rule.name.text}」没有可豁免的限制",
                "豁免只及于本文件的 规则 和 上限;没有限制的,按原文写作 许可、优先 或 注",
            )  # fmt: skip
        if rule.supports is not None and rule.supports.text not in deciding | pending:
            yield fault(
                "L702", source, rule.supports.span, f"「{rule.name.text}」印证的 {rule.supports.text} 没有可决定的规则",
                "印证 之后写规划任务中使它具体化的那一条的地址",
            )  # fmt: skip


def _check_named(entry: ast.Entry, exemption: ast.Rule, file: ast.File, source: Source) -> Iterator[Diagnostic]:
    """An exemption from single clauses names clauses of its own document, each with something to exempt from."""
    assert exemption.effect is not None
    addresses, matters, name = [e.address.text for e in file.entries], _matters(exemption), exemption.name.text
    for clause in exemption.effect.clauses:
        if "/" in clause.text:
            hint = "不受另一文件某一条限制的,本文件不能决定;写 待写 因 「…」,或登记文件之间的关系(special_to)"
            yield fault("L704", source, clause.span, f"豁免「{name}」指另一文件的条:{clause.text}", hint)
            continue
        there = covered(clause.text, addresses)
        if not there:
            near = nearest(clause.text, addresses, 3) or addresses[:3]
            hint = f"是否指 {'、'.join(near)}?写本文件中有限制的那一条的地址"
            yield fault("L703", source, clause.span, f"豁免「{name}」所指的 {clause.text} 不是本文件的条", hint)
            continue
        mine = [e for e in file.entries if e.address.text in there]
        rules = [i for e in mine for i in e.items if isinstance(i, ast.Rule)]
        restricted = {m for r in rules if r.kind in ("规则", "上限") for m in _matters(r)}
        waiting = any(e.pending for e in mine)
        if not waiting and not restricted & (matters or restricted):
            hint = "写有 规则 或 上限 的那一条的地址;它还没有写成规则的,那一条写 待写"
            yield fault(
                "L701", source, clause.span, f"豁免「{name}」所指的 {clause.text} 没有可豁免的限制", hint
            )  # fmt: skip


def _matters(rule: ast.Rule) -> set[str]:
    return {
        value.text
        for cond in rule.scope
        if isinstance(cond, ast.Member) and [n.text for n in cond.ref.path] == ["事项"]
        for value in cond.values
    }


def check_official(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """A rule base in use holds no drafts: nobody has issued them."""
    for document in documents:
        if document.draft:
            hint = "草案用 tiaoli compare 与现行文件比较;印发以后按收到的文本登记 received,删去 draft"
            yield Diagnostic("C114", f"{document.folder}/meta.toml: draft", "规则库不收录草案", hint=hint)


def check_relations(
    documents: Iterable[Document],
    collection: Mapping[str, Document],
    folders: Mapping[str, str] | None = None,
) -> Iterator[Diagnostic]:
    """The general texts to which a document is special are in the collection (by id) and of the same issuers; the plans
    that it succeeds are in the collection.

    folders: where the files of a document lie, by id; else those of the corpus.
    """
    for document in documents:
        name, allowed = document.id, "、".join(i for i in collection if i != document.id)
        where = f"{(folders or {}).get(name, document.folder)}/meta.toml: special_to"
        for general in document.special_to:
            if general == name:
                yield Diagnostic("C105", where, f"「{general}」是文件自己", allowed)
            elif general not in collection:
                near = nearest(general, collection)
                hint = f"是否想写 {near[0]}?" if near else ""
                yield Diagnostic("C105", where, f"没有收录「{general}」", allowed, hint)
            elif collection[general].issuers != document.issuers:
                objection = f"「{general}」由{'、'.join(collection[general].issuers)}印发,不是同一机关"
                yield Diagnostic("C105", where, objection, f"{'、'.join(document.issuers)}印发的文件")
        where = where.replace("special_to", "succeeds")
        for plan in document.succeeds:
            if plan == name:
                yield Diagnostic("C105", where, f"「{plan}」是文件自己", allowed)
            elif plan not in collection:
                near = nearest(plan, collection)
                yield Diagnostic("C105", where, f"没有收录「{plan}」", allowed, f"是否想写 {near[0]}?" if near else "")


def regulated(norms: Iterable[ir.Norm]) -> list[str]:
    """The matters that a document regulates: those its norms (exemptions of everything aside) reach."""
    return sorted({m for n in norms for m in n.matters})
