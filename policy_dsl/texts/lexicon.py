"""Normative words of official Chinese: how the language's words are written there, and which words call for a norm.

`FORMS` reads from rule to text: the words that carry an operator, strength or action of a rule.
`occurrences` reads from text to rule: every normative word or figure of a clause, false friends left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from policy_dsl.numerals import NUMERAL
from policy_dsl.texts.numeral_words import numerals

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "低于": ("低于",),
    "高于": ("高于", "超过"),
    "不超过": ("不超过", "不得超过", "不得高于", "以内", "以下"),
    "不低于": ("不低于", "不少于", "以上"),
    "达到": ("已达到", "达到"),
    "有": ("有",),
    "尚无": ("尚无",),
    "加": ("加",),
    "减": ("减",),
    "除以": ("每", "占"),
    "非": ("非", "未", "不", "除", "除外", "以外", "其他"),
    "原则上": ("原则上",),
}
"""For each word of the language the words of official texts that carry it; what carries a word of effect stands in the
ontology. Anything else rests on a reading."""

FORBIDDING: Final[dict[str, tuple[str, ...]]] = {"不得": ("不得超过", "不得高于")}
"""Words of a bound in which the strength of a duty stands: what must not exceed a figure is a duty too."""

BEFORE_NUMBER: Final[dict[str, tuple[str, ...]]] = {"低于": ("不足",), "左右": ("约", "大约")}
"""Words that carry an operator only where a number follows at once: 不足50%, but not 资源不足."""

AFTER_NUMBER: Final[dict[str, tuple[str, ...]]] = {"左右": ("左右",), "余": ("余", "多"), "不低于": ("以上",)}
"""Words that carry an operator where they follow a number at once, with 达到 before it or not: 达到70%左右, 10万多名."""

COMPARING: Final = frozenset(
    ("不超过", "不低于", "不少于", "不高于", "低于", "高于", "超过", "少于", "达到", "已达到", "至少", "最多", "不足")
)
"""Words that compare with the number after them."""

AFTER_FIGURE: Final = frozenset(["以上", "以下", "以内", "左右"])
"""Words that compare with the number before them."""

MUST_WORDS: Final = ("应当", "应", "必须", "须", "要", "方可")
"""What a requirement (须) says."""

TARGET_WORDS: Final = ("力争", "争取", "努力", "确保")
"""Strengths of a target; a target without one is stated outright."""

DUTY_WORDS: Final = ("应", "应当", "须", "必须", "要", "可", "可以", "有权", "请", "负责", "不得", "禁止", "陈述")
"""Strengths of a duty; 可, 可以 and 有权 oblige nobody. 陈述: the sentence states what is done, without a modal word."""

_HARD = (
    "原则上 不再 不得 不予 不准 暂不 暂停 不超过 不低于 不少于 不高于 低于 高于 超过 少于 达到 不受 优先 从严 应当 应 必须 须 要 "
    "存量为主 除外 例外 方可 一律 严格控制 停止 只能 仅限 不纳入 不受理 不大于 不小于 至多 "
    "可以 可 有权 禁止 严禁 限制 核定 核减 请 负责 以上 以下 以内 左右 至少 最多 力争 尚无"
).split()  # fmt: skip
_SOFT = "鼓励 支持 引导 倾斜 倡导 探索".split()

_FALSE_FRIENDS = (
    "可持续 可及 可靠 可能 可行 可操作 认可 许可 可办 适应 相应 应急 供应 应用 反应 效应 应对 对应 响应 应保尽保 应参保 应届 适应症 "
    "需要 主要 重要 要求 要素 必要 只要 概要 纲要 要点 摘要 首要 限制性 请示 申请 邀请 聘请 慎用 负责人 超过预期 达到预期 可视 "
    "优先发展战略 提请 报请 请求 直接负责 互认可 均可 可支配 应有 应知 供需要 要约 除外内容 以下简称 以下统称 有权机关 有权部门"
).split()  # fmt: skip

_PATTERNS: Final = {"方可": "(?<![地双对各])方可(?!以)"}
"""Words that are none among certain characters: 有条件的地方可以扩大 says 可以, not 方可."""

_PARTS = (
    "所有 现有 原有 具有 享有 拥有 持有 国有 共有 特有 没有 有关 有效 有序 有利 有力 有条件 有限 有权 有机 增加 参加 加强 加快 加大 更加 添加 加以 "
    "附加 减少 减免 减轻 削减 不断 不同 不足 不仅 不够 不适 非常 除非 并非 未来 解除 免除"
).split()  # fmt: skip
"""Longer words with a form of FORMS in them that does not carry its meaning there."""

_UNITS = "(?:个百分点|个工作日|个季度|个月|分钟|[%‰张家人元名种类个件条款项批次岁倍所级])"
_FIGURE = re.compile(rf"(?<![\d.第])\d+(?:[.,]\d+)*[多余]?[万亿]?[多余]?{_UNITS}")
_TERM = re.compile(r"(?<![\d.,第月-])\d{1,3}(?:年(?![\d末底度初])|小时|工作日|天|日)")
"""A length of time: 5年内, 30日; neither a year (2025年) nor a day of a month."""
_VAGUE = re.compile(rf"约(?=\d|[{NUMERAL}]+{_UNITS})|(?<=[\d百千万亿])[多余](?={_UNITS})")
_NUMERAL = re.compile(f"[{NUMERAL}\u3220-\u3229]")
"""What makes a figure approximate; 左右 stands among the normative words. A figure must not be hardened."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A normative word or figure at [start, end) of a clause without white space. Soft words a nature accounts for.

    figure: a number with its unit, 75% or 百分之七十五. unread: a word with a Chinese numeral that is no figure and not known
    as any other word (三网), or a figure that cannot be read (十十个月). period: it bounds in time what the clause says.
    """

    word: str
    start: int
    end: int
    soft: bool = False
    figure: bool = False
    unread: bool = False
    period: bool = False


@cache
def _pattern() -> re.Pattern[str]:
    return _longest({*_HARD, *_SOFT, *_FALSE_FRIENDS})


def _longest(words: Collection[str]) -> re.Pattern[str]:
    """A pattern of the words, longer ones first."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile("|".join(_PATTERNS.get(word, re.escape(word)) for word in ordered))


@cache
def _all_words(deciding: frozenset[str]) -> re.Pattern[str]:
    known = {*_HARD, *_SOFT, *_FALSE_FRIENDS, *_PARTS, *TARGET_WORDS, *DUTY_WORDS, *COMPARING, *AFTER_FIGURE, *deciding}
    known |= {form for forms in FORMS.values() for form in forms}
    return _longest(known)


def segments(clause: str, deciding: frozenset[str] = frozenset()) -> dict[tuple[int, int], str]:
    """The words of the lexicon in a clause by their range; the longest wins, so 低于 is no segment of 不低于.

    deciding: the wordings that decide on admission, whole words too.
    """
    return {match.span(): match[0] for match in _all_words(deciding).finditer(clause)}


@cache
def calling(deciding: frozenset[str]) -> frozenset[str]:
    """Those of the wordings that decide on admission in which no normative word stands: they call for a norm as they are."""
    return frozenset(word for word in deciding if not any(not o.figure for o in occurrences(word)))


@cache
def _normative(deciding: frozenset[str]) -> re.Pattern[str]:
    more = calling(deciding)
    return _longest({*_HARD, *_SOFT, *_FALSE_FRIENDS, *more}) if more else _pattern()


def means_otherwise(word: str) -> bool:
    """Whether a word is one of the lexicon that states no consequence: a comparison, a strength, an encouragement, a friend."""
    listed = {*_SOFT, *_FALSE_FRIENDS, *_PARTS, *MUST_WORDS, *TARGET_WORDS, *DUTY_WORDS, *COMPARING, *AFTER_FIGURE}
    return word in listed or any(
        word in forms for forms in (*FORMS.values(), *BEFORE_NUMBER.values(), *AFTER_NUMBER.values())
    )


def occurrences(clause: str, deciding: frozenset[str] = frozenset()) -> Iterator[Occurrence]:
    """Every normative word and every figure with its unit, in order; the longest word wins, friends are skipped.

    deciding: the wordings that decide on admission; those that no normative word announces are normative themselves.
    """
    pattern = _normative(deciding) if deciding else _pattern()
    for match in pattern.finditer(clause):
        if match[0] not in _FALSE_FRIENDS:
            yield Occurrence(match[0], match.start(), match.end(), match[0] in _SOFT)
    for match in _VAGUE.finditer(clause):
        yield Occurrence(match[0], match.start(), match.end())
    for pattern in (_FIGURE, _TERM):
        for match in pattern.finditer(clause):
            yield Occurrence(match[0], match.start(), match.end(), figure=True)
    for numeral in numerals(clause) if _NUMERAL.search(clause) else ():
        unread = numeral.value is None
        yield Occurrence(numeral.word, numeral.start, numeral.end, figure=numeral.figure, unread=unread)


ACCOUNTED: Final[dict[str, frozenset[str]]] = {
    "鼓励": frozenset(_SOFT),
    "原则": frozenset(_SOFT),
    "愿景": frozenset([*_SOFT, "力争"]),
    "程序": frozenset(_SOFT),
    "义务": frozenset(_SOFT),
    "建议": frozenset(_SOFT),
    "许可": frozenset(["鼓励", "支持", "探索"]),
    "事实": frozenset([*_SOFT, "达到", "超过", "高于", "低于", "以上", "以下", "以内"]),
    "依据": frozenset(_SOFT),
}
"""The words that a clause's nature accounts for without a norm: an encouragement consumes 鼓励, a report 达到."""

_MEASURED: Final = frozenset(("限制", "豁免", "优先", "许可", "上限", "要件", "标准", "目标"))


def accounted_for(natures: Collection[str]) -> frozenset[str]:
    """The words that the natures of a clause account for; a report does not excuse the 以上 of a target beside it."""
    kinds = frozenset[str]().union(*(ACCOUNTED.get(n, frozenset()) for n in natures))
    return kinds & frozenset([*_SOFT, "力争"]) if _MEASURED & set(natures) else kinds
