"""Random syntax trees: every kind of node, names and quotations with everything in them that could be misread."""

from __future__ import annotations

from hypothesis import strategies as st

from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import keywords

_LETTERS = "甲乙的若则AB12,.%/()(),、:;。 \uff11\uff08\uff09\uff0c"
_AWKWARD = [
    *keywords().values(),
    "有(甲)",
    "可纳入(试行)",
    "75%",
    "区(市)",
    "非\uff08甲\uff09",
    "1,234张",
    "1,23",
    "(甲)",
    "甲)",
    "#",
]


def _name(text: str) -> ast.Name:
    return ast.Name(text)


texts = st.text(_LETTERS, min_size=1, max_size=8) | st.sampled_from(_AWKWARD)
names = texts.map(_name)
quotations = st.builds(ast.Quote, st.text(_LETTERS + "『』\n", max_size=12))
quotes = st.lists(quotations, min_size=1, max_size=2).map(tuple)
lists = st.lists(names, min_size=1, max_size=3).map(tuple)
phrases = (texts | st.text(_LETTERS + "『』\n", max_size=6)).map(_name)
addresses = st.sampled_from(["title", "1", "3.1.p2.s1", "n.p1", "a1.1.i2"]).map(_name)
numerals = st.sampled_from(["75%", "0.75", "1.2万张", "7.5张/千常住人口", "71,293张", "2025年"])

refs = st.builds(
    ast.Ref, st.lists(names, min_size=1, max_size=3).map(tuple), st.none() | numerals.map(_name)
)  # fmt: skip
operands = refs | st.builds(ast.Number, numerals)
totals = st.builds(
    lambda first, rest: ast.Total(((1, first), *rest)),
    operands,
    st.lists(st.tuples(st.sampled_from([1, -1]), operands), min_size=1, max_size=3),
)
expressions = operands | totals | st.builds(ast.Ratio, refs | totals, refs)
operators = st.sampled_from(["低于", "高于", "不超过", "不低于", "达到"]).map(_name)
comparisons = st.builds(ast.Comparison, expressions, operators, expressions)
atoms = (
    comparisons
    | st.builds(ast.Member, refs, st.sampled_from(["是", "属于"]).map(_name), lists)
    | st.builds(ast.Contains, refs, lists)
    | st.builds(ast.Holds, refs)
    | st.builds(ast.Exists, st.sampled_from(["有", "尚无"]).map(_name), refs)
)
conditions = st.recursive(
    atoms,
    lambda inner: (
        st.builds(ast.And, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(ast.Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(ast.Not, inner)
    ),
    max_leaves=6,
)

anchors = st.builds(ast.Anchors, st.just(()) | quotes, st.just(()) | lists)
_plain = st.sampled_from(
    [
        "不予新增",
        "暂不新增",
        "不得新增",
        "从严控制",
        "以调整存量为主",
        "可优先",
        "适当倾斜",
        "可纳入",
        "严禁新增",
        "不受本文件限制",
    ]
) | texts.filter(lambda text: text != "原则上")
outcomes = (
    _plain.map(lambda action: {"effect": ast.Effect(action)})
    | _plain.map(lambda action: {"effect": ast.Effect(action, in_principle=True), "in_principle": True})
    | st.builds(lambda cap, soft: {"cap": cap, "in_principle": soft}, comparisons, st.booleans())
    | conditions.map(lambda must: {"must": must})
)
_days = st.sampled_from(["2024年", "2024年3月", "2024年3月1日", "2024年12月31日", "2024年末"]).map(_name)
periods = st.tuples(st.none() | _days, st.none() | _days).filter(any).map(lambda ends: ast.Period(*ends))
differences = st.builds(
    lambda outcome, **lines: ast.Difference(**lines, **outcome),
    outcome=st.just({}) | outcomes,
    reading=names,
    quotes=st.just(()) | quotes,
    readings=st.just(()) | lists,
    scope=st.lists(conditions, max_size=2).map(tuple),
    period=st.none() | periods,
    condition=st.none() | conditions,
    supports=st.none() | addresses,
    removed=st.lists(st.sampled_from(["", "凡", "期间", "若", "据", "据 解释", "印证"]), max_size=2).map(tuple),
)
_common = {
    "anchors": anchors,
    "scope": st.lists(conditions, max_size=2).map(tuple),
    "period": st.none() | periods,
    "condition": st.none() | conditions,
    "supports": st.none() | addresses,
    "variant": st.none() | names,
    "differences": st.lists(differences, max_size=2).map(tuple),
}
_kinds = st.sampled_from(["规则", "上限", "优先", "要件", "许可", "豁免"])


def _rule(outcome: dict[str, object], **fields: object) -> ast.Rule:
    return ast.Rule(**fields, **outcome)  # type: ignore[arg-type]  # fields by name


rules = st.builds(_rule, outcomes, kind=_kinds, name=names, **_common)


def _statement(kind: str, **fields: st.SearchStrategy[ast.Field | None]) -> st.SearchStrategy[ast.Statement]:
    values = st.tuples(*fields.values())
    return st.builds(
        lambda name, resting, found, proposed: ast.Statement(
            kind, name, resting, tuple((k, v) for k, v in zip(fields, found, strict=True) if v is not None),
            proposed=proposed,
        ),
        names, anchors, values, st.booleans() if kind in ("义务", "建议") else st.just(False),
    )  # fmt: skip


_measure = st.none() | operators | st.sampled_from(["左右", "余"]).map(_name)
statements = (
    _statement("义务", 主体=lists, 强度=names, 行为=quotes, 对象=st.none() | lists, 期限=st.none() | phrases)
    | _statement("数据", 地区=st.none() | lists, 指标=names, 时点=st.none() | phrases, 比较=_measure, 数值=phrases)
    | _statement("标准", 指标=refs, 除以=refs, 比较=_measure, 数值=phrases)
    | _statement(
        "目标", 地区=st.none() | lists, 指标=names, 期限=st.none() | phrases, 比较=_measure, 数值=phrases,
        类别=st.none() | names, 强度=st.none() | names, 自述=st.none() | quotes,
    )
    | _statement("定义", 指=quotes)
    | _statement("定义", 划分为=lists)
    | _statement("裁量", 由=lists)
)  # fmt: skip
items = rules | statements | st.builds(ast.Waiver, quotes, quotations) | st.builds(ast.Note, quotes)
entries = st.builds(
    ast.Entry, addresses, lists, quotes, st.lists(items, max_size=3).map(tuple), st.none() | addresses
)  # fmt: skip
files = st.builds(ast.File, names, st.lists(entries, max_size=3).map(tuple))
