"""docs/touching.md: the clauses that touch a case without deciding it, counted and listed by document.

Made by `python -m tests.ask.touching_page --write`; a test holds it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from policy_dsl.alignment.touching_file import must_account
from policy_dsl.compiled import Clause, Concern, Document
from reasoner.driver.current_rule_base import rule_base

PAGE = Path(__file__).parents[2] / "docs" / "touching.md"

_HEAD = """# 不决定申请、但涉及申请的原文

性质为限制、上限、要件、标准、事实、鼓励、义务的条款,和说到总量控制的条款,逐条写明:已写成规则的,由规则决定申请;没有规则的,写明涉及哪些事项和
地区(作研判、回答问题、写内部审核意见时列出),或者说明为什么不涉及任何申请。登记在各文件目录的 `touching.toml`,漏写、错写的不能编译。

| 文件 | 须写明的条款 | 已有规则 | 涉及申请 | 不涉及申请 |
|---|---|---|---|---|"""


def page() -> str:
    """The page."""
    documents = rule_base().documents.values()
    parts = [_HEAD, *map(_count, documents), "", *(line for d in documents for line in _document(d))]
    return "\n".join(parts) + "\n"


def _count(document: Document) -> str:
    ruled = {n.clause for n in document.norms_in_use}
    clauses = document.clauses.values()
    must = [c for c in clauses if must_account(c) or c.concerns]
    with_rules = sum(c.clause in ruled and not c.concerns for c in must)
    linked, waived = sum(bool(c.concerns) for c in must), sum(bool(c.concerns_nobody) for c in must)
    assert len(must) == with_rules + linked + waived
    return f"| 《{document.title}》 | {len(must)} | {with_rules} | {linked} | {waived} |"


def _document(document: Document) -> Iterator[str]:
    yield from (f"## 《{document.title}》", "")
    linked = [c for c in document.clauses.values() if c.concerns]
    for clause in linked:
        quote = "".join(clause.quote.split())
        yield f"- **{clause.place}**(`{clause.clause}`)“{quote}”"
        yield from (f"    - {_scope(c)}:{c.why}。" for c in clause.concerns)
    reasons: dict[str, list[Clause]] = {}
    for clause in document.clauses.values():
        if clause.concerns_nobody:
            reasons.setdefault(clause.concerns_nobody, []).append(clause)
    if reasons:
        yield from (["", "不涉及申请的:", ""] if linked else ["不涉及申请的:", ""])
        for reason, clauses in reasons.items():
            first, last = clauses[0].clause.partition("/")[2], clauses[-1].clause.partition("/")[2]
            span = f"`{first}`" if len(clauses) == 1 else f"`{first}` 至 `{last}` 之间 {len(clauses)} 条"
            yield f"- {reason}:{span}。"
    yield ""


def _scope(concern: Concern) -> str:
    regions = rule_base().vocabulary.regions
    parts = ["、".join(concern.matters)]
    if concern.places:
        parts.append(f"限于{'、'.join(regions[p].name for p in concern.places)}")
    if concern.others:
        parts.append(f"{'、'.join(regions[p].name for p in concern.others)}以外")
    if concern.types:
        parts.append(f"限于{'、'.join(concern.types)}")
    return ";".join(parts)


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page())
