"""Words as staff read them on a page: full-width marks, quotation marks of documents, days in words, 本单位 for 本局."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import ADDRESS, with_places
from reasoner.render.terminal.answer_texts import day_words, quoted, titled
from reasoner.render.terminal.answer_texts import typed as _typed
from reasoner.render.typeset import fault_on_screen

__all__ = [
    "BEIJING", "day_words", "fault_words", "moment_clock", "moment_day", "moment_words", "placed", "quoted", "titled", "today", "typed",
]  # fmt: skip

BEIJING: Final = timezone(timedelta(hours=8))
"""The one time of China (UTC+8), which pages and papers show whatever zone a machine is set to."""


_OPTIONS: Final = {
    "--final · ": "",
    "不用 --final 的,出草稿": "或者出草稿",
    "用 --decision 指定决定": "在决定里写明",
    "不写 --kind": "另选文书",
    "或者用 --kind 另选文书": "或者另选文书",
    "表头照 tiaoli template 写出的表;表头不同的,用 --mapping 看怎样对应": "表头照空白申请表",
    "表头用 tiaoli template 写出的名称": "表头照空白申请表",
    "只留一列,或用 --mapping 写明哪一列不用(null)": "只留一列,或者写明哪一列不采用",
    "补上这一列,或用 --mapping 对应": "补上这一列,或者写明哪一列是它",
    "日期也可用 --as-of 指定": "补上这一列,或者写明按哪一天的规定研判",
    "或用 --as-of 指定": "或者写明按哪一天的规定研判",
    "要按那一日回答的,用 --as-of 写明": "要按那一日回答的,在“按栏目问”里写明适用日期",
    "加 --as-of ": "写明适用日期",
    "--as-of": "适用日期",
    "--by": "姓名",
    "--remark": "备注",
    "--kind ": "",
    "放宽 --document、--region、--matter、--deciding 再查": "放宽地区、事项再查",
    "--document ": "文件 ",
    "--region": "地区",
    "--id": "标识",
    "要全部留下的,加 --no-mask": "要全部留下的，勾选“不遮盖”",
    "扫描件由人录入,见 --typed": "扫描件由人录入",
    "对着图片录入文字,由另一人校对:--typed 录入的文字.txt --by 录入人 --proofread-by 校对人": "对着图片录入文字，由另一人校对",
    "--typed 文字.txt --by 录入人 --proofread-by 校对人": "对着图片录入文字，由另一人校对",
    "--proofread-by": "校对人",
    "--typed": "录入的文字",
    "填申请表,用 tiaoli check": "在“研判”里写一份申请",
    "tiaoli check 逐行读取": "逐行读取",
    "改给作出这份研判结果的申请文件;要核对研判结果,用 tiaoli verify": "改送作出这份研判结果的申请文件",
    "用 tiaoli clauses 列出全部条款": "全部条款见“查条”的全部文件",
    "tiaoli documents 列出已收录的文件": "已收录的文件见“查条”的全部文件",
    "tiaoli ask ": "",
    "用 tiaoli review readings 列出": "见“复核”的条文理解",
    "tiaoli review readings 列出全部条文理解": "全部条文理解见“复核”",
    "tiaoli review list 列出各条的状态": "各条的状态见“复核”",
    "tiaoli review list 列出全部规则": "全部规则见“复核”",
    "词汇用 tiaoli export ontology 的说明,": "",
    "用 --font 字体文件 指定一个中文字体(如 simfang.ttf),或者在设置文件写 字体、设环境变量 TIAOLI_FONT;": "在设置文件里写明 字体(如 simfang.ttf);",
    "换一个字体(--font)": "换一个字体",
    "tiaoli corpus accept 列出全部": "全部见“入库”",
}
"""What messages call the options and commands of the command line, and what they are on a page."""
_COMMAND: Final = re.compile(r"确认或改正:tiaoli check .*? --mapping,再用 --mapping 文件")
"""How the command line says that a column is to be confirmed."""
_OF_COMMAND_LINE: Final = re.compile(r"--[a-z]|tiaoli [a-z]")


def _without_commands(text: str) -> str:
    text = _COMMAND.sub("写明这一列是什么", text)
    for option in sorted(_OPTIONS, key=len, reverse=True):
        text = text.replace(option, _OPTIONS[option])
    return text


@lru_cache(maxsize=8192)
def typed(text: str) -> str:
    """A sentence of the reasoner as a page prints it: nothing in it is meant for the command line."""
    words = _without_commands(text) if _OF_COMMAND_LINE.search(text) else text
    if re.search(ADDRESS, words):
        words = with_places(words, rule_base().places_by_address)
    return _typed(words).replace("本局", "本单位")


@lru_cache(maxsize=1024)
def fault_words(text: str) -> str:
    """A sentence on a fault as a page prints it: what it quotes in 「 」 was found or is to be written, and stays as it is."""
    words = _without_commands(text) if _OF_COMMAND_LINE.search(text) else text
    return fault_on_screen("".join(words.split("\n"))).replace("本局", "本单位")


def placed(clause: str) -> str:
    """A clause by the title of its document and its place, as a page names it."""
    identifier, _, address = clause.partition("/")
    base = rule_base()
    document = base.documents.get(identifier.partition("@")[0])
    known = None if document is None else document.clauses.get(f"{document.id}/{address}")
    return clause if document is None or known is None else f"{titled(document.title)}{typed(known.place)}"


def today() -> str:
    """The day on which it is asked, an ISO date."""
    return date.today().isoformat()


def _in_beijing(at: str) -> datetime | None:
    """A moment by the time of Beijing; one without a zone is by the clock of this machine. None: it is none."""
    try:
        return datetime.fromisoformat(at).astimezone(BEIJING)
    except ValueError:
        return None


def moment_words(at: str, *, seconds: bool = False) -> str:
    """A moment in words, by the time of Beijing: 2024年5月1日 09:30. at: ISO; what is no moment stands as it is."""
    moment = _in_beijing(at)
    return (
        at
        if moment is None
        else f"{day_words(moment.date().isoformat())} {moment:{'%H:%M:%S' if seconds else '%H:%M'}}"
    )


def moment_day(at: str) -> str:
    """The day of a moment by the time of Beijing, ISO; what is no moment as far as it is a day."""
    moment = _in_beijing(at)
    return at[:10] if moment is None else moment.date().isoformat()


def moment_clock(at: str) -> str:
    """The time of day of a moment by the time of Beijing: 09:30."""
    moment = _in_beijing(at)
    return "" if moment is None else f"{moment:%H:%M}"
