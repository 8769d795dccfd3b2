"""Whatever is nested in whatever, and whatever bytes are changed: nothing is lost, or the file is refused by name."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import level, lists, packed, paragraph, row_of, text, word_file
from word_reading import CONTROL, DELETED, FIELD, INSERTED, RUBY, read

from policy_dsl.error_codes.registry import CODES
from policy_dsl.ingest.archive_guard import Limits, read_parts
from policy_dsl.ingest.readers import word_package
from policy_dsl.ingest.readers.extraction import ReadLine, Run, Unreadable
from policy_dsl.ingest.readers.reconciliation import reconcile
from policy_dsl.ingest.readers.word_document import read_word
from policy_dsl.ingest.readers.word_package import LIMITS

# --- nothing is lost -------------------------------------------------------------------------------------------------

_WRAPPERS = (INSERTED, CONTROL, FIELD, RUBY, DELETED, "<w:smartTag>{}</w:smartTag>", "<w:future>{}</w:future>")


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_nested_in_whatever_no_character_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    count = iter(range(10_000))

    def inline(depth: int) -> str:
        kind = chance.randrange(9)
        inner = (
            text(f"字{next(count)};")
            if depth > 4 or kind < 4
            else "".join(inline(depth + 1) for _ in range(chance.randint(1, 3)))
        )
        return {
            4: f'<w:ins w:id="1" w:author="a">{inner}</w:ins>', 5: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
            6: f"<w:future>{inner}</w:future>", 7: f"<w:hyperlink>{inner}</w:hyperlink>", 8: f'<w:del w:id="2" w:author="a">{inner}</w:del>',
        }.get(kind, inner)  # fmt: skip

    def block(depth: int) -> str:
        if depth > 3 or chance.random() < 0.6:
            return f"<w:p>{''.join(inline(0) for _ in range(chance.randint(1, 4)))}</w:p>"
        inner = "".join(block(depth + 1) for _ in range(chance.randint(1, 3)))
        return chance.choice(
            [
                f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
                f"<w:tbl>{row_of(inner, block(depth + 1))}</w:tbl>",
                f"<w:future>{inner}</w:future>",
            ]
        )

    body = "".join(block(0) for _ in range(5))
    extraction = read(body)
    assert not [n for n in extraction.notices if n.code]
    everything = extraction.text + "".join(x.words for x in extraction.left_out)
    assert sorted(re.findall("字[0-9]+;", everything)) == sorted(re.findall("字[0-9]+;", body))


# --- files that are not read -----------------------------------------------------------------------------------------


def refused(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_word(raw)
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize("tag", ["w:r", "w:sdt", "w:ins", "mc:AlternateContent><mc:Choice"])
def test_deep_nesting_loses_nothing_or_is_refused(tag: str) -> None:
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    for depth in (50, 110, 240, 3000):
        raw = word_file(f"<w:p>{f'<{tag}>' * depth}{text('甲')}{closing * depth}</w:p>")
        try:
            result = read_word(raw).text
        except Unreadable as error:
            result = error.code
        assert result in (("甲",) if depth <= 110 else ("甲", "R103"))


def test_damaged_hostile_and_other_archives_are_named() -> None:
    whole = word_file(paragraph("甲" * 1000))
    assert refused(whole[: len(whole) // 2]) == "R103"
    assert refused(packed({"a.txt": b"x"})) == "R102"
    assert refused(packed({"word/document.xml": b"<w:document"})) == "R103"
    declared = b'<?xml version="1.0"?><!DOCTYPE a><a/>'
    assert refused(packed({"word/document.xml": declared})) == "R105"
    locked = bytearray(whole)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(sign)
        while start >= 0:
            locked[start + offset] |= 1
            start = locked.find(sign, start + 1)
    assert refused(bytes(locked)) == "R104"


def test_archives_beyond_the_limits_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = word_file(paragraph("甲" * 500))
    for limits in (
        Limits(2, 10**6, 10**6, (".xml",)),
        Limits(99, 1000, 10**6, (".xml",)),
        Limits(99, 10**6, 1000, (".xml",)),
    ):
        monkeypatch.setattr(word_package, "LIMITS", limits)
        assert refused(raw) == "R105"


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_change_between_two_readings_is_a_difference_and_nothing_else_is(data: st.DataObject) -> None:
    letters = st.text("甲乙丙丁,。1", min_size=1, max_size=12)
    ours = data.draw(st.lists(letters, min_size=1, max_size=12))
    theirs = data.draw(st.one_of(st.just(ours), st.lists(letters, min_size=1, max_size=12)))
    lines = [ReadLine((Run(words),), f"第{i}行") for i, words in enumerate(ours)]
    result = reconcile(lines, theirs, ("甲", "乙"))
    assert bool(result.differences) == ("".join(ours) != "".join(theirs))
    # What both have in common is what is left of each when its differences are taken away.
    assert len("".join(ours)) - sum(len(d.first) for d in result.differences) == len("".join(theirs)) - sum(
        len(d.second) for d in result.differences
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_file_with_changed_bytes_is_read_or_refused_with_a_code(seed: int) -> None:
    chance = random.Random(seed)
    whole = word_file(
        paragraph("甲", list_id=1)
        + f"<w:p>{INSERTED}{RUBY}</w:p><w:tbl>{row_of(paragraph('乙'), paragraph('丙'))}</w:tbl>",
        numbering=lists([level(0, "chineseCounting", "%1、")]),
    )
    for _ in range(5):
        parts = dict(read_parts(whole, LIMITS))
        name = chance.choice(sorted(parts))
        changed = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(changed))
            changed[at : at + chance.randint(0, 9)] = bytes(chance.choices(b"<>/w:=\"'0a ", k=chance.randint(0, 4)))
        parts[name] = bytes(changed)
        try:
            result = read_word(packed(parts)).form
        except Unreadable as error:
            result = error.code
        assert result == "Word 文档" or result in CODES
