"""The archive package of a case: all that the record holds of one application, with what it takes to check it.

A zip file that another person can check without this program: letters, verdict, facts with their holders, decisions and
opinions, receipts, the lines of the record with their proofs of inclusion, the rule bases and texts, a head, a manifest of
digests, and a page that says in words how all this is checked. The same case at the same head gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.formats import Sha256
from policy_dsl.ir import JsonValue
from reasoner.model.application import GivenFact, Value, show
from reasoner.model.rule_base import RuleBase
from reasoner.record.chain_check import ChainCheck
from reasoner.record.derivation import Derivations, KeptParts, OtherForm, Unreadable
from reasoner.record.head import ExportedHead, Head, head_content, with_proofs
from reasoner.record.log_entry import Entry, sha256
from reasoner.record.merkle_tree import inclusion_proof
from reasoner.record.recording import DECISION, LETTER, VERDICT
from reasoner.record.store import FORM, Kept, Record, Tail

README: Final = "说明.txt"
MANIFEST: Final = "清单.json"
LINES: Final = "记录.jsonl"
PROOFS: Final = "包含证明.json"
HEAD: Final = "存根.json"
LETTERS: Final = "文书/"
KEPT_FOLDERS: Final = {Kept.RULES: "规则/", Kept.TEXTS: "原文/", Kept.FACTS: "共用事实/"}
"""The folders of what the verdicts rest on: a file each, named by its digest."""
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_FACTS: Final = ("事实", "所属", "数值", "时点", "提供方", "来源", "来源类型", "认定机关", "确认人", "依据")


class Step(msgspec.Struct, frozen=True):
    """One step from a line to the root."""

    side: str
    """On which side the other hash stands: left or right."""
    hash: Sha256
    """The other hash."""


class Inclusion(msgspec.Struct, frozen=True):
    """The proof that a line is in the record of a head."""

    n: int
    """The number of its entry."""
    proof: tuple[Step, ...]
    """From the line to the root."""


class PackedFile(msgspec.Struct, frozen=True):
    """A file of a package."""

    name: str
    """Its name in the package."""
    bytes: int
    """Its size."""
    sha256: Sha256
    """Its digest."""


class Manifest(msgspec.Struct, frozen=True):
    """What a package holds."""

    form: int
    """The version of the form of records."""
    application: str
    """The number of the application (编号)."""
    record: str
    """What the record calls itself."""
    files: tuple[PackedFile, ...]
    """Every file but the manifest itself, in the order of their names."""


class _Case(NamedTuple):
    """What a record holds of a case."""

    lines: list[tuple[bytes, Entry]]
    head: ExportedHead
    leaves: Sequence[bytes]


def package(
    store: Record, application: str, letters: Mapping[str, bytes], where: str, earlier: Sequence[tuple[str, Head]] = ()
) -> bytes:
    """The package of a case. letters: files of letters by name, each of which the record knows by its digest.

    where: how messages call the record. earlier: heads exported before, with the names of their files; the head of the package
    carries the proof that it grew out of each. Raises Faults: U207 no such case, or a letter that the record does not know;
    U208 the record is false, does not go on from one of the heads, or what it keeps is damaged.
    """
    case = _case(store, application, where, earlier)
    entries = [entry for _, entry in case.lines]
    derivations = Derivations(store)
    false = [
        fault for e in entries for fault in derivations.of(e).faults if applications_named(e)[:1] == (application,)
    ]
    if false:
        raise Faults([_false(where, false[0])])
    _check_letters(entries, letters, application)
    files: dict[str, bytes] = {f"{LETTERS}{name}": content for name, content in letters.items()}
    files[LINES] = b"".join(line + b"\n" for line, _ in case.lines)
    files[HEAD] = head_content(case.head, as_text=False)
    files["存根.txt"] = head_content(case.head, as_text=True)
    files[PROOFS] = _json([_inclusion(case, entry.n) for entry in entries])
    verdicts = [e for e in entries if e.kind == VERDICT]
    try:
        files |= _rested_on(store, verdicts)
        files["事实.csv"] = _facts(store, verdicts[-1])
    except (Unreadable, OtherForm) as why:
        raise Faults([_false(where, str(why))]) from None
    files["研判.json"] = _json([{"n": e.n, "at": e.at, "by": e.by, "verdict": e.payload["verdict"]} for e in verdicts])
    files["校验凭据.json"] = _json([{"n": e.n, "receipt": _receipt(e)} for e in verdicts])
    others = [e for e in entries if e.kind not in (VERDICT, LETTER)]
    files["决定和意见.json"] = _json([_in_words(e) for e in others])
    files[README] = _readme(case, application, entries).encode("utf-8-sig")
    listed = tuple(PackedFile(name, len(files[name]), sha256(files[name])) for name in sorted(files))
    files[MANIFEST] = _json(Manifest(FORM, application, case.head.record, listed))
    return _zipped(files)


def _case(store: Record, application: str, where: str, earlier: Sequence[tuple[str, Head]]) -> _Case:
    """The lines of a case, and the head of the whole record. Raises Faults (U207, U208)."""
    chain = ChainCheck(earlier)
    lines: list[tuple[bytes, Entry]] = []
    for _, text, entry in chain.entries(store.lines()):
        if entry is not None and application in applications_named(entry):
            lines.append((text, entry))
    head = chain.head
    chain.end(store.beside(Tail(chain.lines, chain.last_digest)))
    if chain.faults or head is None:
        why = chain.faults[0].message if chain.faults else "没有记录"
        raise Faults([_false(where, why)])
    broken = [h for h in chain.heads() if not h.holds]
    if broken:
        raise Faults([_false(where, f"{h.file}:{h.message}") for h in broken])
    if not any(e.kind == VERDICT for _, e in lines):
        message = f"记录里没有编号为「{application[:60]}」的申请的研判"
        raise Faults([Diagnostic("U207", where, message, hint="编号要与研判时的一样")])
    return _Case(lines, with_proofs(head, [h for _, h in earlier], chain.leaves), chain.leaves)


def applications_named(entry: Entry) -> tuple[str, ...]:
    """The numbers of the applications of which an entry speaks; a letter may answer several."""
    named, joined = entry.payload.get("application"), entry.payload.get("joined")
    if isinstance(named, dict):
        named = named.get("id")
    return tuple(str(n) for n in (named, *(joined if isinstance(joined, list) else ())) if isinstance(n, str))


def _false(where: str, why: str) -> Diagnostic:
    return Diagnostic("U208", where, f"记录有错,不能据以出档案包:{why}", hint="先用 tiaoli audit 核对,查明原因")


def _check_letters(entries: Sequence[Entry], letters: Mapping[str, bytes], application: str) -> None:
    """Raise Faults (U207) with every letter that is not one of the record."""
    known = {e.payload.get("sha256") for e in entries if e.kind == LETTER}
    hint = "写出具时的原件;出具以后改过的,用 --record 另行出具"
    faults = [
        Diagnostic("U207", name, f"记录里没有申请 {application[:60]} 的这份文书(或者出具以后改动过)", hint=hint)
        for name, content in letters.items()
        if sha256(content) not in known
    ]
    if faults:
        raise Faults(faults)


def _inclusion(case: _Case, n: int) -> Inclusion:
    proof = inclusion_proof(case.leaves, n - 1, case.head.size)
    sides = sides_of(n - 1, case.head.size)
    return Inclusion(n, tuple(Step(side, step.hex()) for side, step in zip(sides, proof, strict=True)))


def sides_of(index: int, size: int) -> list[str]:
    """On which side the other hash stands at each step from a leaf (counted from 0) to the root."""
    sides: list[str] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        if index < middle:
            sides.append("right")
            end = middle
        else:
            sides.append("left")
            start = middle
    return sides[::-1]


def _rested_on(store: Record, verdicts: Sequence[Entry]) -> dict[str, bytes]:
    """The rule bases, texts and shared facts of verdicts, by the names of their files."""
    parts = KeptParts(store)
    files: dict[str, bytes] = {}
    for entry in verdicts:
        application = entry.payload["application"]
        shared = application.get("shared") if isinstance(application, dict) else ""
        rests = {Kept.RULES: entry.payload["rules"], Kept.TEXTS: entry.payload["texts"], Kept.FACTS: shared}
        for kind, digest in rests.items():
            if digest:
                files[f"{KEPT_FOLDERS[kind]}{digest}.json"] = parts.content(kind, str(digest))
    return files


def _facts(store: Record, verdict: Entry) -> bytes:
    """The facts of a verdict, each with who holds it, as a table for Excel."""
    base = KeptParts(store).rules(str(verdict.payload["rules"]), str(verdict.payload["texts"])).base
    plain = verdict.payload["verdict"]
    given = msgspec.convert(plain["given"] if isinstance(plain, dict) else (), tuple[GivenFact, ...])
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(_FACTS)
    table.writerows([_safe(cell) for cell in _fact_row(fact, base)] for fact in given)
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _fact_row(fact: GivenFact, base: RuleBase) -> list[str]:
    term = base.vocabulary.facts.get(fact.fact)
    value: Value | None = fact.value
    if term is not None and term.datatype in ("ratio", "count") and isinstance(value, str):
        value = Decimal(value)
    region = base.vocabulary.regions.get(fact.subject)
    evidence = fact.evidence
    return [
        fact.fact,
        fact.subject if region is None else region.name,
        show(value, term),
        fact.as_at,
        "" if term is None else term.provider or "",
        fact.source or "",
        str(fact.origin or ""),
        "、".join(fact.determined_by),
        fact.confirmed_by,
        "" if evidence is None else " ".join(x for x in (evidence.name, evidence.number, evidence.page) if x),
    ]


DECISION_WORDS: Final = {
    "application": "编号", "handling": "处理", "beds": "张数", "exception": "例外", "exception_reason": "例外理由",
    "organ": "决定机关", "day": "决定日期", "law_day": "适用日期", "law_day_reason": "适用日期理由",
    "reason": "不一致理由", "joined": "同件",
}  # fmt: skip
"""What the parts of a decision are called, as in a file of decisions."""
_WORDS: Final = {
    "application": "编号", "decision": "决定", "verdict": "所据研判", "written": "填写的文字", "form": "表单", "n": "序号",
    "digest": "校验码", "sha256": "校验码",
}  # fmt: skip


def _in_words(entry: Entry) -> JsonValue:
    """A decision, an opinion or whatever else was recorded, under Chinese names. What it says stands there as it was recorded."""
    content: dict[str, JsonValue] = {}
    for key, value in entry.payload.items():
        if entry.kind == DECISION and isinstance(value, dict):
            names = DECISION_WORDS if key == "decision" else _WORDS if key == "verdict" else {}
            value = {names.get(k, k): v for k, v in value.items()}
        content[_WORDS.get(key, key)] = value
    return {
        "序号": entry.n, "时间": entry.at, "经办人": entry.by, "种类": _KINDS.get(entry.kind, entry.kind), "内容": content,
    }  # fmt: skip


def _receipt(entry: Entry) -> JsonValue:
    verdict = entry.payload["verdict"]
    return verdict["receipt"] if isinstance(verdict, dict) else None


def _json(data: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda n: (n != README, n != MANIFEST, n)):
            item = zipfile.ZipInfo(name, _TIME)
            item.compress_type, item.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(item, files[name])
    return out.getvalue()


def _readme(case: _Case, application: str, entries: Sequence[Entry]) -> str:
    head = case.head
    listed = "、".join(f"第{e.n}条({_KINDS.get(e.kind, e.kind)})" for e in entries)
    return _README.format(
        application=application, record=head.record, size=head.size, day=head.day, root=head.root, listed=listed
    )


_KINDS: Final = {VERDICT: "研判", DECISION: "决定", LETTER: "文书"}
_README: Final = """申请 {application} 的档案包

本包从研判和决定的记录（编号 {record}）中取出，取出时记录共{size}条，末条日期{day}。
本案的记录：{listed}。

一、内有什么
  文书/             出具的文书原件（归入本包的）
  研判.json         每次研判的结果：结论、所引条款和原文、事实、推导过程
  事实.csv          最后一次研判所用的事实，各由谁提供、来源、时点
  决定和意见.json   决定、理由，以及记录在案的意见
  校验凭据.json     每次研判所据文件、词汇、事实的校验码
  记录.jsonl        本案在记录中的各行，一字不差
  包含证明.json     每一行在记录之中的证明
  存根.json、存根.txt  记录取出时的存根：条数、树根、日期
  规则/ 原文/ 共用事实/  研判所据的规则库、文件原文和共用的指标，文件名是内容的校验码
  清单.json         以上每个文件的大小和校验码（SHA-256）

二、不用本程序怎样核对
  只需要一个计算 SHA-256 的工具。Windows：certutil -hashfile 文件 SHA256；Linux：sha256sum 文件。
  1. 文件。逐个算出 SHA-256，应与清单.json 所写的相同；除清单.json 以外，没有清单未列的文件。
  2. 一行。把记录.jsonl 的一行（不含行尾的换行）去掉 "digest":"……", 这一段（连同末尾的逗号），
     余下的文字（UTF-8）的 SHA-256 应等于所去掉的 64个字符。
  3. 一行在记录之中。先算叶：一个值为 0 的字节后面接这一行（不含换行），取 SHA-256。
     再按包含证明.json 中序号相同的一项逐步算：side 为 left 的，取 SHA-256（一个值为 1 的字节、
     所列的 hash、上一步的结果依次相接）；side 为 right 的，取 SHA-256（一个值为 1 的字节、上一步的
     结果、所列的 hash 依次相接）。hash 和各步结果都按 32个字节相接。最后一步的结果应等于存根的树根：
     {root}
  4. 存根。与另一单位或者另一个人留存的存根比较：条数、日期相同的，树根应当相同；日期较后的，
     由保管记录的单位用 tiaoli audit 记录目录 --head 留存的存根 证明前后相承。
  5. 文书。文书的 SHA-256 应等于记录.jsonl 中 kind 为 letter 的一行所写的 sha256。

三、用本程序怎样核对
  tiaoli audit 本文件 --head 留存的存根
  另外由包内的规则库把每次研判重新推导两遍（独立的核对程序一遍，再研判一遍）。

四、这些核对证明什么、不证明什么
  证明：所列各行原样在取出时的记录之中；研判由所记的事实和当时的规则库得出。
  不证明：所记的事实是真的；记录之外没有别的事；本案在记录中只有这些行（要由保管记录的单位核对全部记录）。
  只有存根由不保管记录的人留存过，才能证明记录后来没有重写。
  号码写作〔电话号码 ……〕〔身份证号 ……〕的，是记录时已经去掉的个人号码。
"""
