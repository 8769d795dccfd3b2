"""Of a table the good rows are judged and written, the bad ones marked and listed (CONTRACT §1, §4)."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from .conftest import APPLICATION, Tiaoli
from .row_tables import HEADERS, RATES, beds, cells, table


@pytest.fixture
def one_bad(tmp_path: Path) -> Path:
    return table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-2", asked="一百"), beds("A-3", "崂山区")], RATES)


def test_the_good_rows_are_judged_and_the_bad_one_is_listed(tiaoli: Tiaoli, one_bad: Path) -> None:
    # CONTRACT §4: "of a table with bad rows {"verdicts": […], "errors": […]}"; §1: "exit status 2 while any is bad".
    done = tiaoli("check", one_bad, "--json")
    assert done.status == 2
    assert list(done.json()) == ["verdicts", "errors"]
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-1", "A-3"]
    assert done.json()["verdicts"][0]["outcome"] == "presumptively_barred"  # 74% is below 75%
    assert cells(done.json()["errors"]) == [("F123", "申请!H3")]


def test_a_good_row_gets_the_verdict_that_it_gets_among_good_rows(
    tiaoli: Tiaoli, tmp_path: Path, one_bad: Path
) -> None:
    good = table(tmp_path / "好.xlsx", [beds("A-1"), beds("A-3", "崂山区")], RATES)
    assert tiaoli("check", one_bad, "--json").json()["verdicts"] == tiaoli("check", good, "--json").json()


def test_json_lines_have_errors_in_the_place_of_the_row(tiaoli: Tiaoli, tmp_path: Path, one_bad: Path) -> None:
    # CONTRACT §4: "`--jsonl` streams one verdict a line (a bad row of a table gives {"errors"} in its place)".
    done = tiaoli("check", one_bad, "--jsonl")
    assert done.status == 2
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line.get("application") for line in lines] == ["A-1", None, "A-3"]
    assert cells(lines[1]["errors"]) == [("F123", "申请!H3")]
    for name, raw in (("研判.jsonl", done.raw), ("研判.json", tiaoli("check", one_bad, "--json").raw)):
        (tmp_path / name).write_bytes(raw)
        verified = tiaoli("verify", tmp_path / name)
        assert (verified.status, verified.out.count("校验无误")) == (0, 2)


def test_all_or_nothing_is_the_old_way(tiaoli: Tiaoli, tmp_path: Path, one_bad: Path) -> None:
    done = tiaoli("check", one_bad, "--json", "--all-or-nothing")
    assert (done.status, list(done.json())) == (2, ["errors"])
    for other in (("check", one_bad, "-o", "果.xlsx"), ("report", one_bad, "-o", "文书")):
        assert tiaoli(*other, "--all-or-nothing").status == 2
    assert not (tmp_path / "果.xlsx").exists()
    assert not list((tmp_path / "文书").glob("*"))


def test_a_terminal_shows_the_verdicts_and_then_the_faults(tiaoli: Tiaoli, one_bad: Path) -> None:
    done = tiaoli("check", one_bad)
    assert done.status == 2
    assert "A-1" in done.out
    assert "A-3" in done.out
    assert "A-2" not in done.out
    assert "申请!H3" in done.err
    assert "1份申请有错，没有研判" in done.err


def test_the_workbook_of_results_has_the_good_rows_and_marks_the_bad(
    tiaoli: Tiaoli, tmp_path: Path, one_bad: Path
) -> None:
    done = tiaoli("check", one_bad, "-o", "结果.xlsx", "--marked", "副本.xlsx")
    assert done.status == 2
    assert "共2份申请" in done.out
    book = openpyxl.load_workbook(tmp_path / "结果.xlsx")
    assert [row[0].value for row in book["研判结果"].iter_rows(min_row=2)] == ["A-1", "A-3"]
    assert "申请!H3" in str(book["错误清单"]["A3"].value)
    for made in (book, openpyxl.load_workbook(tmp_path / "副本.xlsx")):
        assert made["申请"]["H3"].comment is not None
        assert made["申请"]["H2"].comment is None


def test_letters_for_the_good_rows(tiaoli: Tiaoli, tmp_path: Path, one_bad: Path) -> None:
    done = tiaoli("report", one_bad, "-o", "文书", "--results", "果.xlsx")
    assert done.status == 2
    assert "申请!H3" in done.err
    assert [line.partition("：")[0] for line in done.out.splitlines()[:2]] == ["A-1", "A-3"]
    assert len(list((tmp_path / "文书").iterdir())) == 2
    assert (tmp_path / "果.xlsx").exists()


def test_a_faulty_figure_stops_those_who_read_it(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # 3.1.p2: "医保管理区域(市本级、崂山区、…城阳区…)内床位使用率低于75%的": 崂山区 reads no figure of 城阳区.
    wrong = [["城阳区", "床位使用率", "七成", "2024-03-31"], RATES[1]]
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区")], wrong)
    done = tiaoli("check", source, "--json")
    assert done.status == 2
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-3"]
    assert [c for c in cells(done.json()["errors"]) if c[0] == "S127"] == [("S127", "申请!A2")]
    assert cells(done.json()["errors"])[0][1] == "指标!C2"
    assert "指标!C2" in done.json()["errors"][1]["message"]


def test_a_pharmacy_reads_no_rate_of_beds(tiaoli: Tiaoli, tmp_path: Path) -> None:
    shop = ["P-1", "新增定点零售药店", "2024-05-01", "某药房", "零售药店", "城阳区"]
    wrong = [["城阳区", "床位使用率", "七成", "2024-03-31"]]
    done = tiaoli("check", table(tmp_path / "申请.xlsx", [shop, beds("A-1")], wrong), "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["P-1"]


def test_a_second_value_of_a_figure_leaves_neither(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # Which of the two is right is not known, so that nobody is judged on the first.
    twice = [*RATES, ["城阳区", "床位使用率", "76%", "2024-03-31"]]
    done = tiaoli("check", table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区")], twice), "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-3"]
    assert cells(done.json()["errors"])[1] == ("S127", "申请!A2")


SHOP = ["P-1", "新增定点零售药店", "2024-05-01", "甲药房", "零售药店", "崂山区"]


@pytest.mark.parametrize(
    ("wrong", "judged", "needs"),
    [
        # Whose the rate is cannot be told: it may be that of each who reads a rate of beds, and a pharmacy reads none.
        (["城阳去", "床位使用率", "74%", "2024"], ["P-1"], "「床位使用率」"),
        # Which figure of 城阳区 it is cannot be told: nobody in 崂山区 reads a figure of 城阳区.
        (["城阳区", "床位实用律", "74%", "2024"], ["A-3", "P-1"], "看不出是哪一项"),
        (["城阳去", "床位实用律", "74%", "2024"], [], ""),
    ],
)
def test_a_figure_of_which_it_cannot_be_told_whose_it_is_stops_all(
    tiaoli: Tiaoli, tmp_path: Path, wrong: list[str], judged: list[str], needs: str
) -> None:
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区"), SHOP], [*RATES, wrong])
    done = tiaoli("check", source, "--json")
    assert done.status == 2
    assert [v["application"] for v in done.json().get("verdicts", [])] == judged
    assert all(needs in e["message"] and "指标!" in e["message"] for e in done.json()["errors"] if e["code"] == "S127")


def test_an_entry_of_an_application_that_is_not_there_stops_those_who_read_its_figure(
    tiaoli: Tiaoli, tmp_path: Path
) -> None:
    # It is the figure of one application, and nobody can tell of which; what all share of the same figure is no second one.
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区")], [*RATES, [*RATES[0], "A-9"]])
    book = openpyxl.load_workbook(source)
    book["指标"]["E1"] = "申请编号"
    book.save(source)
    done = tiaoli("check", source, "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-3"]
    assert cells(done.json()["errors"]) == [("S126", "指标!E4"), ("S127", "申请!A2")]


def test_two_columns_of_one_name_are_read_where_they_agree(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-2"), beds("A-3", "崂山区")], RATES)
    book = openpyxl.load_workbook(source)
    for row, value in enumerate(("申请床位数", 100, 50, "100"), 1):
        book["申请"].cell(row, 9, value)
    book.save(source)
    done = tiaoli("check", source, "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-1", "A-3"]
    assert cells(done.json()["errors"]) == [("S112", "申请!H3")]
    assert "申请!I3" in done.json()["errors"][0]["message"]
    for row in (2, 3, 4):
        book["申请"].cell(row, 9).value = None
    book.save(source)  # a second column that holds nothing says nothing
    assert len(tiaoli("check", source, "--json").json()) == 3


def test_a_determination_about_a_document_stops_those_whose_matter_it_speaks_of(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # 青医保字〔2023〕1号 is on long-term care: whether it is in force decides nothing on beds of hospitals.
    care = ["C-1", "新增居家照护定点", "2024-05-01", "某护理站", "护理站", "即墨区"]
    source = table(tmp_path / "申请.xlsx", [care, beds("A-1")], RATES)
    book = openpyxl.load_workbook(source)
    sheet = book.create_sheet("认定")
    for row in (
        ["事项", "对象", "结论", "自", "至"],
        ["文件效力", "青医保字〔2023〕1号", "是", "2027-12-31", "2023-01-01"],
    ):
        sheet.append(row)
    book.save(source)
    done = tiaoli("check", source, "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-1"]
    assert cells(done.json()["errors"]) == [("F151", "认定!D2"), ("S127", "申请!A2")]


def test_of_two_rows_with_one_number_neither_is_judged(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-1", asked=50), beds("A-3", "崂山区")], RATES)
    done = tiaoli("check", source, "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-3"]
    assert cells(done.json()["errors"]) == [("F132", "申请!A3"), ("F132", "申请!A2")]


def test_a_faulty_cell_of_a_column_for_each_figure(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区")])
    book = openpyxl.load_workbook(source)
    sheet = book.create_sheet("指标")
    for row in (
        ["地区", "时点", "床位使用率", "医疗费用增长率"],
        ["城阳区", "2023", "#DIV/0!", "4%"],
        ["崂山区", "2023", "80%", "4%"],
    ):
        sheet.append(row)
    sheet["C2"].data_type = "e"
    book.save(source)
    done = tiaoli("check", source, "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-3"]
    assert cells(done.json()["errors"]) == [("S120", "指标!C2"), ("S127", "申请!A2")]


def test_as_if_in_another_place_the_figures_of_the_own_place_are_read(tiaoli: Tiaoli, tmp_path: Path) -> None:
    wrong = [["城阳区", "床位使用率", "七成", "2024-03-31"], RATES[1]]
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区")], wrong)
    done = tiaoli("check", source, "--json", "--under", "即墨区")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-3"]


def test_a_csv_by_rows_and_a_json_file_whole(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # CONTRACT §1: "A JSON, YAML or graph file is judged whole or not at all."
    lines = [HEADERS, beds("A-1"), beds("A-2", asked="一百")]
    (tmp_path / "申请.csv").write_text("\n".join(",".join(map(str, r)) for r in lines), encoding="utf-8")
    done = tiaoli("check", tmp_path / "申请.csv", "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-1"]
    assert len(done.json()["errors"]) == 1
    whole = tmp_path / "申请.json"
    both = [APPLICATION, APPLICATION | {"编号": "X-2", "床位数": "一百"}]
    whole.write_text(json.dumps(both, ensure_ascii=False), encoding="utf-8")
    done = tiaoli("check", whole, "--json")
    assert (done.status, list(done.json())) == (2, ["errors"])
    mixed = tiaoli("check", tmp_path / "申请.csv", whole, "--json")
    assert (mixed.status, list(mixed.json()), len(mixed.json()["errors"])) == (2, ["errors"], 2)


def test_no_good_row_is_an_input_with_errors(tiaoli: Tiaoli, tmp_path: Path) -> None:
    done = tiaoli("check", table(tmp_path / "申请.xlsx", [beds("A-2", asked="一百")], RATES), "--json")
    assert (done.status, list(done.json())) == (2, ["errors"])


def test_groups_and_errors_together(tiaoli: Tiaoli, one_bad: Path) -> None:
    done = tiaoli("check", one_bad, "--json", "--groups")
    assert done.status == 2
    assert list(done.json()) == ["verdicts", "groups", "errors"]


def test_a_faulty_determination_stops_those_who_read_it(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # 照护资源相对充足 of 即墨区 is read for home care there, and by no hospital.
    care = ["C-1", "新增居家照护定点", "2024-05-01", "某护理站", "护理站", "即墨区"]
    source = table(tmp_path / "申请.xlsx", [care, [*care[:5], "城阳区"], beds("A-1")], RATES)
    book = openpyxl.load_workbook(source)
    book["申请"]["A3"] = "C-2"
    sheet = book.create_sheet("认定")
    for row in (["事项", "对象", "结论"], ["照护资源相对充足", "即墨区", "也许"]):
        sheet.append(row)
    book.save(source)
    done = tiaoli("check", source, "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["C-2", "A-1"]
    assert cells(done.json()["errors"])[1] == ("S127", "申请!A2")
