"""What can be wrong with a document's meta.toml, by itself and against its text; all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from policy_dsl.corpus_folders import VERSION
from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.document_record import Mask, Received
from policy_dsl.reading import NOT_HELD
from policy_dsl.source_text import MASK, squeezed
from policy_dsl.texts.line_breaks import HEADING, PARAGRAPH, Line
from policy_dsl.texts.meta_file import MetaFile, Succession

LEVELS = ("国家", "省", "市", "县")
KINDS = ("规划", "通知", "指导意见", "意见", "评估报告", "条例", "办法", "细则", "规定", "决定")
STARTS = ("明文", "印发之日", "不明")
"""Why force begins when it does: stated; not stated, so on the day of issue; not known."""
ENDS = ("明文", "规划期", "未载", "不明")
"""Why it ends: stated; the planning period is over; no end stated, so in force until repealed; not known."""

_Shape = Mapping[str, tuple[type[object], bool]]
_META: _Shape = {
    "title": (str, True), "number": (str, False), "year": (int, True), "kind": (str, True), "issuers": (list, True),
    "issuer_level": (str, True), "region": (str, True), "addressees": (list, True), "issued": (str, True),
    "special_to": (list, False), "succeeds": (list, False), "draft": (bool, False),
    "succession": (dict, False), "repeal": (dict, False),
    "force": (dict, True), "received": (dict, True), "masked": (list, False), "missing": (list, False),
    "lines": (list, False),
}  # fmt: skip
_OF_RECEIVED = ("received", "masked", "lines")
"""What describes the received file. A draft has none: nobody has issued it."""
_FORCE: _Shape = {
    "starts": (str, True), "starts_basis": (str, True), "ends": (str, True), "ends_basis": (str, True),
    "notes": (list, True),
}  # fmt: skip
_SUCCESSION: _Shape = {"replaces": (str, False), "basis": (str, True), "transition": (str, False)}
_REPEAL: _Shape = {"on": (str, True), "by": (str, True), "words": (str, True)}
_RECEIVED: _Shape = {
    "file": (str, True), "sha256": (str, True), "length": (int, True), "typed_by": (str, False), "proofread_by": (str, False),
}  # fmt: skip
_MASKED: _Shape = {"start": (int, True), "end": (int, True), "reason": (str, True)}
_MISSING: _Shape = {"what": (str, True), "where": (str, True)}
_LINE: _Shape = {"at": (int, True), "kind": (str, True), "words": (str, True)}
_TYPES = {str: "文字", int: "整数", bool: "true 或 false", list: "列表", dict: "表"}


def check_shape(name: str, where: str, meta: Mapping[str, object]) -> Iterator[Diagnostic]:
    """Keys and types: C102 unknown key, C103 missing key, C104 wrong type, C105 a name that is no identifier.

    C114: a draft that describes a received file.
    """
    draft = meta.get("draft") is True
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        yield Diagnostic("C105", where, f"「{name}」不能作文件标识", "小写字母、数字和连字符,如 henan-2025")
    yield from _keys(where, meta, {**_META, "received": (dict, not draft)})
    for key in _OF_RECEIVED if draft else ():
        if key in meta:
            hint = f"删去 {key};text.txt 中的 ▒ 可以留着,也可以删去"
            yield Diagnostic("C114", f"{where}: {key}", "草案没有收到的文本,不登记收到的情况", hint=hint)
    for key, shape in (("force", _FORCE), ("received", _RECEIVED), ("succession", _SUCCESSION), ("repeal", _REPEAL)):
        if isinstance(meta.get(key), dict):
            yield from _keys(f"{where}: {key}", meta[key], shape)
    for key, shape in (("masked", _MASKED), ("missing", _MISSING), ("lines", _LINE)):
        for i, row in enumerate(_listed(meta, key), 1):
            yield from _keys(f"{where}: {key}[{i}]", row, shape)
    force = _table(meta.get("force")) or {}
    for table, key in (
        (meta, "issuers"),
        (meta, "addressees"),
        (meta, "special_to"),
        (meta, "succeeds"),
        (force, "notes"),
    ):
        if not all(isinstance(x, str) and x for x in _listed(table, key)):
            yield Diagnostic("C104", f"{where}: {key}", "列表中有不是文字的项或空项", "非空文字")


def _table(value: object) -> dict[str, object] | None:
    """The value where it is a table of TOML; else None."""
    return value if isinstance(value, dict) else None


def _listed(table: Mapping[str, object], key: str) -> list[object]:
    """The list under a key; empty where there is none."""
    value = table.get(key)
    return value if isinstance(value, list) else []


def _keys(where: str, value: object, shape: _Shape) -> Iterator[Diagnostic]:
    table = _table(value)
    if table is None:
        yield Diagnostic("C104", where, f"不是表,而是 {value!r}", "、".join(shape))
        return
    for key in table.keys() - shape.keys():
        near = nearest(key, shape)
        hint = f"是否想写 {near[0]}?" if near else ""
        if key in _META:  # TOML takes a key behind a [table] for one of that table
            hint = f"{key} 写在文件开头,第一个 [ ] 之前"
        yield Diagnostic("C102", f"{where}: {key}", "不认识的键", "、".join(shape), hint)
    for key, (kind, required) in shape.items():
        if key not in table:
            if required:
                yield Diagnostic("C103", where, f"缺少 {key}", f"{key}({_TYPES[kind]})")
        elif type(table[key]) is not kind:
            yield Diagnostic("C104", f"{where}: {key}", f"应为{_TYPES[kind]},而是 {table[key]!r}", _TYPES[kind])


def check_values(where: str, meta: MetaFile, text: str) -> Iterator[Diagnostic]:
    """Values of a well-shaped meta.toml, each by itself, together, and against the text.

    C105 value not allowed, C106 dates, C107 date and basis disagree, C108 digest, C109 length, C110 span, C111 order,
    C112 ▒ and spans disagree, C113 recorded line disagrees with the text.
    """
    yield from _values(where, meta)
    if meta.received is not None:
        yield from _received(where, meta.received, text)
        yield from _masks(where, meta.masked, text)
    yield from _lines(where, meta.lines, text)
    yield from _succession(where, meta, text)


def _values(where: str, meta: MetaFile) -> Iterator[Diagnostic]:
    force = meta.force
    for path, value, allowed in (
        ("kind", meta.kind, KINDS),
        ("issuer_level", meta.issuer_level, LEVELS),
        ("force.starts_basis", force.starts_basis, STARTS),
        ("force.ends_basis", force.ends_basis, ENDS),
    ):
        if value not in allowed:
            yield Diagnostic("C105", f"{where}: {path}", f"没有“{value}”这一值", "、".join(allowed))
    if not re.fullmatch(r"[1-9][0-9]{5}", meta.region):
        yield Diagnostic("C105", f"{where}: region", f"“{meta.region}”不是区划代码", "六位数字(GB/T 2260)")
    if not 1949 <= meta.year <= 9999:
        yield Diagnostic("C105", f"{where}: year", f"{meta.year} 不是年份", "四位年份")
    for key, given in (("title", meta.title), ("issuers", meta.issuers)):
        if not given:
            yield Diagnostic("C105", f"{where}: {key}", "不能为空")
    dates = {"issued": meta.issued, "force.starts": force.starts, "force.ends": force.ends}
    for path, day in dates.items():
        if day and not _is_date(day):
            yield Diagnostic("C106", f"{where}: {path}", f"“{day}”不是存在的日期", "如 2023-07-30;不明则为空")
    order = [d for d in dates.values() if d]
    if order != sorted(order):
        yield Diagnostic("C106", f"{where}: force", "日期次序不对:" + "、".join(order), "印发 ≤ 施行 ≤ 届满")
    for key, day, basis, without in (
        ("starts", force.starts, force.starts_basis, ("不明",)),
        ("ends", force.ends, force.ends_basis, ("未载", "不明")),
    ):
        if bool(day) is (basis in without):
            message = f"日期为“{day}”,理由却是“{basis}”"
            yield Diagnostic("C107", f"{where}: force.{key}", message, f"日期为空,当且仅当理由为{'或'.join(without)}")
    if force.starts_basis == "印发之日" and force.starts != meta.issued:
        yield Diagnostic("C107", f"{where}: force.starts", "不是印发之日", meta.issued)


def _succession(where: str, meta: MetaFile, text: str) -> Iterator[Diagnostic]:
    """What a document takes the place of, what it says of earlier applications, and that it was repealed (C121)."""
    succession, here = meta.succession, f"{where}: succession"
    unheld = succession.replaces == NOT_HELD
    if succession.replaces and not unheld and VERSION.fullmatch(succession.replaces) is None:
        allowed = f"本文件前一版本的目录名,如 2023-07-30、undated-{meta.year};原规定没有收录的,写 {NOT_HELD}"
        yield Diagnostic("C121", f"{here}.replaces", f"「{succession.replaces}」不是版本", allowed)
    if unheld and not succession.transition:
        message = "没有过渡规定,施行前受理的申请也由本文件判断,不必写明原规定"
        yield Diagnostic("C121", f"{here}.replaces", message, "删去 replaces,或者照录过渡规定")
    if succession != Succession() and not succession.basis:
        yield Diagnostic("C121", f"{here}.basis", "没有写明依据", "哪一条、哪一份文件写明了衔接")
    if succession.transition:
        if not (succession.replaces or meta.succeeds):
            message, allowed = "有过渡规定,没有写明原规定是哪一个", "succession.replaces 或者 succeeds"
            hint = f'原规定没有收录的,写 replaces = "{NOT_HELD}":施行前受理的申请就不由本文件判断,研判写明原规定未收录'
            yield Diagnostic("C121", f"{here}.transition", message, allowed, hint)
        if unheld and meta.succeeds:
            message = f"写明接替{'、'.join(meta.succeeds)},又说原规定{NOT_HELD}"
            yield Diagnostic("C121", f"{here}.replaces", message, "succession.replaces 或者 succeeds,只写一处")
        if not meta.force.starts:
            yield Diagnostic("C121", f"{here}.transition", "施行日期不明,无从分别施行前后受理的申请", "force.starts")
        if squeezed(succession.transition) not in squeezed(text):
            hint = "过渡规定照录本文件的原文;没有这样的原文的,不写"
            yield Diagnostic("C121", f"{here}.transition", f"原文中没有「{succession.transition}」", hint=hint)
    repeal = meta.repeal
    if repeal is None:
        return
    here = f"{where}: repeal"
    if not _is_date(repeal.on):
        yield Diagnostic("C106", f"{here}.on", f"“{repeal.on}”不是存在的日期", "不再施行的第一日,如 2026-01-01")
    elif repeal.on <= max(meta.force.starts, meta.issued):
        yield Diagnostic("C106", f"{here}.on", f"{repeal.on}不晚于印发或者施行之日", "印发 ≤ 施行 < 废止")
    for key, value in (("by", repeal.by), ("words", repeal.words)):
        if not value.strip():
            what = "由哪一份文件废止" if key == "by" else "该文件废止它的原文"
            yield Diagnostic("C121", f"{here}.{key}", f"没有写明{what}", what)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _received(where: str, received: Received, text: str) -> Iterator[Diagnostic]:
    typed, proofread = "".join(received.typed_by.split()), "".join(received.proofread_by.split())
    if bool(typed) is not bool(proofread) or (typed and typed == proofread):
        message = "录入人和校对人是同一个人" if typed == proofread else "录入人和校对人只写了一个"
        yield Diagnostic("C105", f"{where}: received.proofread_by", message, "人工录入的写两个不同的姓名")
    if not re.fullmatch(r"[0-9a-f]{64}", received.sha256):
        yield Diagnostic("C108", f"{where}: received.sha256", "不是 SHA-256 摘要", "64位小写十六进制数字")
    if received.length != len(text):
        message = f"收到的文本{received.length}字,text.txt {len(text)}字"
        hint = "检查换行符是否被转换;起草的修改稿写 draft = true,删去 received"
        yield Diagnostic("C109", f"{where}: received.length", message, "两者等长", hint)


def _masks(where: str, masks: Sequence[Mask], text: str) -> Iterator[Diagnostic]:
    covered = 0
    for i, mask in enumerate(masks, 1):
        start, end = mask.start, mask.end
        here = f"{where}: masked[{i}]"
        if not 0 <= start < end <= len(text):
            yield Diagnostic("C110", here, f"[{start}, {end}) 不在正文之内或为空", f"0 至 {len(text)}")
            continue
        if not mask.reason:
            yield Diagnostic("C110", here, "没有写明遮盖理由")
        if start < covered:
            yield Diagnostic("C111", here, f"与前一处相重叠或次序颠倒({start} < {covered})", "按起点排列,互不重叠")
        for at in range(max(start, covered), end):
            if text[at] != MASK and not text[at].isspace():
                yield Diagnostic("C112", here, f"第{at}字“{text[at]}”应遮盖而未遮盖")
                break
        yield from _stray(where, text, covered, start)
        covered = max(covered, end)
    yield from _stray(where, text, covered, len(text))


def _stray(where: str, text: str, start: int, end: int) -> Iterator[Diagnostic]:
    at = text.find(MASK, start, end) if start < end else -1
    if at >= 0:
        yield Diagnostic("C112", where, f"第{at}字已遮盖,却没有对应的 masked 项", "每处遮盖都写明起止和理由")


def _lines(where: str, lines: Sequence[Line], text: str) -> Iterator[Diagnostic]:
    last = -1
    for i, line in enumerate(lines, 1):
        here = f"{where}: lines[{i}]"
        if line.kind not in (HEADING, PARAGRAPH):
            yield Diagnostic("C105", f"{here}: kind", f"没有“{line.kind}”这一值", f"{HEADING}、{PARAGRAPH}")
        if line.at <= last:
            yield Diagnostic("C111", here, f"次序颠倒或重叠({line.at} ≤ {last})", "按起点排列,互不重叠")
        if not line.words or line.at < 0 or not text.startswith(line.words, line.at):
            near = text.find(line.words) if line.words else -1
            hint = f"这几个字在第{near}字处" if near >= 0 else ""
            yield Diagnostic("C113", here, f"第{line.at}字处不是“{line.words}”", hint=hint)
        last = max(last, line.at + (len(line.words) - 1 if line.kind == HEADING else 0))
