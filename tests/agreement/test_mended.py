"""Where the engines once disagreed, or failed: each the smallest rules that showed it."""

from __future__ import annotations

from policy_dsl import ir
from reasoner.compare.sides import Compared
from reasoner.facts import Application, Observation
from reasoner.interpreter.judge import judge

from .scenes import Asked, Scene
from .telling import BEDS, CHENGYANG, PRESUMED, Small, bar, base_of, fact, least, most, prefer, side, text, within
from .written import DAY, compiled, document, full

_CITY = {"申请": "申请", "机构": "机构", "全市": "370200", "本统筹区": "370200", "所在镇街": None}
_ROLES = {**_CITY, "本区县": CHENGYANG, "所在医保管理区域": CHENGYANG}


def test_one_value_of_a_fact_of_several() -> None:
    """Either the compiler refuses `机构 的 重点建设项目 是 市级`, or both engines mean the same by it."""
    rules = f"文件 a1\n\n条 1.p1 性质 限制\n「x」\n规则 一\n 凡 事项 是 {BEDS}\n 若 机构 的 重点建设项目 是 市级\n 则 不得新增\n"
    try:
        norms = compiled(rules, "a1", "370200", full().vocabulary)
    except AssertionError:
        return
    one = Compared("A", base_of(full(), [document("a1", "370200", norms)]), "370200")
    facts = {("机构", "类型"): (Observation("综合医院"),), ("机构", "重点建设项目"): (Observation(("市级",)),)}
    asked = Application("一", BEDS, DAY, CHENGYANG, _ROLES, facts)
    scene = Scene(one, one, BEDS, "综合医院", DAY, True, (Asked(asked, asked),))
    assert list(scene.quarrels()) == []


def test_part_and_whole_by_two_words_for_one_place() -> None:
    """城阳区 is county and area in one: no application there has two beds for dementia of one bed for care."""
    here = within(CHENGYANG)
    part = bar(ir.And((here, least(fact("失智专区床位数", "本区县"), "2"))))
    whole = "prohibit", "原则上", ir.And((here, most(fact("院护床位数", "所在医保管理区域"), "1")))
    a, b = side("A", "370200", BEDS, [text(part)]), side("B", "370200", BEDS, [text(whole)])
    assert Small(a, b, BEDS, "综合医院", True).quarrels() == []


def test_a_figure_with_a_period_and_without() -> None:
    """`全市 的 医保购买住院床位数` beside `全市 的 医保购买住院床位数 于 2024年`: the witness is refused as a disagreement."""
    of_year = fact("医保购买住院床位数", "全市", "2024")
    known = prefer(ir.Or((least(of_year, "1"), ir.Not(least(of_year, "1")))))
    latest = "prohibit", "原则上", least(fact("医保购买住院床位数"), "1")
    a, b = side("A", "370200", BEDS, [text(known)]), side("B", "370200", BEDS, [text(latest)])
    assert Small(a, b, BEDS, "综合医院", True).quarrels() == []


def test_a_special_text_of_a_lower_level_of_the_same_issuer() -> None:
    """The general text prevails as the higher one, the special text as the special one: a circle of ranks."""
    special = text(("permit", "可", ir.ALWAYS), issuer_level="市", special_to=["a2"])
    one = side("A", "370200", BEDS, [special, text(PRESUMED, issuer_level="省")])
    assert judge(one.base, Application("一", BEDS, DAY, CHENGYANG, _ROLES, {}), DAY, advise=False)["outcome"]
