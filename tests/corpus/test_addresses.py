"""Addresses and the places that people cite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.addresses import FRAME, Address, Step, chain, parse_address, parse_place, place

PLACES = {
    "3.1.p2": "第三部分第(一)项第二段",
    "3.2.p1.s2": "第三部分第(二)项第一段第二句",
    "2.3.i1.s5": "第二部分第(三)项第1点第五句",
    "3.2.i2.i1.s2": "第三部分第(二)项第2点第1小点第二句",
    "5.i8": "第五部分第8点",
    "title": "题名",
    "number": "发文字号",
    "to": "主送机关",
    "sig": "落款",
    "date": "成文日期",
    "note.2": "附注(二)",
    "0.p1": "序言第一段",
    "p1": "正文第一段",
    "n.p1": "印发通知第一段",
    "n.sig": "印发通知落款",
    "a2.3.p1": "附件二第三部分第一段",
    "4.1.p12.s21": "第四部分第(一)项第十二段第二十一句",
    "1.p1.s100": "第一部分第一段第100句",
    "a12.p2.i3.n1.s1": "第十二条第二款第(三)项第1目第一句",
    "a12.p2.i3": "第十二条第二款第(三)项",
    "a50": "第五十条",
    "a105.s2": "第一百零五条第二句",
    "a12-1.p2": "第十二条之一第二款",
    "a5_2.i3_2": "第五条(第二处)第(三)项(第二处)",
    "a7.i1.n2.n3": "第七条第(一)项第2目第3小目",
    "c3": "第三章",
    "c3.2": "第三章第二节",
    "a1.a3.p2": "附件一第三条第二款",
    "a1.p1": "第一条第一款",
    "a1.t.p1": "附件一正文第一段",
    "n.a4": "印发通知第四条",
    "3.p2.r5": "第三部分第二段第五行",
    "toc": "目录",
}


@pytest.mark.parametrize(("address", "expected"), PLACES.items())
def test_place_of_an_address(address: str, expected: str) -> None:
    assert place(address) == expected
    assert str(parse_place(expected)) == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("第12条第2款第3项", "a12.p2.i3"),
        ("第十二条第三项", "a12.i3"),
        ("第 十二 条 第\uff08三\uff09项", "a12.i3"),
        ("第一〇五条", None),
        ("第一百〇五条", "a105"),
    ],
)
def test_an_article_is_read_as_people_cite_it(written: str, address: str | None) -> None:
    known = parse_place(written)
    assert (None if known is None else str(known)) == address


def test_a_chapter_heads_the_articles_behind_it_until_the_next() -> None:
    headings = [("c1", "总则"), ("c2", "申请"), ("c2.1", "条件"), ("c2.2", "程序"), ("3", "三、其他")]
    assert chain(headings[:1], "a1.p2") == ("总则",)
    assert chain(headings[:4], "a9.i3") == ("申请", "程序")
    assert chain([*headings, ("c3", "附则")], "a12") == ("附则",)
    assert chain(headings, "3.p1") == ("三、其他",)
    assert chain([("a1", "第一条 (目的)")], "a1.t.p1") == ()  # in 附件一
    assert chain([("a1", "第一条 (目的)")], "a1.s1") == ("第一条 (目的)",)
    assert chain(headings, "a1.a9") == ()  # the annex has chapters of its own
    assert chain([("c1", "总则"), ("a5", "第五条 (条件)")], "a5.i1") == ("总则", "第五条 (条件)")


def test_a_place_is_read_with_full_width_brackets_and_blanks() -> None:
    assert str(parse_place("第三部分 第\uff08一\uff09项第二段")) == "3.1.p2"


@pytest.mark.parametrize(
    "text",
    ["", ".", "3.", ".3", "3..1", "03", "3.01", "3.1.2", "p2.3", "s1", "3.s1.p1", "title.1", "titles", "n.", "n",
     "x.p1", "3.1.P2", "3 .1", "3.1.p2\n", "i", "p0", "\u0663"],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    assert parse_address(text) is None
    with pytest.raises(ValueError, match="not an address"):
        place(text)


@pytest.mark.parametrize(
    "text",
    ["", "正文", "第三卷", "第十十部分", "第十十条", "第三条第(一)点", "第一句", "第(一)项", "题名第一段", "附件"],
)
def test_what_is_no_place(text: str) -> None:
    assert parse_place(text) is None


NUMBERS = st.integers(1, 120)
OF = st.one_of(st.sampled_from(["", "n"]), NUMBERS.map(lambda k: f"a{k}"))
FRAMES = st.builds(Address, of=OF, frame=st.sampled_from(sorted(FRAME)), again=NUMBERS)


@st.composite
def bodies(draw: st.DrawFn) -> Address:
    part = draw(st.none() | st.integers(0, 120))
    item = draw(st.none() | NUMBERS) if part is not None else None
    printed = tuple(draw(st.lists(NUMBERS, max_size=3)))
    needed = part is None and not printed
    paragraph = draw(NUMBERS if needed else st.none() | NUMBERS)
    return Address(draw(OF), "", 1, part, item, printed, paragraph, draw(st.none() | NUMBERS))


STEPS = st.builds(Step, NUMBERS, st.just(0), st.integers(1, 3))


@st.composite
def articles(draw: st.DrawFn) -> Address:
    if draw(st.booleans()):
        return Address(draw(OF), chapter=draw(STEPS), section=draw(st.none() | STEPS))
    last = draw(st.sampled_from(["sentence", "row"]))
    return Address(
        draw(OF),
        article=Step(draw(NUMBERS), draw(st.integers(0, 3)), draw(st.integers(1, 3))),
        paragraph=draw(st.none() | NUMBERS),
        provision=draw(st.none() | STEPS),
        points=tuple(draw(st.lists(STEPS, max_size=2))),
        **{last: draw(st.none() | NUMBERS)},
    )


@given(FRAMES | bodies() | articles())
def test_addresses_and_places_round_trip(address: Address) -> None:
    assert parse_address(str(address)) == address
    assert parse_place(place(address)) == address
    assert place(str(address)) == place(address)


@given(bodies(), bodies())
def test_an_address_is_within_what_it_extends(one: Address, other: Address) -> None:
    assert not one.within(one)
    assert one.within(other) == str(one).startswith(f"{other}.")
