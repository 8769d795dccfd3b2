"""What a Word template may say: fields, loops over them, conditions. Everything else is refused before it runs.

Jinja's sandbox keeps templates from Python's insides, but not from a loop of 10^9 or a string of a gigabyte. Letters
need neither calls nor arithmetic, so a template is a list of what is allowed, and cannot run long by construction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import jinja2
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from policy_dsl.diagnostics import Diagnostic, Faults, nearest

DEEPEST_LOOP: Final = 2
FILTERS: Final = ("default", "length", "join", "first", "last", "trim", "escape", "e")
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.For, nodes.If, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
    nodes.CondExpr,
)  # fmt: skip
_WORDS: Final = {
    nodes.Call: "调用函数", nodes.Include: "引入别的文件", nodes.Import: "引入别的文件", nodes.FromImport: "引入别的文件",
    nodes.Extends: "继承别的模板", nodes.Macro: "定义宏", nodes.CallBlock: "调用宏", nodes.Block: "定义块",
    nodes.Assign: "赋值", nodes.AssignBlock: "赋值", nodes.FilterBlock: "筛选块", nodes.With: "with 语句",
    nodes.BinExpr: "作运算", nodes.UnaryExpr: "作运算", nodes.Concat: "作运算", nodes.Slice: "切片",
    nodes.List: "写列表", nodes.Dict: "写字典", nodes.Tuple: "写列表", nodes.Keyword: "写参数名",
}  # fmt: skip


def environment() -> SandboxedEnvironment:
    """Jinja as templates see it: sandboxed, escaping, a field that does not exist is an error."""
    made = SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=False)
    made.globals.clear()
    return made


def compiled(source: str, where: str, fields: Mapping[str, Any], env: SandboxedEnvironment) -> jinja2.Template:
    """A part of a template, checked and compiled. Raises Faults: T101 syntax, T102 unknown field, T103 not allowed.

    Each paragraph of `source` is a line, so that a fault's place is the paragraph's number and its words.
    """
    lines = source.split("\n")
    try:
        tree = env.parse(source)
    except jinja2.TemplateSyntaxError as error:
        at = _place(where, lines, error.lineno)
        raise Faults([Diagnostic("T101", at, f"模板语法有误:{_in_chinese(str(error))}", hint=_HINT)]) from None
    faults = list(_forbidden(tree, where, lines)) or list(_unknown(tree, where, lines, fields))
    if faults:
        raise Faults(faults)
    return env.from_string(tree)


_HINT: Final = "写法见 字段说明;{% for %}、{% if %} 要有对应的 {% endfor %}、{% endif %}"


def _forbidden(tree: nodes.Template, where: str, lines: list[str]) -> list[Diagnostic]:
    faults = []
    for node in tree.find_all(nodes.Node):
        problem = ""
        if isinstance(node, (nodes.Getattr, nodes.Getitem)) and _hidden(node):
            problem = "取内部属性"
        elif isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
            problem = "以算出的名称取字段"
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            problem = f"用筛选器 {node.name}"
        elif isinstance(node, nodes.For) and (node.recursive or node.test is not None):
            problem = "用递归或带条件的循环"
        elif isinstance(node, nodes.For) and not isinstance(node.iter, (nodes.Name, nodes.Getattr)):
            problem = "循环字段以外的东西"
        elif not isinstance(node, _ALLOWED) and not isinstance(node, nodes.EvalContextModifier):
            problem = next((w for kind, w in _WORDS.items() if isinstance(node, kind)), f"用 {type(node).__name__}")
        if problem:
            at = _place(where, lines, node.lineno)
            faults.append(
                Diagnostic("T103", at, f"模板里不能{problem}", "字段、对字段的循环、条件、" + "、".join(FILTERS))
            )
    if not faults and _depth(tree) > DEEPEST_LOOP:
        faults.append(Diagnostic("T103", where, f"模板里的循环最多套{DEEPEST_LOOP}层"))
    return faults[:20]


def _hidden(node: nodes.Getattr | nodes.Getitem) -> bool:
    name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", "")
    return isinstance(name, str) and name.startswith("_")


def _depth(node: nodes.Node) -> int:
    return int(isinstance(node, nodes.For)) + max((_depth(c) for c in node.iter_child_nodes()), default=0)


def _unknown(tree: nodes.Template, where: str, lines: list[str], fields: Mapping[str, Any]) -> list[Diagnostic]:
    bound = {
        n.name
        for f in tree.find_all(nodes.For)
        for n in (f.target, *f.target.find_all(nodes.Name))
        if isinstance(n, nodes.Name)
    }
    known = [*fields, *bound, "loop"]
    faults = []
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in known:
            near = nearest(name.name, fields)
            hint = f"是否要写 {near[0]}?" if near else "字段名见 字段说明"
            at = _place(where, lines, name.lineno)
            faults.append(Diagnostic("T102", at, f"没有字段「{name.name}」", "、".join(fields), hint))
    return faults[:20]


def undefined(error: jinja2.TemplateError, where: str) -> Faults:
    """A field of a row that does not exist, noticed only while filling in."""
    named = re.search(r"attribute '([^']+)'", str(error))
    what = f"没有字段「{named[1]}」" if named else "有一处不能填写:筛选器用在了不合适的字段上,或者比较了不同种类的字段"
    return Faults([Diagnostic("T102", where, what, hint="字段名见 字段说明")])


def _place(where: str, lines: list[str], number: int) -> str:
    """The part, the paragraph's number, and its first words."""
    text = re.sub(r"<[^>]*>", "", lines[number - 1] if 0 < number <= len(lines) else "")
    words = " ".join(text.split())[:40]
    return f"{where} 第{max(number - 1, 1)}段" + (f"「{words}」" if words else "")


_SAID: Final = (
    (r"unexpected end of template.*", "没有写完,缺少 endfor 或 endif"),
    (r"Unexpected end of template.*", "没有写完,缺少 endfor 或 endif"),
    (r"Encountered unknown tag '([^']*)'.*", r"不认识的标记「\1」,或者它前面没有对应的开头"),
    (r"expected token '([^']*)', got '([^']*)'.*", r"此处应为「\1」,写的是「\2」"),
    (r"unexpected '([^']*)'.*", r"多了「\1」"),
    (r"No filter named '([^']*)'.*", r"没有筛选器「\1」"),
    (r"unexpected char (.*) at \d+", r"不认识的字符 \1"),
)


_TOKENS: Final = {
    "end of print statement": "}}", "end of statement block": "%}", "begin of statement block": "{%", "end of template": "结尾",
    "begin of print statement": "{{", "begin of comment": "{#", "end of comment": "#}", "template data / text": "文字",
    "name": "名称", "string": "文字", "integer": "数字", "float": "数字",
}  # fmt: skip
"""How Jinja calls pieces of a template."""


def _in_chinese(message: str) -> str:
    for pattern, words in _SAID:
        if match := re.search(pattern, message, re.DOTALL):
            return re.sub(r"\\1|\\2", lambda m: _token(match[int(m[0][1])]), words)
    return "此处的写法不对"


def _token(called: str) -> str:
    """A piece of a template as people write it."""
    known = _TOKENS.get(called, called)
    return "".join(c for c in known if c.isprintable())[:40]
