"""Addresses and the places that people cite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.addresses import FRAME, Address, parse_address, parse_place, place

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
}


@pytest.mark.parametrize(("address", "expected"), PLACES.items())
def test_place_of_an_address(address: str, expected: str) -> None:
    assert place(address) == expected
    assert str(parse_place(expected)) == address


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


@pytest.mark.parametrize("text", ["", "正文", "第三章", "第十十部分", "第一句", "第(一)项", "题名第一段", "附件"])
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


@given(FRAMES | bodies())
def test_addresses_and_places_round_trip(address: Address) -> None:
    assert parse_address(str(address)) == address
    assert parse_place(place(address)) == address
    assert place(str(address)) == place(address)


@given(bodies(), bodies())
def test_an_address_is_within_what_it_extends(one: Address, other: Address) -> None:
    assert not one.within(one)
    assert one.within(other) == str(one).startswith(f"{other}.")
