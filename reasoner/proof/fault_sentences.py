"""What is wrong with a verdict in sentences for staff: places of the file in words instead of keys, codes as people read them.

Comes in: the faults of the checker, most of which begin with a path of keys (`reasons.rules[2].status:应为「true」,现为「false」`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reasoner.model.messages import LABELS
from reasoner.proof.plain_vocabulary import Data

_PATH: Final = re.compile(r"((?:[A-Za-z_]\w*)(?:\.[^.\[\]:]+|\[\d+\])*):(.*)", re.ASCII | re.DOTALL)
_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_OTHERWISE: Final = re.compile("应为「(.*)」,现为「(.*)」", re.DOTALL)
_COUNTED: Final = re.compile(r"应有(\d+)项,现有(\d+)项")
_DIGEST: Final = re.compile("[0-9a-f]{60,64}…?")
_IDENTITY: Final = ("rule", "clause", "fact", "reading", "document")
"""What an entry of a list is known by, the first that it has."""
KEYS: Final = {
    "actual": "实际比值", "advice": "所列办法的校验码", "agent": "主体", "alternative": "另一种理解", "answers": "各种答复的后果",
    "apart": "另列的数值", "application": "申请编号", "as_at": "时点", "as_of": "适用日期", "asked_by": "提出问题的条款",
    "assumed": "推定", "assumptions": "推定的事项", "authority": "认定权限", "basis": "理由", "begins": "期间的第一日", "by": "由谁", "changes": "可能改变结论的情形",
    "citations": "所引条款", "claimed": "未核实的主张", "clause": "条款", "closes": "可以排除的结论数", "concerns": "是否涉及本事项",
    "condition": "条件", "confirmations": "条文理解的确认", "confirmed_by": "确认人", "const": "写明的数", "date": "日期", "day": "适用规定之日",
    "defeated_by": "被何者排除", "determined_by": "认定机关", "document": "文件", "documents": "文件的校验码", "effect": "效果", "exempts": "不受其限制的条款",
    "end": "结束的位置", "ends": "截止日期", "engine": "程序版本", "evidence": "依据", "fact": "事实", "facts": "事实", "faults": "错误的处数", "from": "现值",
    "given": "给出的事实", "governing": "适用的文件", "heading": "上级标题", "how": "办法", "id": "标识", "is": "种类", "label": "结论的用语",
    "label_if_alternative": "另一种理解之下结论的用语", "left": "所比的数", "matter": "事项", "matter_written": "所写的事项", "missing": "尚缺的事实", "name": "名称",
    "names_read": "名称的理解", "not_governing": "不适用的文件", "note": "说明", "number": "文号", "of": "所属", "only": "选定的文件",
    "op": "比较", "or": "同样可以的地区", "organs": "机关", "origin": "来源类型", "outcome": "结论",
    "outcome_if_alternative": "另一种理解之下的结论", "over": "所计的数", "page": "页码", "parts": "各部分", "pending": "待写的条款",
    "period": "期间", "place": "条款位置", "possible": "可能的结论", "possible_if_alternative": "另一种理解之下可能的结论",
    "principle": "排除的依据", "proof": "证明材料", "provider": "提供方", "question": "问题", "quote": "原文", "ratio": "是否比值", "read": "所读的事实",
    "reading": "条文理解", "readings": "条文理解", "readings_not_run": "不能另行研判的条文理解", "reason": "理由", "reasons": "研判理由",
    "receipt": "校验凭据", "received": "收件日期", "received_written": "收件日期的写法", "record": "登记办法", "region": "所在地",
    "reviewed": "是否复核", "right": "标准", "role": "在研判中的作用", "rule": "规则", "rules": "规则", "schema": "格式版本", "scope": "适用对象",
    "set_aside": "搁置的文件", "shown": "写法", "source": "来源", "spans": "原文片段", "standard": "标准", "standards": "规划标准", "standing": "机关与事实的关系",
    "start": "开始的位置", "starts": "起始日期", "state": "确认的情形", "status": "是否成立", "strength": "强度", "subject": "所属", "sum": "相加的各项",
    "text": "大意", "times": "相乘的两项", "title": "题名", "to": "应改为的值", "touching": "涉及本申请的原文", "under": "比较的数或者所设的地区",
    "unsettled": "效力不明的文件",
    "used": "所采的理解", "valid_until": "有效期", "version": "版本", "value": "值", "values": "所列的值", "vocabulary": "事实和地区定义的校验码",
    "warnings": "提示", "why": "理由", "written": "原来的写法",
}  # fmt: skip
"""What staff call each key of a verdict."""
_WITHIN: Final = {("reasons", "number"): "算得的数", ("given", "number"): "编号", ("facts", "number"): "编号"}
"""What some keys are called in one part of a verdict."""
_CODES: Final = {
    "true": "成立", "false": "不成立", "unknown": "未知", "True": "是", "False": "否", "None": "空", "": "空",
    "decisive": "起决定作用", "supporting": "印证", "defeated": "被排除", "considered": "考虑过而未成立", "note": "附注",
    "competent": "有权认定", "unstated": "未写明机关", "other_organ": "其他机关", "excluded": "无权认定",
    "applicant": "申请人", "nobody": "无人", "confirmed": "已经确认", "stale": "确认后有变动", "doubted": "有疑义",
    "prohibit": "限制", "cap": "上限", "control": "从严", "require": "要件", "exempt": "豁免", "prefer": "优先", "permit": "许可",
}  # fmt: skip
"""Codes as staff read them; those of outcomes have their labels."""
_OF_OUTCOMES: Final = ("outcome", "possible", "outcome_if_alternative", "possible_if_alternative")


def sentence_of(fault: str, verdict: Data) -> str:
    """A fault as a sentence; what has no path is one already."""
    match = _PATH.fullmatch(fault)
    if match is None:
        return fault
    steps = [(int(n) if n else key) for n, key in _STEP.findall(match[1])]
    keys = [s for s in steps if isinstance(s, str)]
    return f"{'·'.join(_places(steps, verdict))}:{_what(match[2], keys[-1])}"


def _places(steps: list[int | str], verdict: object) -> Iterator[str]:
    """The names of the places on the way; an entry of a list with its number and with what it is known by."""
    names: list[str] = []
    for step in steps:
        if isinstance(step, str):
            verdict = verdict.get(step) if isinstance(verdict, dict) else None
            named = _WITHIN.get((str(steps[0]), step)) or KEYS.get(step, f"“{step}”")
            names.append(named)
            continue
        verdict = verdict[step] if isinstance(verdict, list) and step < len(verdict) else None
        known = next((verdict[k] for k in _IDENTITY if k in verdict), "") if isinstance(verdict, dict) else ""
        names[-1] += f"第{step + 1}项" + (f"({known})" if isinstance(known, str) and known else "")
    yield from names


def _what(what: str, key: str) -> str:
    """What is wrong there."""
    if counted := _COUNTED.fullmatch(what):
        return f"应有{counted[1]}项,文件里有{counted[2]}项。"
    if otherwise := _OTHERWISE.fullmatch(what):
        expected, actual = otherwise.groups()
        if _DIGEST.fullmatch(expected):
            return "与内容不符,内容在研判以后改动过。"
        return f"应为“{_value(expected, key)}”,文件里写的是“{_value(actual, key)}”。"
    return {"缺少这一项": "文件里缺少这一项。", "多出这一项": "文件里多出这一项,研判时没有。"}.get(
        what, f"{what.rstrip('。')}。"
    )


def _value(value: str, key: str) -> str:
    """A value as staff read it: codes in words, of what holds several things only that."""
    if value[:1] in ("{", "["):
        return "一组内容"
    return (LABELS if key in _OF_OUTCOMES else _CODES).get(value, value)
