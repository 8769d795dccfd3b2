"""字段说明: what an office may place in its own templates, as a page beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from reasoner.letters.letter_types import KINDS
from reasoner.render.docx.template_check import FILTERS

NAME: Final = "字段说明.html"

COMMON: Final = {
    "标题": "文书标题", "草稿": "草稿字样;不是草稿时为空", "主送": "主送机关,带统一社会信用代码和冒号", "开头": "开头各段(段)",
    "联系": "联系人和电话一行", "署名": "经办机构(印章)", "日期": "成文日期,留空待填", "提示": "经办提示各段(段);发出前删去",
    "编号": "申请编号", "事项": "申请事项", "机构": "机构名称", "类型": "机构类型", "所在地": "机构所在地",
    "统一社会信用代码": "机构的代码,没有的为空", "收到日期": "收到申请的日期", "基准日": "按哪一天的规定审查", "结论": "研判结论",
    "经办机构": "设置中的经办机构", "联系人": "设置中的联系人", "联系电话": "设置中的联系电话",
    "规则校验码": "所收录文件和词汇的 SHA-256", "事实校验码": "事实的 SHA-256",
    "条款": "各条依据;每条有 序、出处、文件、文号、位置、原文", "正文": "全部部分,每部分有 序、题、段、表",
}  # fmt: skip
"""Fields of every letter and what they hold."""


def sheet(parts: dict[str, tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]]) -> str:
    """The page. `parts` are the parts of each kind: field, heading, columns of its table."""
    return "\n".join(_lines(parts)) + "\n"


def _lines(parts: dict[str, tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]]) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>文书模板字段说明</title>'
    yield "<style>body{font:16px/1.7 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse}"
    yield "th,td{border:1px solid #999;padding:.2em .6em;text-align:left;vertical-align:top}code{background:#eee}</style></head><body>"
    yield "<h1>文书模板字段说明</h1>"
    yield "<p>用 Word 或 WPS 打开模板,版式和文字都可以改。双花括号里是字段,生成文书时换成内容。改好的模板放在一个目录里,"
    yield "用 <code>tiaoli report 申请.json -o 告知书.docx --templates 目录</code> 使用,或者在设置文件写 <code>模板目录</code>。"
    yield "目录里没有的文书,用自带的模板。模板文件名就是文书名称,不要改。</p>"
    yield "<h2>写法</h2><table><tr><th>写法</th><th>作用</th></tr>"
    for text, what in _FORMS:
        yield f"<tr><td><code>{escape(text)}</code></td><td>{escape(what)}</td></tr>"
    yield f"</table><p>筛选器可用 {'、'.join(FILTERS)}。不能调用函数、作运算、引入别的文件;循环至多套两层。</p>"
    yield "<h2>各种文书共有的字段</h2>"
    yield from _table(COMMON.items())
    for kind in KINDS:
        yield f"<h2>{kind}</h2>"
        yield from _table((f"{n}.段" + (f"、{n}.表" if c else ""), _part(h, c)) for n, h, c in parts[kind])
    yield "<p>生成以后,程序会核对文书是否仍写明事实、条款、原文、理由和结论;模板漏了的,会报出来,不出文书。</p>"
    yield "</body></html>"


_FORMS: Final = (
    ("{{ 机构 }}", "填入一个字段"),
    ("{%p for 段 in 理由.段 %} … {{ 段.文 }} … {%p endfor %}", "逐段重复;{%p … %} 单独占一段,生成时该段消失"),
    ("{%tr for 行 in 材料.表 %} … {%tr endfor %}", "逐行重复表格;{%tr … %} 单独占一行"),
    (
        "{%p if 段.式 == '引文' %} … {%p else %} … {%p endif %}",
        "按条件出现;段.式 为 正文、条目、引文、待填、待核、提示",
    ),
)


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "<table><tr><th>字段</th><th>内容</th></tr>"
    for name, what in rows:
        yield f"<tr><td><code>{escape(name)}</code></td><td>{escape(what)}</td></tr>"
    yield "</table>"


def _part(heading: str, columns: tuple[tuple[str, int], ...]) -> str:
    return heading + (f";表的各列:{'、'.join(c for c, _ in columns)}" if columns else "")
