"""Proposed rules (待核) of the bureau's own documents: which there are, and their acceptance by a person, recorded with name and day.

Acceptance takes the word 待核 from the rule in rules.tiao, and is written into the bureau's folder of records before that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.review.acceptances import (
    Acceptance,
    AcceptanceAction,
    acceptances_file,
    append,
    own_acceptances,
    rule_digest,
)
from policy_dsl.review.files import extend
from policy_dsl.review.record_tables import MOST_NAME, MOST_REMARK, unfit
from policy_dsl.source_text import Source
from reasoner.driver import current_rule_base
from reasoner.driver.own_corpus import Compiler, OwnCorpus, own_corpus
from reasoner.driver.review_folder import folder_to_write

RULES: Final = "rules.tiao"


class ProposedRule(msgspec.Struct, frozen=True):
    """A rule or duty that is only proposed."""

    rule: str
    """Its id: weifang-2026/1.1.p1#床位使用率低于60%的区域不再新增."""
    document: str
    version: str
    clause: str
    """The address of its clause."""
    quote: str
    """The words of its clause."""
    written: str
    """It as it is written, 待核 included."""
    digest: str
    """SHA-256 of what somebody who accepts it has seen."""
    path: str
    """The file in which it stands."""


def proposed_rules(document: str = "") -> list[ProposedRule]:
    """Every proposed rule of the bureau's own documents and drafts, or of one of them; what cannot be parsed has none."""
    own = own_corpus()
    return [] if own is None else [r for r in _proposed(own) if document in ("", r.document)]


def acceptances(folder: Path | None = None) -> Mapping[str, Sequence[Acceptance]]:
    """The recorded acceptances by document id. Raises Faults (U106, U131)."""
    from policy_dsl.review.files import own_folder

    return own_acceptances(folder or own_folder())


def accept(
    rule: str, by: str, remark: str = "", folder: Path | None = None, digest: str = ""
) -> tuple[ProposedRule, Path]:
    """Accept a proposed rule: record it, and take the word 待核 from it; the rule as it was, and the file of the record.

    rule: its id, or as much of it as names one alone. digest: of what the person saw; empty: as it is now.
    Raises Faults, and then nothing was written: U133 nobody's name, U132 no such rule, U174 it has changed since, U111 no folder
    of records, U107, and the faults that the document would have without the word.
    """
    who, why = by.strip(), remark.strip()
    texts = (("--by", unfit(who, MOST_NAME) if who else "没有写明采用的人"), ("--remark", unfit(why, MOST_REMARK)))
    if faults := [Diagnostic("U133", where, wrong) for where, wrong in texts if wrong]:
        raise Faults(faults)
    chosen = _chosen(rule)
    if digest and digest != chosen.digest:
        message = "这条拟写的规则在您看过以后有改动,没有采用"
        raise Faults([Diagnostic("U174", chosen.rule, message, hint="对照现在的内容重新核对")])
    path = acceptances_file(chosen.document, folder_to_write(folder))
    _check(chosen)
    local = chosen.rule.partition("/")[2]
    record = Acceptance(local, AcceptanceAction.ACCEPT, chosen.digest, who, date.today().isoformat(), why)
    append(path, record)
    extend(Path(chosen.path), lambda text: _without_the_word(text, chosen))
    current_rule_base.rule_base.cache_clear()
    return chosen, path


def _chosen(rule: str) -> ProposedRule:
    every = proposed_rules()
    exact = [r for r in every if r.rule == rule]
    chosen = exact or [r for r in every if rule in (r.clause, r.rule.partition("#")[2], r.rule.partition("/")[2])]
    if len(chosen) == 1:
        return chosen[0]
    names = [r.rule for r in every]
    if chosen:
        raise Faults([Diagnostic("U132", rule, f"有{len(chosen)}条拟写的规则", "、".join(r.rule for r in chosen))])
    near = nearest(rule, names)
    hint = f"是否指 {near[0]}?" if near else "tiaoli corpus accept 列出全部"
    raise Faults([Diagnostic("U132", rule, "没有这条拟写的规则(待核)", "文件标识/地址#规则名", hint)])


def _proposed(own: OwnCorpus) -> Iterator[ProposedRule]:
    from policy_dsl.syntax import ast
    from policy_dsl.syntax.parse import parse

    for place, texts in sorted({**own.sources.documents, **own.sources.drafts}.items()):
        where = os.path.join(own.root, place.region, place.document, place.version, RULES)
        text = texts.get(RULES, "").replace("\r\n", "\n")
        file, _ = parse(Source(where, text))
        for entry in file.entries if file is not None else ():
            quote = "".join(q.text for q in entry.quotes)
            for item in entry.items:
                if isinstance(item, ast.Rule | ast.Statement) and item.proposed:
                    written = text[item.span.start : item.span.end].rstrip()
                    yield ProposedRule(
                        rule=f"{place.document}/{entry.address.text}#{item.name.text}",
                        document=place.document,
                        version=place.version,
                        clause=entry.address.text,
                        quote=quote,
                        written=written,
                        digest=rule_digest(quote, written),
                        path=where,
                    )


def _without_the_word(text: str, rule: ProposedRule) -> str:
    """The rules without the word 待核 in this one. Raises Faults (U174) where it is not there any more as it was."""
    entry = re.search(rf"^条\s+{re.escape(rule.clause)}\s", text, re.MULTILINE)
    at = text.find(rule.written, entry.start()) if entry is not None else -1
    if at < 0:
        message = "这条拟写的规则已经有改动,没有采用"
        raise Faults([Diagnostic("U174", rule.rule, message, hint="对照现在的内容重新核对")])
    from policy_dsl.drafting.edited_rules import waits, without_note

    accepted = re.sub(r"\s+待核(?=\s|$)", "", rule.written, count=1)
    text = text[:at] + accepted + text[at + len(rule.written) :]
    start = entry.start() if entry is not None else at
    following = re.compile(r"^条\s", re.MULTILINE).search(text, at)
    end = following.start() if following is not None else len(text)
    own = text[start:end]
    return text if waits(own) else text[:start] + without_note(own) + text[end:]


def _check(rule: ProposedRule) -> None:
    """Raise the faults that the document would have once the rule is accepted, and has not now."""
    own = own_corpus()
    assert own is not None
    vocabulary = current_rule_base.rule_base().vocabulary
    sources = {**own.sources.documents, **own.sources.drafts}
    place = next(p for p in sources if (p.document, p.version) == (rule.document, rule.version))
    compiler, texts = Compiler(), dict(sources[place])

    def faults(with_rules: str) -> set[tuple[str, str]]:
        compiled = compiler.folder(place, {**texts, RULES: with_rules}, vocabulary)
        return {(f.code, f.message) for f in compiled.faults}

    now = texts[RULES].replace("\r\n", "\n")
    if more := sorted(faults(_without_the_word(now, rule)) - faults(now)):
        hint = "先改正;本条还有没写成规则的,保留或者补上 待写"
        raise Faults([Diagnostic(code, rule.rule, f"采用以后:{message}", hint=hint) for code, message in more])


def proposals_text(document: str = "") -> str:
    """The proposed rules with the words of their clauses, and what was accepted by whom, as people read it."""
    lines: list[str] = []
    rules = proposed_rules(document)
    for rule in rules:
        lines += [
            rule.rule,
            f"  原文:「{rule.quote}」",
            *(f"  {line.rstrip()}" for line in rule.written.splitlines()),
            "",
        ]
    lines.append(
        f"待核{len(rules)}条。逐条对照原文,可以采用的:tiaoli corpus accept 规则 --by 姓名;不采用的,在 {RULES} 里改写或者删去。"
    )
    for of, records in acceptances().items():
        if document in ("", of):
            lines += [f"{of}/{r.rule} 由{r.by}于{r.date}采用{f',{r.remark}' if r.remark else ''}" for r in records]
    return "\n".join(lines) + "\n"
