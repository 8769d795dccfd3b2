"""Small rule bases for the sentences of docs/semantics.md: a few clauses, compiled by the compiler, real vocabulary.

Every verdict that a test asks for is also held against the proof checker, so that each sentence is tested of both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from policy_dsl import compiled
from policy_dsl.alignment.draft import Draft
from policy_dsl.compile import PASSES, finished_document
from policy_dsl.texts.meta_file import Missing, Received
from policy_dsl.texts.official_text import Document
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.model.kinds import Role, Status
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

BEDS = "新增购买住院床位"

BAR_FOR_NOW = (
    "限制",
    "床位使用率低于75%的区(市),暂不新增购买住院床位。",
    "规则 低使用率暂不新增\n 凡 事项 是 新增购买住院床位\n 若 本区县 的 床位使用率 低于 75%\n 则 暂不新增",
)
PRESUMED = (
    "限制",
    "床位使用率低于80%的区(市),原则上不再新增购买住院床位。",
    "规则 低使用率原则上不新增\n 凡 事项 是 新增购买住院床位\n 若 本区县 的 床位使用率 低于 80%\n 则 原则上 不予新增",
)
CONTROL = (
    "限制",
    "床位使用率低于85%的区(市),从严控制新增购买住院床位。",
    "规则 从严控制\n 凡 事项 是 新增购买住院床位\n 若 本区县 的 床位使用率 低于 85%\n 则 从严控制",
)
EXEMPT = (
    "豁免",
    "列入市政府重点建设项目的医疗机构,不受本规划限制。",
    "豁免 市政府重点建设项目\n 若 机构 属于 医疗机构 且 机构 的 重点建设项目 包含 市级\n 则 不受 本文件 限制",
)
PERMIT = (
    "许可",
    "符合条件的医疗机构,可按规定纳入新增购买住院床位范围。",
    "许可 符合条件可纳入\n 凡 事项 是 新增购买住院床位\n 凡 机构 属于 医疗机构\n 若 机构 的 符合定点条件 成立\n 则 可纳入",
)
PREFER = (
    "优先",
    "对连锁化的医疗机构,可优先新增购买住院床位。",
    "优先 连锁可优先\n 凡 事项 是 新增购买住院床位\n 凡 机构 属于 医疗机构\n 若 机构 的 连锁 成立\n 则 可优先",
)
REQUIRE = (
    "要件",
    "新增购买住院床位的医疗机构应当管理规范。",
    "要件 须管理规范\n 凡 事项 是 新增购买住院床位\n 凡 机构 属于 医疗机构\n 须 机构 的 管理规范 成立",
)

Clause = tuple[str, str, str]
"""Nature, text and rule of a clause."""


def document(id_: str, *clauses: Clause, **more: Any) -> tuple[compiled.Document, str]:
    """A compiled document of these clauses, and its text.

    more: its readings, as TOML, what it is (year, ends …), or the vocabulary.
    """
    vocabulary = more.pop("vocabulary", rule_base().vocabulary)
    text = "".join(f"{words}\n" for _, words, _ in clauses)
    rules = f"文件 {id_}\n" + "".join(
        f"\n条 1.p{number} 性质 {nature}\n「{words}」\n{rule}\n"
        for number, (nature, words, rule) in enumerate(clauses, 1)
    )
    readings = more.pop("readings", "")
    lacking = tuple(Missing(what, where) for what, where in more.pop("missing", ()))
    plain = Document(
        id=id_, title=f"文件{id_}", number=None, year=2023, kind="规划", issuers=("青岛市医疗保障局",), issuer_level="市",
        region="370200", addressees=(), issued="2023-07-30", starts="2023-07-30", starts_basis="印发之日", ends="",
        ends_basis="未载", force=(), received=Received("x.txt", "0" * 64, len(text)), masked=(), missing=lacking, lines=(),
        text=text,
    )  # fmt: skip
    files = {"rules.tiao": rules, "readings.toml": readings}
    draft = Draft(id_, files, vocabulary, msgspec.structs.replace(plain, **more))
    for step in PASSES[1:]:
        draft = step(draft)
    # Where a condition is written makes no difference to what a rule means, and these documents try both: L217, L218.
    faults = [f for f in draft.faults if f.code not in ("L217", "L218")]
    assert not faults, "\n".join(f.render() for f in faults)
    return finished_document(draft), text


class Small:
    """A small rule base with the texts of its documents."""

    def __init__(self, *documents: tuple[compiled.Document, str]) -> None:
        every = tuple(d for d, _ in documents)
        self.texts = {d.id: text for d, text in documents}
        vocabulary = rule_base().compiled.vocabulary
        self.base = RuleBase(compiled.CompiledBase(compiled.FORMAT, compiled.rules_digest(every), vocabulary, every))

    def judge(
        self, application: Mapping[str, Any], day: str | None = None, only: frozenset[str] | None = None
    ) -> Verdict:
        """The verdict; the proof checker derives it again."""
        return judged(self.base, self.texts, application, day, only)


def read(base: RuleBase, application: Mapping[str, Any], day: str | None = None) -> Application:
    """An application (CONTRACT §1) of plain data."""
    plain = json.loads(json.dumps(application))
    (typed,) = Reader(base.vocabulary, base.document_names).read(plain, day)
    return typed


def judged(
    base: RuleBase,
    texts: Mapping[str, str],
    application: Mapping[str, Any],
    day: str | None = None,
    only: frozenset[str] | None = None,
) -> Verdict:
    """The verdict on an application, whose JSON form the proof checker accepts."""
    verdict = judge(base, read(base, application, day), day, only)
    assert check_proof(plain(verdict), base.plain, texts) == []
    return verdict


def plain(verdict: Verdict) -> dict[str, Any]:
    """The JSON form of a verdict."""
    data: dict[str, Any] = msgspec.json.decode(encode(verdict))
    return data


def real(application: Mapping[str, Any], day: str | None = None, only: frozenset[str] | None = None) -> Verdict:
    """The verdict of the rule base in use."""
    return judged(rule_base(), official_texts(), application, day, only)


def hospital(rate: Any = "74%", **more: Any) -> dict[str, Any]:
    """A general hospital in 城阳区 that asks for beds; `more`: facts of the institution. rate None: not given."""
    given = [] if rate is None else [{"地区": "城阳区", "名称": "床位使用率", "数值": rate}]
    return {
        "编号": "S-1", "事项": BEDS, "日期": "2024-05-01", "床位类别": "综合", "床位数": 100,
        "机构": {"类型": "综合医院", "所在地": "城阳区"} | more, "指标": given,
    }  # fmt: skip


def status(verdict: Verdict, name: str) -> Status:
    """The status of the rule of that name."""
    (rule,) = (r for r in verdict.reasons.rules if r.rule.partition("#")[2] == name)
    return rule.status


def roles(verdict: Verdict) -> dict[str, Role]:
    """The role of each rule cited, by id."""
    return {c.rule: c.role for c in verdict.citations}
