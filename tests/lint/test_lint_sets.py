"""Which rules are looked at together, and on which day."""

from __future__ import annotations

from typing import Any

import pytest

from reasoner.lint.finding import Level
from reasoner.lint.run import Linted, Scope
from reasoner.lint.sets import ENDED, GIVEN, NOT_YET, TODAY

from .made import BEDS, CITY, PERMIT, PROVINCE, WARD, bar, document, found, mixed, of, ward_cap

OLD = {"starts": "2021-01-01", "issued": "2021-01-01", "ends": "2022-12-31", "ends_basis": "规划期"}
NOW = {"starts": "2023-07-30"}
NEXT = {"starts": "2026-01-01", "issued": "2025-12-01", "year": 2025}


def days(linted: Linted) -> dict[str, tuple[str, str]]:
    return {d.document.id: (d.day, d.basis) for d in linted.days}


def test_each_document_is_looked_at_on_its_latest_day_not_after_today() -> None:
    linted = found(document("old", bar(60), **OLD), document("now", bar(70), **NOW), document("next", bar(75), **NEXT))
    assert days(linted) == {
        "old": ("2022-12-31", ENDED), "now": ("2024-05-01", TODAY), "next": ("2026-01-01", NOT_YET),
    }  # fmt: skip
    assert {(c.rules.day, frozenset(c.documents)) for c in linted.sets} == {
        ("2022-12-31", frozenset({"old"})), ("2024-05-01", frozenset({"now"})), ("2026-01-01", frozenset({"next"})),
    }  # fmt: skip
    assert [n.name for n in linted.norms] == ["低于60暂不", "低于70暂不", "低于75暂不"]


def test_a_day_may_be_named() -> None:
    documents = document("old", bar(60), **OLD), document("now", bar(75), **NOW)
    linted = found(*documents, scope=Scope(as_of="2022-06-30"))
    assert days(linted)["old"] == ("2022-06-30", GIVEN)
    assert days(linted)["now"][0] == ""
    assert [n.name for n in linted.norms] == ["低于60暂不"]
    nothing = found(*documents, scope=Scope(as_of="2019-01-01"))
    assert (nothing.norms, nothing.findings, nothing.undecided) == ((), (), ())


def test_what_was_never_in_force_together_masks_nothing() -> None:
    """The old plan's lower threshold ended before the new one began."""
    assert of(found(document("old", bar(75), **OLD), document("now", bar(60), **NOW)), "K05", "K10") == []
    together = OLD | {"ends": "2023-12-31"}
    linted = found(document("old", bar(60), **together), document("now", bar(75), **NOW))
    assert [(f.rules[0].document, f.day) for f in of(linted, "K05")] == [("old", "2023-12-31")]
    # The rule that is in force today is no longer masked by what has ended.
    assert of(found(document("old", bar(75), **together), document("now", bar(60), **NOW)), "K05") == []


def test_a_plan_that_nothing_follows() -> None:
    """Told once it has ended, and before as information; not where a later text of the region, or one above it, follows."""
    now = NOW | {"ends": "2025-12-31", "ends_basis": "规划期"}
    (ended,) = of(found(document("now", bar(75), **now), today="2026-03-01"), "K11")
    assert (ended.level, ended.matters, ended.day) == (Level.HINT, (BEDS,), "2025-12-31")
    assert "规划期至2025-12-31届满。自2026-01-01起" in ended.sentence
    assert ended.example is not None
    assert ended.example.form.received == "2026-01-01"
    assert ended.example.verdict.outcome == "out_of_force"
    (soon,) = of(found(document("now", bar(75), **now)), "K11")
    assert (soon.level, soon.hash) == (Level.NOTE, ended.hash)
    for more in (
        document("next", bar(75), **NEXT),
        document("next", bar(75), **NEXT | {"starts": "2026-06-01"}),
        document("above", bar(75), **PROVINCE),
    ):
        assert of(found(document("now", bar(75), **now), more, today="2026-03-01"), "K11") == []
    beside = document("beside", bar(75), region="371600", issuers=("滨州市医疗保障局",))
    other = document("other", ward_cap(30), **NEXT)
    assert len(of(found(document("now", bar(75), **now), beside, other, today="2026-03-01"), "K11")) == 1


def test_only_the_last_plan_is_told() -> None:
    now = NOW | {"ends": "2025-12-31"}
    linted = found(document("old", bar(60), **OLD), document("now", bar(70), **now), today="2026-03-01")
    assert [f.documents for f in of(linted, "K11")] == [("now",)]


def test_two_texts_clash_on_the_last_day_on_which_both_were_in_force() -> None:
    old = document("old", bar(75), **OLD | {"ends": "2023-12-31", "issuers": ("青岛市财政局",)})
    linted = found(old, document("now", PERMIT, **NOW))
    assert [f.day for f in of(linted, "K06")] == ["2023-12-31"]


def test_a_province_and_its_city_are_one_set_and_two_cities_are_not() -> None:
    city = document("city", bar(60), **CITY)
    above = document("above", bar(75), **PROVINCE)
    beside = document("beside", bar(75), region="371600", issuers=("滨州市医疗保障局",))
    assert [f.rules[0].document for f in of(found(city, above), "K05")] == ["city"]
    assert of(found(city, beside), "K05") == []
    # The province's rule is not masked: elsewhere it stands alone.
    assert of(found(document("city", bar(75)), document("above", bar(60), **PROVINCE)), "K05") == []


BOTH = (document("a", bar(60), bar(75)), document("b", ward_cap(30), ward_cap(20), region="371600"))


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        ({}, {"a", "b"}),
        ({"documents": frozenset({"a"})}, {"a"}),
        ({"region": "370214"}, {"a"}),
        ({"region": "371600"}, {"b"}),
        ({"region": "350500"}, set()),
        ({"matter": WARD}, {"b"}),
        ({"matter": BEDS, "region": "371600"}, set()),
    ],
)
def test_what_is_asked_for_is_told_and_counted(scope: dict[str, Any], left: set[str]) -> None:
    linted = found(*BOTH, scope=Scope(**scope))
    assert {f.documents for f in linted.findings} == {(d,) for d in left}
    assert {n.document for n in linted.norms} == left


def test_asking_for_less_says_the_same_of_what_is_asked() -> None:
    everything = {f.hash: f.sentence for f in found(*mixed()).findings}
    for scope in (Scope(documents=frozenset({"a"})), Scope(matter=BEDS), Scope(region="370202")):
        less = {f.hash: f.sentence for f in found(*mixed(), scope=scope).findings}
        assert less
        assert less.items() <= everything.items()


def test_what_found_no_answer_is_told() -> None:
    linted = found(*BOTH, seconds=1e-9)
    assert {u.code for u in linted.undecided} >= {"K01", "K05", "K08"}
    assert {m for u in linted.undecided for m in u.matters} == {BEDS, WARD}
    assert linted.findings == ()
    assert len(linted.norms) == 4
