"""Exemptions from single clauses (ADR 27) in a register: the columns say what the interpreter says, and a fault of theirs shows.

The document is invented, and lies in a rule base of the test's own: two restrictions and a control of beds, one exemption from the
first, one from the first two, one from the whole document.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

sys.path.append(str(Path(__file__).parents[1] / "versions"))

from invented import meta

from reasoner.backends.columnar import decisions, grounds
from reasoner.driver import current_rule_base
from reasoner.driver.current_rule_base import rule_base
from tests.agreement.seeded_fault import Exchange, SeededFault
from tests.register.agreement import compared

FREED: Final = "invented-freed"
CLAUSES: Final = (
    ("限制", "床位使用率低于75%的区(市),暂不新增购买住院床位。",
     "规则 暂不\n    凡 事项 是 新增购买住院床位\n    若 本区县 的 床位使用率 低于 75%\n    则 暂不新增"),
    ("限制", "床位使用率低于80%的区(市),原则上不再新增购买住院床位。",
     "规则 原则上\n    凡 事项 是 新增购买住院床位\n    若 本区县 的 床位使用率 低于 80%\n    则 原则上 不予新增"),
    ("限制", "床位使用率低于85%的区(市),从严控制新增购买住院床位。",
     "规则 从严\n    凡 事项 是 新增购买住院床位\n    若 本区县 的 床位使用率 低于 85%\n    则 从严控制"),
    ("豁免", "管理规范的医疗机构,不受正文第一段限制。",
     "豁免 一段\n    凡 机构 属于 医疗机构\n    若 机构 的 管理规范 成立\n    则 不受限于 p1"),
    ("豁免", "连锁化的医疗机构,不受正文第一段、正文第二段限制。",
     "豁免 两段\n    凡 机构 属于 医疗机构\n    若 机构 的 连锁 成立\n    则 不受限于 p1 、 p2"),
    ("豁免", "列入市政府重点建设项目的医疗机构,不受本规划限制。",
     "豁免 全部\n    凡 机构 属于 医疗机构\n    若 机构 的 重点建设项目 包含 市级\n    则 不受 本文件 限制"),
)  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A rule base with the document beside those of the package."""
    root = tmp_path_factory.mktemp("规则库")
    folder = root / "370200" / FREED / "2023-01-01"
    folder.mkdir(parents=True)
    title = "虚拟的床位管理办法(第1稿,测试用)"
    words = "".join(f"{line}\n" for line in (title, *(c[1] for c in CLAUSES)))
    entries = [f"条 p{n} 性质 {nature}\n「{text}」\n  {rule}\n" for n, (nature, text, rule) in enumerate(CLAUSES, 1)]
    (folder / "text.txt").write_text(words, encoding="utf-8")
    (folder / "rules.tiao").write_text(
        "\n".join([f"文件 {FREED}\n\n条 title 性质 题名\n「{title}」\n", *entries]), encoding="utf-8"
    )
    (folder / "meta.toml").write_text(meta(1, "2023-01-01", length=len(words)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIAOLI_CORPUS", str(root))
        _forget()
        assert rule_base().compiled.set_aside == ()
        yield root
    _forget()


def _forget() -> None:
    for remembered in ("rule_base", "reader", "terms", "official_texts"):
        getattr(current_rule_base, remembered).cache_clear()


@pytest.mark.parametrize(("only", "seed"), [((FREED,), 31), ((), 32)])
def test_columns_and_interpreter_agree(corpus: Path, only: tuple[str, ...], seed: int, tmp_path: Path) -> None:
    result = compared(2000, seed, tmp_path, only)
    assert result.differences == ()
    norms = [n.id for n in rule_base().documents[FREED].all_norms]
    assert len(norms) == len(CLAUSES)
    if only:
        assert {(n, s) for n in norms for s in ("true", "false", "unknown") if not result.statuses[n, s]} == set()


FAULTS: Final = (
    ("it is an exemption from the whole document", grounds, "consequence", "group_of(rule.norm)",
     "group_of(rule.norm)._replace(named=()) if rule.norm.exempts_singly else IT"),
    ("the first clause of its list alone is lifted", grounds, "consequence", "group_of(rule.norm)",
     "group_of(rule.norm)._replace(named=rule.norm.named[:1]) if rule.norm.exempts_singly else IT"),
    ("nobody knows under which clause a restriction stands", grounds, "consequence", "group_of(rule.norm)",
     "IT if rule.norm.exempts_singly else group_of(rule.norm)._replace(named=())"),
    ("it decides", decisions, "_deciding", "not g.exempts_singly", "True"),
    ("it is asked for where it lifts nothing", decisions, "_lifts_something", "group.lifts(consequence(r.rule))", "True"),
    ("it is never asked for", decisions, "_lifts_something", "group.lifts(consequence(r.rule))", "False"),
    ("an open one is none", decisions, "Decisions._weigh", "STATUS[result.status]",
     "STATUS[FALSE] if norm.exempts_singly and result.status == UNKNOWN else IT"),
    ("an open one holds", decisions, "Decisions._weigh", "STATUS[result.status]",
     "STATUS[TRUE] if norm.exempts_singly and result.status == UNKNOWN else IT"),
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_of_the_columns_shows(fault: tuple[str, object, str, str, str], corpus: Path, tmp_path: Path) -> None:
    what, module, where, old, new = fault
    with SeededFault(what, module, where, Exchange(old, new)).seeded((decisions, grounds), {}):  # type: ignore[arg-type]
        assert compared(1000, 31, tmp_path, (FREED,)).differences
