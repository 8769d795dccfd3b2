"""The canonical layout of a `.tiao` file. Formatting twice changes nothing; parsing the result gives the same AST."""

from __future__ import annotations

from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import FULL_WIDTH, keywords, terminal


def format_file(file: ast.File) -> str:
    """The whole file: entries in their order, a blank line between them."""
    blocks = [f"文件 {_word(file.document)}", *(_entry(e) for e in file.entries)]
    return "\n\n".join(blocks) + "\n"


def _entry(entry: ast.Entry) -> str:
    head = f"条 {_word(entry.address)} 性质 {_names(entry.natures)}"
    if entry.same_as is not None:
        head += f" 同 {_word(entry.same_as)}"
    return "\n".join([head, *(_quote(q) for q in entry.quotes), *(line for i in entry.items for line in _item(i))])


def _item(item: ast.Item) -> list[str]:
    if isinstance(item, ast.Rule):
        return _rule(item)
    if isinstance(item, ast.Statement):
        return _statement(item)
    if isinstance(item, ast.Pending):
        matters = f" 事项 {_names(item.matters)}" if item.matters else ""
        return [f"  待写{matters}" + ("" if item.reason is None else f" 因 {_quote(item.reason)}")]
    if isinstance(item, ast.Waiver):
        return [f"  不计 {_quotes(item.quotes)} 因 {_quote(item.reason)}"]
    return [f"  注 {_quotes(item.quotes)}"]


def _anchors(anchors: ast.Anchors) -> list[str]:
    lines = []
    if anchors.quotes:
        lines.append(f"据 {_quotes(anchors.quotes)}")
    if anchors.readings:
        lines.append(f"据 解释 {_names(anchors.readings)}")
    return lines


def _rule(rule: ast.Rule) -> list[str]:
    lines = _anchors(rule.anchors)
    lines += [f"凡 {condition(c)}" for c in rule.scope]
    if rule.condition is not None:
        lines.append(f"若 {condition(rule.condition)}")
    if rule.kind == "豁免":
        lines.append("则 不受 本文件 限制")
    elif rule.effect is not None:
        lines.append(f"则 {'原则上 ' if rule.in_principle else ''}{rule.effect.action}")
    elif rule.cap is not None:
        lines.append(f"则 {'原则上 ' if rule.in_principle else ''}{condition(rule.cap)}")
    elif rule.must is not None:
        lines.append(f"须 {condition(rule.must)}")
    if rule.supports is not None:
        lines.append(f"印证 {_word(rule.supports)}")
    if rule.variant is not None:
        lines.append(f"异读 {_word(rule.variant)}")
    head = f"  {rule.kind} {_word(rule.name)}" + (" 待核" if rule.proposed else "")
    return [head, *(f"    {line}" for line in lines)]


def _statement(item: ast.Statement) -> list[str]:
    fields = []
    for key, value in item.fields:
        if key == "比较" and isinstance(value, ast.Name):
            continue  # stands before the value, without a field word of its own
        fields.append(f"{key} {_field(item, key, value)}")
    if item.kind == "裁量":
        fields[-1] += " 认定"
    lines = [*_anchors(item.anchors), *fields]
    if item.kind in ("数据", "标准", "目标"):  # many stand together: one line each reads as a table
        return [" ".join([f"  {item.kind} {_word(item.name)}", *lines])]
    return [f"  {item.kind} {_word(item.name)}", *(f"    {line}" for line in lines)]


def _field(item: ast.Statement, key: str, value: ast.Field) -> str:
    if isinstance(value, ast.Ref):
        return _ref(value)
    if isinstance(value, ast.Name):
        if key in ("时点", "期限"):
            return _phrase(value)
        if key == "数值":
            op = item.get("比较")
            return (f"{op.text} " if isinstance(op, ast.Name) else "") + _phrase(value)
        return _word(value)
    return " ".join(_quote(q) for q in value if isinstance(q, ast.Quote)) or _names(
        tuple(n for n in value if isinstance(n, ast.Name))
    )


def condition(cond: ast.Cond) -> str:
    """A condition in one line, with the fewest brackets that keep its meaning."""
    match cond:
        case ast.And(parts):
            return " 且 ".join(_bracketed(p, ast.And, ast.Or) for p in parts)
        case ast.Or(parts):
            return " 或 ".join(_bracketed(p, ast.Or) for p in parts)
        case ast.Not(part):
            return "非 " + _bracketed(part, ast.And, ast.Or)
        case ast.Comparison(left, op, right):
            return f"{_expr(left)} {op.text} {_expr(right)}"
        case ast.Member(ref, op, values):
            return f"{_ref(ref)} {op.text} {_names(values)}"
        case ast.Contains(ref, values):
            return f"{_ref(ref)} 包含 {_names(values)}"
        case ast.Holds(ref):
            return f"{_ref(ref)} 成立"
        case ast.Exists(op, ref):
            return f"{op.text} {_ref(ref)}"


def _bracketed(cond: ast.Cond, *kinds: type) -> str:
    text = condition(cond)
    return f"( {text} )" if isinstance(cond, kinds) else text


def _expr(expr: ast.Expr) -> str:
    match expr:
        case ast.Ref():
            return _ref(expr)
        case ast.Number(text):
            return text
        case ast.Total(terms):
            parts = [_expr(terms[0][1])]
            for sign, term in terms[1:]:
                parts += ["加" if sign > 0 else "减", _expr(term)]
            return " ".join(parts)
        case ast.Ratio(over, by):
            text = _expr(over)
            return f"{f'( {text} )' if isinstance(over, ast.Total) else text} 除以 {_ref(by)}"


def _ref(ref: ast.Ref) -> str:
    head = ref.path[0].text
    first = f"『{head}』" if _reads_as_keyword(head) else _word(ref.path[0])
    text = " 的 ".join([first, *(_word(n) for n in ref.path[1:])])
    return text if ref.period is None else f"{text} 于 {ref.period.text}"


def _bare(text: str) -> bool:
    """Whether a name can stand without brackets around it."""
    word = terminal("WORD").fullmatch(text) or terminal("NUMERIC").fullmatch(text)
    return word is not None and text.isprintable() and not FULL_WIDTH.search(text)


def _reads_as_keyword(text: str) -> bool:
    """Whether a name, where it stands for a fact or value, would be read as a word of the language, or as a number."""
    begins = text.replace("\uff08", "(").partition("(")[0]
    return (begins in keywords().values() and begins != _MATTER) or text[:1].isdigit()


_MATTER = "事项"
"""A word of the language behind 待写 only; where a fact stands it is the fact."""


def _word(name: ast.Name) -> str:
    return name.text if _bare(name.text) else f"『{name.text}』"


def _phrase(name: ast.Name) -> str:
    text = name.text
    return f"「{text}」" if not _bare(text) or (_reads_as_keyword(text) and not text[0].isdigit()) else text


def _names(names: tuple[ast.Name, ...]) -> str:
    return " 、 ".join(_word(n) for n in names)


def _quote(quote: ast.Quote) -> str:
    return f"「{quote.text}」"


def _quotes(quotes: tuple[ast.Quote, ...]) -> str:
    return " ".join(_quote(q) for q in quotes)
