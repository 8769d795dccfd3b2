"""Nodes of a proof in Chinese words: what was read, and the comparison that was made.

Pure: proof data in, sentences out. Every number, date and source of a node appears in its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from policy_dsl.numerals import period_words
from policy_dsl.vocabulary import Term

Node = Mapping[str, Any]
Terms = Mapping[str, Term]
"""The fact terms by label: unit, provider and what proves them."""

_COMPARED: Final = {
    ("lt", "true"): "低于", ("lt", "false"): "不低于",
    ("le", "true"): "不超过", ("le", "false"): "超过",
    ("gt", "true"): "高于", ("gt", "false"): "不高于",
    ("ge", "true"): "达到或超过", ("ge", "false"): "未达到",
    ("eq", "true"): "等于", ("eq", "false"): "不等于",
}  # fmt: skip
_ADDED_UP: Final = _COMPARED | {("gt", "true"): "超过", ("gt", "false"): "未超过"}
"""A total exceeds (超过) a limit; a rate is higher (高于) than another."""
_ASKED: Final = {"lt": "低于", "le": "不超过", "gt": "超过", "ge": "达到", "eq": "等于"}
_COUNTED: Final = {
    ("gt", "true"): "大于0", ("gt", "false"): "不大于0",
    ("eq", "true"): "即尚无", ("eq", "false"): "并非尚无",
}  # fmt: skip
"""有 and 尚无: a count compared with zero."""
_MOST_LISTED: Final = 10


def turning(node: Node) -> Iterator[Node]:
    """The comparisons on which a condition's status turns: all that make it true, or those that leave it open or fail.

    Each is told by its own status, so that a negation needs no words: 「不低于」 says what 非 低于 means.
    """
    status = node["status"]
    match node["is"]:
        case "and":
            for part in node["parts"]:
                if status == "true" or part["status"] == status:
                    yield from turning(part)
        case "or":
            for part in node["parts"]:
                if status == "false" or part["status"] == status:
                    yield from turning(part)
        case "not":
            yield from turning(node["parts"][0])
        case _:
            yield node


def fact_name(node: Node, terms: Terms) -> str:
    """A fact with whose it is: 城阳区床位使用率, 机构等级, 申请的床位数, 青岛市2025年预期享受长护险待遇人数."""
    fact, of = node["fact"], node["of"]
    term = terms.get(fact)
    if of == "申请":
        # What the applicant asks for is its own; what is measured around it (步行15分钟内…) is not.
        return f"申请的{fact}" if term is not None and term.provider == "申请人" else str(fact)
    period = period_words(node["period"]) if node.get("period") else ""
    shown = f"「{fact}」" if term is not None and term.datatype == "boolean" else fact
    return f"{of}{period}{shown}"


def amount(node: Node, terms: Terms) -> str:
    """A known value with its unit: 74%, 71293张, 10342100人."""
    return valued(node, "value", terms)


def valued(node: Node, key: str, terms: Terms) -> str:
    """A value that a node holds under a key, with the unit of its fact."""
    value = str(node[key])
    return f"{value}{unit_word(terms.get(node['fact']))}" if value[-1:].isdigit() else value


def unit_word(term: Term | None) -> str:
    """The unit as it stands after a number: the kind of population a head belongs to is said by the fact's name."""
    return "" if term is None or term.datatype != "count" or term.unit == "1" else term.unit.partition("(")[0]


def provenance(node: Node) -> str:
    """(截至2024-03-31,来源:…); empty where neither is known."""
    as_at = node.get("as_at", "")
    when = f"{as_at}年" if len(as_at) == 4 else f"截至{as_at}" if as_at else ""
    source = f"来源:{node['source']}" if node.get("source") else ""
    return f"({','.join(x for x in (when, source) if x)})" if when or source else ""


def stated(node: Node, terms: Terms) -> str:
    """One fact as a sentence part: 城阳区床位使用率为74%(截至…,来源:…)."""
    name = fact_name(node, terms)
    term = terms.get(node["fact"])
    if node.get("assumed"):
        return f"{name}未载明,按{node['assumed']}处理"
    if node["value"] is None:
        return f"{name}不详"
    if term is not None and term.datatype == "boolean" and term.provider == "有权机关认定":
        return f"{name}{'已经认定' if node['value'] == '是' else '经认定不成立'}{provenance(node)}"
    if node["fact"] == "类型":
        return f"申请人为{node['value']}"
    if node["fact"] == "已定点":
        return f"{node['of']}{'已经' if node['value'] == '是' else '尚未'}定点{provenance(node)}"
    return f"{name}为{amount(node, terms) or '无'}{provenance(node)}"


def merged(nodes: Iterable[Node]) -> list[Node]:
    """Comparisons that ask the same of one fact as one: 包含 国家级, 包含 省级 of a project that nobody claimed."""
    found: dict[Any, Node] = {}
    for node in nodes:
        read = node.get("read", {})
        alike = node["is"] == "contains" and node["status"] != "true"
        key = ("contains", node["status"], read["fact"], read["of"]) if alike else id(node)
        known = found.get(key)
        found[key] = node if known is None else {**known, "values": [*known["values"], *node["values"]]}
    return list(found.values())


def leaf(node: Node, terms: Terms) -> str:
    """A comparison in words, told by its status."""
    return _LEAVES[node["is"]](node, terms)


def _compare(node: Node, terms: Terms) -> str:
    left, right, op, status = node["left"], node["right"], node["op"], node["status"]
    facts = list(facts_below(left)) + list(facts_below(right))
    if status == "unknown":
        known = [stated(f, terms) for f in facts if f["value"] is not None]
        unknown = [f"{fact_name(f, terms)}不详" for f in facts if f["value"] is None]
        asked = "高于" if op == "gt" and "fact" in left else _ASKED[op]
        return f"{','.join([*known, *unknown])},不能判断是否{asked}{_threshold(right, terms)}"
    if "fact" in left and "const" in right:
        if right["number"] == "0" and op in ("gt", "eq"):
            return f"{stated(left, terms)},{_COUNTED[op, status]}"
        return f"{stated(left, terms)},{_COMPARED[op, status]}{right['const']}"
    if "fact" in left and "fact" in right:
        return f"{stated(left, terms)},{_COMPARED[op, status]}{fact_name(right, terms)}{amount(right, terms)}" + (
            provenance(right)
        )
    unit = next((unit_word(terms.get(f["fact"])) for f in facts_below(left)), "")
    told = ",".join(stated(f, terms) for f in facts)
    return f"{told};{_worked_out(left, unit)},{_ADDED_UP[op, status]}{_worked_out(right, unit)}"


def _threshold(node: Node, terms: Terms) -> str:
    if "const" in node:
        return _const(node)
    if "fact" in node:
        return fact_name(node, terms)
    if "times" in node:
        factor, fact = node["times"]
        rate = (
            "/" in factor["const"] and "%" not in factor["const"]
        )  # 7.5张/千常住人口 says of whom; a percentage does not
        return str(factor["const"]) if rate else f"{fact_name(fact, terms)}的{_const(factor)}"
    return "所定标准"


def facts_below(node: Node) -> Iterator[Node]:
    """The facts of an expression, in its order."""
    if "fact" in node:
        yield node
    for part in (*node.get("sum", ()), *node.get("times", ())):
        yield from facts_below(part)


def _worked_out(node: Node, unit: str) -> str:
    """An expression as arithmetic with its result: 71293 + 100 = 71393张, 7.5张/千常住人口 × 10342100 = 77565.75张."""
    if "fact" in node:
        return f"{node['value']}{unit}"
    if "const" in node:
        return _const(node)
    return f"{_terms_of(node)} = {node['number']}{unit}"


def _const(node: Node) -> str:
    """A constant as the text writes it; a percentage needs no unit behind it (20% of so many people)."""
    percentage, sign, unit = str(node["const"]).partition("%")
    return percentage + sign if sign and unit else str(node["const"])


def _terms_of(node: Node) -> str:
    if "fact" in node:
        return str(node["value"])
    if "const" in node:
        return _const(node)
    if "times" in node:
        factor, fact = node["times"]
        # A subtracted fact is a fact times -1.
        return f"-{fact['value']}" if factor["number"] == "-1" else f"{_const(factor)} × {fact['value']}"
    return " + ".join(_terms_of(t) for t in node["sum"]).replace(" + -", " - ")


def _one_of(node: Node, terms: Terms) -> str:
    read, status = node["read"], node["status"]
    if status == "unknown":
        return f"{fact_name(read, terms)}不详,不能判断是否为{listed(node['shown'])}"
    itself = list(node["values"]) == list(node["shown"])
    if status == "true":
        return stated(read, terms) + ("" if itself else f",属于该条所称{listed(node['shown'])}")
    return f"{stated(read, terms)},{'不是' if itself else '不属于该条所称'}{listed(node['shown'])}"


def _within(node: Node, terms: Terms) -> str:
    place = node["read"]["value"]
    if node["status"] == "unknown":
        return f"机构所在区县不详,不能判断是否属于{listed(node['shown'])}"
    return f"机构所在地{place}{'属于' if node['status'] == 'true' else '不属于'}该条所列地区({listed(node['shown'])})"


def _contains(node: Node, terms: Terms) -> str:
    read, wanted = node["read"], "或".join(node["values"])
    if read.get("assumed"):
        return f"申请人未主张{claim(node)},按未主张处理"
    if node["status"] == "unknown":
        return f"{fact_name(read, terms)}未经核实,不能判断是否为{wanted}"
    told = stated(read, terms)
    return told if node["status"] == "true" else f"{told},不含{wanted}" if read["value"] != "无" else told


def _holds(node: Node, terms: Terms) -> str:
    read = node["read"]
    if read.get("assumed") == "未主张":
        return f"申请人未主张{claim(node)},按未主张处理"
    if node["status"] == "unknown":
        return f"{fact_name(read, terms)}尚未查明"
    return stated(read, terms)


_LEAVES: Final = {
    "compare": _compare,
    "one_of": _one_of,
    "within": _within,
    "contains": _contains,
    "holds": _holds,
}


def claim(node: Node) -> str:
    """What an applicant claims (情形): 重点建设项目(市级), 按卫生规划设立."""
    fact = str(node["read"]["fact"])
    return f"{fact}({listed(node['values'])})" if node.get("values") else fact


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Names with 、 between them, a long list cut with its count."""
    if len(names) <= _MOST_LISTED:
        return "、".join(names)
    return f"{'、'.join(names[:_MOST_LISTED])}等{len(names)}项"
