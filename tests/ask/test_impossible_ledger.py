"""Figures of the ledger that cannot both be: `ask` and the ledger's own report say so and draw nothing from them (DESIGN §5.9).

`check` tells the same figures and takes them as unknown (tests/reviews/test_impossible_figures.py).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_ask import CARE, DAY, MEDICAL, now_of

from reasoner.ask.answer import Answer
from reasoner.cli.main import main
from reasoner.driver.asking import ask
from reasoner.driver.workbooks import ledger_report, ledger_text

BEDS = {"地区": "青岛市", "名称": "院护床位数", "数值": 1500, "时点": "2024-03-31", "来源": "台账"}
ABOVE = BEDS | {"地区": "平度市", "数值": 2000}
TOLD = "平度市的院护床位数为2000,大于同一时点的青岛市的院护床位数1500,两个数至少有一个不对,本次都按不详处理,请核对。"
REHAB = {"地区": "青岛市", "名称": "医保购买康复床位数", "数值": 4000, "时点": "2022-12-31", "来源": "台账"}
FEWER = REHAB | {"名称": "医保购买住院床位数", "数值": 3000}
PEOPLE = REHAB | {"名称": "常住人口", "数值": 10342100}
PARTS = "青岛市的医保购买康复床位数为4000,大于同一时点的青岛市的医保购买住院床位数3000"


def kept(tmp_path: Path, *figures: dict[str, object]) -> Path:
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps({"指标": list(figures)}, ensure_ascii=False), encoding="utf-8")
    return path


def one(words: str, ledger: Path) -> Answer:
    (answer,) = ask(words, as_of=DAY, ledger=ledger)
    return answer


def test_no_room_is_left_below_a_cap_by_a_figure_that_cannot_be(tmp_path: Path) -> None:
    """「全市规划床位数原则上不超过1.2万张」: of 1500 in the city and 2000 in one of its districts one is wrong."""
    answer = one("平度市 养老院 院护", kept(tmp_path, BEDS, ABOVE))
    assert now_of(answer, f"{CARE}/3.2.p1.s1", "院护床位数") == []
    assert TOLD in answer.notes


def test_a_part_above_its_whole_leaves_no_room_in_either(tmp_path: Path) -> None:
    """3.1.p1.s1 sets caps on all purchased beds and on those for rehabilitation, which are a part of them."""
    answer = one("城阳区 综合医院 康复床", kept(tmp_path, REHAB, FEWER, PEOPLE))
    for stock in ("医保购买住院床位数", "医保购买康复床位数"):
        assert now_of(answer, f"{MEDICAL}/3.1.p1.s1", stock) == []
    assert any(n.startswith(PARTS) for n in answer.notes)


def test_figures_of_other_days_contradict_nothing(tmp_path: Path) -> None:
    answer = one("平度市 养老院 院护", kept(tmp_path, BEDS, ABOVE | {"时点": "2023-12-31"}))
    assert ("1500", "2024-03-31", "10500") in now_of(answer, f"{CARE}/3.2.p1.s1", "院护床位数")
    assert not [n for n in answer.notes if "大于同一时点" in n]


def test_where_nobody_lies_the_figures_of_another_district_are_not_spoken_of(tmp_path: Path) -> None:
    answer = one("城阳区 养老院 院护", kept(tmp_path, BEDS, ABOVE))
    assert not [n for n in answer.notes if "平度市" in n]


def test_the_answer_in_words_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = kept(tmp_path, BEDS, ABOVE)
    assert main(["ask", "平度市", "养老院", "院护", "--as-of", DAY, "--ledger", str(path), "--json"]) == 0
    assert TOLD in json.loads(capsys.readouterr().out)["notes"]
    assert main(["ask", "平度市", "养老院", "院护", "--as-of", DAY, "--ledger", str(path)]) == 0
    text = "".join(capsys.readouterr().out.split())
    assert "两个数至少有一个不对" in text
    assert "距上限还有" not in text


def test_the_ledger_says_which_of_its_values_cannot_both_be(tmp_path: Path) -> None:
    path = kept(tmp_path, BEDS, ABOVE)
    report = ledger_report(path, DAY)
    assert {(r.about, r.state) for r in report.rows} == {("青岛市", "数值矛盾"), ("平度市", "数值矛盾")}
    assert report.contradictions == (TOLD,)
    assert "互相矛盾的数" in ledger_text(path, DAY)


def test_what_cannot_be_settles_no_clause_of_the_ledger(tmp_path: Path) -> None:
    """3.2.p1.s2 「院护床位使用率低于60%」 stays settled; what reads the beds is not."""
    rate = {"地区": "平度市", "名称": "院护床位使用率", "数值": "50%", "时点": "2024-03-31", "来源": "台账"}
    expected = {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60000, "时点": "2025", "来源": "测算"}
    dementia = BEDS | {"名称": "失智专区床位数", "数值": 100}
    sound = ledger_report(kept(tmp_path, BEDS, dementia, rate, expected), DAY)
    faulty = ledger_report(kept(tmp_path, BEDS, dementia | {"数值": 1600}, rate, expected), DAY)
    assert {t.clause for t in faulty.touched} <= {t.clause for t in sound.touched}
    assert f"{CARE}/3.2.p1.s2" in {t.clause for t in faulty.touched}
    assert [s for s in faulty.contradictions if s.startswith("青岛市的失智专区床位数为1600")]
