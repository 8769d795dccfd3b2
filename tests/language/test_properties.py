"""Laws of numbers, units, the representation and its back-translation, on random input."""

from __future__ import annotations

import json
from dataclasses import replace as replaced_node
from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from vocabulary import REGIONS, VOCABULARY

from policy_dsl import ir
from policy_dsl.backtranslate import sentence
from policy_dsl.lowering.norms import build_norm
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.lowering.units import PURE, Unit, fits, read_literal
from policy_dsl.numerals import chinese, parse_chinese, parse_quantity, percent, plain
from policy_dsl.source_text import Source
from policy_dsl.syntax import ast

quick = settings(deadline=None, max_examples=50)

# --- numbers ------------------------------------------------------------------------------------------------

digits = st.text("0123456789", min_size=1, max_size=19)
decimals = st.builds(lambda a, b: f"{a}.{b}" if b else a, digits, st.just("") | digits)
_SCALES = {"": 1, "万": 10**4, "亿": 10**8, "%": Decimal("0.01"), "‰": Decimal("0.001")}


@quick
@given(decimals, st.sampled_from(list(_SCALES)), st.sampled_from(["", "-", "+"]), st.sampled_from(["", "张", "人"]))
def test_a_quantity_is_read_exactly(number: str, scale: str, sign: str, unit: str) -> None:
    found = parse_quantity(sign + number + scale + unit)
    assert found is not None
    with localcontext(prec=60):  # the default context rounds to 28 digits; the numbers must not
        assert found.value == Decimal(number) * _SCALES[scale] * (-1 if sign == "-" else 1)
    assert found.unit == unit
    assert found.percent == (scale in ("%", "‰"))


@quick
@given(decimals)
def test_plain_and_percent_are_read_back(number: str) -> None:
    value = Decimal(number)
    for shown in (plain(value), percent(value)):
        assert "E" not in shown
        back = parse_quantity(shown)
        assert back is not None
        assert back.value == value


@pytest.mark.parametrize(
    "text", ["", "七成", "\uff17\uff15%", "1,23", ".5", "1e5", "--1", "1.2万%", "٣", "1 2", "9" * 41]
)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    assert parse_quantity(text) is None


def test_thousands_are_read_with_and_without_commas() -> None:
    assert parse_quantity("71,293张") == parse_quantity("71293张")


@given(st.integers(1, 99))
def test_ordinals_are_read_back(number: int) -> None:
    assert parse_chinese(chinese(number)) == number


@given(st.text("零一二三四五六七八九十百两", max_size=4))
def test_no_two_ordinals_are_one_number(text: str) -> None:
    number = parse_chinese(text)
    # 两 stands for 二 before 百: 两百 and 二百 are spellings of the same number.
    assert number is None or chinese(number) == text.replace("两百", "二百")


# --- units --------------------------------------------------------------------------------------------------

bases = st.sampled_from(["张", "家", "人(常住人口)", "人(参保人口)"])
units = st.builds(
    lambda over, under: Unit(tuple(over), ()).divided_by(Unit(tuple(under), ())),
    st.lists(bases, max_size=2), st.lists(bases, max_size=2),
)  # fmt: skip


@given(units, units)
def test_dividing_twice_is_dividing_by_the_product(a: Unit, b: Unit) -> None:
    assert a.divided_by(a) == PURE
    assert a.divided_by(PURE) == a
    assert PURE.divided_by(PURE.divided_by(a)) == a
    assert a.divided_by(b).divided_by(PURE.divided_by(b)) == a


@given(units, units)
def test_a_unit_fits_itself_and_no_other(a: Unit, b: Unit) -> None:
    assert fits(a, a)
    assert fits(a, b) == (a == b)


def test_a_person_in_the_numerator_fits_any_population_but_no_denominator_does() -> None:
    people, residents = Unit(("人",)), Unit(("人(常住人口)",))
    assert fits(people, residents)
    assert not fits(residents, people)
    assert not fits(Unit(("张",), ("人",)), Unit(("张",), ("人(常住人口)",)))


@quick
@given(decimals, st.sampled_from(["", "百", "千", "万"]), st.sampled_from(["常住人口", "参保人口", "家"]))
def test_a_literal_keeps_its_value_through_its_denominator(number: str, multiplier: str, base: str) -> None:
    found = read_literal(f"{number}张/{multiplier}{base}", VOCABULARY)
    assert not isinstance(found, str)
    with localcontext(prec=60):
        assert found.value * {"": 1, "百": 100, "千": 1000, "万": 10000}[multiplier] == Decimal(number)
    assert (found.number, found.unit_words) == (number, ("张", multiplier + base))


# --- norms made of well-typed rules ---------------------------------------------------------------------------


def _ref(*path: str, period: str | None = None) -> ast.Ref:
    return ast.Ref(tuple(ast.Name(p) for p in path), None if period is None else ast.Name(period))


roles = st.sampled_from(["全市", "本区县", "所在医保管理区域"])
ratios = st.builds(lambda r, t: _ref(r, t), roles, st.sampled_from(["床位使用率", "医疗费用增长率"]))
beds = st.builds(lambda r: _ref(r, "医保购买住院床位数"), roles) | st.just(_ref("床位数"))
people = st.builds(
    lambda r, t: _ref(r, "预期享受待遇人数", period=t) if t else _ref(r, "常住人口"), roles, st.sampled_from(["", "2025年", "2026年"])
)  # fmt: skip
operators = st.sampled_from(["低于", "高于", "不超过", "不低于", "达到"]).map(ast.Name)


def _comparison(left: ast.Expr, op: ast.Name, right: ast.Expr) -> ast.Comparison:
    return ast.Comparison(left, op, right)


bed_numbers = st.sampled_from(["0张", "500张", "1.2万张"]).map(ast.Number)
bed_sums = st.builds(
    lambda first, rest: ast.Total(((1, first), *rest)),
    beds | bed_numbers, st.lists(st.tuples(st.sampled_from([1, -1]), beds | bed_numbers), min_size=1, max_size=2),
)  # fmt: skip
comparisons = (
    st.builds(_comparison, ratios, operators, ratios | st.sampled_from(["0", "75%", "0.75", "60%"]).map(ast.Number))
    | st.builds(_comparison, beds | bed_sums, operators, beds | bed_numbers | bed_sums)
    | st.builds(
        lambda top, op, number: _comparison(ast.Ratio(top, _ref("全市", "常住人口")), op, ast.Number(number)),
        beds | bed_sums, operators, st.sampled_from(["7.5张/千常住人口", "0.42张/千常住人口"]),
    )
    | st.builds(
        lambda by, op: _comparison(ast.Ratio(_ref("床位数"), by), op, ast.Number("20%张/人")), st.just(_ref("全市", "预期享受待遇人数", period="2025年")), operators
    )
)  # fmt: skip


def _lists(*words: str) -> st.SearchStrategy[tuple[ast.Name, ...]]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True).map(lambda w: tuple(map(ast.Name, w)))


atoms = (
    comparisons
    | st.builds(ast.Member, st.just(_ref("所在地")), st.just(ast.Name("属于")), _lists("市南区", "崂山区", "市本级"))
    | st.builds(ast.Member, st.just(_ref("机构")), st.just(ast.Name("属于")), _lists("医疗机构", "医药机构", "综合医院", "零售药店"))
    | st.builds(ast.Member, st.just(_ref("床位类别")), st.just(ast.Name("是")), _lists("综合", "精神"))
    | st.builds(ast.Contains, st.just(_ref("机构", "重点建设项目")), _lists("市级", "省级"))
    | st.builds(
        lambda path: ast.Holds(_ref(*path)),
        st.sampled_from([("机构", "连锁"), ("机构", "已定点"), ("全市", "医保基金当期赤字"), ("所在镇街", "照护资源相对充足")]),
    )
    | st.builds(lambda op, role: ast.Exists(ast.Name(op), _ref(role, "定点机构数")), st.sampled_from(["有", "尚无"]), roles)
)  # fmt: skip
conditions = st.recursive(
    atoms,
    lambda inner: (
        st.builds(ast.And, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(ast.Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(ast.Not, inner)
    ),
    max_leaves=5,
)
_OUTCOMES = [("规则", "不予新增"), ("规则", "暂不新增"), ("规则", "不得新增"), ("规则", "从严控制"), ("规则", "以调整存量为主"), ("优先", "可优先"),
             ("优先", "适当倾斜"), ("许可", "可纳入"), ("豁免", "不受本文件限制")]  # fmt: skip


@st.composite
def norms(draw: st.DrawFn) -> ir.Norm:
    """A norm as the compiler builds it."""
    matters = draw(_lists("新增购买住院床位", "新增定点零售药店", "新增门诊定点"))
    scope = (ast.Member(_ref("事项"), ast.Name("是"), matters), *draw(st.lists(conditions, max_size=2)))
    fields = {
        "name": ast.Name("甲"),
        "anchors": ast.Anchors(),
        "scope": scope,
        "supports": draw(st.none() | st.sampled_from(["3.1.p1", "3.2.p1"]).map(ast.Name)),
        "variant": draw(st.none() | st.sampled_from(["读法", "另读"]).map(ast.Name)),
    }
    shape = draw(st.sampled_from(["effect", "cap", "must"]))
    if shape == "effect":
        kind, action = draw(st.sampled_from(_OUTCOMES))
        soft = action == "不予新增"
        fields |= {"kind": kind, "effect": ast.Effect(action, soft), "in_principle": soft}
        fields["condition"] = draw(st.none() | conditions)
    elif shape == "cap":
        cap = replaced_node(draw(comparisons), op=ast.Name("不超过"))
        fields |= {
            "kind": "上限",
            "cap": cap,
            "in_principle": draw(st.booleans()),
            "condition": draw(st.none() | conditions),
        }
    else:
        fields |= {"kind": "要件", "must": draw(conditions), "condition": None}
    resolver = Resolver(Source("", ""), VOCABULARY, "370200")
    norm = build_norm(ast.Rule(**fields), "x", "x/1.p1", ((0, 1),), resolver)
    assume(norm is not None)  # a ratio against a ratio, say
    assert norm is not None
    return norm


@quick
@given(norms())
def test_the_representation_survives_json(norm: ir.Norm) -> None:
    text = json.dumps(ir.to_data(norm), ensure_ascii=False)
    assert ir.from_data(json.loads(text), ir.Norm) == norm


def _flat(cond: ir.Cond) -> ir.Cond:
    """Without nesting that means nothing: A 且 ( B 且 C ) is A 且 B 且 C."""
    match cond:
        case ir.And(parts) | ir.Or(parts):
            kind = type(cond)
            inner = [_flat(p) for p in parts]
            spread = [q for p in inner for q in (p.parts if isinstance(p, kind) else (p,))]
            return spread[0] if len(spread) == 1 else kind(tuple(spread))
        case ir.Not(part):
            return ir.Not(_flat(part))
    return cond


def _meaning(norm: ir.Norm) -> ir.Norm:
    return replace(norm, text="", id="", name="", scope=_flat(norm.scope), condition=_flat(norm.condition))


@settings(deadline=None, max_examples=80)
@given(norms(), norms())
def test_two_norms_never_read_alike(one: ir.Norm, other: ir.Norm) -> None:
    assert (one.text == other.text) == (_meaning(one) == _meaning(other))


@settings(deadline=None, max_examples=80)
@given(norms(), st.data())
def test_a_norm_changed_in_one_place_reads_otherwise(norm: ir.Norm, data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from(list(_changes(norm))))
    phrases = VOCABULARY.consequences
    assert sentence(changed, phrases) != sentence(norm, phrases)


def _changes(norm: ir.Norm) -> list[ir.Norm]:
    found = [replace(norm, matters=(*norm.matters, "纳入双通道管理"))]
    found.append(replace(norm, scope=ir.Not(norm.scope)) if norm.scope != ir.ALWAYS else replace(norm, matters=("甲",)))
    for place in ("scope", "condition"):
        found += [replace(norm, **{place: c}) for c in _altered(getattr(norm, place))]
    return found


def _altered(cond: ir.Cond) -> list[ir.Cond]:
    match cond:
        case ir.And(parts) | ir.Or(parts):
            other = ir.Or if isinstance(cond, ir.And) else ir.And
            found = [other(parts)] if len(parts) > 1 else []
            for i, part in enumerate(parts):
                found += [type(cond)((*parts[:i], p, *parts[i + 1 :])) for p in _altered(part)]
            return found
        case ir.Not(part):
            return [part, *(ir.Not(p) for p in _altered(part))]
        case ir.Compare(op, _, right):
            ops = [replace(cond, op=o) for o in ("lt", "le", "gt", "ge", "eq") if o != op]
            return ops if right != ir.Const(Decimal(0), "0") or op not in ("gt", "eq") else ops[:1]
        case ir.OneOf(_, _, shown) | ir.Within(_, _, shown):
            return [replace(cond, shown=(*shown, "某地"), values=(*cond.values, "某地"))]
        case ir.Contains():
            return [replace(cond, value="国家级")]
        case ir.Holds(fact):
            return [ir.Holds(replace(fact, term="某事")), ir.Not(cond)]


@quick
@given(norms())
def test_a_renderer_loses_nothing(norm: ir.Norm) -> None:
    text = norm.text
    for wanted in (*norm.matters, *_mentioned(norm.scope), *_mentioned(norm.condition)):
        assert wanted in text, wanted
    assert norm.alternative_of is None or norm.alternative_of in text
    assert norm.supports is None or "第三部分" in text


def _mentioned(node: object) -> list[str]:
    match node:
        case ir.Fact(subject, term, period):
            around = subject == "申请" and term.startswith(("所在", "步行"))
            return [
                term,
                *([] if around or (subject, term) == ("机构", "类型") else [subject]),
                *([period] if period else []),
            ]
        case ir.Const(_, shown):
            number, mark, unit = shown.partition("%")
            amount, _, many = number.partition("/")  # 7.5张/千常住人口 is said 每千常住人口7.5张
            return [amount.removeprefix("-") + mark, many, unit.rpartition("/")[2]]
        case ir.Sum(terms):
            return [w for t in terms for w in _mentioned(t)]
        case ir.Scaled(factor, of):
            return [*(_mentioned(factor) if abs(factor.value) != 1 else []), *_mentioned(of)]
        case ir.Compare("eq" | "gt", left, ir.Const(_, "0")):
            return [*_mentioned(left), "零"]
        case ir.Compare(_, left, right):
            return [*_mentioned(left), *_mentioned(right)]
        case ir.OneOf(fact, _, shown):
            return [*shown, *([] if fact.term == "类型" else _mentioned(fact))]
        case ir.Within(_, _, shown):
            return list(shown)
        case ir.Contains(fact, value):
            return [*_mentioned(fact), value]
        case ir.Holds(fact):
            return _mentioned(fact)
        case ir.And(parts) | ir.Or(parts):
            return [w for p in parts for w in _mentioned(p)]
        case ir.Not(part):
            return _mentioned(part)
    raise AssertionError(node)


def test_the_vocabulary_has_a_management_area() -> None:
    assert any(r["level"] == "area" for r in REGIONS)
