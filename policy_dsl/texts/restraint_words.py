"""Restrictive words of official Chinese: what a clause that nobody has transcribed yet may do, by its words alone.

No rule is made from these words. They say how far a clause not yet transcribed (待写) may go, and they keep a
restriction from being called a vision (愿景), for which no rule has to be written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final


class Restraint(StrEnum):
    """How far a restriction may go."""

    BAR = "bar"
    """暂不, 不得, 不超过: nothing may be added."""
    PRESUMPTION = "presumption"
    """The same under 原则上."""
    CONTROL = "control"
    """从严, 控制, 存量为主."""


_BARRING: Final = (
    "只减不增 只出不进 零增长 不得 严禁 禁止 不准 暂不 暂停 停止 不再 不予 不纳入 不受理 只能 仅限 不超过 不高于 不大于 不多于 至多 最多 以内 以下 控制在"
).split()  # fmt: skip
_CURBING: Final = "从严 严格控制 严控 控制 存量为主 限制 核减 压减 压缩".split()
_FRIENDS: Final = "不得不 以下简称 以下统称 限制性".split()


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    """A pattern of the words, longer ones first."""
    return re.compile("|".join(["不受[^,;。\uff0c\uff1b]{0,10}限制", *sorted(words, key=lambda w: (-len(w), w))]))


_WORDS: Final = _pattern([*_BARRING, *_CURBING, *_FRIENDS])
_PAUSE: Final = re.compile("[,;。\uff0c\uff1b]")
_EXEMPTING: Final = re.compile("不受[^,;。\uff0c\uff1b]{0,10}限制|除外")
_REQUIRING: Final = re.compile("(?<![地双对各])方可(?!以)|(?:应当?|必?须)具备|符合[^,;。\uff0c\uff1b]{0,8}条件的?方")


def restraints(words: str, others: Mapping[str, Restraint] | None = None) -> frozenset[Restraint]:
    """How far restrictive words may go; none: no word says. 原则上 carries to the next pause for certain, further maybe.

    others: further words that restrict, each with how far it goes by itself.
    """
    kinds: set[Restraint] = set()
    more = others or {}
    pattern = _pattern([*_BARRING, *_CURBING, *_FRIENDS, *more]) if more else _WORDS
    for match in pattern.finditer(words):
        if match[0] in _CURBING or more.get(match[0]) is Restraint.CONTROL:
            kinds.add(Restraint.CONTROL)
        elif match[0] in _BARRING or match[0] in more:
            before = words[: match.start()]
            if "原则上" in before:
                kinds.add(Restraint.PRESUMPTION)
            if "原则上" not in _PAUSE.split(before)[-1]:
                kinds.add(Restraint.BAR)
    return frozenset(kinds)


def may_exempt(words: str) -> bool:
    """Whether words may free somebody from restrictions: 不受本规划限制, 除外."""
    return _EXEMPTING.search(words) is not None


def may_require(words: str) -> bool:
    """Whether words may ask something of an applicant: 方可, 应具备."""
    return _REQUIRING.search(words) is not None


CANNOT_RESTRICT: Final = frozenset(
    (
        "豁免", "优先", "许可", "鼓励", "事实", "依据", "定义", "施行", "缺文",
        "题名", "标题", "文号", "主送", "落款", "列表号", "附注",
    )
)  # fmt: skip
"""Natures of which no clause restricts anybody, unless its words do."""

DECIDES_NOTHING: Final = frozenset(("义务", "建议", "标准"))
"""Natures that by their definition decide on no application: what an organ has to do, what a report proposes, what planners
go by. A clause of these alone restricts nobody unless its words do, or whoever transcribes it names the matters that it
may concern: 待写 事项 ….
"""

_STRICT: Final = (
    "只减不增|只出不进|零增长|不得(?!不)|暂不|严禁|禁止(?:新增|增加|设置|纳入)|不准|原则上[^,;。\uff0c\uff1b]{0,12}(?:不(?!断|同|少)|暂停|停止|禁止|从严|控制)"
    "|不再(?:新增|增加|增长|增设|受理|纳入|扩大|批准|审批)|不予(?:新增|受理|纳入|增加)"
    "|(?:暂停|停止)(?:新增|受理|审批|纳入)|存量为主"
)
_CURBS: Final = "|从严|严格控制|严控|不超过|不高于|不大于|不多于|至多|最多|控制在"
_NEW: Final = "|控制(?:新增|增量|床位|定点)"
_TOTAL: Final = "|控制(?:数量|规模|总量|准入)|(?:总量|规模|数量|增量)控制"
_DISGUISES: Final = {
    "事实": re.compile(_STRICT),
    "原则": re.compile(_STRICT + _CURBS + _NEW),
    "愿景": re.compile(_STRICT + _CURBS + _NEW + _TOTAL),
    "鼓励": re.compile(_STRICT + _CURBS + _NEW + _TOTAL),
    "依据": re.compile(_STRICT),
    "标题": re.compile(_STRICT + _CURBS + _NEW),
}
"""Natures that hold no rule, each with the words that it does not explain: a report may say 控制在10%以内, a principle
总量控制. 标题 counts where nothing stands under it."""


def disguised(natures: Collection[str], words: str) -> str:
    """The restrictive word that a clause has although none of its natures can hold a rule; empty: it has none."""
    patterns = [_DISGUISES.get(nature) for nature in natures]
    matches = [None if p is None else p.search(words) for p in patterns]
    return "" if not matches or None in matches else min((m[0] for m in matches if m is not None), key=len)
