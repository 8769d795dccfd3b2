"""What is wrong with folders, versions, transitional rules and repeals is named, with what is allowed.

「a version that begins before its predecessor ends without saying so, an unknown region: named by document,
with what is allowed」. All documents are invented.
"""

from __future__ import annotations

import pytest
from invented import BEDS, TRANSITION, Sources, base_of, compiled, version

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.reading import NOT_HELD

OLD, NEW = "2020-01-01", "2022-01-01"
FIRST = f"corpus/370200/{BEDS}/{OLD}"
SECOND = f"corpus/370200/{BEDS}/{NEW}"


def faults(*versions: Sources) -> list[Diagnostic]:
    with pytest.raises(Faults) as raised:
        compiled(*versions)
    return list(raised.value.diagnostics)


def moved(sources: Sources, old: str, new: str) -> Sources:
    return {path.replace(old, new): words for path, words in sources.items()}


def edited(sources: Sources, *changes: tuple[str, str]) -> Sources:
    made = {}
    for path, words in sources.items():
        for old, new in changes if path.endswith("meta.toml") else ():
            assert old in words
            words = words.replace(old, new)
        made[path] = words
    return made


def test_a_version_that_begins_before_the_last_one_ends_must_say_so() -> None:
    (fault,) = faults(version(1, "60%", OLD), version(2, "70%", NEW))
    assert (fault.code, fault.where) == ("C120", f"{SECOND}/meta.toml: succession")
    assert fault.message == f"{NEW} 版自{NEW}起施行,{OLD} 版没有届满日期,两版会同时有效"
    assert fault.allowed == f'replaces = "{OLD}"'


@pytest.mark.parametrize(("ends", "overlap"), [("2021-12-31", False), ("2022-01-01", True)])
def test_a_plan_that_ends_the_day_before_needs_no_word(ends: str, overlap: bool) -> None:
    versions = version(1, "60%", OLD, ends), version(2, "70%", NEW)
    if overlap:
        assert [f.code for f in faults(*versions)] == ["C120"]
    else:
        assert len(base_of(*versions).every) == 2


@pytest.mark.parametrize(("on", "overlap"), [("2022-01-01", False), ("2022-01-02", True)])
def test_a_version_may_follow_one_that_is_repealed_by_then(on: str, overlap: bool) -> None:
    versions = version(1, "60%", OLD, repealed=on), version(2, "70%", NEW)
    if overlap:
        assert [f.code for f in faults(*versions)] == ["C120"]
    else:
        assert len(base_of(*versions).every) == 2


@pytest.mark.parametrize("named", ["2019-01-01", NEW, "undated-2020"])
def test_what_is_replaced_is_the_version_right_before(named: str) -> None:
    (fault,) = faults(version(1, "60%", OLD), version(2, "70%", NEW, replaces=named))
    assert (fault.code, fault.where) == ("C120", f"{SECOND}/meta.toml: succession.replaces")
    assert fault.allowed == f'replaces = "{OLD}"'


def test_the_earliest_version_replaces_none() -> None:
    (fault,) = faults(version(1, "60%", OLD, replaces="2019-01-01"))
    assert (fault.code, fault.allowed) == ("C120", "这是收录的最早一版,不写 replaces")


def test_only_the_earliest_version_held_leaves_applications_to_rules_that_are_not() -> None:
    second = version(2, "70%", NEW, replaces=NOT_HELD, transition=TRANSITION)
    (fault,) = faults(version(1, "60%", OLD), second)
    assert (fault.code, fault.where, fault.allowed) == (
        "C120", f"{SECOND}/meta.toml: succession.replaces", f'replaces = "{OLD}"',
    )  # fmt: skip
    assert len(base_of(second).every) == 1


def test_former_rules_that_are_not_held_need_a_transitional_rule() -> None:
    """Without one an earlier application is judged by the version of the day asked for, and there is nothing to tell."""
    (fault,) = faults(version(1, "60%", OLD, replaces=NOT_HELD))
    assert (fault.code, fault.where) == ("C121", f"{FIRST}/meta.toml: succession.replaces")
    assert fault.allowed == "删去 replaces,或者照录过渡规定"


def test_a_transitional_rule_says_what_the_former_rules_are_or_that_they_are_not_held() -> None:
    only = edited(version(1, "60%", OLD, replaces=NOT_HELD, transition=TRANSITION), (f'replaces = "{NOT_HELD}"\n', ""))
    (fault,) = faults(only)
    assert (fault.code, fault.where) == ("C121", f"{FIRST}/meta.toml: succession.transition")
    assert 'replaces = "未收录"' in fault.hint


def test_what_succeeds_a_plan_that_is_held_does_not_say_that_it_is_not() -> None:
    next_ = version(2, "70%", NEW, id_="invented-next", replaces=NOT_HELD, transition=TRANSITION, succeeds=BEDS)
    (fault,) = faults(version(1, "60%", OLD, "2021-12-31"), next_)
    assert (fault.code, fault.allowed) == ("C121", "succession.replaces 或者 succeeds,只写一处")


def test_an_undated_version_beside_others_has_no_place_among_them() -> None:
    undated = edited(
        moved(version(1, "60%", OLD, "2020-12-31"), f"/{OLD}/", "/undated-2020/"),
        (f'starts = "{OLD}"\nstarts_basis = "印发之日"', 'starts = ""\nstarts_basis = "不明"'),
    )
    (fault,) = faults(undated, version(2, "70%", NEW))
    assert (fault.code, fault.where) == ("C120", f"corpus/370200/{BEDS}/undated-2020/meta.toml: force.starts")
    assert base_of(undated).documents[BEDS].version == "undated-2020"


@pytest.mark.parametrize(
    ("old", "new", "code", "allowed"),
    [
        ("corpus/370200/", "corpus/999999/", "C117", "本体中的六位区划代码"),
        ("corpus/370200/", "corpus/410000/", "C117", f"corpus/370200/{BEDS}/{OLD}/"),
        (f"/{OLD}/", "/2020-01-02/", "C118", f"corpus/370200/{BEDS}/{OLD}/"),
        (f"/{OLD}/", "/first/", "C118", "施行日期(2023-07-30)、undated-年份(施行日期不明)或者 draft(尚未印发)"),
        (f"/370200/{BEDS}/{OLD}/", f"/{BEDS}/", "C116", None),
        (f"/{OLD}/", f"/{OLD}/more/", "C116", None),
        (f"/370200/{BEDS}/{OLD}/", "/", "C116", None),
    ],
)
def test_a_folder_in_the_wrong_place_is_named(old: str, new: str, code: str, allowed: str | None) -> None:
    (fault,) = {f.code: f for f in faults(moved(version(1, "60%", OLD), old, new))}.values()
    assert fault.code == code
    assert fault.where.startswith("corpus/")
    assert allowed is None or fault.allowed == allowed


def test_an_id_stands_in_one_region_only() -> None:
    found = faults(version(1, "60%", OLD), version(2, "70%", NEW, region="410000"))
    (fault,) = [f for f in found if f.code == "C119"]
    assert fault.where == f"corpus/410000/{BEDS}/{NEW}/"
    assert f"corpus/370200/{BEDS}/{OLD}" in fault.message


def test_a_folder_without_meta_toml_is_named_with_what_it_needs() -> None:
    bare = {path: words for path, words in version(1, "60%", OLD).items() if not path.endswith("meta.toml")}
    (fault,) = faults(bare)
    assert (fault.code, fault.where) == ("C115", f"{FIRST}/")
    assert fault.allowed == "meta.toml、text.txt、rules.tiao"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        (((f'transition = "{TRANSITION}"', 'transition = "按老办法"'),), "succession.transition"),
        (((f'replaces = "{OLD}"\n', ""),), "succession.transition"),
        (((f'replaces = "{OLD}"', 'replaces = "第一版"'),), "succession.replaces"),
        ((('basis = "虚拟"', 'basis = ""'),), "succession.basis"),
    ],
)
def test_what_is_said_of_succession_is_checked(changes: tuple[tuple[str, str], ...], where: str) -> None:
    second = edited(version(2, "70%", NEW, replaces=OLD, transition=TRANSITION), *changes)
    assert ("C121", f"{SECOND}/meta.toml: {where}") in [
        (f.code, f.where) for f in faults(version(1, "60%", OLD), second)
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('on = "2021-07-01"', f'on = "{OLD}"', "C106", "on"),
        ('on = "2021-07-01"', 'on = "2021-02-30"', "C106", "on"),
        ('by = "虚拟的废止决定"', 'by = ""', "C121", "by"),
        ('words = "予以废止"', 'words = " "', "C121", "words"),
    ],
)
def test_what_is_said_of_a_repeal_is_checked(old: str, new: str, code: str, key: str) -> None:
    found = faults(edited(version(1, "60%", OLD, repealed="2021-07-01"), (old, new)))
    assert [(f.code, f.where) for f in found] == [(code, f"{FIRST}/meta.toml: repeal.{key}")]
