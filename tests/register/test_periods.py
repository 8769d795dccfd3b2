"""Rules with a period of their own in a register (ADR 38): each row is judged on its day, as the interpreter judges it, and a fault
of the columns shows. The documents are invented; their periods begin and end on days on which rows were received.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

sys.path.append(str(Path(__file__).parents[1] / "versions"))

from invented import TRANSITION, base_of, bounded, load_driver, meta, version

from reasoner.backends.columnar import place_days
from reasoner.driver import current_rule_base
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import RuleBase
from tests.agreement.seeded_fault import Exchange, SeededFault
from tests.register.agreement import compared

TIMED: Final = "invented-timed"
BEDS: Final = "凡 事项 是 新增购买住院床位"
CLAUSES: Final = (
    ("限制", "2023年7月30日至2024年6月30日期间,暂不新增购买住院床位。",
     f"规则 期间内暂不\n    {BEDS}\n    期间 自 2023年7月30日 至 2024年6月30日\n    则 暂不新增"),
    ("限制", "自2024年7月1日起,床位使用率低于80%的区(市),原则上不再新增购买住院床位。",
     f"规则 此后原则上\n    {BEDS}\n    期间 自 2024年7月1日\n    若 本区县 的 床位使用率 低于 80%\n    则 原则上 不予新增"),
    ("限制", "2025年10月10日前,从严控制新增购买住院床位。",
     f"规则 此前从严\n    {BEDS}\n    期间 至 2025年10月9日\n    则 从严控制"),
    ("要件", "自2025年6月30日起,新增购买住院床位的医疗机构应当管理规范。",
     f"要件 规范\n    {BEDS}\n    凡 机构 属于 医疗机构\n    期间 自 2025年6月30日\n    须 机构 的 管理规范 成立"),
    ("豁免", "2023年底前,列入市政府重点建设项目的医疗机构,不受本规划限制。",
     "豁免 全部\n    凡 机构 属于 医疗机构\n    期间 至 2023年12月31日\n    若 机构 的 重点建设项目 包含 市级\n    则 不受 本文件 限制"),
)  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A rule base with the document beside those of the package."""
    root = tmp_path_factory.mktemp("规则库")
    folder = root / "370200" / TIMED / "2023-01-01"
    folder.mkdir(parents=True)
    title = "虚拟的床位管理办法(第1稿,测试用)"
    words = "".join(f"{line}\n" for line in (title, *(c[1] for c in CLAUSES)))
    entries = [f"条 p{n} 性质 {nature}\n「{text}」\n  {rule}\n" for n, (nature, text, rule) in enumerate(CLAUSES, 1)]
    (folder / "text.txt").write_text(words, encoding="utf-8")
    (folder / "rules.tiao").write_text(
        "\n".join([f"文件 {TIMED}\n\n条 title 性质 题名\n「{title}」\n", *entries]), encoding="utf-8"
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


@pytest.mark.parametrize(
    ("only", "seed", "as_of"),
    [
        ((TIMED,), 41, None),
        ((), 42, None),
        ((TIMED,), 43, "2024-06-30"),
        ((TIMED,), 44, "2024-07-01"),
        ((TIMED,), 45, "2025-12-31"),
    ],
)
def test_columns_and_interpreter_agree(
    corpus: Path, only: tuple[str, ...], seed: int, as_of: str | None, tmp_path: Path
) -> None:
    result = compared(1500, seed, tmp_path, only, as_of)
    assert result.differences == ()
    norms = [n.id for n in rule_base().documents[TIMED].all_norms]
    assert len(norms) == len(CLAUSES)
    if only and as_of is None:
        assert {(n, s) for n in norms for s in ("true", "false") if not result.statuses[n, s]} == set()


_COVERS: Final = "cond.covers(context.law_day(document))"
FAULTS: Final = (
    ("a period is ignored", place_days, "_leaf", _COVERS, "True"),
    ("no rule with a period applies", place_days, "_leaf", _COVERS, "False"),
    ("the first day is no day of it", place_days, "_leaf", _COVERS, "IT and cond.begins != context.day"),
    ("the last day is no day of it", place_days, "_leaf", _COVERS, "IT and cond.ends != context.day"),
    ("nothing turns where a period begins or ends", place_days, "turning_days",
     "_turns_of_period(leaf) if isinstance(leaf, ir.During) else ()", "()"),
    ("a period ends a day early", place_days, "_turns_of_period", "_after(period.ends)", "period.ends"),
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_of_the_columns_shows(fault: tuple[str, object, str, str, str], corpus: Path, tmp_path: Path) -> None:
    what, module, where, old, new = fault
    with SeededFault(what, module, where, Exchange(old, new)).seeded((place_days,), {}):  # type: ignore[arg-type]
        assert compared(1000, 41, tmp_path, (TIMED,)).differences


UNTIL: Final = ("至2025年6月30日,", "期间 至 2025年6月30日")
FIRST, SECOND = "2023-07-30", "2025-10-09"


@cache
def base_kept() -> RuleBase:
    """The former rules have a period; the later ones leave to them what was received before."""
    return base_of(
        bounded(version(1, "70%", FIRST), *UNTIL),
        version(2, "60%", SECOND, replaces=FIRST, transition=TRANSITION),
    )


@pytest.mark.parametrize("as_of", [None, "2025-06-30", "2025-10-09", "2026-07-01"])
def test_what_is_left_to_former_rules_is_judged_on_the_day_of_receipt(
    as_of: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    load_driver()
    monkeypatch.setattr(current_rule_base, "rule_base", base_kept)
    result = compared(1200, 46, tmp_path, (), as_of)
    assert result.differences == ()


def test_the_day_of_receipt_ignored_shows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    load_driver()
    monkeypatch.setattr(current_rule_base, "rule_base", base_kept)
    fault = SeededFault("", place_days, "_leaf", Exchange(_COVERS, "cond.covers(context.day)"))
    with fault.seeded((place_days,), {}):
        assert compared(1200, 46, tmp_path, (), "2026-07-01").differences
