"""A head: how many entries a record had on a day, and the root of the tree over them.

Whoever keeps a head outside (printed, signed, in another office) can show later that not one of these entries was
changed, left out or put in. It may carry the proof that it grew out of an earlier head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.formats import Day, Sha256
from policy_dsl.os_errors import refusal
from reasoner.record.merkle_tree import consistency_proof, consistent
from reasoner.record.store import FORM

_MOST_BYTES: Final = 2**20
_PRINTED: Final = {"record": "记录编号", "size": "记录条数", "root": "树根", "last": "末条校验码", "day": "截至日期"}
"""How the fields are called on paper."""
_LINE: Final = re.compile(r"^\s*(\S+?)\s*[:\uff1a]\s*(.+?)\s*$")
_GROUP: Final = 8
"""Digits that stand together on paper, so that a person can compare them."""


class Consistency(msgspec.Struct, frozen=True):
    """The proof that a head grew out of an earlier one."""

    size: int
    """How many entries there were then."""
    root: Sha256
    """The root then."""
    proof: tuple[Sha256, ...]
    """The hashes of RFC 6962, section 2.1.2."""


class Head(msgspec.Struct, frozen=True):
    """A head of a record."""

    form: int
    """The version of the form of records."""
    record: str
    """What the record calls itself in its first entry: 32 hexadecimal digits."""
    size: int
    """How many entries there are."""
    root: Sha256
    """The root of the tree over them."""
    last: Sha256
    """The digest of the last of them."""
    day: Day
    """The day of the last of them."""


class ExportedHead(Head, frozen=True, omit_defaults=True):
    """A head as it is exported."""

    grown_from: tuple[Consistency, ...] = ()
    """The proofs that it grew out of earlier heads."""


def grew_from(head: ExportedHead, earlier: Head) -> bool | None:
    """Whether a head carries a true proof that it grew out of an earlier one; None: it carries none of that one."""
    if head.record != earlier.record:
        return False
    if (head.size, head.root) == (earlier.size, earlier.root):
        return True
    proofs = [p for p in head.grown_from if p.size == earlier.size]
    if not proofs:
        return None
    root, before = bytes.fromhex(head.root), bytes.fromhex(earlier.root)
    return any(consistent(p.size, before, head.size, root, [bytes.fromhex(h) for h in p.proof]) for p in proofs)


def with_proofs(head: Head, earlier: Sequence[Head], leaves: Sequence[bytes]) -> ExportedHead:
    """A head with the proofs that it grew out of earlier ones. leaves: the hashes of all its lines."""
    grown = [
        Consistency(h.size, h.root, tuple(step.hex() for step in consistency_proof(leaves, h.size, head.size)))
        for h in earlier
        if h.size < head.size
    ]
    return ExportedHead(head.form, head.record, head.size, head.root, head.last, head.day, tuple(grown))


def head_content(head: Head, *, as_text: bool) -> bytes:
    """A head as a file: JSON, or the text that is printed."""
    if as_text:
        return printed(head).encode()
    return msgspec.json.format(msgspec.json.encode(head), indent=1) + b"\n"


def printed(head: Head) -> str:
    """A head on paper: to be printed, signed and filed. `read_head` reads the same text again."""
    plain = {"record": head.record, "size": str(head.size), "root": head.root, "last": head.last, "day": head.day}
    lines = [f"{_PRINTED[k]}：{_grouped(v) if k in ('record', 'root', 'last') else v}" for k, v in plain.items()]
    return "\n".join(
        (
            "研判和决定记录存根",
            "",
            *lines,
            "",
            "本存根证明：上述日期以前的全部记录，条数和内容以此树根为准。此后任何一条被改动、删去、",
            "插入或者调换次序，按现有记录算出的树根都会与本存根不同。",
            "核对方法：tiaoli audit 记录目录 --head 本文件。存根应由不保管记录的人留存。",
            "",
            "打印人：              留存人：              日期：",
            "",
        )
    )


def _grouped(digits: str) -> str:
    return " ".join(digits[i : i + _GROUP] for i in range(0, len(digits), _GROUP))


def read_head(path: Path) -> ExportedHead:
    """A head in a file: JSON, or the text that is printed. Raises Faults (U206)."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise _no_head(path, f"存根不能读取:{refusal(error)}") from None
    except UnicodeDecodeError:
        raise _no_head(path, "存根不是文本文件") from None
    try:
        head = head_from(text) if len(content) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        head = None
    if head is None:
        raise _no_head(path, "这不是存根")
    return head


def head_from(text: str) -> ExportedHead:
    """The head of a text. Raises ValueError where it is none."""
    if text.lstrip().startswith("{"):
        head = msgspec.json.decode(text, type=ExportedHead)
    else:
        names = {v: k for k, v in _PRINTED.items()}
        pairs = [(names[m[1]], m[2]) for line in text.splitlines() if (m := _LINE.match(line)) and m[1] in names]
        fields = {k: v if k == "day" else "".join(v.split()) for k, v in pairs}
        if len(pairs) != len(_PRINTED) or fields.keys() != _PRINTED.keys():
            raise ValueError("fields are missing")
        head = ExportedHead(FORM, fields["record"], int(fields["size"]), fields["root"], fields["last"], fields["day"])
    digests: Sequence[str] = (head.root, head.last, *(h for p in head.grown_from for h in (p.root, *p.proof)))
    if head.form != FORM or head.size < 1 or not all(re.fullmatch("[0-9a-f]{64}", d) for d in digests):
        raise ValueError("no head of this form")
    return head


def _no_head(path: Path, message: str) -> Faults:
    return Faults(
        [Diagnostic("U206", str(path), message, "tiaoli audit 记录目录 --export-head 写出的文件", "换用当时写出的文件")]
    )
