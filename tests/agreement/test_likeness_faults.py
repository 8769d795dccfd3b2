"""Faults in what makes figures comparable are noticed: a table of two dates, worked out by hand, and both engines.

「区市与全市须用同一口径、同一期间」 (ontology); the latest that either has counts, and never an older one over which a cap
looks kept.
"""

from __future__ import annotations

from typing import Final

import pytest

from policy_dsl import ir
from policy_dsl.ir import Likeness
from reasoner.interpreter import likeness
from reasoner.model.application import Observation
from reasoner.proof import figure_pairs

from .seeded_fault import Exchange, SeededFault

A, B = ir.Fact("本区县", "医疗费用增长率"), ir.Fact("全市", "医疗费用增长率")

PERIOD, DAY, LATEST = Likeness.SAME_PERIOD, Likeness.SAME_DAY, Likeness.LATEST

TABLE: Final[tuple[tuple[Likeness, str | None, str | None, dict[str, str]], ...]] = (
    (PERIOD, "2023", "2023", {}),
    (PERIOD, "2023", "2022", {"B": "2023"}),
    (PERIOD, "2022", "2023", {"A": "2023"}),
    (PERIOD, "2024-03", "2023", {"B": "2024-03"}),
    (PERIOD, "2023", "2023-12", {"A": "2023-12"}),
    (PERIOD, "", "2023", {"A": "2023"}),
    (PERIOD, "2023", "", {"B": "2023"}),
    (PERIOD, "", "", {}),
    (PERIOD, None, "2023", {"A": "2023"}),
    (PERIOD, None, "", {}),
    (DAY, "2023", "2023-12-31", {}),
    (DAY, "2024-05-31", "2022-12-31", {"B": "2024-05-31"}),
    (DAY, "2022-12", "2024-05-31", {"A": "2024-05-31"}),
    (DAY, "", "2024-05-31", {"A": "2024-05-31"}),
    (DAY, "", "", {}),
    (LATEST, "2024-05-31", "2022", {}),
    (LATEST, "", "2022", {"A": ""}),
    (LATEST, "2024", "", {"B": ""}),
    (LATEST, "", "", {}),
    (LATEST, None, "2022", {}),
)  # fmt: skip
"""For two dates (empty: undated, None: not given) who is asked, and for which period."""


def by_interpreter(kind: Likeness, a: str | None, b: str | None) -> dict[str, str]:
    dated = {A: a, B: b}
    given = {f: None if when is None else Observation("1", when) for f, when in dated.items()}
    return {"AB"[f is B]: p for f, p in likeness.asked_figures((ir.Pair(kind, A, B),), given.__getitem__).items()}


def by_checker(kind: Likeness, a: str | None, b: str | None) -> dict[str, str]:
    plain_a, plain_b = ir.to_data(A), ir.to_data(B)
    given = [(plain_a, a), (plain_b, b)]

    def stated(fact: figure_pairs.Data) -> figure_pairs.Counted | None:
        (when,) = (w for f, w in given if f == fact)
        return None if when is None else ("1", when, {"fact": "x"})

    lacking = figure_pairs.lacking([{"likeness": kind.value, "a": plain_a, "b": plain_b}], stated)
    return {"A" if ref.role == "本区县" else "B": period for ref, period in lacking.items()}


@pytest.mark.parametrize(("kind", "a", "b", "asked_for"), TABLE)
def test_both_engines_ask_for_what_the_table_says(
    kind: Likeness, a: str | None, b: str | None, asked_for: dict[str, str]
) -> None:
    assert by_interpreter(kind, a, b) == asked_for
    assert by_checker(kind, a, b) == asked_for


FAULTS: Final = tuple(
    SeededFault(what, module, where, Exchange(old, new))
    for what, module, where, old, new in (
        ("a figure that is not given is asked for of no period", likeness, "asked_figures",
         "asked_period(pair.likeness, own, other)", "own and asked_period(pair.likeness, own, other)"),
        ("undated figures ask for each other", likeness, "asked_period", "not other.as_at", "False"),
        ("a month is a year that ends with it", likeness, "asked_period", "likeness is Likeness.SAME_PERIOD", "False"),
        ("a year end is another day than its last", likeness, "asked_period", "_end(own) == _end(other)",
         "own.as_at == other.as_at"),
        ("the later figure is asked for, not the earlier", likeness, "asked_period",
         "_rank(own.as_at) < _rank(other.as_at)", "_rank(own.as_at) > _rank(other.as_at)"),
        ("the older period is taken", likeness, "asked_period", "not same and _rank(own.as_at) < _rank(other.as_at)",
         "False"),
        ("stocks by their latest day need one day", likeness, "asked_period", "likeness is Likeness.LATEST", "False"),
        ("rates need no period", likeness, "asked_period", "likeness is Likeness.LATEST", "True"),
        ("undated stocks are like dated ones", likeness, "asked_period",
         "own is not None and own.value is not None and not own.as_at", "False"),
        ("only the first figure is looked at", likeness, "asked_figures", "((pair.a, a, b), (pair.b, b, a))",
         "((pair.a, a, b),)"),
        ("checker: a figure that is not given is asked for of no period", figure_pairs, "lacking",
         'differs(pair["likeness"], own, other)', 'own and differs(pair["likeness"], own, other)'),
        ("checker: undated figures ask for each other", figure_pairs, "differs", "not other[1]", "False"),
        ("checker: a month is a year that ends with it", figure_pairs, "differs", "likeness == ONE_PERIOD", "False"),
        ("checker: the later figure is asked for", figure_pairs, "differs", "age(own[1]) < age(other[1])",
         "age(own[1]) > age(other[1])"),
        ("checker: stocks by their latest day need one day", figure_pairs, "differs", "likeness == EACH_LATEST", "False"),
        ("checker: what is asked for has no period", figure_pairs, "lacking", '"" if pair["likeness"] == EACH_LATEST else other[1]', '""'),
    )
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.what)
def test_a_fault_in_likeness_is_noticed(fault: SeededFault) -> None:
    with fault.seeded((likeness, figure_pairs), {}):
        assert any(by_interpreter(k, a, b) != x or by_checker(k, a, b) != x for k, a, b, x in TABLE)
