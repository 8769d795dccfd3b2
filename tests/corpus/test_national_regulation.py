"""医疗保障基金使用监督管理条例 (国务院令第735号), transcribed whole: its form, who must do what, and that it decides nothing.

What is expected is read from the text: each entry of `DUTIES` names the words on which it rests.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache

import pytest
from corpus_folders import folder_of

from policy_dsl.compiled import Document
from policy_dsl.statements import Duty
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge

NAME = "state-council-735"
ADMISSION = ("新增购买住院床位", "新增门诊统筹和门诊慢特病定点", "新增个人账户定点", "新增定点零售药店")


@cache
def regulation() -> Document:
    return rule_base().documents[NAME]


@cache
def text() -> str:
    return (folder_of(NAME) / "text.txt").read_text(encoding="utf-8")


def duties(address: str = "") -> list[Duty]:
    """The duties of a clause, or of all."""
    return [
        d for c in regulation().clauses.values() if not address or c.clause == f"{NAME}/{address}" for d in c.duties
    ]


def test_the_text_is_that_received() -> None:
    received = regulation().received
    assert hashlib.sha256(text().encode()).hexdigest() == received.sha256
    assert len(text()) == received.length
    assert regulation().masked == ()


def test_what_the_text_says_of_itself() -> None:
    document = regulation()
    assert (document.title, document.number, document.kind) == (
        "医疗保障基金使用监督管理条例",
        "国务院令第735号",
        "条例",
    )
    assert (document.issuers, document.issuer_level, document.region) == (("国务院",), "国家", "100000")
    assert (document.issued, document.starts, document.ends) == ("2021-01-15", "2021-05-01", "")
    assert "2021年1月15日 中华人民共和国国务院令第735号公布" in text()
    assert "本条例自2021年5月1日起施行" in text()


def test_every_article_is_addressed_and_every_chapter_a_heading() -> None:
    addresses = [c.partition("/")[2] for c in regulation().clauses]
    articles = [int(m[1]) for a in addresses if (m := re.match(r"a([0-9]+)(?:\.|$)", a))]
    assert list(dict.fromkeys(articles)) == list(range(1, 51))
    assert [a for a in addresses if a.startswith("c")] == ["c1", "c2", "c3", "c4", "c5"]
    assert all(regulation().clauses[f"{NAME}/c{n}"].natures == ("标题",) for n in range(1, 6))
    assert regulation().clauses[f"{NAME}/a15.p2"].place == "第十五条第二款"
    assert (
        len([a for a in addresses if ".i" in a]) == 31
    )  # 7 in 第二十七条, 3, 7, 7, 4 and 3 in 第三十六条 to 第四十一条


def test_all_words_stand_in_clauses() -> None:
    quoted = "".join("".join(c.quote.split()) for c in regulation().clauses.values())
    assert quoted == "".join(text().split())


def test_it_has_no_rule_and_nothing_is_left_to_write() -> None:
    assert [n.id for c in regulation().clauses.values() for n in c.rules] == []
    assert [c.clause for c in regulation().clauses.values() if c.pending is not None] == []


@pytest.mark.parametrize("word", ["不得", "禁止"])
def test_each_ban_of_the_text_is_a_duty_of_its_own(word: str) -> None:
    assert len([d for d in duties() if d.strength == word]) == text().count(word)


@pytest.mark.parametrize(("word", "counted"), [("应当", 71), ("可以", 21), ("负责", 6), ("有权", 6)])
def test_as_many_duties_as_acts_are_joined_by_their_word(word: str, counted: int) -> None:
    assert Counter(d.strength for d in duties())[word] == counted


def test_each_act_stands_word_for_word_in_its_clause() -> None:
    for clause in regulation().clauses.values():
        plain = "".join(clause.quote.split())
        for duty in clause.duties:
            parts = [] if not duty.act else duty.act.split("……")
            assert all(p in plain for p in parts), duty.id
            at = [plain.find(p) for p in parts]
            assert at == sorted(at), duty.id


DUTIES = [
    # 第十一条第二款: 「医疗保障经办机构应当及时向社会公布签订服务协议的定点医药机构名单。」
    ("a11.p2", ("医保经办机构",), "应当", "向社会公布签订服务协议的定点医药机构名单", ("社会",), "及时"),
    # 第十三条第一款: 「定点医药机构违反服务协议的，医疗保障经办机构可以……直至解除服务协议」
    ("a13.p1", ("医保经办机构",), "可以", "定点医药机构违反服务协议的……按照服务协议约定……直至解除服务协议", ("定点医药机构",), ""),
    # the same: 「定点医药机构及其相关责任人员有权进行陈述、申辩」
    ("a13.p1", ("定点医药机构", "定点医药机构的相关责任人员"), "有权", "定点医药机构违反服务协议的……进行陈述、申辩", (), ""),
    # 第十五条第一款: 「定点医药机构及其工作人员……不得分解住院、挂床住院」
    ("a15.p1", ("定点医药机构", "所列单位的工作人员"), "不得", "分解住院、挂床住院", (), ""),
    # 第十七条第二款: who is to prove it is inferred, and said to be
    ("a17.p2.s2", ("参保人员",), "应当", "因特殊原因需要委托他人代为购药的……提供委托人和受托人的身份证明", (), ""),
    # 第十九条第一款
    ("a19.p1", ("参保人员",), "不得", "利用其享受医疗保障待遇的机会转卖药品，接受返还现金、实物或者获得其他非法利益", (), ""),
    # 第二十三条第一款: 「国务院医疗保障行政部门负责……规范、简化、优化医药机构定点申请、专业评估、协商谈判程序」
    ("a23.p1", ("国务院医疗保障行政部门",), "负责", "规范、简化、优化医药机构定点申请、专业评估、协商谈判程序", (), ""),
    # 第二十七条第(三)项, 可以 from the words that lead to it: 「医疗保障行政部门实施监督检查，可以采取下列措施：」
    (
        "a27.i3",
        ("医疗保障行政部门",),
        "可以",
        "要求被检查对象提供与检查事项相关的文件资料，并作出解释和说明",
        ("被检查对象",),
        "",
    ),
    # 第二十九条第一款 names nobody who is to see to the number of inspectors
    ("a29.p1", ("未载明",), "不得", "开展医疗保障基金使用监督检查……监督检查人员……少于2人", (), ""),
    # 第三十一条
    (
        "a31",
        ("医疗保障行政部门",),
        "应当",
        "听取当事人的陈述、申辩",
        ("当事人",),
        "作出行政处罚或者行政处理决定前",
    ),
    # 第三十七条
    (
        "a37",
        ("医疗保障行政部门",),
        "陈述",
        "医疗保障经办机构通过伪造、变造、隐匿、涂改、销毁医学文书、医学证明、会计凭证、电子信息等有关资料或者虚构医药服务项目等方式，"
        "骗取医疗保障基金支出的……处骗取金额2倍以上5倍以下的罚款",
        ("医保经办机构",),
        "",
    ),
    # 第四十条第一款: 「直至由医疗保障经办机构解除服务协议」
    (
        "a40.p1",
        ("医保经办机构",),
        "陈述",
        "定点医药机构通过下列方式骗取医疗保障基金支出的……直至由医疗保障经办机构解除服务协议",
        ("定点医药机构",),
        "",
    ),
    # 第四十三条: 「其法定代表人或者主要负责人5年内禁止从事定点医药机构管理活动」
    (
        "a43",
        ("定点医药机构的法定代表人或者主要负责人",),
        "禁止",
        "定点医药机构违反本条例规定，造成医疗保障基金重大损失或者其他严重不良社会影响的……从事定点医药机构管理活动",
        (),
        "5年内",
    ),
]  # fmt: skip


@pytest.mark.parametrize("duty", DUTIES, ids=[d[0] for d in DUTIES])
def test_a_duty_word_by_word(duty: tuple[str, tuple[str, ...], str, str, tuple[str, ...], str]) -> None:
    address, *said = duty
    assert said in [[d.bearers, d.strength, d.act, d.towards, d.by] for d in duties(address)]


def test_whom_the_text_leaves_unnamed_is_a_reading() -> None:
    rests = {d.id.partition("#")[0].partition("/")[2]: d.readings for d in duties() if d.readings}
    assert rests == {
        "a17.p2.s2": ("代购证明由谁提供",),
        "a30.p1.s3": ("调查后的处理和结算",),
        "a30.p2.s3": ("调查后的处理和结算",),
        "a35.p2.s2": ("奖励由谁给予",),
        "a40.p2": ("按照本条规定处理的机关",),
    }


@pytest.mark.parametrize(
    ("address", "least", "most", "unit"),
    [
        ("a37", 2, 5, "倍"),  # 「处骗取金额2倍以上5倍以下的罚款」
        ("a38", 1, 2, "倍"),  # 「处造成损失金额1倍以上2倍以下的罚款」
        ("a39", 10000, 50000, "元"),  # 「处1万元以上5万元以下的罚款」
        ("a40.p1", 2, 5, "倍"),
        ("a41.p2", 2, 5, "倍"),
    ],
)
def test_a_fine_has_its_bounds(address: str, least: int, most: int, unit: str) -> None:
    fines = [f for f in regulation().clauses[f"{NAME}/{address}"].observations if f.name.startswith("罚款")]
    assert [(f.op, f.value, f.unit) for f in fines] == [("ge", least, unit), ("le", most, unit)]


def test_what_concerns_an_application_is_said_and_nothing_else() -> None:
    concerning = {c.clause.partition("/")[2]: c.concerns for c in regulation().clauses.values() if c.concerns}
    assert list(concerning) == ["a11.p1", "a23.p1", "a43"]
    assert all(c.matters == ADMISSION and not (c.places or c.types) for cs in concerning.values() for c in cs)


@pytest.mark.parametrize(
    ("place", "matter", "day", "touches"),
    [
        ("丰泽区", "新增定点零售药店", "2026-03-01", ["a11.p1", "a23.p1", "a43"]),
        ("丰泽区", "新增居家照护定点", "2026-03-01", []),  # the funds of long-term care are not named in 第二条
        ("市南区", "新增定点零售药店", "2021-04-30", []),  # 「自2021年5月1日起施行」
        ("市南区", "新增定点零售药店", "2021-05-01", ["a11.p1", "a23.p1", "a43"]),
    ],
)
def test_it_touches_admission_while_in_force_and_changes_no_outcome(
    place: str, matter: str, day: str, touches: list[str]
) -> None:
    kind = "养老机构" if "居家" in matter else "零售药店"
    form = {"编号": "一", "事项": matter, "日期": day, "机构": {"名称": "某", "类型": kind, "所在地": place}}
    base = rule_base()
    (application,) = Reader(base.vocabulary, base.document_names).read(form, day)
    with_it = judge(base, application, day)
    others = frozenset(base.documents) - {NAME}
    without = judge(base, application, day, others)
    assert (with_it.outcome, with_it.label, with_it.possible) == (without.outcome, without.label, without.possible)
    assert [t.clause.partition("/")[2] for t in with_it.touching if t.clause.startswith(NAME)] == touches
