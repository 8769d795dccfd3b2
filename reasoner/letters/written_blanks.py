"""What a person writes into the blanks of letters that no decision fills (文书 in a file of decisions), by their names.

{"文书": {"QD-001": {"期限": "15"}}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from reasoner.letters.letter_parts import Case
from reasoner.letters.letter_types import CORRECTION, DELIVERY, NOTICE, OPINION, REFUSAL, REQUEST, STUDY, SUPPLEMENT
from reasoner.letters.office_phrases import DELIVERY_ROWS
from reasoner.render.letter_model import BLANK, PLAIN, Line
from reasoner.render.typeset import typeset, writable

TABLE: Final = "文书"
"""The key of a file of decisions under which they stand, by the number of the application."""
PETITION: Final = ("请示", "函")
"""What a request for a determination is: to the organ above, or to one that is not."""
STUDIED: Final = ("可以新增", "不新增", "调整存量")
"""What the study of a single case may come to."""
_PROPOSED: Final = ("拟办意见", "一致", "不一致理由")
TICKED: Final = "■"
"""A box that is chosen; one that is not is □."""
BLANKS: Final[Mapping[str, tuple[str, ...]]] = {
    REFUSAL: ("步行核查",),
    NOTICE: ("步行核查",),
    SUPPLEMENT: ("期限", "逾期"),
    REQUEST: ("文种", "认定机关"),
    CORRECTION: ("原告知书", "更正内容", "更正理由", "生效日期", "处理"),
    OPINION: ("程序", *_PROPOSED, "对照", "风险"),
    STUDY: ("程序", *_PROPOSED, "必要性", "研究意见", "研究理由"),
    DELIVERY: (*(name for name, value in DELIVERY_ROWS if not value), "拒收"),
}
"""The names of the blanks of each kind of letter."""
LONGEST: Final = 2000
"""Characters of what is written into a blank."""
_NAMES: Final = tuple(dict.fromkeys(name for names in BLANKS.values() for name in names))
_GAP: Final = re.compile("_{4,}(?:[(（][^()（）]*填写[)）])?")
_CHOICES: Final = {"文种": PETITION, "一致": ("是", "否"), "研究意见": STUDIED}
_EXAMPLE: Final = '{"文书": {"QD-001": {"期限": "15"}}}'


def written_from(data: object, name: str) -> dict[str, dict[str, str]]:
    """What is written for each application. Raises Faults (T120) with every fault."""
    table = data.get(TABLE, {}) if isinstance(data, Mapping) else {}
    where = f"{name} · {TABLE}"
    if not isinstance(table, Mapping) or not all(isinstance(v, Mapping) for v in table.values()):
        raise Faults([Diagnostic("T120", where, "应按申请的编号写明各空白", _EXAMPLE)])
    faults = [f for number, each in table.items() for f in _faults(each, f"{where} · {str(number)[:40]}")]
    if faults:
        raise Faults(faults)
    return {str(n): {str(k): _text(v) for k, v in each.items()} for n, each in table.items()}


def _text(value: object) -> str:
    """In one line."""
    return " ".join(writable(str(value)).split())


def _faults(each: Mapping[object, object], where: str) -> Iterator[Diagnostic]:
    for key, value in each.items():
        at, text = f"{where} · {str(key)[:40]}", _text(value)
        if key not in _NAMES:
            near = nearest(str(key), _NAMES)
            hint = f"是否要写 {near[0]}?" if near else ""
            yield Diagnostic("T120", at, "文书没有这个空白", "、".join(_NAMES), hint)
        elif isinstance(value, bool) or not isinstance(value, str | int) or not 0 < len(text) <= LONGEST:
            yield Diagnostic("T120", at, "应是文字,不能为空", f"不超过{LONGEST}字")
        elif "____" in text:
            yield Diagnostic("T120", at, "所写的文字里有空白没有填")
        elif key == "期限" and not (re.fullmatch("[1-9][0-9]{0,2}", text)):
            yield Diagnostic("T120", at, f"「{text[:40]}」不是天数", "如 15")
        elif text not in _CHOICES.get(str(key), (text,)):
            yield Diagnostic("T120", at, f"没有「{text[:40]}」这种", "、".join(_CHOICES[str(key)]))


def objections_to_written(kind: str, written: Mapping[str, str], application: str) -> list[Diagnostic]:
    """The names that are no blanks of the letter of this kind (T120)."""
    own = BLANKS.get(kind, ())
    message = f"{kind}没有这个空白"
    return [
        Diagnostic(
            "T120", f"{TABLE} · {application} · {name}", message, "、".join(own), "删去这一项,或者用 --kind 另选文书"
        )
        for name in written
        if name not in own
    ]


def with_written(phrase: str, names: tuple[str, ...], case: Case, what: str = "", *, chosen: bool = True) -> Line:
    """A phrase whose blanks, in order, hold what was written under their names; those of which nothing was stay to be filled.

    chosen: whether one of its boxes is, where it has any.
    """
    text = typeset(phrase, braces=True).format(**case.words).replace("    ", "\u3000\u3000")
    order = iter(names)

    def content(gap: re.Match[str]) -> str:
        return typeset(case.written.get(next(order, ""), "").rstrip("。")) or gap[0]

    text = _GAP.sub(content, text)
    blank = "____" in text or not chosen
    return Line(text, BLANK if blank else PLAIN, what if blank else what or "填写的内容")
