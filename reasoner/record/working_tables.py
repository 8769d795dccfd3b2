"""The tables an office works with, beside the record: cases, their steps and papers, decisions, tables of days.

What stands in them follows from entries; where it says otherwise, or an entry has no row, or a row no entry, somebody has written on
the database. A mark in an entry stands for a telephone or identity number, which the tables have and the record has not.
What was entered before there was a record has none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final, Protocol, TypeAlias

from reasoner.record.log_entry import Entry
from reasoner.record.recording import DECISION, VERDICT

Row: TypeAlias = tuple[object, ...]
Data: TypeAlias = Mapping[str, object]

_STEPS: Final = (
    "SELECT s.id, f.number, s.place, s.step, s.day, s.name, s.data, s.at, s.deputed_by_name FROM office_steprecord s"
    " JOIN office_casefile f ON f.id = s.file_id ORDER BY s.id"
)
_FILES: Final = "SELECT number, state, handler_name, received, organ, facility, credit_code, district FROM office_casefile ORDER BY id"
_MATTERS: Final = (
    "SELECT f.number, m.matter, c.number, m.proposal, m.handling, m.exception, m.beds, m.signed, c.id FROM office_casematter m"
    " JOIN office_casefile f ON f.id = m.file_id JOIN office_case c ON c.id = m.case_id ORDER BY m.id"
)
_DECISIONS: Final = (
    "SELECT d.id, d.entry, d.data, d.at, c.id, c.number, j.entry FROM office_decisionrecord d JOIN office_case c ON c.id = d.case_id"
    " JOIN office_judgement j ON j.id = d.judgement_id ORDER BY d.id"
)
_PAPERS: Final = (
    "SELECT a.id, f.number, a.number, a.title, a.proves, a.origin, a.giver, a.digest, a.content, a.at FROM office_attachment a"
    " JOIN office_casefile f ON f.id = a.file_id ORDER BY a.id"
)
_CASES: Final = (
    "SELECT c.number, c.matter, c.as_of, c.outcome, c.label, c.facility, c.faults, c.data, j.data, j.entry FROM office_case c"
    " JOIN office_judgement j ON j.case_id = c.id WHERE j.entry IS NOT NULL"
    " AND j.id = (SELECT max(l.id) FROM office_judgement l WHERE l.case_id = c.id) ORDER BY c.id"
)
_TABLES: Final = "SELECT id, kind, name, rows, organ, from_day, state, at FROM office_officetable ORDER BY id"
_MARK: Final = re.compile(r"〔(?:身份证号|电话号码) [a-p]+〕")
_NUMBER: Final = r"[0-9０-９+＋()（）\s\-‐-―－XxＸｘ]+"
"""What stands in a table where an entry has a mark."""
_FORM: Final = {
    "处理": "handling", "张数": "beds", "例外": "exception", "例外理由": "exception_reason", "决定机关": "organ", "决定日期": "day",
    "适用日期": "law_day", "适用日期理由": "law_day_reason", "不一致理由": "reason",
}  # fmt: skip
"""What a form of a decision calls what an entry has."""
_ANNULLING: Final = ("撤销", "确认无效", "责令重作")
_BEFORE: Final = "对先前研判的决定"
_TABLE_KINDS: Final = ("登记表", "提出表", "同意表", "不同意表")
_STANDS: Final = {"登记表": "采用", "提出表": "待同意", "同意表": "采用", "不同意表": "不同意"}
_FACTS: Final = ("名称", "统一社会信用代码")


class Rows(Protocol):
    """Tables, of which statements are asked."""

    def rows(self, statement: str) -> Iterator[Row]:
        """What a statement answers."""

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a table; none where there is no such table."""


class _Step:
    """A step as it was recorded."""

    __slots__ = ("by", "content", "day", "kind", "n", "own", "state")

    def __init__(self, entry: Entry) -> None:
        payload, content = entry.payload, entry.payload.get("内容")
        self.n, self.kind, self.by = entry.n, entry.kind, entry.by
        self.day, self.state = str(payload.get("日期", "")), str(payload.get("状态", ""))
        self.content: Data = content if isinstance(content, dict) else {}
        self.own: Data | None = payload.get("案卷") if isinstance(payload.get("案卷"), dict) else None  # type: ignore[assignment]


class WorkingTables:
    """Told of each entry, says then how the tables differ. text: a text of an entry as the database keeps it in a column."""

    def __init__(self, text: Callable[[str], str]) -> None:
        self._text = text
        self._first = ""
        self._steps: dict[str, dict[int, _Step]] = {}
        self._decisions: dict[int, Entry] = {}
        self._tables: dict[int, list[Entry]] = {}
        self._unnumbered: set[tuple[str, str]] = set()
        self._verdicts: dict[int, tuple[bytes, Data, object]] = {}
        self._marked = False

    def take(self, entry: Entry) -> None:
        """Take an entry into account."""
        payload = entry.payload
        self._first = self._first or _local(entry.at)
        if entry.kind == VERDICT:
            if not payload.get("answer"):
                self._verdicts[entry.n] = _verdict(payload)
        elif entry.kind in (DECISION, _BEFORE):
            self._decisions[entry.n] = entry
        elif "案件" in payload and isinstance(payload.get("第几步"), int):
            name, place = str(payload["案件"]), payload["第几步"]
            assert isinstance(place, int)
            self._marked |= bool(_MARK.search(name))
            self._steps.setdefault(name, {})[place] = _Step(entry)
        elif entry.kind in _TABLE_KINDS:
            number = payload.get("编号")
            if isinstance(number, int):
                self._tables.setdefault(number, []).append(entry)
            else:
                self._unnumbered.add((str(payload.get("表")), str(payload.get("名称"))))

    def faults(self, tables: Rows) -> Iterator[str]:
        """Where the tables say otherwise than the entries, in Chinese sentences."""
        if tables.columns("office_steprecord"):
            yield from self._of_steps(tables)
            yield from self._of_files(tables)
            yield from self._of_papers(tables)
        yield from self._of_decisions(tables)
        if tables.columns("office_casematter"):
            yield from self._of_matters(tables)
        yield from self._of_cases(tables)
        if "from_day" in tables.columns("office_officetable"):
            yield from self._of_tables(tables)

    # --- cases of the office --------------------------------------------------------------------------------------

    def _of_steps(self, tables: Rows) -> Iterator[str]:
        places: dict[str, set[int]] = {}
        recorded = False
        for _, number, place, step, day, name, data, at, deputed in tables.rows(_STEPS):
            own = self._steps.get(str(number), {}).get(place) if isinstance(place, int) else None
            where = f"案件{number}的第{place}步“{step}”"
            if own is None:
                if (recorded or not self._older(at)) and not self._marked:
                    yield f"{where}没有记录:不是由窗口写入的"
                continue
            recorded = True
            places.setdefault(str(number), set()).add(int(str(place)))
            same = (
                (own.kind, own.day) == (step, day) and self._like(own.by, name) and self._like(own.content, _json(data))
            )
            if same and own.own is not None:
                same = self._like(str(own.own.get("代", "")), deputed)
            if not same:
                yield f"{where}与所记的第{own.n}条不同:案件被改动过"
        for case, steps in self._steps.items():
            missing = sorted(steps.keys() - places.get(case, set()))
            if missing and not _MARK.search(case):
                yield f"案件{case}的第{missing[0]}步记在第{steps[missing[0]].n}条,窗口里没有:案件被改动过"

    def _of_files(self, tables: Rows) -> Iterator[str]:
        for number, state, handler, received, organ, facility, code, district in tables.rows(_FILES):
            steps = self._steps.get(str(number))
            if not steps or 1 not in steps:
                continue
            last, first = steps[max(steps)], steps[1]
            holder = first.by
            for place in sorted(steps):
                if steps[place].kind == "移交":
                    holder = str(steps[place].content.get("移交给", ""))
            same = last.state == state and first.day == received and self._like(holder, handler)
            if first.own is not None:
                given = {"单位": organ, "机构": facility, "统一社会信用代码": code, "所在地": district}
                same = same and all(self._like(str(first.own.get(k, "")), v) for k, v in given.items())
            if not same:
                yield f"案件{number}的状态、经办、单位或者机构与所记的各步不同:案件被改动过"

    def _of_papers(self, tables: Rows) -> Iterator[str]:
        kept: dict[tuple[str, str], _Step] = {}
        for case, steps in self._steps.items():
            for step in steps.values():
                if step.kind == "收存材料":
                    kept[case, str(step.content.get("证据编号", ""))] = step
        for _, number, place, title, proves, origin, giver, digest, content, at in tables.rows(_PAPERS):
            own, where = (str(number), f"证据{place}"), f"案件{number}的证据{place}"
            if own not in kept:
                if not self._older(at) and not self._marked:
                    yield f"{where}没有记录:不是由窗口写入的"
                continue
            step = kept.pop(own)
            given = {"题名": title, "证明": proves, "来源类型": origin, "提供人": giver, "摘要": digest}
            same = all(self._like(str(step.content.get(k, "")), v) for k, v in given.items())
            if not same or not isinstance(content, bytes) or sha256(content).hexdigest() != digest:
                yield f"{where}与所记的第{step.n}条不同:材料被改动过"
        for (case, evidence), step in kept.items():
            if not _MARK.search(case):
                yield f"案件{case}的{evidence}记在第{step.n}条,窗口里没有:材料被删去"

    def _of_matters(self, tables: Rows) -> Iterator[str]:
        beds_of = self._beds_of(tables)
        for number, matter, application, proposal, handling, exception, beds, signed, case in tables.rows(_MATTERS):
            steps = self._steps.get(str(number))
            if not steps or 1 not in steps:
                continue
            proposed, decided = _course(steps, f"{matter}({application})", self._like)
            plain = {k: v for k, v in proposed.items() if k not in ("研判", "与研判")}
            same = self._like(plain, _json(proposal))
            if decided is None:
                same = same and (handling, signed, bool(exception)) == ("", "", False)
            else:
                day, made = decided
                same = same and (handling, signed) == (made.get("处理", ""), day)
                same = same and bool(exception) == (made.get("例外") == "是")
                same = same and beds == _beds(made, beds_of.get(case))
            if not same:
                yield f"案件{number}的“{matter}”(申请{application})的拟办、处理或者签发与所记的各步不同:案件被改动过"

    def _beds_of(self, tables: Rows) -> dict[object, object]:
        """How many beds each application asked for on whose verdict it was decided last."""
        beds: dict[object, object] = {}
        for _, _, _, _, case, _, entry in tables.rows(_DECISIONS):
            known = self._verdicts.get(entry) if isinstance(entry, int) else None
            beds[case] = None if known is None else known[2]
        return beds

    # --- decisions and applications -------------------------------------------------------------------------------

    def _of_decisions(self, tables: Rows) -> Iterator[str]:
        left = dict(self._decisions)
        recorded = False
        for _, n, data, at, _, number, _ in tables.rows(_DECISIONS):
            entry = left.pop(n, None) if isinstance(n, int) else None
            if entry is None:
                if n is not None or recorded or not self._older(at):
                    yield f"窗口里申请{number}的一项决定没有记录:不是由窗口写入的"
                continue
            recorded = True
            made = entry.payload.get("decision")
            if not isinstance(made, dict) or not self._same_decision(made, number, _json(data)):
                yield f"窗口里申请{number}的决定与所记的第{entry.n}条不同:决定被改动过"
        for entry in left.values():
            yield f"第{entry.n}条记下的决定,窗口里没有:决定被删去"

    def _same_decision(self, made: Data, number: object, form: object) -> bool:
        if not isinstance(form, dict) or not self._like(str(made.get("application", "")), number):
            return False
        for key, name in _FORM.items():
            given, kept = form.get(key, ""), made.get(name, "")
            if name == "exception":
                same = kept == "" if given == "" else (kept is True) == (given in ("是", True))
            elif name == "beds":
                same = str(kept or "") == str(given or "").removesuffix("张")
            elif name in ("day", "law_day"):
                same = re.findall(r"[1-9]\d*", str(kept)) == re.findall(r"[1-9]\d*", str(given))
            else:
                same = self._like(str(kept), str(given))
            if not same:
                return False
        return True

    def _of_cases(self, tables: Rows) -> Iterator[str]:
        for number, matter, day, outcome, label, facility, faults, data, judged, entry in tables.rows(_CASES):
            known = self._verdicts.get(entry) if isinstance(entry, int) else None
            if known is None:
                continue
            summary, facts, _ = known
            same = summary == _summary((number, matter, day, outcome, label))
            if faults == "[]":
                same = same and data == judged
                same = same and all(self._like(v, facility) for k, v in facts.items() if k == "名称")
                stated = _stated(_json(data))
                same = same and all(self._like(facts.get(k, ""), v) for k, v in stated.items())
            if not same:
                yield f"窗口里的申请{number}与所记的第{entry}条研判不同:申请被改动过"

    # --- tables of the bureau's own -------------------------------------------------------------------------------

    def _of_tables(self, tables: Rows) -> Iterator[str]:
        left = dict(self._tables)
        for number, kind, name, rows, organ, from_day, state, at in tables.rows(_TABLES):
            entries = left.pop(number, []) if isinstance(number, int) else []
            if not entries:
                if not self._older(at) and (str(kind), str(name)) not in self._unnumbered:
                    yield f"{kind}表{number}没有记录:不是由窗口写入的"
                continue
            first, last = entries[0].payload, entries[-1]
            same = (first.get("表"), _STANDS[last.kind]) == (kind, state)
            same = same and self._like(first.get("内容"), _json(rows)) and self._like(str(first.get("名称", "")), name)
            same = same and (first.get("单位", ""), first.get("自何日起", "")) == (organ, from_day)
            if not same:
                yield f"{kind}表{number}与所记的第{last.n}条不同:表被改动过"
        for number, entries in left.items():
            yield f"{entries[0].payload.get('表')}表{number}记在第{entries[0].n}条,窗口里没有:表被删去"

    # --- comparing -------------------------------------------------------------------------------------------------

    def _older(self, at: object) -> bool:
        """Whether a row was entered before there was a record."""
        return not self._first or str(at)[:19] < self._first

    def _like(self, kept: object, given: object) -> bool:
        """Whether what an entry has is what a table has, but for numbers of persons."""
        if isinstance(kept, str) and isinstance(given, str):
            kept = self._text(kept)
            if kept == given or "〔" not in kept:
                return kept == given
            parts = [re.escape(p) for p in _MARK.split(kept)]
            return re.fullmatch(_NUMBER.join(parts), given, re.DOTALL) is not None
        if isinstance(kept, Mapping) and isinstance(given, Mapping):
            return kept.keys() == given.keys() and all(self._like(v, given[k]) for k, v in kept.items())
        if isinstance(kept, (list, tuple)) and isinstance(given, (list, tuple)):
            return len(kept) == len(given) and all(map(self._like, kept, given))
        return kept == given


def _course(
    steps: Mapping[int, _Step], key: str, like: Callable[[object, object], bool]
) -> tuple[Data, tuple[str, Data] | None]:
    """What was proposed last on a matter, and what is in effect: the day of its signature with what was proposed then."""
    proposed: Data = {}
    decided: tuple[str, Data] | None = None
    begun = ""
    for place in sorted(steps):
        step = steps[place]
        if step.kind in ("拟办", "更正", "撤销"):
            begun = step.kind
            words = step.content.get("拟办意见")
            if begun == "拟办" and isinstance(words, dict):
                proposed = next((v for k, v in words.items() if like(k, key) and isinstance(v, dict)), proposed)
        elif step.kind in ("退回", "撤回"):
            begun = ""
        elif step.kind == "重作":
            # What the record of an earlier version calls so took the decision back by itself.
            decided = decided if step.own is not None else None
        elif step.kind == "签发" and step.state == "已签发":
            decided = (step.day, proposed) if begun == "拟办" else None if begun == "撤销" else decided
        elif step.kind == "救济结果" and step.content.get("结果") in _ANNULLING:
            decided = None
    return proposed, decided


def _beds(made: Data, asked_for: object) -> object:
    if made.get("处理") == "不予":
        return 0
    if made.get("处理") == "部分":
        return int(str(made.get("张数") or 0))
    return asked_for


def _verdict(payload: Data) -> tuple[bytes, Data, object]:
    """What pages say of a verdict, the names of its institution, and the beds that were asked for."""
    verdict, application = payload.get("verdict"), payload.get("application")
    plain = verdict if isinstance(verdict, dict) else {}
    words = [plain.get(k) or "" for k in ("application", "matter", "as_of", "outcome", "label")]
    facts = application.get("facts", []) if isinstance(application, dict) else []
    own = {
        str(f.get("fact")): f.get("value")
        for f in facts
        if isinstance(f, dict) and f.get("subject") in ("机构", "申请")
    }
    beds = str(own.get("床位数", ""))
    return _summary(words), {k: own[k] for k in _FACTS if k in own}, int(beds) if beds.isdecimal() else None


def _summary(texts: object) -> bytes:
    return sha256(json.dumps(texts, ensure_ascii=False).encode()).digest()[:16]


def _stated(data: object) -> dict[str, str]:
    """The names of an institution as an application states them."""
    whose = data.get("机构") if isinstance(data, dict) else None
    return {k: v for k in _FACTS if isinstance(whose, dict) and isinstance(v := whose.get(k), str)}


def _json(text: object) -> object:
    try:
        return json.loads(str(text), parse_float=str)
    except (ValueError, RecursionError):
        return None


def _local(at: str) -> str:
    """The moment of an entry as rows have theirs: of this machine, to the second."""
    try:
        return datetime.fromisoformat(at).replace(tzinfo=None).isoformat(timespec="seconds")
    except ValueError:
        return ""
