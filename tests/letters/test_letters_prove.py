"""A letter carries its verdict, and `verify` names what its visible text no longer says."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from letter_making import letter, made, of_outcome, possible
from msgspec.structs import replace

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.driver.judging import verify_file
from reasoner.letters.letter_types import OPINION, REFUSAL
from reasoner.letters.letter_verification import verify_letter
from reasoner.letters.verify_letter import unsaid
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict
from reasoner.render.docx.package import read_package, write_package
from reasoner.render.typeset import typeset


def verified(path: Path) -> list[str]:
    ((_, faults, *_),) = verify_letter(path, rule_base(), official_texts())
    return list(faults)


def in_word(data: bytes, *changes: tuple[str, str], part: str = "word/document.xml", times: int = -1) -> bytes:
    parts = read_package(data)
    text = parts[part].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, times)
    return write_package(parts | {part: text.encode()})


def test_every_letter_as_written_holds(verdicts: list[Verdict], suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"letter{suffix}"
    for verdict, kind in possible(verdicts[:12]):
        file.write_bytes(made(verdict, kind, suffix))
        assert verified(file) == []


EDITS = [
    ("74%", "76%", "事实"),
    ("低于75%", "低于70%", "引文"),
    ("2024年3月31日", "2024年3月30日", "事实"),
    ("第三部分第（一）项第二段", "第三部分第（一）项第三段", "条款"),
    ("青医保发〔2023〕18号", "青医保发〔2023〕19号", "条款"),
    ("原则上不予新增", "按规定不得新增", "结论"),
    ("原则上不再新增", "不再新增", "引文"),
    ("城阳区", "市南区", "事实"),
    ("综合医院", "专科医院", "事实"),
    ("QD-001", "QD-002", "编号"),
]


@pytest.fixture
def refusal(verdicts: list[Verdict]) -> Verdict:
    return verdicts[0]


@pytest.mark.parametrize(("old", "new", "what"), EDITS)
def test_an_edit_in_word_is_named(refusal: Verdict, tmp_path: Path, old: str, new: str, what: str) -> None:
    old = refusal.application if old == "QD-001" else old
    file = tmp_path / "告知书.docx"
    file.write_bytes(in_word(made(refusal, REFUSAL, ".docx"), (old, new)))
    faults = verified(file)
    assert any(f.startswith(what) for f in faults), faults


@pytest.mark.parametrize(("old", "new", "what"), EDITS)
def test_an_edit_in_html_is_named(refusal: Verdict, tmp_path: Path, old: str, new: str, what: str) -> None:
    old = refusal.application if old == "QD-001" else old
    page = made(refusal, REFUSAL, ".html").decode()
    body, script = page.split("<script", 1)
    file = tmp_path / "告知书.html"
    file.write_text(body.replace(old, new) + "<script" + script, encoding="utf-8")
    assert any(f.startswith(what) for f in verified(file))


def test_the_first_of_two_is_enough(refusal: Verdict, tmp_path: Path) -> None:
    """The rate stands among the facts and in the reason; an edit of one of them is seen."""
    file = tmp_path / "告知书.docx"
    file.write_bytes(in_word(made(refusal, REFUSAL, ".docx"), ("74%", "76%"), times=1))
    (fault,) = verified(file)
    assert "74%" in fault
    assert "76%" in fault


def test_what_stands_there_is_said(refusal: Verdict, tmp_path: Path) -> None:
    file = tmp_path / "告知书.docx"
    file.write_bytes(in_word(made(refusal, REFUSAL, ".docx"), ("低于75%的", "低于70%的")))
    (fault,) = [f for f in verified(file) if f.startswith("引文")]
    assert re.search("应为「.*低于75%的.*」,文中是「.*低于70%的.*」", fault)


@pytest.mark.parametrize(
    "mark",
    ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', "<w:webHidden/>"],
)
def test_hidden_text_does_not_count(refusal: Verdict, tmp_path: Path, mark: str) -> None:
    data = made(refusal, REFUSAL, ".docx")
    text = read_package(data)["word/document.xml"].decode()
    run = re.search(r"<w:r>(?:(?!</w:r>).)*医保管理区域(?:(?!</w:r>).)*</w:r>", text)
    assert run is not None
    file = tmp_path / "告知书.docx"
    file.write_bytes(in_word(data, (run[0], run[0].replace("<w:r>", f"<w:r><w:rPr>{mark}</w:rPr>"))))
    assert any(f.startswith("引文") for f in verified(file))
    file.write_bytes(in_word(data, (run[0], f"<w:del>{run[0]}</w:del>")))
    assert any(f.startswith("引文") for f in verified(file))


def test_what_the_office_adds_or_fills_in_is_left_alone(refusal: Verdict, tmp_path: Path) -> None:
    file = tmp_path / "告知书.docx"
    data = made(refusal, REFUSAL, ".docx")
    added = "</w:t></w:r></w:p><w:p><w:r><w:t>联系地址:某某路1号。</w:t></w:r></w:p><w:p><w:r><w:t>"
    file.write_bytes(in_word(data, ("联系人", f"{added}联系人")))
    assert verified(file) == []


def test_a_draft_mark_stays_until_the_exception_is_weighed(refusal: Verdict, tmp_path: Path) -> None:
    file = tmp_path / "告知书.docx"
    data = made(refusal, REFUSAL, ".docx")
    header = next(n for n in read_package(data) if "word/header" in n)
    unmarked = in_word(data, ("例外考量尚待填写，填写前不得发出；", ""), part=header)
    file.write_bytes(unmarked)
    assert verified(file) == ["例外考量没有填写,但「草稿」字样已被删去"]
    blank = re.search(r"_{20}（由经办人员填写）。", read_package(data)["word/document.xml"].decode())
    assert blank is not None
    file.write_bytes(in_word(unmarked, (blank[0], "无。")))
    assert verified(file) == []


def test_a_forbidden_word_is_named(refusal: Verdict, tmp_path: Path) -> None:
    file = tmp_path / "告知书.docx"
    file.write_bytes(in_word(made(refusal, REFUSAL, ".docx"), ("联系人", "一律不再安排。联系人")))
    assert verified(file) == ["文中另有不得使用的措辞「一律」"]


def test_a_changed_verdict_inside_is_named(refusal: Verdict, tmp_path: Path) -> None:
    file = tmp_path / "告知书.docx"
    facts = tuple(replace(f, value="70%") if f.value == "74%" else f for f in refusal.facts)
    changed = replace(refusal, facts=facts)
    file.write_bytes(made(changed, REFUSAL, ".docx"))
    assert any(f.startswith("事实第") and "·值:应为" in f for f in verified(file))


def test_a_changed_style_sheet_or_a_script_is_named(refusal: Verdict, tmp_path: Path) -> None:
    page = made(refusal, REFUSAL, ".html").decode()
    file = tmp_path / "告知书.html"
    for changed, word in (
        (page.replace("</style>", ".quote { display: none }</style>"), "样式"),
        (page.replace("</body>", "<script>document.body.innerText='x'</script></body>"), "脚本"),
        (page.replace("</h1>", '</h1><img src="http://example.invalid/x">'), "不是本程序"),
        (page.replace('<p class="quote">', '<p class="quote" style="display:none">'), "引文"),
    ):
        file.write_text(changed, encoding="utf-8")
        assert any(word in f for f in verified(file)), word


def test_another_verdict_in_a_pdf_is_named(verdicts: list[Verdict], chinese_font: str, tmp_path: Path) -> None:
    """The pages of one application, the verdict of another."""
    from pypdf import PdfReader, PdfWriter

    from reasoner.letters.embedded_verdict import ATTACHMENT, Payload, packed

    file = tmp_path / "告知书.pdf"
    file.write_bytes(made(verdicts[0], REFUSAL, ".pdf"))
    writer = PdfWriter()
    for page in PdfReader(file).pages:
        writer.add_page(page)
    other = of_outcome(verdicts, Outcome.BARRED)
    writer.add_attachment(ATTACHMENT, packed(Payload(REFUSAL, "", other)).encode())
    writer.write(file)
    faults = verified(file)
    assert any(f.startswith("结论") for f in faults)
    assert any(f.startswith("引文") for f in faults)


@pytest.mark.parametrize("name", ["x.docx", "x.pdf", "x.html", "x.doc"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 x", b"%PDF-1.7\n", b"<html>x</html>", b"\xff" * 99]
)
def test_what_is_no_letter_of_ours(tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(Faults) as error:
        list(verify_file(file))
    assert {d.code for d in error.value.diagnostics} == {"T110"}


def test_a_locked_pdf(verdicts: list[Verdict], chinese_font: str, tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    file = tmp_path / "x.pdf"
    file.write_bytes(made(verdicts[0], REFUSAL, ".pdf"))
    writer = PdfWriter(clone_from=PdfReader(file))
    writer.encrypt("x", algorithm="RC4-128")
    writer.write(file)
    with pytest.raises(Faults, match="密码"):
        verified(file)


def test_half_a_letter(verdicts: list[Verdict], suffix: str, tmp_path: Path) -> None:
    data = made(verdicts[0], OPINION, suffix)
    file = tmp_path / f"half{suffix}"
    for share in (0.1, 0.5, 0.95):
        file.write_bytes(data[: int(len(data) * share)])
        with contextlib.suppress(Faults):  # not a letter any more (the command's exit status is 2), or named as changed
            assert verified(file)


def test_unsaid_needs_all_occurrences(verdicts: list[Verdict]) -> None:
    made_letter = letter(verdicts[0], REFUSAL)
    lines = [made_letter.title, made_letter.addressee, made_letter.draft, *(n.text for n in made_letter.lines())]
    assert unsaid(made_letter, lines) == []
    quote = next(n.text for n in made_letter.lines() if n.what == "引文")
    assert unsaid(made_letter, [n for n in lines if n != quote])
    assert typeset("(一)") in "".join(lines)
