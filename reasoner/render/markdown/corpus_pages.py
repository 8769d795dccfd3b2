"""The corpus on paper: a page of Markdown for each document, with everything that a lawyer needs to review it.

Clause by clause: place and address, nature, the official words, each rule back-translated beside the words it rests on,
judgements, figures, duties, definitions, waived words and notes; then the readings, and what the received text lacks.
The pages are made from the compiled rule base alone and hold no date, so that the same rules give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_dsl.compiled import Clause, Document
from policy_dsl.ir import Norm
from policy_dsl.reading import Reading, status_words
from policy_dsl.review.records import norm_digest
from reasoner.model.rule_base import RuleBase
from reasoner.survey.review_states import words_of
from reasoner.survey.statement_lines import StatementLine, pending_sentences, statement_sections

_LIST: Final = re.compile(r"^(\d*)([-+.)])")
"""The beginning of a quote that Markdown would take for a list."""
_HEADINGS: Final = ("题名", "标题")
_MADE: Final = (
    "由 `tiaoli pages` 从规则库生成,请勿手改。原文逐字照录;规则大意一行是由规则机械写出的句子,供对照原文复核。"
)


def corpus_pages(base: RuleBase) -> dict[str, str]:
    """The pages by file name: one for each document, and index.md."""
    pages = {f"{d.id}.md": "\n".join(_page(base, d)) + "\n" for d in base.documents.values()}
    return {"index.md": "\n".join(_index(base)) + "\n"} | pages


def _index(base: RuleBase) -> Iterator[str]:
    yield from ("# 已收录的文件", "", _MADE, "", "| 文件 | 文号 | 条款 | 规则 | 条文理解 |", "|---|---|---|---|---|")
    for document in base.documents.values():
        rules = document.norms_in_use
        link = f"[{_cell(document.title)}]({document.id}.md)"
        counts = f"{len(document.clauses)} | {len(rules)} | {len(document.readings)}"
        yield f"| {link} | {document.number or '收到的文本未载'} | {counts} |"


def _page(base: RuleBase, document: Document) -> Iterator[str]:
    yield from (f"# {document.title}", "", _MADE, "")
    yield from _about(base, document)
    yield from ("", "## 条款")
    for clause in document.clauses.values():
        yield from _clause(document, clause)
    if document.readings:
        yield from ("", "## 条文理解")
        for reading in document.readings:
            yield from _reading(reading)
    if document.masked:
        yield from ("", "## 未收录的文字", "", "网页上不属于文件的文字以 ▒ 代替,起止为收到的文本中的字符位置。", "")
        yield from (f"- {m.start}-{m.end}:{m.reason}" for m in document.masked)


def _about(base: RuleBase, document: Document) -> Iterator[str]:
    issued = document.issued or f"{document.year}年(日期未载)"
    starts = f"自{document.starts}起({document.starts_basis})" if document.starts else "施行日期不明"
    ends = f"至{document.ends}({document.ends_basis})" if document.ends else f"届满日期{document.ends_basis}"
    for name, text in (
        ("文件代号", f"`{document.id}`"),
        ("文号", document.number or "收到的文本未载文号"),
        ("种类", document.kind),
        ("地区", base.vocabulary.regions[document.region].name),
        ("制定机关", "、".join(document.issuers)),
        ("印发", issued),
        ("效力", f"{starts},{ends}"),
        ("规范事项", "、".join(document.regulates) or "无(本文件不决定申请)"),
        ("条款和规则", _counts(document)),
        ("收到的文本", f"{document.received.length}字,SHA-256 `{document.received.sha256}`"),
    ):
        yield f"- **{name}** {text}"
    if document.received.typed_by:
        yield f"- **人工录入** {document.received.typed_by}录入,{document.received.proofread_by}校对"
    yield from (f"- **效力说明** {note}" for note in document.force)
    yield from (f"- **缺失** {m.what}({m.where})" for m in document.missing)


def _counts(document: Document) -> str:
    waiting = len(document.pending_clauses)
    counts = f"{len(document.clauses)}条,规则{len(document.norms_in_use)}条"
    return counts + (f",待写{waiting}条" if waiting else "")


# --- clauses ------------------------------------------------------------------------------------------------


def _clause(document: Document, clause: Clause) -> Iterator[str]:
    address = clause.clause.partition("/")[2]
    natures = "、".join(clause.natures)
    if set(clause.natures) <= set(_HEADINGS):
        yield from ("", f"### {_flat(clause.quote)}", "", f"`{address}` {clause.place} · {natures}")
    else:
        again = f"(与 `{clause.same_as.partition('/')[2]}` 重复)" if clause.same_as else ""
        yield from ("", f"#### {clause.place} `{address}`", "", f"性质:{natures}{again}")
        yield from ("", f"> {_flat(clause.quote) or '(收到的文本没有这部分文字)'}")
    norms = [n for n in document.all_norms if n.clause == clause.clause and not n.pending]
    for norm in norms:
        if norm.alternative_of is None:
            yield from _norm(document, clause, norm)
            yield from _alternatives(document, norm, norms)
    yield from (line for n in _added(norms) for line in ("", f"- **异读「{n.alternative_of}」增加** {n.text}"))
    for title, statements in statement_sections(clause):
        yield from ("", f"**{title}**", "")
        yield from (f"- {s.text}{_cited(s)}" for s in statements)
    if clause.pending is not None:
        yield from ("", "**待写**", "")
        yield from (f"- {_flat(s)}" for s in pending_sentences(clause.pending))
    if clause.waived:
        yield from ("", "**不计入规则的词**", "")
        yield from (f"- 「{'」「'.join(w.words)}」:{w.reason}" for w in clause.waived)
    if clause.notes:
        yield from ("", "**注**", "")
        yield from (f"- {n}" for n in clause.notes)


def _norm(document: Document, clause: Clause, norm: Norm) -> Iterator[str]:
    yield from ("", f"**规则 {norm.name}**", "", f"- 规则大意:{norm.text}")
    words = "……".join(_flat(w) for w in words_of(clause, norm))
    if words != _flat(clause.quote):
        yield f"- 所据原文:「{words}」"
    if norm.readings:
        yield f"- 所据条文理解:{'、'.join(norm.readings)}"
    if norm.supports:
        yield f"- 印证:`{norm.supports.partition('/')[2]}`"
    state = "已复核" if norm.reviewed else "未经法制复核"
    yield f"- 复核:{state}。校验码 `{norm_digest(document, norm)[:16]}` 复核人________ 日期________ 意见________"


def _alternatives(document: Document, norm: Norm, norms: list[Norm]) -> Iterator[str]:
    for reading in document.readings:
        if norm.id.partition("/")[2] in reading.removes:
            yield f"- 异读「{reading.name}」:没有这条规则"
    for other in norms:
        if other.alternative_of is not None and other.name == norm.name:
            yield f"- 异读「{other.alternative_of}」:{other.text}"


def _added(norms: list[Norm]) -> Iterator[Norm]:
    """Rules that exist only under an alternative."""
    names = {n.name for n in norms if n.alternative_of is None}
    yield from (n for n in norms if n.alternative_of is not None and n.name not in names)


def _cited(statement: StatementLine) -> str:
    return f"(据条文理解:{'、'.join(statement.readings)})" if statement.readings else ""


def _reading(reading: Reading) -> Iterator[str]:
    confirmed = status_words(reading.status)
    yield from ("", f"### {reading.name}({confirmed})", "")
    yield f"- **问题** {reading.question}"
    yield f"- **采用** {reading.used}"
    yield f"- **另一种理解** {reading.alternative}"
    yield f"- **理由** {reading.basis}"
    for name, words in (("补足规则用词", reading.covers), ("说明原文用词", reading.accounts)):
        if words:
            yield f"- **{name}** {'、'.join(words)}"
    yield f"- **试算** {_runs(reading)}"


def _runs(reading: Reading) -> str:
    replaced = {i.partition("@")[0] for i in reading.instead}
    parts = [
        f"{'改写' if i.partition('@')[0] in reading.without else '增加'} `{i.partition('/')[2]}`"
        for i in reading.instead
    ]
    parts += [f"没有 `{i.partition('/')[2]}`" for i in reading.without if i not in replaced]
    parts += [f"自{reading.starts}起施行"] if reading.starts else []
    parts += [f"至{reading.ends}为止"] if reading.ends else []
    parts += [f"由另一机关认定:{'、'.join(reading.determines)}"] if reading.determines else []
    if reading.of_duties:
        return "只关系到义务由谁承担,没有申请取决于它,不须试算"
    return ";".join(parts) if parts else "另一种理解没有写成规则,不能试算"


def _flat(text: str) -> str:
    """The words in one line, with the blanks of the text and what Markdown would take for marks made harmless."""
    flat = "".join(text.splitlines()).strip()
    flat = "".join(f"\\{c}" if c in "*_`<>[]#|" else c for c in flat)
    return _LIST.sub(r"\1\\\2", flat)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("[", "\\[").replace("]", "\\]")
