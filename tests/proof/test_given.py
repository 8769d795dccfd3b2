"""What intake would refuse, no verdict was made of: the proof checker holds the inputs to the same bounds by its own code.

Each forger here derives the whole verdict anew from the impossible input, digests included: only the input is wrong.
"""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from forging import derived_anew

from reasoner.intake.characters import find_misleading
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.given_facts import _allowed, fractions_in, is_text
from reasoner.proof.rule_base_check import CheckedBase

Data = dict[str, Any]
Edit = Callable[[Data], None]

RATE, BEDS, KIND = "床位使用率", "床位数", "类型"
USE = {"subject": "370214", "fact": RATE, "value": "0.99", "as_at": "2024-03-31"}


@pytest.fixture
def beds(verdicts: list[Data]) -> Data:
    """The first example: a general hospital in 城阳区 that asks for 100 beds; the rate of use was 74%."""
    return copy.deepcopy(verdicts[0])


def entry(verdict: Data, fact: str) -> Data:
    """The first given fact of a name."""
    return next(e for e in verdict["given"] if e["fact"] == fact)  # type: ignore[no-any-return]  # JSON


def valued(fact: str, value: Any) -> Edit:
    return lambda verdict: entry(verdict, fact).update(value=value)


def stated(name: str, **more: Any) -> Edit:
    """Says more of a given fact."""
    return lambda verdict: entry(verdict, name).update(more)


def headed(**head: Any) -> Edit:
    return lambda verdict: verdict.update(head)


def added(where: int, **fact: Any) -> Edit:
    """Adds a fact before (0) or behind (-1) the others of its key."""

    def edit(verdict: Data) -> None:
        keys = [(e["subject"], e["fact"]) for e in verdict["given"]]
        key = (fact["subject"], fact["fact"])
        index = len([k for k in keys if (k < key if where == 0 else k <= key)])
        verdict["given"].insert(index, fact)

    return edit


def refused(verdict: Data, edit: Edit, checked: CheckedBase) -> list[str]:
    """What the checker says of the verdict that it would itself make of the edited inputs."""
    inputs = ("application", "matter", "received", "as_of", "region", "given", "only", "under", "changes", "missing")
    made = {k: copy.deepcopy(verdict[k]) for k in inputs if k in verdict}
    edit(made)
    try:
        forged = derived_anew(made, checked)
    except Exception:  # not even that can be derived: then the rest stays as it was
        forged = {**verdict, **made}
    return check_verdict(forged, checked)


def written(fact: str, text: Any, of: str = "数值") -> Edit:
    """Says that something else stood there."""
    return stated(fact, written=[{"of": of, "text": text}])


IMPOSSIBLE = {
    "a pharmacy for a hospital": written(KIND, "药店"),
    "a name that may be several kinds": written(KIND, "医院"),
    "a name of nothing": written(KIND, "某某医院"),
    "another rate": written(RATE, "\uff17\uff15\uff05"),
    "another quarter": written(RATE, "2024年第二季度", "时点"),
    "another district": written(RATE, "青岛市崂山区", "地区"),
    "a writing of something else": written(RATE, "申请表", "来源"),
    "a writing that cannot be seen": written(KIND, "综合性\u200b医院"),
    "a writing that is no text": written(KIND, 1),
    "no writing": stated(KIND, written=[]),
    "two writings of one thing": stated(KIND, written=[{"of": "数值", "text": "综合性医院"}] * 2),
    "received on another day": headed(received_written="2024-05-02 09:30"),
    "received in no words": headed(received_written=7),
    "a second value for one day, in front": added(0, **USE),
    "a second value for one day, behind": added(-1, **USE),
    "a second undated value": added(0, subject="申请", fact=BEDS, value="99"),
    "a value above its bounds": valued(RATE, "50"),
    "a value below its bounds": valued(RATE, "-0.74"),
    "no finite number": valued(RATE, "Infinity"),
    "no number": valued(RATE, "NaN"),
    "full-width digits": valued(RATE, "０.７４"),
    "Arabic digits": valued(RATE, "٠.٧٤"),
    "an underscore": valued(RATE, "0.7_4"),
    "blanks": valued(RATE, " 0.74 "),
    "a sign": valued(RATE, "+0.74"),
    "an exponent": valued(RATE, "74e-2"),
    "a needless zero behind": valued(RATE, "0.740"),
    "a needless zero before": valued(RATE, "00.74"),
    "a minus zero": valued(RATE, "-0"),
    "per cent": valued(RATE, "74%"),
    "a number": valued(RATE, 1),
    "a yes for a rate": valued(RATE, True),
    "a negative count": valued(BEDS, "-100"),
    "half a bed": valued(BEDS, "0.5"),
    "a count with a point": valued(BEDS, "100.0"),
    "no bed at all": valued(BEDS, "0"),
    "a count too long": valued(BEDS, "1" + "0" * 16),
    "an unknown kind": valued(KIND, "火星医院"),
    "a kind that may not ask": valued(KIND, "零售药店"),
    "two kinds": valued(KIND, ["综合医院", "中医医院"]),
    "an unknown category": valued("床位类别", "特需"),
    "an unknown grade of a fact that no rule reads": valued("等级", "特级"),
    "an impossible day": stated(RATE, as_at="2024-04-99"),
    "the 30th of February": stated(RATE, as_at="2024-02-30"),
    "a month 13": stated(RATE, as_at="2024-13"),
    "a day of another form": stated(RATE, as_at="2024-4-1"),
    "a day long ago": stated(RATE, as_at="0999-04-01"),
    "an empty day": stated(RATE, as_at=""),
    "a null day": stated(RATE, as_at=None),
    "as_of that is no day": headed(as_of="2024-99-99"),
    "as_of with one digit": headed(as_of="2025-12-3"),
    "as_of without hyphens": headed(as_of="20251231"),
    "as_of a month": headed(as_of="2025-12"),
    "as_of a number": headed(as_of=20251231),
    "received on no day": headed(received="2023-02-29"),
    "received never": headed(received=None),
    "no documents": headed(only=[]),
    "documents null": headed(only=None),
    "documents unknown": headed(only=["火星-2024"]),
    "documents twice": headed(only=["henan-2025", "henan-2025"]),
    "documents out of order": headed(only=["qingdao-2023-18-medical", "henan-2025"]),
    "a matter of Mars": headed(matter="火星"),
    "a type for a matter": headed(matter="综合医院"),
    "no number of the application": headed(application=None),
    "a blank number of the application": headed(application=" "),
    "a number with an invisible character": headed(application="EX\u200b-1"),
    "a place that is none": headed(region="999999"),
    "a province": headed(region="410000"),
    "a management area": headed(region="370200-sbj"),
    "as if elsewhere, but nowhere": headed(under=""),
    "as if elsewhere, but here": headed(under="370202"),
    "a key of one's own": stated(RATE, 备注="已核实"),
    "a source of blanks": stated(RATE, source="  "),
    "a source that is no text": stated(RATE, source=5),
    "a source null": stated(RATE, source=None),
    "an unknown origin": stated(RATE, origin="道听途说"),
    "an origin null": stated(RATE, origin=None),
    "nobody confirmed it": stated(RATE, confirmed_by="", valid_until="2025-01-01"),
    "confirmed for ever, not in the ledger": stated(RATE, confirmed_by="甲"),
    "valid, but confirmed by nobody": stated(RATE, valid_until="2025-01-01"),
    "valid until no day": stated(RATE, origin="本局台账", valid_until="2025-02-31"),
    "a rate that an organ determined": stated(RATE, determined_by=["青岛市医疗保障局"]),
    "evidence without a name": stated(RATE, evidence={"number": "5号"}),
    "evidence with more": stated(RATE, evidence={"name": "记录", "确认": "是"}),
    "evidence as a text": stated(RATE, evidence="记录"),
    "a fact that is none": stated(RATE, fact="床位使用率2"),
    "a fact of another subject": stated(RATE, subject="机构"),
    "a fact of nobody": stated(RATE, subject=None),
    "a figure of a place that no rule reads": stated(RATE, subject="370202"),
    "a figure that no rule on the matter reads": added(0, subject="370214", fact="院护床位使用率", value="0.5"),
    "the matter among the facts": added(0, subject="申请", fact="事项", value="新增购买住院床位"),
    "the place among the facts, and another": added(0, subject="机构", fact="所在地", value="370202"),
    "a text with a right-to-left mark": valued("名称", "示例\u202e医院"),
    "a text of another script": valued("名称", "示例医院A".replace("A", "\u0410")),
    "an empty text": valued("名称", ""),
    "a text without end": valued("名称", "院" * 2001),
    "a determination that is no answer": added(
        -1, subject="文件:qingdao-2023-18-medical", fact="规划延续执行", value="是"
    ),
    "a determination on a document of another city": added(
        -1, subject="文件:binzhou-2022", fact="规划延续执行", value=True
    ),
    "an organ twice": added(
        -1, subject="文件:qingdao-2023-18-medical", fact="规划延续执行", value=True, determined_by=["青岛市财政局", "青岛市财政局"]
    ),
    "facts out of order": lambda verdict: verdict["given"].reverse(),
    "a fact that is a list": lambda verdict: verdict["given"].append(["机构", "名称", "甲"]),
}  # fmt: skip


def test_the_example_as_it_is(beds: Data, checked: CheckedBase) -> None:
    assert refused(beds, lambda _: None, checked) == []
    assert refused(beds, valued(RATE, "0.99"), checked) == []  # another statement of facts, with what follows from it


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_impossible_inputs_are_refused(name: str, beds: Data, checked: CheckedBase) -> None:
    faults = refused(beds, IMPOSSIBLE[name], checked)
    assert faults
    assert not [f for f in faults if re.search(r"Error|Decimal|\bNone\b", f.replace("「None」", ""))], faults


def test_numbers_beyond_all_bounds_are_refused_before_anything_is_worked_out(beds: Data, checked: CheckedBase) -> None:
    for number in ("1E+999999999", "9" * 100_000, "1e400"):
        entry(beds, BEDS)["value"] = number
        began = time.process_time()
        assert check_verdict(beds, checked)
        assert time.process_time() - began < 0.2


POSSIBLE = {
    "a name in use": written(KIND, "综合性医院"),
    "a rate in full width": written(RATE, "\uff17\uff14\uff05"),
    "a quarter": written(RATE, "2024年第一季度", "时点"),
    "a full address": written(RATE, "山东省青岛市城阳区", "地区"),
    "received at an hour": headed(received_written="2024-05-01 09:30"),
    "an unknown value": valued(RATE, None),
    "more than full": valued(RATE, "1.5"),
    "a fine rate": valued(RATE, "0.7412"),
    "a year": stated(RATE, as_at="2023"),
    "a month": stated(RATE, as_at="2024-02"),
    "another day beside": added(0, **(USE | {"as_at": "2024-02-29"})),
    "some documents": headed(only=["henan-2025", "qingdao-2023-18-medical"]),
    "from the ledger, not confirmed": stated(RATE, origin="本局台账", source="年报"),
    "from the ledger, past its time": stated(RATE, origin="本局台账", valid_until="2024-01-01"),
    "confirmed": stated(RATE, origin="现场核查", confirmed_by="经办甲", valid_until="2025-01-01"),
    "with evidence": stated(RATE, evidence={"name": "核查记录", "number": "5号", "page": "2"}),
    "the place with its source": added(0, subject="机构", fact="所在地", value="370214", source="执业许可证"),
    "a rare character": valued("名称", "𠮷龘医院(总院)·东区 A楼"),
    "a determination": added(
        -1, subject="文件:qingdao-2023-18-medical", fact="规划延续执行", value=True, determined_by=["青岛市医疗保障局", "青岛市财政局"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", POSSIBLE)
def test_possible_inputs_are_taken(name: str, beds: Data, checked: CheckedBase) -> None:
    assert refused(beds, POSSIBLE[name], checked) == []


@pytest.mark.parametrize(
    ("fact", "bound", "taken"),
    [
        (BEDS, {"digits": 3}, True), (BEDS, {"digits": 2}, False), (BEDS, {"maximum": "100"}, True), (BEDS, {"maximum": "99"}, False),
        (BEDS, {"minimum": "101"}, False), (RATE, {"places": 2}, True), (RATE, {"places": 1}, False), (RATE, {"maximum": "0.7"}, False),
    ],
)  # fmt: skip
def test_the_bounds_are_those_of_the_vocabulary(
    fact: str, bound: Data, taken: bool, beds: Data, checked: CheckedBase
) -> None:
    """DESIGN §6: 「bounds (data of the vocabulary) read by the checker's own code」: 100 beds, a rate of use of 0.74."""
    term = checked.vocabulary.facts[fact] | bound
    assert _allowed(entry(beds, fact)["value"], term, beds, checked) is taken


def test_fractions_are_named_where_they_stand(beds: Data, checked: CheckedBase) -> None:
    """A verdict has whole numbers only; 1.0 is not 1, and no error of a library is told."""
    from decimal import Decimal

    for number in (1.5, 2.0, Decimal("1.5"), Decimal(2)):
        beds["citations"][0]["start"] = number
        assert check_verdict(beds, checked) == ["citations[0].start:不是整数"]
    assert list(fractions_in({"a": [1, True, None, "1.5", {"b": 0.5}]})) == ["a[4].b:不是整数"]


def test_texts_may_hold_what_intake_takes() -> None:
    """Of every character; blanks inside a text are single ones."""
    for code in range(0x110000):
        char = chr(code)
        blank = not char.strip()
        assert is_text(f"甲{char}乙") == (char == " " if blank else find_misleading(char) is None), hex(code)
