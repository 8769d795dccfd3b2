"""What is found in the rules, for a terminal: the worst first, each with clauses, an example and its verdict; what every
set of rules has, in a line each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from reasoner.model.messages import LABELS
from reasoner.report.layout import Style, joined

Entry = Mapping[str, Any]

_TINTS: Final = {"问题": "red", "提示": "yellow", "信息": "blue"}
_MEANT: Final = {
    "问题": "规则相互矛盾,或者写了而不起作用,须处理",
    "提示": "多半是疏漏或者有意为之,须由人看过",
    "信息": "供了解,不要求处理",
}
_BRIEF: Final = "K09"
"""What every set of rules has: told in a line for each matter."""

_WHOLE: Final = ("K11",)
"""Told of a whole document: its clauses are not listed."""


def lint_report(data: Entry, titles: Mapping[str, str], width: int = 80, colour: bool = False) -> str:
    """The whole report. titles: of documents by id."""
    style = Style(width, colour)
    return joined(_blocks(data, titles, style))


def _blocks(data: Entry, titles: Mapping[str, str], style: Style) -> Iterator[list[str]]:
    yield [*_days(data, style)]
    for level, meant in _MEANT.items():
        mine = [f for f in data["findings"] if f["level"] == level]
        if mine:
            yield [style.tinted(f"【{level}】", _TINTS[level]) + f" {len(mine)}项:{meant}"]
            yield from (_finding(f, titles, style) for f in mine if f["code"] != _BRIEF)
            yield from _brief([f for f in mine if f["code"] == _BRIEF], titles, style)
    for old in data["stale"]:
        yield style.lines(_stale(old), 0, 2)
    for one in data["checked"]["undecided"]:
        rules = one["rules"]
        about = "、".join([*one["matters"], *(rules if len(rules) <= 2 else [f"涉及{len(rules)}条规则"])])
        yield style.lines(f"未定:{one['code']} {one['title']}({about}),{one['why']}。", 0, 2)
    yield [*_summary(data, style)]


def _days(data: Entry, style: Style) -> Iterator[str]:
    looked_at = {d for s in data["checked"]["sets"] for d in s["looked_at"]}
    asked = data["asked"]["documents"]
    for day in data["days"]:
        if day["document"] in looked_at:
            yield from style.lines(f"《{day['title']}》按{day['day']}({day['basis']})", 0, 2)
        elif day["day"] is None and (asked is None or day["document"] in asked):
            yield from style.lines(f"《{day['title']}》未查:{day['basis']}", 0, 2)


def _brief(mine: Sequence[Entry], titles: Mapping[str, str], style: Style) -> Iterator[list[str]]:
    if not mine:
        return
    head = f"{_BRIEF} {mine[0]['title']}"
    lines = [f"  {style.bold(head)}"]
    lines += style.lines(
        "下列事项,规则不限制所有申请:有的申请没有一条规则成立,结论是「未见限制」。这是常态;文件以外的条件仍须审查。"
        "例子见 --json。", 4,
    )  # fmt: skip
    for found in mine:
        texts = "".join(f"《{titles[d]}》" for d in found["documents"])
        kinds = f"{len(found['types'])}类机构" if len(found["types"]) > 1 else found["types"][0]
        done = "(已登记)" if found["acknowledged"] is not None else ""
        lines += style.lines(f"- {found['matter']}({kinds}):{texts} · {found['hash']}{done}", 4, 6)
    yield lines


def _finding(found: Entry, titles: Mapping[str, str], style: Style) -> list[str]:
    head = f"{found['code']} {found['title']} · {found['hash']}"
    lines = [f"  {style.bold(head)}", *style.lines(found["sentence"], 4)]
    whole = found["code"] in _WHOLE
    for quote in found["quotes"] if not whole else ():
        document, _, address = quote["clause"].partition("/")
        title = f"《{titles[document]}》" if len(found["documents"]) > 1 else ""
        words = "……".join("".join(w.split()) for w in quote["words"])
        lines += style.lines(f"- {title}{quote['place']}({address}):「{words}」", 4, 6)
    if found["witness"] is not None:
        lines += style.lines(f"例:{_example(found['witness'])}", 4, 6)
    if found["readings"] and not whole:
        lines += style.lines(f"所据解释:{'、'.join(found['readings'])}", 4, 6)
    done = found["acknowledged"]
    if done is not None:
        lines += style.lines(f"已登记:{done['reason'].rstrip('。')}({done['by']},{done['date']})", 4, 6)
    return lines


def _example(witness: Entry) -> str:
    """The application in a line, and what it comes to."""
    application, verdict = witness["application"], witness["verdict"]
    facility = application["机构"]
    told = [f"{facility['所在地']}一家{facility['类型']},{application['日期']}申请{application['事项']}"]
    told += [f"{k}为{_value(v)}" for k, v in application.items() if k not in _SHOWN]
    told += [f"{k}为{_value(v)}" for k, v in facility.items() if k not in ("名称", "类型", "所在地", "镇街")]
    told += [f"{f['地区']}{f['名称']}为{_value(f['数值'])}" for f in application.get("指标", ())]
    told += [f"{f['对象']}{f['事项']}经认定为{_value(f['结论'])}" for f in application.get("认定", ())]
    label = verdict.get("label") or LABELS[verdict["outcome"]]
    return f"{','.join(told)}。结论:{label}。"


_SHOWN: Final = ("编号", "事项", "日期", "机构", "指标", "认定")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _stale(old: Entry) -> str:
    told = f"登记已无对应的发现:[{old['hash']}] {old['finding']}({old['by']},{old['date']},{old['file']})"
    if old["state"] == "changed":
        return f"{told};规则已改动,现在的发现是 {'、'.join(old['now'])},须重新看过。"
    return f"{told};可以从文件中删去。"


def _summary(data: Entry, style: Style) -> Iterator[str]:
    checked, findings = data["checked"], data["findings"]
    if not checked["rules"]:
        yield from style.lines("没有可查的规则:所选的文件没有规则,或者在所选的日期不施行。")
    else:
        open_ = f";其中{data['open']}条有待认定或者裁量,成立与否两种情形都查了" if data["open"] else ""
        cases = f"{checked['cases']}种情形(事项和规则分得出的机构类别)"
        late = f";未定{data['timed_out']}问,不能算查完" if data["timed_out"] else ",都已答完"
        yield from style.lines(f"查了{checked['rules']}条规则、{cases}{open_}。求解{checked['questions']}问{late}。")
    counts = Counter(f["level"] for f in findings)
    told = "、".join(f"{level}{counts[level]}项" for level in _MEANT if counts[level])
    left = sum(f["level"] != "信息" and f["acknowledged"] is None for f in findings)
    if not findings:
        late = data["timed_out"]
        yield from style.lines(f"未查完:还有{late}问未定;答完的部分没有发现。" if late else "没有发现。")
    else:
        rest = f"其中{left}项问题或者提示没有登记" if left else "问题和提示都已登记" if counts.keys() - {"信息"} else ""
        yield from style.lines(
            ("未查完,已发现" if data["timed_out"] else "共") + told + (f",{rest}。" if rest else "。")
        )
    if left:
        yield from style.lines("看过后不必处理的,用 tiaoli lint acknowledge 校验码 --by 姓名 --reason 理由 登记。")
