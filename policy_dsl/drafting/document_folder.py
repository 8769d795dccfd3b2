"""The files of a new document's folder from a file as read: text, metadata, rules to write, readings, cases, report."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

import msgspec

from policy_dsl.addresses import parse_address
from policy_dsl.document_record import Mask, Missing, Received
from policy_dsl.drafting.blank_cases import CASES as BLANK_CASES
from policy_dsl.drafting.ingest_report import (
    Characters,
    Counted,
    Differing,
    IngestReport,
    Left,
    Proposed,
    Told,
    report_text,
)
from policy_dsl.drafting.meta_text import meta_text
from policy_dsl.drafting.metadata import Field, RegionOf, Value, draft_of, propose
from policy_dsl.drafting.proposal_candidates import About
from policy_dsl.drafting.proposals import NONE, Proposals, with_proposals
from policy_dsl.drafting.proposals import propose as propose_rules
from policy_dsl.ingest.readers.extraction import Extraction, Unreadable
from policy_dsl.ingest.readers.received_file import Reading
from policy_dsl.ingest.readers.reconciliation import Reconciliation
from policy_dsl.source_text import MASK
from policy_dsl.texts.official_text import Document
from policy_dsl.texts.scaffold import scaffold
from policy_dsl.texts.segment import Clause, segment
from policy_dsl.vocabulary import Vocabulary

VocabularyOf: TypeAlias = Callable[[str], Vocabulary]
"""The vocabulary for the code of a region, with the places that lie in it."""
TEXT, META, RULES, READINGS, CASES = "text.txt", "meta.toml", "rules.tiao", "readings.toml", "cases.yaml"
REPORT, REPORT_DATA = "报告.txt", "报告.json"


class Entered(NamedTuple):
    """A text that a person typed from a file without words, and another proofread."""

    extraction: Extraction
    """The typed text as read."""
    file: str
    sha256: str
    by: str
    proofread_by: str

    @property
    def words(self) -> str:
        """As the metadata and the report say it."""
        return f"人工录入:{self.by}录入,{self.proofread_by}校对,录入的文字为{self.file}(SHA-256 {self.sha256})"


class Drafted(NamedTuple):
    """The files by name, and what is told of them."""

    files: dict[str, bytes]
    report: IngestReport


def draft(
    name: str,
    raw: bytes,
    reading: Reading,
    document: str,
    region_of: RegionOf,
    given: Sequence[Field] = (),
    entered: Entered | None = None,
    words_of: VocabularyOf | None = None,
) -> Drafted:
    """The folder of a document. name: of the received file; document: the id, else one is proposed.

    words_of: gives the vocabulary for the code of a region; without it no rules are proposed.

    Raises Unreadable (R101, R109, R111).
    """
    extraction = entered.extraction if entered else reading.extraction
    whole = extraction.text
    if not whole.strip():
        raise Unreadable("R101", "文件里没有文字", "请来文单位重新发送;扫描件由人录入,见 --typed")
    if MASK in whole and any(c != MASK and not c.isspace() for c in whole):
        raise Unreadable(
            "R109", f"文件里有“{MASK}”,条理用它表示遮盖", "请来文单位改用别的字符,或者在收到的文件的副本中改掉以后再读"
        )
    masks = _masks(extraction)
    text = _masked(whole, [mask for mask, _ in masks])
    if not any(c != MASK and not c.isspace() for c in text):
        raise Unreadable(
            "R111", "全是网页导航、页眉页脚之类的文字,没有正文", "确认下载的是正文页面;要全部留下的,加 --no-mask"
        )
    clauses = segment(text)
    digest = hashlib.sha256(raw).hexdigest()
    fields = propose(text, clauses, region_of, given)
    document = document or proposed_id(fields, digest)
    missing = _missing(extraction, clauses, text)
    people = (entered.by, entered.proofread_by) if entered else ()
    received = Received(name, digest, len(text), *people)
    rules = scaffold(_document(document, text, received, masks, fields), pending=True, clauses=clauses)
    known = {field.name: str(field.value) for field in fields if not field.blank}
    about = About(document, known.get("region", ""), known.get("kind", ""), known.get("title", ""))
    proposals = propose_rules(text, clauses, about, words_of(about.region)) if words_of is not None else NONE
    rules = with_proposals(rules, proposals)
    report = _report(name, digest, reading, extraction, document, entered, fields, masks, text, clauses, rules)
    notices = (*report.notices, *_another_region(text, clauses, fields, region_of), *_draft(text, clauses))
    report = msgspec.structs.replace(report, proposals=tuple(_told(proposals)), notices=notices)
    files = {
        TEXT: text,
        META: meta_text(fields, received, masks, missing, entered.words if entered else ""),
        RULES: rules,
        READINGS: _readings_text(document) + proposals.readings,
        CASES: BLANK_CASES,
        REPORT: report_text(report),
        REPORT_DATA: msgspec.json.format(msgspec.json.encode(report), indent=1).decode() + "\n",
    }
    return Drafted({n: content.encode() for n, content in files.items()}, report)


def _another_region(
    text: str, clauses: Sequence[Clause], fields: Sequence[Field], region_of: RegionOf
) -> Iterator[Told]:
    """A notice where the region that somebody gave is another than that of the issuers or of the title, neither within the other."""
    given = next((str(f.value) for f in fields if f.name == "region" and f.given), "")
    named = next((f for f in propose(text, clauses, region_of) if f.name == "region" and not f.blank), None)
    if not given or named is None:
        return
    one, other = (re.sub("(?:0000|00)$", "", str(code)) for code in (given, named.value))
    if not one.startswith(other) and not other.startswith(one):
        yield Told("", "", f"{REGION} 写入的地区是 {given},原文却是 {named.value}:{named.basis},请核对")


def _draft(text: str, clauses: Sequence[Clause]) -> Iterator[Told]:
    """A notice where the text calls itself a draft."""
    if (stated := draft_of(text, clauses)) is not None:
        note = f"原文自称草案:{stated.basis}。草案放在 draft 目录,只用于比较,从不作研判依据;印发以后另收印发的文本"
        yield Told("", "", note)


def _told(proposals: Proposals) -> Iterator[Told]:
    """Each proposed rule: the address of its clause, its kind and name, its lines."""
    for address, rules in proposals.rules.items():
        for rule in rules:
            head, *lines = (line.strip() for line in rule.splitlines())
            yield Told(address, head.removesuffix(" 待核"), ";".join(lines))


def proposed_id(fields: Sequence[Field], digest: str) -> str:
    """An id from what is known: code of the region, year, number; where there is no number, the beginning of the digest."""
    known = {field.name: str(field.value) for field in fields if not field.blank}
    number = re.search(r"([0-9]+)号", known.get("number", ""))
    return "-".join(filter(None, (known.get("region"), known.get("year"), number[1] if number else digest[:8])))


def _masks(extraction: Extraction) -> list[tuple[Mask, str]]:
    """The spans of the lines that seem to be no part of the document, neighbours with one reason as one, with their words."""
    reasons = dict(extraction.masked)
    spans: list[tuple[Mask, str]] = []
    at = 0
    for i, line in enumerate(extraction.lines):
        end = at + len(line.text)
        if (reason := reasons.get(i)) and line.text:
            last = spans[-1] if spans else None
            if last and last[0].reason == reason and last[0].end == at - 1:
                spans[-1] = (Mask(last[0].start, end, reason), f"{last[1]} {line.text}")
            else:
                spans.append((Mask(at, end, reason), line.text))
        at = end + 1
    return spans


def _masked(text: str, masks: Sequence[Mask]) -> str:
    pieces, at = [], 0
    for mask in masks:
        hidden = "".join(c if c.isspace() else MASK for c in text[mask.start : mask.end])
        pieces += [text[at : mask.start], hidden]
        at = mask.end
    return "".join([*pieces, text[at:]])


def _missing(extraction: Extraction, clauses: Sequence[Clause], text: str) -> list[Missing]:
    missing = [Missing(f"{p.mark}:{p.what}", p.place) for p in extraction.placeholders]
    if clauses and clauses[-1].natures == ("缺文",):
        last = text[clauses[-1].start : clauses[-1].end].replace("\n", "")
        missing.append(Missing("中断处以后的内容", f"“{last[-20:]}”之后"))
    return missing


def _document(
    document: str, text: str, received: Received, masks: Sequence[tuple[Mask, str]], fields: Sequence[Field]
) -> Document:
    """As much of the document as the scaffold needs: its text, and whether its metadata are there."""
    title = next((f.value for f in fields if f.name == "title"), "")
    return Document(
        id=document, title=str(title), number=None, year=0, kind="", issuers=(), issuer_level="", region="", addressees=(),
        issued="", starts="", starts_basis="不明", ends="", ends_basis="不明", force=(), received=received,
        masked=tuple(mask for mask, _ in masks), missing=(), lines=(), text=text,
    )  # fmt: skip


_PENDING: Final = re.compile("^  待写$", re.MULTILINE)
_WORDS_TO_WRITE: Final = re.compile("^  注 「待写:(?P<words>[^」\n]*)」$", re.MULTILINE)


def _report(
    name: str, digest: str, reading: Reading, extraction: Extraction, document: str, entered: Entered | None, fields: Sequence[Field],
    masks: Sequence[tuple[Mask, str]], text: str, clauses: Sequence[Clause], rules: str,
) -> IngestReport:  # fmt: skip
    origins: Counter[str] = Counter()
    for line in extraction.lines:
        for run in line.runs:
            if count := _solid(run.text):
                origins[run.origin.value] += count
    out: Counter[str] = Counter()
    for left_out in extraction.left_out:
        out[left_out.kind] += _solid(left_out.words)
    reconciliation = reading.reconciliation if entered is None else None
    readers = (reconciliation.first, reconciliation.second) if reconciliation else (extraction.reader,)
    words = [m["words"] for m in _WORDS_TO_WRITE.finditer(rules)]
    doubts = [c for c in clauses if c.doubt]
    return IngestReport(
        file=name,
        sha256=digest,
        form=reading.extraction.form if entered is None else "没有文字的收到的文件,人工录入",
        readers=readers,
        document=document,
        entered=entered.words if entered else "",
        characters=Characters(
            _solid(extraction.text), _counted(origins), _counted(out), sum(_solid(words) for _, words in masks)
        ),
        differences=tuple(Differing(*d) for d in reconciliation.differences) if reconciliation else (),
        placeholders=tuple(Told(p.place, p.mark, p.what) for p in extraction.placeholders),
        left_out=tuple(Told(x.place, x.words, x.kind) for x in extraction.left_out),
        masked=tuple(Told(f"第{mask.start}字至第{mask.end}字", words, mask.reason) for mask, words in masks),
        folds=_counted(extraction.folds),
        notices=tuple(_notices(extraction, reconciliation, clauses, text)),
        doubts=tuple(Told(c.address, text[c.start : c.end].replace("\n", ""), c.doubt) for c in doubts),
        fields=tuple(_proposed(field) for field in fields),
        left=Left(
            clauses=len(clauses),
            sentences=sum(c.kind == "sentence" for c in clauses),
            to_write=len(_PENDING.findall(rules)),
            words=sum(len(listed.split("、")) for listed in words),
            doubts=len(doubts),
            fields=sum(field.blank for field in fields),
        ),
    )


def _notices(
    extraction: Extraction, reconciliation: Reconciliation | None, clauses: Sequence[Clause], text: str
) -> list[Told]:
    """What a person should look at: faults of the file, numbers that jump, a text that breaks off, a second document."""
    notices = [Told(n.place, "", f"{n.code} {n.message}".strip()) for n in extraction.notices]
    strange = [(line.place, m[0]) for line in extraction.lines if (m := _UNPRINTABLE.search(line.text))]
    notices += [
        Told(at, "", f"{UNPRINTABLE} 有不能显示的字符 U+{ord(char):04X},编码可能混杂,请对照原件")
        for at, char in strange[:_MOST_NAMED]
    ]
    if len(strange) > _MOST_NAMED:
        notices.append(Told("", "", f"{UNPRINTABLE} 有不能显示的字符的共{len(strange)}行"))
    if reconciliation is not None and reconciliation.open:
        notices.append(Told("", "", f"{DIFFERENCES} 两次读取有{len(reconciliation.open)}处差别原因不明,请对照原件"))
    jumps = [c for c in clauses if _JUMPS.search(c.doubt)]
    notices += [
        Told(c.address, text[c.start : c.end].replace("\n", ""), f"{JUMPS} {c.doubt}") for c in jumps[:_MOST_NAMED]
    ]
    if len(jumps) > _MOST_NAMED:
        notices.append(Told("", "", f"{JUMPS} 编号重复、跳号或者次序颠倒的共{len(jumps)}处,其余见“条款划分存疑”"))
    if clauses and clauses[-1].natures == ("缺文",):
        last = clauses[-1]
        notices.append(
            Told(last.address, text[last.start : last.end][-40:], f"{BREAKS_OFF} 收到的文本到此中断,最后一句没有写完")
        )
    elif clauses and clauses[-1].kind == "heading":
        last = clauses[-1]
        message = "收到的文本最后是没有下文的标题,或者没有写完的一句,可能到此中断,请对照原件"
        notices.append(Told(last.address, text[last.start : last.end][-40:], f"{BREAKS_OFF} {message}"))
    parts = dict.fromkeys(a.of for c in clauses if (a := parse_address(c.address)) is not None and a.of)
    if parts:
        titles = [c for c in clauses if _TITLE.search(c.address)]
        names = "、".join(text[c.start : c.end].replace("\n", "") for c in titles)
        message = f"文件里有{len(parts) + 1}份文本(通知、附件各算一份),条款地址分别以印发通知、附件开头;是两份文件的,请分开入库"
        notices.append(Told("", names, f"{SEVERAL} {message}"))
    begins_again = [c for c in clauses if _AGAIN.match(c.doubt) and _BROAD.fullmatch(c.address)]
    for clause in begins_again[:1]:
        message = "编号从一重新开始,可能接着另一份文件;是两份文件的,请分开入库"
        notices.append(Told(clause.address, text[clause.start : clause.end].replace("\n", ""), f"{SEVERAL} {message}"))
    return notices


REGION: Final = "R121"
DIFFERENCES, JUMPS, BREAKS_OFF, SEVERAL, UNPRINTABLE = "R118", "R115", "R116", "R117", "R107"
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]")
"""Controls, what stands for a lost character, and characters that each font draws as it likes."""
_BROAD: Final = re.compile(r"[0-9]+(?:_[0-9]+)?|[abc]1_[0-9]+(?:\..*)?")
"""Addresses of parts, 编, chapters and articles."""
_TITLE: Final = re.compile(r"(?:^|\.)title(?:$|\.)")
_AGAIN: Final = re.compile("原文编号为[1一],与前文不相续|原文的第一[章条部]")
_JUMPS: Final = re.compile("编号|缺号|出现了两次以上|次序|跳到|缺第|之前没有")
_MOST_NAMED: Final = 10
"""Faults of one kind, as notices name them one by one."""


def _counted(counts: Mapping[str, int]) -> tuple[Counted, ...]:
    return tuple(Counted(what, count) for what, count in counts.items())


def _solid(text: str) -> int:
    """Characters, blanks apart."""
    return len("".join(text.split()))


def _proposed(field: Field) -> Proposed:
    state = "所给" if field.given else "待填" if field.blank else "拟"
    return Proposed(field.name, _shown(field.value), field.basis, state)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _readings_text(document: str) -> str:
    return f"""# {document} 的条文理解:原文的话有几种理解而规则只能用一种的,在这里登记。
#
# ["理解的名称"]
# question = "问的是什么。"
# used = "采用哪一种理解。"
# alternative = "另一种理解。"
# basis = "为什么这样读,引原文。"
# covers = ["规则中由这条理解支撑的词"]
# confirmed_by = ""
"""
