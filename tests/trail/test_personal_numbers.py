"""Telephone and identity numbers do not stand in the record."""

from __future__ import annotations

import re

import pytest

from reasoner.record.personal_numbers import is_identity_number, without_numbers

KEY = b"k" * 32


def key() -> bytes:
    return KEY


def none() -> bytes:
    raise AssertionError("the key is not needed")


@pytest.mark.parametrize(
    "text",
    [
        "联系人张三13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138-1234-5678。",
        "１３８１２３４５６７８",
        "0532-85912345",
        "(0532)85912345",
        "053285912345",
        "0543 3162 345",
        "联系电话:85912345",
        "传真 8591-2345",
        # The number of the example in GB 11643-1999.
        "身份证440524188001010014",
        "11010519491231002X",
        "11010519491231002x",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "旧号110105491231002",
    ],
)
def test_a_number_is_replaced_by_a_mark_without_digits(text: str) -> None:
    marked = without_numbers(text, key)
    assert re.search("〔(电话号码|身份证号) [a-p]{16}〕", marked)
    assert not re.search(r"\d{4}", marked)
    assert without_numbers(marked, none) == marked


@pytest.mark.parametrize(
    "text",
    [
        "青医保发〔2023〕18号",
        "2024-05-01 2024-03-31",
        "常住人口10342100人",
        "统一社会信用代码91370200MA3C4D5E6F",
        "110105194912310021",  # a wrong check digit
        "110105194913310028",  # no such month
        "12370200427402345X",  # the code of a public institution: no birthday in it
        "规划2023-2025年,第12345678号档案",
        "现场核查记录5号",
        "23812345678",
        "138123456789012",
    ],
)
def test_what_is_no_such_number_stays(text: str) -> None:
    assert without_numbers(text, none) == text


def test_the_same_number_has_the_same_mark_however_it_is_written() -> None:
    marks = {
        without_numbers(t, key) for t in ("13812345678", "138 1234 5678", "+86-138-1234-5678", "１３８１２３４５６７８")
    }
    assert len(marks) == 1
    assert marks != {without_numbers("13812345678", lambda: b"j" * 32)}
    assert without_numbers("13812345678和13912345678", key).count("电话号码") == 2


def test_the_check_digit_is_that_of_the_standard() -> None:
    # GB 11643-1999, appendix: 11010519491231002X and 440524188001010014.
    assert is_identity_number("11010519491231002X")
    assert is_identity_number("440524188001010014")
    assert not is_identity_number("110105194912310020")
