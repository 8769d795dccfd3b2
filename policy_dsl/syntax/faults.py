"""Messages for syntax errors: what was found, what may stand there, and what to write instead.

Each dead end of the grammar that a writer is likely to run into has its own hint in HINTS; they are tried in order,
and the first that says something is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lark import Token, UnexpectedInput, UnexpectedToken

from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.source_text import Source, Span

ITEMS: Final = (
    "规则", "上限", "豁免", "优先", "要件", "许可", "标准", "目标", "义务", "建议", "数据", "定义", "裁量", "待写", "不计",
    "注",
)  # fmt: skip
"""The words with which an item of an entry begins."""

_KINDS_OF_TOKEN = {
    "WORD": "名称",
    "NUMERIC": "数字或日期",
    "QUOTE": "「引文」",
    "QUOTED_NAME": "『名称』",
    "_COMMA": "顿号",
    "_OPEN": "括号 (",
    "_CLOSE": "括号 )",
    "$END": "文件结束",
}

_OTHER_WORDS: Final = {
    "低于": "小于 少于 不足 不到 < <",
    "高于": "大于 超过 多于 > >",
    "不超过": "不高于 不大于 不多于 小于等于 至多 <= ≤ ≦",
    "不低于": "不小于 不少于 大于等于 至少 >= ≥ ≧",
    "且": "并且 同时 而且 以及 和 与 and && AND",
    "或": "或者 要么 or || OR",
    "非": "不 不是 并非 没 not ! NOT",
    "尚无": "没有 无 none",
    "有": "存在 已有 exists",
    "是": "is",
    "属于": "in 在 位于",
    "包含": "含 包括 contains",
    "除以": "除 比 / ÷",
    "加": "加上 + +",
    "减": "减去 - - −",
    "若": "如 如果 当 假如 if when IF",
    "则": "那么 就 then THEN",
    "凡": "对 对于 适用于 for",
    "须": "应 应当 必须 must",
    "规则": "规定 限制 rule",
    "条": "条款 clause article",
    "待写": "未写 待转写 待录 TODO",
    "待核": "待审 待确认 拟",
    "注": "备注 说明 # // note",
    "据": "依据 根据",
    "自": "从 from",
    "至": "到 截至 until",
    "因": "因为 由于 because",
    "不予新增": "不再新增 不新增",
    "不得新增": "禁止新增 不准新增",
}
_KEYWORD_FOR: Final = {word: right for right, words in _OTHER_WORDS.items() for word in words.split()}
"""Words that writers use for a keyword: everyday synonyms, signs, English."""

_OPERATORS: Final = (
    "不超过", "不低于", "低于", "高于", "达到", "属于", "包含", "除以", "成立", "划分为", "性质",
)  # fmt: skip
_LEADING: Final = ("凡", "期间", "若", "则", "须", "据", "且", "或", "非", "有", "尚无", "不计", *ITEMS[:-1])
_QUOTE_MARKS: Final = "“”‘’\"'"


def expected_text(names: Set[str], keywords: dict[str, str]) -> str:
    """What may stand here, in the words of the language."""
    kinds = [kind for name, kind in _KINDS_OF_TOKEN.items() if name in names]
    return "、".join([*(word for name, word in keywords.items() if name in names), *kinds])


@dataclass(frozen=True)
class Slip:
    """A token that cannot stand where it stands, with its surroundings."""

    word: str
    before: str
    """The text of the file before it."""
    names: Set[str]
    """The terminals that could stand here."""
    allowed: Set[str]
    """Those of them that are keywords, as written."""
    known: Set[str]
    """All keywords."""

    @cached_property
    def previous(self) -> list[str]:
        """The words before it, the nearest first; quotations count as one word."""
        words = re.findall(r"「[^「」]*」|『[^『』]*』|[^\s「」『』]+", self.before[-2000:])
        return [*words[::-1][:3], "", "", ""]


def _quote_marks(slip: Slip) -> str:
    if slip.word[0] in _QUOTE_MARKS:
        return "引文用「」,名称用『』;原文自己的引号“”照抄在「」之内"
    return ""


def _comment(slip: Slip) -> str:
    return "给读者的说明写作 注 「…」" if slip.word.startswith(("#", "//")) else ""


def _no_quotation(slip: Slip) -> str:
    if slip.allowed == {"同"} and "QUOTE" in slip.names:
        return "条 之下先用「」逐字抄录原文,再写规则"
    return ""


def _no_name(slip: Slip) -> str:
    first, second, *_ = slip.previous
    if second in ITEMS[:-3] and first in slip.known:
        return f"{second} 之后先写名称,如 {second} 低使用率区域不新增床位"
    return ""


def _glued(slip: Slip) -> str:
    for word in (slip.word, slip.previous[0]):
        apart = _apart(word)
        if apart != word and not (word is slip.word and word in slip.known):
            return f"词语之间用空格隔开:{apart}"
    return ""


def _apart(word: str) -> str:
    """床位使用率低于75% as 床位使用率 低于 75%; a word that needs no parting comes back as it is."""
    if word.startswith(("「", "『")):
        return word
    lead = next((k for k in sorted(_LEADING, key=len, reverse=True) if word.startswith(k) and word != k), "")
    rest = word.removeprefix(lead)
    split = re.match(rf"(.*?)({'|'.join(_OPERATORS)})(.*)", rest)
    parts: list[str] = [lead, *(split.groups() if split else [rest])]
    if not split and (not lead or len(rest) < 2):
        return word
    return " ".join(p.replace("的", " 的 ", 1) if 0 < p.find("的") < len(p) - 1 else p for p in parts if p)


def _other_word(slip: Slip) -> str:
    right = _KEYWORD_FOR.get(slip.word, "")
    if right in slip.allowed:
        return f"「{slip.word}」在这里写作 {right}"
    before = _KEYWORD_FOR.get(slip.previous[0], "")
    return f"「{slip.previous[0]}」在这里写作 {before}" if before in ("非", "有", "尚无") else ""


def _order(slip: Slip) -> str:
    if slip.word == "若" and "则" in slip.allowed:
        return "一条规则只有一个 若;几个条件用 且、或 连接"
    if slip.word == "凡" and "则" in slip.allowed:
        return "凡 写在 若 之前:先说及于谁,再说何时"
    if slip.word == "期间" and "则" in slip.allowed:
        return "期间 写在 若 之前,一条规则只写一个:期间 自 2024年3月1日 至 2024年12月31日"
    if slip.previous[0] == "期间" and "自" in slip.allowed:
        return "期间 之后写起止日,首尾两日在内,只有一端的只写一端:期间 自 2025年1月1日,期间 至 2025年12月31日"
    if slip.word == "据" and ("则" in slip.allowed or "凡" in slip.allowed):
        return "据 紧接在名称之后、凡 和 若 之前;先 据 「原文」,再 据 解释 名称"
    if slip.word == "解释" and "据" in slip.allowed:
        return "写作 据 解释 名称"
    if (
        slip.word in ("原则上", "不予新增", "暂不新增", "不得新增", "从严控制", "可优先", "可纳入")
        and "则" in slip.allowed
    ):
        return f"结果之前写 则:则 {slip.word}"
    if slip.word == "不受" and "则" in slip.allowed:
        return "写作 则 不受本文件限制;只不受某几条限制的,写作 则 不受限于 a4 、 a5"
    return ""


def _brackets(slip: Slip) -> str:
    if slip.word in (")", "\uff09"):
        return "这个 ) 没有对应的 (;也看看前面的词语与括号之间是否少了空格"
    if slip.word == "除以":
        return "和、差作被除数时加括号:( A 加 B ) 除以 C"
    if "_CLOSE" in slip.names and slip.word in slip.known:
        return "前面的 ( 还没有对应的 )"
    return ""


def _unit_apart(slip: Slip) -> str:
    before = slip.previous[0]
    if re.fullmatch(r"[0-9.,]+[万亿]?%?", before) and slip.word not in slip.known and not slip.word[0].isdigit():
        return f"数字与单位连写:{before}{slip.word}"
    return ""


def _unfinished(slip: Slip) -> str:
    if "低于" in slip.allowed and slip.word in slip.known:
        hint = "是非判断写 … 成立,比较写 … 低于 75%,取值写 … 是 …、机构 属于 …"
        return f"「{slip.previous[0]}」还不是完整的条件:{hint}"
    return ""


def _missing_word(slip: Slip) -> str:
    if len(slip.allowed) == 1:
        (word,) = slip.allowed
        if slip.word in slip.known or slip.word.startswith("「") or not slip.names & _NAMES:
            return f"{'引文' if slip.word.startswith('「') else slip.word} 之前缺 {word}"
    return ""


_NAMES: Final = frozenset(("WORD", "QUOTE", "NUMERIC"))
"""Where one of these may stand, a word need not be a slip for a keyword."""


def _no_item(slip: Slip) -> str:
    if "RULE" not in slip.names or slip.word.startswith("「"):
        return ""
    if slip.word in slip.known:
        return f"{slip.word} 不写在这里:一项的各部分有固定的次序,见 docs/language.md"
    guess = nearest(slip.word, slip.allowed - {"条"})
    return f"是否要写 {guess[0]}?" if guess else f"每一项以一个词开头:{'、'.join(ITEMS)}"


def _wrong_kind(slip: Slip) -> str:
    if "QUOTE" in slip.names and "WORD" not in slip.names and not slip.word.startswith(("「", "『")):
        return "" if slip.word in slip.known else f"这里写引文:「{slip.word}」"
    if slip.word.startswith("「") and "WORD" in slip.names:
        return "这里写名称;含空格或顿号的名称写作『…』,引文「」只用于原文的字句"
    return ""


def _near(slip: Slip) -> str:
    guess = nearest(slip.word, slip.allowed) if len(slip.word) > 1 else []
    return f"是否要写 {guess[0]}?" if guess else ""


HINTS: Final[tuple[Callable[[Slip], str], ...]] = (
    _quote_marks, _comment, _no_quotation, _no_name, _order, _other_word, _brackets, _glued, _unit_apart, _unfinished, _missing_word,
    _no_item, _wrong_kind, _near,
)  # fmt: skip


def syntax_fault(source: Source, error: UnexpectedInput, keywords: dict[str, str]) -> Diagnostic:
    """L101 a word that cannot stand here, L102 the text breaks off, L104 a quote without its partner, L109 a sign."""
    offset = error.pos_in_stream if error.pos_in_stream is not None else len(source.text)
    if not isinstance(error, UnexpectedToken):
        return _sign(source, offset)
    token: Token = error.token
    names = error.accepts or error.expected
    allowed = expected_text(names, keywords)
    if token.type == "$END":
        end = len(source.text.rstrip())
        excerpt = source.excerpt(Span(max(0, end - 1), end))
        hint = "补上缺少的部分,如结果(则 …)、引文或名称"
        return Diagnostic("L102", source.where(end), "文件在此中断,后面还应有内容", allowed, hint, excerpt)
    word = str(token)
    written = {keywords[name] for name in names if name in keywords}
    slip = Slip(word, source.text[:offset], names, written, set(keywords.values()))
    hint = next((h for h in (rule(slip) for rule in HINTS) if h), "")
    start = word if len(word) <= 20 else word[:20] + "…"
    message = f"这里不能写{start if word.startswith('「') else f'「{start}」'}"
    return Diagnostic(
        "L101", source.where(offset), message, allowed, hint, source.excerpt(Span(offset, offset + len(word)))
    )


def _sign(source: Source, offset: int) -> Diagnostic:
    char = source.text[offset]
    where, excerpt = source.where(offset), source.excerpt(Span(offset, offset + 1))
    if char in "「『":
        partner = "」" if char == "「" else "』"
        hint = f"补上 {partner};引文和名称之内不能再用同样的括号"
        return Diagnostic(
            "L104",
            where,
            f"{'引文' if char == '「' else '名称'}没有写完:{char} 没有对应的 {partner}",
            hint=hint,
            excerpt=excerpt,
        )
    if char in "」』":
        return Diagnostic(
            "L104",
            where,
            f"{char} 前面没有与它对应的 {'「' if char == '」' else '『'}",
            hint="补上前一半,或删去",
            excerpt=excerpt,
        )
    allowed = "词语、数字、「引文」、『名称』、顿号和括号"
    return Diagnostic("L109", where, f"无法识别的符号「{char}」", allowed, "删去;词语之间用空格隔开", excerpt)
