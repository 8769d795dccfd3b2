"""Every kind of JSON that a command writes: its name, its type, the command, and what it is."""

from __future__ import annotations

from typing import Final

import msgspec

from policy_dsl.compiled import Clause
from policy_dsl.diagnostics import FaultReport
from policy_dsl.drafting.ingest_report import IngestReport
from reasoner.ask.answer import Answer
from reasoner.batch.mutual_exclusion import JudgedRows, JudgedTogether
from reasoner.batch.simulation import Simulation
from reasoner.compare.result import Comparison
from reasoner.driver.judging import Verification
from reasoner.graphs.validate import ValidationReport
from reasoner.ledger.ledger_report import LedgerReport
from reasoner.lint.result import LintResult
from reasoner.model.verdict import Verdict
from reasoner.proofread.explained import ProofreadReport
from reasoner.record.audit import AuditReport
from reasoner.record.package_check import PackageReport
from reasoner.record.replay import Replay
from reasoner.survey.clause_detail import Search
from reasoner.survey.corpus_entries import CorpusCheck, CorpusEntry
from reasoner.survey.document_summary import DocumentSummary
from reasoner.survey.duty_selection import DutySelection
from reasoner.survey.indicator_audit import IndicatorSurvey
from reasoner.survey.referenced_documents import ReferencedDocument
from reasoner.survey.review_states import GoneReview, RuleReview
from reasoner.survey.rule_changes import RuleChange
from reasoner.topics.matrix import TopicMatrix


class Output(msgspec.Struct, frozen=True):
    """A kind of output."""

    name: str
    """Its name, which is that of the file of its schema."""
    kinds: tuple[type[msgspec.Struct], ...]
    """The types of its objects."""
    command: str
    """The command that writes it, in Markdown, and when."""
    what: str
    """What it is, in Chinese."""
    many: bool = False
    """Whether it is an array of such objects."""


OUTPUTS: Final = (
    Output("verdict", (Verdict,), "`tiaoli check 文件 --json`;`--jsonl` 的每一行", "一份申请的研判结果"),
    Output("verdicts", (Verdict,), "`tiaoli check 文件 --json`,几份申请", "几份申请的研判结果,按申请的次序", many=True),
    Output("answer", (Answer,), "`tiaoli ask … --json`", "哪些条款适用:某地的某类机构申请某事项,或者一句话的问题"),
    Output(
        "answers", (Answer,), "`tiaoli ask … --json`,几个地区、类型或者事项", "几个回答,按地区、类型和事项", many=True
    ),
    Output("groups", (JudgedTogether,), "`tiaoli check 文件 --json --groups`", "研判结果和相互竞争的申请"),
    Output(
        "rows",
        (JudgedRows,),
        "`tiaoli check 表格 --json`,表里有的行有错;`--jsonl` 在该行的位置写 errors",
        "好的各行的研判结果,其余各行的错误",
    ),
    Output(
        "verifications", (Verification,), "`tiaoli verify 文件 --json`", "研判结果的证明是否成立,每份一项", many=True
    ),
    Output("audit", (AuditReport,), "`tiaoli audit 记录 --json`", "记录是否完好、齐全,研判重新推导的结果"),
    Output("package", (PackageReport,), "`tiaoli audit 档案.zip --json`", "一份申请的档案包核对的结果"),
    Output("replay", (Replay,), "`tiaoli replay 记录 --json`", "记录里的申请用现行规则或者草案再研判:谁的结论不同"),
    Output("simulation", (Simulation,), "`tiaoli simulate 名册 … -o 结果.json`", "名册按假设的规则再研判:谁的结论不同"),
    Output("validation", (ValidationReport,), "`tiaoli validate 文件 --json`", "申请文件或图中不可能的事实"),
    Output("clauses", (Clause,), "`tiaoli clauses --json`", "条款,按文件和原文的次序", many=True),
    Output(
        "documents",
        (DocumentSummary, CorpusEntry),
        "`tiaoli documents --json`",
        "已收录的文件;其后是草案和搁置的文件(有 state 一项)",
        many=True,
    ),
    Output("corpus", (CorpusEntry,), "`tiaoli corpus list --json`", "全部文件,连同草案和搁置的", many=True),
    Output("corpus-check", (CorpusCheck,), "`tiaoli corpus check --json`", "本单位规则库的错误和余下的工作"),
    Output("search", (Search,), "`tiaoli show 查询 --json`", "查到的条款或者文件"),
    Output("indicators", (IndicatorSurvey,), "`tiaoli indicators --json`", "文件中的全部数字,目标与实际值的对照"),
    Output("ledger", (LedgerReport,), "`tiaoli indicators --ledger 台账 --json`", "本单位台账各项的状况,所涉规定"),
    Output("duties", (DutySelection,), "`tiaoli duties --json`", "谁应当、可以或者不得做什么"),
    Output("references", (ReferencedDocument,), "`tiaoli references --json`", "原文提到的文件,在哪里提到", many=True),
    Output("proofread", (ProofreadReport,), "`tiaoli proofread --json`", "校读的发现和登记的说明"),
    Output("reviews", (RuleReview, GoneReview), "`tiaoli review list --json`", "规则的复核情况", many=True),
    Output("changes", (RuleChange,), "`tiaoli review changed 以前 --json`", "校验码与以前不同的规则", many=True),
    Output("topics", (TopicMatrix,), "`tiaoli compare 地区 --topics --json`", "各地文件按主题的对照"),
    Output("comparison", (Comparison,), "`tiaoli compare 甲 乙 --json`", "两边的规定效果有何不同"),
    Output("comparisons", (Comparison,), "`tiaoli compare 甲 乙 丙 --json`", "几对比较,按命令中的次序", many=True),
    Output("lint", (LintResult,), "`tiaoli lint --json`", "规则本身的问题、提示和信息"),
    Output(
        "ingest",
        (IngestReport,),
        "`tiaoli ingest 收到的文件 -o 目录 --json`",
        "读入收到的文件的报告,与目录中的 报告.json 相同",
    ),
    Output("errors", (FaultReport,), "各命令加 `--json` 或 `--jsonl`,输入或用法有误", "输入的全部错误;退出状态为2"),
)
"""In the order in which docs/json.md describes them."""

FILES: Final[dict[type[msgspec.Struct], str]] = {
    output.kinds[0]: output.name for output in OUTPUTS if not output.many and len(output.kinds) == 1
}
"""The types that have a schema of their own, which other schemas refer to."""
