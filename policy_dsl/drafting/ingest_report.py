"""What an ingestion tells: how each character is accounted for, where two readings differ, what is proposed and what is left.

The same facts as JSON for programs and as text for people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from policy_dsl.formats import Sha256


class Told(msgspec.Struct, frozen=True):
    """Words with their place, and what is said of them."""

    place: str
    """Where; empty where the whole file is meant."""
    words: str
    """The words, or the mark that stands for what has none; empty where none are meant."""
    note: str
    """What is said of them; where it begins with a code, docs/errors.md explains that."""


class Differing(msgspec.Struct, frozen=True):
    """Where two readings of the file differ."""

    place: str
    """Where, in the first reading."""
    first: str
    """Words of the first reading."""
    second: str
    """Words of the second reading in their place."""
    cause: str
    """Why, where that is known; empty: a person compares the original."""


class Proposed(msgspec.Struct, frozen=True):
    """A field of meta.toml."""

    name: str
    """Its key; of the table force with a dot: force.starts."""
    value: str
    """Its value; of a list the items joined by 、."""
    basis: str
    """The words on which it rests, and where they stand; empty where it is blank."""
    state: str
    """所给 (given), 拟 (proposed) or 待填 (blank)."""


class Counted(msgspec.Struct, frozen=True):
    """How often there is something."""

    what: str
    """What, as a word for staff."""
    count: int
    """How often, or how many characters."""


class Characters(msgspec.Struct, frozen=True):
    """How the characters of the text, blanks apart, are accounted for."""

    total: int
    """Characters of the text."""
    by_origin: tuple[Counted, ...]
    """By where they come from; together the total."""
    left_out: tuple[Counted, ...]
    """Characters of the file that are not in the text, by why."""
    masked: int
    """Of the total, those proposed for masking."""


class Left(msgspec.Struct, frozen=True):
    """What is still to be written."""

    clauses: int
    """Entries of the rules file."""
    sentences: int
    """Those that are sentences of the body."""
    to_write: int
    """Clauses that are 待写: a rule or a statement has to be written."""
    words: int
    """The words and figures that call for one, together."""
    doubts: int
    """Entries about which the segmenter is in doubt."""
    fields: int
    """Fields of meta.toml that are blank."""


class IngestReport(msgspec.Struct, frozen=True):
    """What came of reading a received file."""

    file: str
    """The name of the received file."""
    sha256: Sha256
    """The digest of its bytes."""
    form: str
    """Its form, as a word for staff."""
    readers: tuple[str, ...]
    """What read it; two where the form has two readers."""
    document: str
    """The id of the document."""
    entered: str
    """人工录入 and by whom, where the words were typed; else empty."""
    characters: Characters
    """How the characters of the text are accounted for."""
    differences: tuple[Differing, ...]
    """Where the two readings differ, each difference."""
    placeholders: tuple[Told, ...]
    """What has no words: pictures, formulas, pages of a scan."""
    left_out: tuple[Told, ...]
    """Words of the file that are not in the text."""
    masked: tuple[Told, ...]
    """Words of the text that are proposed for masking."""
    folds: tuple[Counted, ...]
    """Characters written in their common form, with how often: ⾦→金."""
    notices: tuple[Told, ...]
    """What a person should look at."""
    doubts: tuple[Told, ...]
    """What the segmenter could not know, by the address of the clause."""
    fields: tuple[Proposed, ...]
    """The fields of meta.toml."""
    left: Left
    """What is still to be written."""
    proposals: tuple[Told, ...] = ()
    """The rules that are proposed (待核): by the address of the clause its kind and name, and its lines."""


_MOST_SHOWN: Final = 40
"""Characters of words as the text shows them; the JSON has them whole."""
_MOST_LISTED: Final = 200
"""Differences with a known cause as the text lists them; those without are listed all."""


def report_text(report: IngestReport) -> str:
    """The report for people."""
    return _set("\n".join(_lines(report)) + "\n")


def summary_text(report: IngestReport) -> str:
    """What the command says: a few lines."""
    open_differences = [d for d in report.differences if not d.cause]
    lines = [
        f"{_kept(report.file)}:{report.form},正文{report.characters.total}字(不计空白)。",
        _readings(report),
        f"占位{len(report.placeholders)}处,未写入正文{len(report.left_out)}处,拟遮盖{len(report.masked)}处,须看{len(report.notices)}处。",
        _left(report),
    ]
    if report.proposals:
        lines.append(f"照已收录文件的句式拟写了{len(report.proposals)}条,标为待核,由人逐条确认(tiaoli corpus accept)。")
    if open_differences:
        lines.append(f"两次读取有{len(open_differences)}处差别原因不明,请对照原件:")
        lines += [f"  {_differing(d)}" for d in open_differences[:10]]
    lines += [f"请看:{_told(t)}" for t in report.notices]
    return _set("\n".join(lines) + "\n")


def _lines(report: IngestReport) -> Iterator[str]:
    yield f"入库报告:{_kept(report.document)}"
    yield ""
    yield "一、收到的文件"
    yield f"文件:{_kept(report.file)}({report.form})"
    yield f"SHA-256：{_kept(report.sha256)}"
    if report.entered:
        yield report.entered
    yield _readings(report)
    characters = report.characters
    yield ""
    yield "二、字数(不计空白)"
    yield f"正文共{characters.total}字:" + "、".join(f"{c.what} {c.count}字" for c in characters.by_origin) + "。"
    if characters.left_out:
        yield "没有写入正文的:" + "、".join(f"{c.what} {c.count}字" for c in characters.left_out) + "。"
    if characters.masked:
        yield f"正文中拟遮盖{characters.masked}字。"
    if report.folds:
        yield "兼容字形改作通用字:" + "、".join(f"{c.what} {c.count}处" for c in report.folds) + "。"
    known = [d for d in report.differences if d.cause]
    unknown = [d for d in report.differences if not d.cause]
    yield from _section("三、两次读取的差别,原因不明,须对照原件", [_differing(d) for d in unknown])
    yield from _section("四、两次读取的差别,原因已知", [_differing(d) for d in known[:_MOST_LISTED]])
    if len(known) > _MOST_LISTED:
        yield f"……另有{len(known) - _MOST_LISTED}处,见 报告.json。" + _by_cause(known)
    yield from _section(
        "五、占位(没有文字的内容,须由人补写)", [f"{t.place}:{t.words} {_kept(t.note)}" for t in report.placeholders]
    )
    yield from _section("六、没有写入正文的文字", [_told(t) for t in report.left_out])
    yield from _section("七、拟遮盖的文字", [_told(t) for t in report.masked])
    yield from _section("八、请看", [_told(t) for t in report.notices])
    yield from _section("九、条款划分存疑", [_told(t) for t in report.doubts])
    yield from _section(
        "十、登记(meta.toml)",
        [f"{f.state} {f.name} = {_kept(f.value)}" + (f" ← {_kept(f.basis)}" if f.basis else "") for f in report.fields],
    )
    proposed = [f"{t.place}:{t.words} {_kept(t.note)}" for t in report.proposals]
    yield from _section("十一、拟写的规则(待核:由人确认以前不决定申请)", proposed)
    yield ""
    yield "十二、还要写的"
    yield _left(report)
    yield "下一步:对照原件核对 text.txt;填写 meta.toml 中“待填”的各项;在 rules.tiao 里写规则;在 readings.toml 里登记条文理解;写情形(cases.yaml)。"


def _section(title: str, entries: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f"{title}:{len(entries)}处" if entries else f"{title}:没有"
    yield from entries


def _readings(report: IngestReport) -> str:
    if len(report.readers) < 2:
        return f"只读取了一次({'、'.join(report.readers)}),没有第二次可以核对。"
    known = sum(bool(d.cause) for d in report.differences)
    unknown = len(report.differences) - known
    return f"两次读取({'、'.join(report.readers)})逐字核对:差别{len(report.differences)}处,原因已知{known}处,不明{unknown}处。"


def _left(report: IngestReport) -> str:
    left = report.left
    return (
        f"条款{left.clauses}条,其中正文{left.sentences}句;待写{left.to_write}条(须有规则说明的词语和数字{left.words}个);"
        f"划分存疑{left.doubts}处;登记待填{left.fields}项。"
    )


def _by_cause(differences: Sequence[Differing]) -> str:
    counts = Counter(d.cause for d in differences)
    return "合计:" + "、".join(f"{cause} {n}处" for cause, n in counts.most_common()) + "。"


def _differing(difference: Differing) -> str:
    first, second = _quoted(difference.first), _quoted(difference.second)
    return f"{difference.place}:第一次{first},第二次{second}" + (f"({difference.cause})" if difference.cause else "")


def _told(entry: Told) -> str:
    words = _quoted(entry.words) if entry.words else ""
    return ":".join(p for p in (entry.place, entry.note + words if entry.note else words) if p)


# --- words as they are, prose with the marks of documents --------------------------------------------------------------

_OPEN, _CLOSE = "\x02", "\x03"
"""What is between them stands as it is: a comma that one reading has and the other has not must not be made alike."""
_MARKS: Final = str.maketrans(",;:()", "，；：（）")
_PROSE: Final = re.compile(
    r"\A[,;:()]|(?<=[\u4e00-\u9fff”〕0-9a-zA-Z.])[,;:()](?=.)|[,;:()](?=[\u4e00-\u9fff“〔])|(?<=[\u4e00-\u9fff”])[:;,)]"
)


def _quoted(words: str) -> str:
    return f"“{_kept(_short(words))}”" if words else "(没有)"


def _kept(words: str) -> str:
    return f"{_OPEN}{words}{_CLOSE}"


def _set(text: str) -> str:
    """The text with full-width marks in what the program says; quoted words as they are."""
    pieces = re.split(f"({_OPEN}[^{_CLOSE}]*{_CLOSE}|“[^”{_OPEN}]*”)", text)
    return "".join(
        piece.strip(_OPEN + _CLOSE) if i % 2 else _PROSE.sub(lambda m: m[0].translate(_MARKS), piece)
        for i, piece in enumerate(pieces)
    )


def _short(words: str) -> str:
    words = "".join(c if c.isprintable() else " " for c in words)
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…(共{len(words)}字)"
