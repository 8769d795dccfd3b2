"""The check of an archive package: its files, the lines and their proofs, the letters, the verdicts derived again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.archive_guard import BadArchive, Limits, read_parts
from reasoner.record.chain_check import HeadCheck
from reasoner.record.derivation import Derivations
from reasoner.record.head import ExportedHead, Head, grew_from, head_from
from reasoner.record.log_entry import BadLine, Entry, read_line, sha256
from reasoner.record.merkle_tree import included, leaf_hash
from reasoner.record.package import (
    HEAD,
    KEPT_FOLDERS,
    LETTERS,
    LINES,
    MANIFEST,
    PROOFS,
    Inclusion,
    Manifest,
    applications_named,
    sides_of,
)
from reasoner.record.recording import LETTER, VERDICT
from reasoner.record.store import FORM, Kept

LIMITS: Final = Limits(parts=2000, part=2**27, unpacked=2**28, xml=(), doubled=False)
"""Far above any package."""
_MOST: Final = 200


class PackageReport(msgspec.Struct, frozen=True):
    """What an audit says of a package, as `tiaoli audit PACKAGE --json` writes it."""

    application: str
    """The number of its application."""
    record: str
    """What the record calls itself."""
    size: int
    """How many entries the record had when it was made."""
    entries: int
    """How many of them are of this case."""
    verdicts: int
    """How many verdicts."""
    not_derived: int
    """How many of them could not be derived by this version of the program, which is no fault of theirs."""
    files: tuple[str, ...]
    """What is wrong with its files, a sentence each."""
    lines: tuple[str, ...]
    """What is wrong with lines and their proofs of inclusion."""
    derivations: tuple[str, ...]
    """What is false in verdicts, or does not refer to them."""
    letters: tuple[str, ...]
    """What is wrong with letters."""
    heads: tuple[HeadCheck, ...]
    """Its head beside heads exported before."""
    notes: tuple[str, ...]
    """What is no fault and to be known."""

    @property
    def holds(self) -> bool:
        """Whether nothing is false."""
        faults = (*self.files, *self.lines, *self.derivations, *self.letters)
        return not faults and all(h.holds for h in self.heads)


class _Parts(dict[str, bytes]):
    """The files of a package, which gives what its verdicts rest on as a store does."""

    def kept(self, kind: Kept, digest: str) -> bytes | None:
        """What is kept under a digest; None: nothing."""
        return self.get(f"{KEPT_FOLDERS[kind]}{digest}.json")


def check_package(content: bytes, where: str, heads: Sequence[tuple[str, ExportedHead]] = ()) -> PackageReport:
    """Check a package. heads: those exported before, with the names of their files. Raises Faults (U209) where it is none."""
    parts = _Parts()
    try:
        for name, part in read_parts(content, LIMITS):
            parts[name] = part
        manifest = msgspec.json.decode(parts[MANIFEST], type=Manifest)
        head = head_from(parts[HEAD].decode())
        proofs = {p.n: p for p in msgspec.json.decode(parts[PROOFS], type=tuple[Inclusion, ...])}
        lines = parts[LINES].removesuffix(b"\n").split(b"\n")
    except BadArchive:
        raise _no_package(where, "这不是 zip 文件,或者已经损坏、过大") from None
    except KeyError as lacking:
        raise _no_package(where, f"里面没有 {lacking.args[0]}") from None
    except (ValueError, RecursionError):
        raise _no_package(where, f"里面的 {MANIFEST}、{HEAD} 或者 {PROOFS} 读不懂") from None
    if manifest.form != FORM:
        raise _no_package(where, "它是另一种格式的档案包")
    entries: list[Entry] = []
    of_lines = [*_lines(lines, head, proofs, manifest, entries)]
    derivations = Derivations(parts)
    # What a letter on several applications names may be of the first of them, whose verdict is in another package.
    own = [e for e in sorted(entries, key=lambda e: e.n) if applications_named(e)[:1] == (manifest.application,)]
    derived = [(e.n, derivations.of(e)) for e in own]
    letters, missing = _letters(parts, entries)
    return PackageReport(
        application=manifest.application, record=head.record, size=head.size, entries=len(entries),
        verdicts=derivations.verdicts, not_derived=sum(bool(d.not_derived) for _, d in derived), files=tuple(_files(parts, manifest)), lines=tuple(of_lines[:_MOST]),
        derivations=tuple(f"第{n}条:{fault}" for n, d in derived for fault in d.faults)[:_MOST],
        letters=tuple(letters), heads=_beside_all(head, heads),
        notes=(*(f"第{n}条:{d.not_derived}" for n, d in derived if d.not_derived), *missing),
    )  # fmt: skip


def _no_package(where: str, message: str) -> Faults:
    hint = "向出具的单位要 tiaoli audit --package 写出的原件"
    return Faults([Diagnostic("U209", where, message, hint=hint)])


def _files(parts: Mapping[str, bytes], manifest: Manifest) -> Iterator[str]:
    """What is wrong with the files beside the manifest."""
    listed = {f.name: f for f in manifest.files}
    for name in sorted(listed.keys() - parts.keys()):
        yield f"{name[:100]}:清单列有,包内没有"
    for name in sorted(parts.keys() - listed.keys() - {MANIFEST}):
        yield f"{name[:100]}:包内有,清单没有列"
    for name in sorted(listed.keys() & parts.keys()):
        if (listed[name].bytes, listed[name].sha256) != (len(parts[name]), sha256(parts[name])):
            yield f"{name[:100]}:内容与清单的校验码不符"


def _lines(
    lines: Sequence[bytes], head: Head, proofs: Mapping[int, Inclusion], manifest: Manifest, entries: list[Entry]
) -> Iterator[str]:
    """What is wrong with the lines; their entries go into `entries`."""
    if head.record != manifest.record:
        yield "存根与清单写的不是同一份记录"
    if len(proofs) > len(lines):
        yield "包含证明比记录的行数多"
    last = 0
    for number, line in enumerate(lines, 1):
        try:
            entry = read_line(line)
        except BadLine as why:
            yield f"{LINES}第{number}行{why}"
            continue
        entries.append(entry)
        if entry.n <= last:
            yield f"第{entry.n}条:次序不对,或者重复"
        last = entry.n
        if manifest.application not in applications_named(entry):
            yield f"第{entry.n}条:不是这份申请的记录"
        proof = proofs.get(entry.n)
        if proof is None or not _leads(line, entry.n, proof, head):
            yield f"第{entry.n}条:{'没有包含证明' if proof is None else '包含证明不能从这一行得出存根的树根'}"


def _leads(line: bytes, n: int, inclusion: Inclusion, head: Head) -> bool:
    """Whether a proof leads from a line in its place to the root of the head."""
    if not 0 < n <= head.size or [s.side for s in inclusion.proof] != sides_of(n - 1, head.size):
        return False
    try:
        steps = [bytes.fromhex(s.hash) for s in inclusion.proof]
    except ValueError:
        return False
    return included(leaf_hash(line), n - 1, head.size, steps, bytes.fromhex(head.root))


def _letters(parts: Mapping[str, bytes], entries: Sequence[Entry]) -> tuple[list[str], list[str]]:
    """What is wrong with the letters of a package, and which letters of the case are not in it."""
    recorded = {str(e.payload.get("sha256")): e for e in entries if e.kind == LETTER}
    inside = {sha256(content): name for name, content in parts.items() if name.startswith(LETTERS)}
    faults = [f"{name[:100]}:不是记录在案的文书" for digest, name in inside.items() if digest not in recorded]
    if not any(e.kind == VERDICT for e in entries):
        faults.append("没有这份申请的研判")
    missing = [
        f"第{e.n}条的文书({str(e.payload.get('name'))[:60]})没有归入本包"
        for d, e in recorded.items()
        if d not in inside
    ]
    return faults, missing


def _beside_all(head: ExportedHead, heads: Sequence[tuple[str, ExportedHead]]) -> tuple[HeadCheck, ...]:
    """The head of a package beside others. A kept head that is the package's own lends it the proofs that it carries."""
    same = [h for _, h in heads if (h.record, h.size, h.root, h.last) == (head.record, head.size, head.root, head.last)]
    proved = msgspec.structs.replace(head, grown_from=tuple(p for h in (head, *same) for p in h.grown_from))
    return tuple(_beside(proved, file, other) for file, other in heads)


def _beside(head: ExportedHead, file: str, other: ExportedHead) -> HeadCheck:
    """The head of a package beside one exported before or later."""
    older, newer = (other, head) if other.size <= head.size else (head, other)
    grown = grew_from(newer, older)
    if head.record != other.record:
        holds, message = False, "存根是另一份记录的"
    elif head.size == other.size:
        holds = (head.root, head.last) == (other.root, other.last)
        message = "与包内的存根相同" if holds else "条数相同,树根不同:记录被重写过"
    elif grown is None:
        holds = False
        message = f"包内的存根有{head.size}条,这份有{other.size}条,没有附前后相承的证明:请保管记录的单位用 --package 和 --head 这份存根另出"
    else:
        holds, message = grown, "与包内的存根前后相承" if grown else "前后相承的证明不成立:记录被重写过"
    return HeadCheck(file, other.size, other.day, holds, message)
