"""A seeded generator of edits: whatever a reader sees changed is a fault, or is listed as text of the office.

The letter made anew is made once, so that a thousand edits take seconds.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest
from edit_making import WordLetter, compared, readable
from letter_making import letter, made

from reasoner.letters import letter_verification
from reasoner.letters.decision import Decision, Handling
from reasoner.letters.letter_types import CORRECTION, DELIVERY, NOTICE, OPINION, REFUSAL
from reasoner.model.verdict import Verdict
from reasoner.render.docx.package import BadPackage
from reasoner.render.typeset import bare

EDITS = 120
"""Of each format."""
SECONDS = 6
"""Then the rest is left out: a slow machine tries fewer."""
SENTENCES = ("附件三份。", "联系地址：某某路1号。", "请于工作日前来。", "另行通知。", "本件一式两份。")
CHARACTERS = "甲乙丙丁0123456789不可否是"
NAMES = ("span", "b", "dialog", "x", "template", "del", "div", "i", "label", "details", "article", "nav", "ruby")
STYLES = ("color:#fff", "display:none", "font-size:1px", "position:absolute;left:-9999px", "opacity:0", "color:red")
MARKS = (
    '<w:color w:val="{light}"/>', '<w:sz w:val="{small}"/>', "<w:vanish/>", "<w:strike/>", '<w:position w:val="-{large}"/>',
    '<w:spacing w:val="-{large}"/>', '<w:w w:val="{small}"/>', '<w:shd w:val="clear" w:fill="{dark}"/>', "<w:{name}/>",
)  # fmt: skip


DECIDED = Decision(
    application="EX-1", handling=Handling.PROCEEDS, exception=True, exception_reason="当地没有同类床位",
    organ="青岛市医保中心", day="2024-05-20",
)  # fmt: skip


@pytest.fixture
def one_letter(verdicts: list[Verdict], monkeypatch: pytest.MonkeyPatch, kind: str) -> tuple[Verdict, str]:
    anew = letter(verdicts[0], kind)
    monkeypatch.setattr(letter_verification, "letter_on", lambda *_: anew)
    return verdicts[0], kind


def edited_words(rng: random.Random, text: str) -> str:
    """One character of a text changed to another, taken out or put in; never white space or a blank."""
    places = [i for i, c in enumerate(text) if c.isalnum()]
    at = rng.choice(places)
    new = rng.choice([c for c in CHARACTERS if c != text[at]])
    return rng.choice([text[:at] + new + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + new + text[at:]])


def edited_paragraphs(rng: random.Random, paragraphs: list[str], words: re.Pattern[str], added: str) -> list[str]:
    """One paragraph edited, put in, taken out, moved, doubled, cut in two or joined with the next."""
    done = list(paragraphs)
    at = rng.choice([i for i, p in enumerate(done) if (m := words.search(p)) and sum(c.isalnum() for c in m[1]) > 3])
    match = words.search(done[at])
    assert match is not None
    way = rng.choice(("words", "words", "add", "double", "cut", "prefix"))
    if way == "words":
        done[at] = done[at][: match.start(1)] + edited_words(rng, match[1]) + done[at][match.end(1) :]
    elif way == "add":
        done.insert(at, added.format(rng.choice(SENTENCES)))
    elif way == "double":
        done.insert(at, done[at])
    elif way == "cut":
        half = match.start(1) + max(1, len(match[1]) // 2)
        done[at] = done[at][:half] + "@@" + done[at][half:]
    else:
        done[at] = done[at][: match.start(1)] + rng.choice(SENTENCES) + done[at][match.start(1) :]
    return done


def told(data: bytes, suffix: str, untouched: object) -> bool:
    result = compared(data, suffix)
    return bool(result.faults or result.added) or (result.faults, result.added, result.filled) != untouched


def run(edit: Callable[[random.Random], bytes], suffix: str, original: bytes) -> None:
    base = compared(original, suffix)
    untouched = (base.faults, base.added, base.filled)
    assert untouched == ((), (), ())
    start, silent = time.monotonic(), []
    for seed in range(EDITS):
        if time.monotonic() - start > SECONDS:
            break
        data = edit(random.Random(seed))
        assert data != original
        if not told(data, suffix, untouched):
            silent.append(seed)
    assert silent == []


@pytest.mark.parametrize("kind", [REFUSAL, OPINION, CORRECTION, DELIVERY])
def test_edits_of_words_in_word(one_letter: tuple[Verdict, str]) -> None:
    original = made(*one_letter, ".docx")
    file = WordLetter(original)
    head, *_ = file.body.split(file.paragraphs[0], 1)
    tail = file.body[file.body.rindex(file.paragraphs[-1]) + len(file.paragraphs[-1]) :]
    words = re.compile(r"<w:t[^>]*>([^<]+)</w:t>")

    def edit(rng: random.Random) -> bytes:
        pieces = re.split(r"(<w:p>(?:(?!</w:p>).)*</w:p>)", file.body[len(head) : len(file.body) - len(tail)])
        odd = edited_paragraphs(rng, pieces[1::2], words, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>")
        if len(odd) > len(pieces[1::2]):  # put in or doubled: it stands beside its neighbour
            at = next((i for i, (a, b) in enumerate(zip(odd, pieces[1::2], strict=False)) if a != b), len(odd) - 1)
            at = min(at, len(odd) - 2)
            odd[at : at + 2] = ["".join(odd[at : at + 2])]
        even = [*pieces[0::2]]
        body = even[0] + "".join(p + e for p, e in zip(odd, even[1:], strict=True))
        body = body.replace("@@", "</w:t></w:r></w:p><w:p><w:r><w:t>")
        return file.with_part("word/document.xml", head + body + tail)

    run(edit, ".docx", original)


@pytest.mark.parametrize("kind", [REFUSAL])
def test_edits_of_properties_in_word(one_letter: tuple[Verdict, str]) -> None:
    original = made(*one_letter, ".docx")
    file = WordLetter(original)
    needed = [p for p in file.paragraphs if re.search("审查结论|规定：|“医保|收悉", p)]

    def edit(rng: random.Random) -> bytes:
        mark = rng.choice(MARKS).format(
            light=f"{rng.randrange(200, 256):02X}" * 3, dark=f"{rng.randrange(0, 120):02X}" * 3, small=rng.randrange(0, 12),
            large=rng.randrange(30, 900), name="".join(rng.choices("abcdefgh", k=rng.randrange(3, 9))),
        )  # fmt: skip
        paragraph = rng.choice(needed)
        return file.edited(paragraph, paragraph.replace("<w:r>", f"<w:r><w:rPr>{mark}</w:rPr>"))

    run(edit, ".docx", original)


@pytest.mark.parametrize("kind", [REFUSAL, OPINION, CORRECTION, DELIVERY])
def test_edits_of_a_page(one_letter: tuple[Verdict, str]) -> None:
    original = made(*one_letter, ".html")
    page = original.decode()
    words = re.compile(r">([^<]+)</")

    def edit(rng: random.Random) -> bytes:
        body, script = page.split("<script", 1)
        pieces = body.split("\n")
        start = next(i for i, p in enumerate(pieces) if p.startswith("<h1>"))
        if rng.random() < 0.5:
            lines = edited_paragraphs(rng, pieces[start:], words, "<p>{}</p>")
            lines = [line.replace("@@", "</p>\n<p>") for line in lines]
        else:
            lines = pieces[start:]
            at = rng.choice([i for i, line in enumerate(lines) if line.startswith("<p")])
            name, style = rng.choice(NAMES), rng.choice(STYLES)
            lines[at] = rng.choice(
                [
                    f"<{name}>{lines[at]}</{name}>",
                    lines[at].replace("<p", f'<p style="{style}"', 1),
                    f"{lines[at]}<{name}>",
                ]
            )
        return ("\n".join(pieces[:start] + lines) + "<script" + script).encode()

    run(edit, ".html", original)


@pytest.mark.parametrize("kind", [REFUSAL])
def test_edits_of_a_pdf(one_letter: tuple[Verdict, str], chinese_font: str, monkeypatch: pytest.MonkeyPatch) -> None:
    original = made(*one_letter, ".pdf")
    monkeypatch.setattr("reasoner.render.pdf.letter.render_pdf", lambda *_: original)
    start = time.monotonic()
    for seed in range(EDITS):
        if time.monotonic() - start > SECONDS:
            break
        rng = random.Random(seed)
        at = rng.randrange(len(original))
        cut = original[at] if rng.random() < 0.5 else original[at] ^ rng.randrange(1, 256)
        data = original[:at] + (bytes([cut]) if cut != original[at] else b"") + original[at + 1 :]
        try:
            faults = compared(data, ".pdf").faults
        except (BadPackage, AssertionError):
            continue  # no letter of ours any more: the command says so (T110)
        assert faults, seed


def test_edits_of_a_letter_with_a_decision(verdicts: list[Verdict], monkeypatch: pytest.MonkeyPatch) -> None:
    anew = letter(verdicts[0], NOTICE, decision=DECIDED)
    monkeypatch.setattr(letter_verification, "letter_on", lambda *_: anew)
    original = made(verdicts[0], NOTICE, ".html", decision=DECIDED)
    base = compared(original, ".html")
    untouched = (base.faults, base.added, base.filled)
    assert untouched[:2] == ((), ())
    body, script = original.decode().split("<script", 1)
    pieces = body.split("\n")
    start = next(i for i, p in enumerate(pieces) if p.startswith("<h1>"))
    silent, begun = [], time.monotonic()
    for seed in range(EDITS):
        if time.monotonic() - begun > SECONDS:
            break
        lines = edited_paragraphs(random.Random(seed), pieces[start:], re.compile(r">([^<]+)</"), "<p>{}</p>")
        lines = [line.replace("@@", "</p>\n<p>") for line in lines]
        data = ("\n".join(pieces[:start] + lines) + "<script" + script).encode()
        if not told(data, ".html", untouched):
            silent.append(seed)
    assert silent == []


def test_a_line_that_may_be_left_out_and_was_is_told(verdicts: list[Verdict]) -> None:
    """What a reader sees changed is told: a heading, a paragraph for 法制, a blank that is gone. The page for staff is to go."""
    notes = letter(verdicts[0], REFUSAL).notes
    for suffix in (".docx", ".html"):
        original = made(verdicts[0], REFUSAL, suffix)
        assert compared(original, suffix).removed == ()
        for words in ("异议和救济", "如对本告知有异议", "联系人"):
            line = next(t for t in readable(original, suffix).paragraphs if words in t)
            gone = compared(without(original, suffix, line), suffix)
            assert (gone.faults, [bare(t) for t in gone.removed]) == ((), [bare(line)]), words
        data = without(original, suffix, notes[0].text)
        assert (compared(data, suffix).faults, compared(data, suffix).removed) == ((), ())


def without(original: bytes, suffix: str, line: str) -> bytes:
    """A letter of which one paragraph was taken out."""
    if suffix == ".docx":
        file = WordLetter(original)
        paragraph = next(p for p in file.paragraphs if "".join(re.findall("<w:t[^>]*>([^<]*)</w:t>", p)) == line)
        return file.edited(paragraph, "")
    lines = original.decode().split("\n")
    return "\n".join(p for p in lines if re.sub("<[^>]*>", "", p) != line).encode()
