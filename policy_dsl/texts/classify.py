"""What a clause seems to be, proposed from its cue words and its heading; a person decides.

A clause may have several natures. Cue words with false friends are guarded: 可 of 可持续, 应 of 适应, 要 of 主要.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

NATURES: Final = (
    "限制", "豁免", "优先", "许可", "上限", "目标", "定义", "义务", "程序", "鼓励", "建议",
    "原则", "愿景", "依据", "事实", "裁量", "施行", "缺文", "要件", "标准", "罚则",
)  # fmt: skip
"""What a clause of the body can be: restriction, exemption, preference, permission, cap, target (with a figure),
definition, duty, procedure, encouragement, proposal of a report, principle, goal (without a figure), legal basis, statement of fact,
discretion, commencement, missing text, requirement, planning standard, penalty."""

FRAME_NATURES: Final = {
    "title": "题名",
    "number": "文号",
    "to": "主送",
    "sig": "落款",
    "date": "落款",
    "toc": "附注",
    "note": "附注",
}
HEADING: Final = "标题"

MAY = r"(?<![认许不])可(?![持及靠办行信能负控比见接感用为操视支])(?!优先|根据)"
OUGHT = r"(?<![适相对反供响效回])应(?![急用付答收缴聘激运变拨保参])"
MUST = r"(?<![主需重首必])要(?![求素点件约义闻么务因])|必须|(?<!必)须|不得"

CUES: Final = (
    ("豁免", r"不受[^,。;]{0,10}限制"),
    (
        "限制",
        r"不再(?:新增|增加|增长)|暂不|不予(?:新增|受理|纳入)|不得[^,。;]{0,6}(?:新增|增加|设置)|从严|存量为主",
    ),
    (
        "上限",  # with a condition behind it (不超过50%的县, …) it is no cap
        r"(?:不超过|不高于|不大于|不多于)(?![^,,。;]{0,20}(?:的(?:[^,,。;\d]{0,2}(?:县|区|市|域|机构|镇)[^,,。;的\d]{0,6})?|时)[,,])",
    ),
    ("优先", r"优先(?!发展战略|配备|、)|倾斜"),
    ("标准", r"按照每|核定|每(?:千|家)[^,。;]{0,20}[0-9]"),
    (
        "要件",
        r"申请(?:新增)?(?:定点|纳入)[^,。;]{0,24}(?:应当|必须|须)(?:为|是|属于|具有|取得)|符合[^,。;]{0,4}条件的|应具备|重点考虑|资质合规",
    ),
    ("定义", r"以下(?:简称|统称)|是指|所称|划分为"),
    ("施行", r"自[^,。;]{2,16}起(?:施行|实施|执行)|有效期"),
    ("裁量", r"进行适当调整|视[^,。;]{0,12}情况|明显(?:过剩|偏低)|相对充足|适时(?!公布)|适当调整|合理(?:确定|核减)"),
    ("鼓励", r"鼓励|(?:^|[,;])(?:支持|引导社)"),
    ("许可", MAY),
    ("目标", r"(?:提高到|达到|不低于|不少于|保持在)[^,。;]{0,16}[0-9.]+(?:%|个|张)|力争"),
    ("程序", r"受理计划|经办(?:规程|管理流程)|协商谈判|公布|遴选工作|签订|测算|开展评估|阶段评估|论证"),
    (
        "义务",
        rf"{MUST}|请[^,。;]{{0,12}}(?:执行|落实|遵照)|{OUGHT}|负责|制定[^,。;]{{0,30}}(?:计划|标准|方案|办法|规程)",
    ),
)
"""Nature and pattern, in the order in which natures are proposed."""

_BY_YEAR = re.compile(r"(?:到|至|力争)?20[0-9]{2}年(?!至|[0-9]|末|底以来)")
_FIGURE = re.compile(r"[0-9.]+(?:%|张|家|人|个|类|万|种)|[0-9]+:[0-9]+")
_PAST = re.compile(
    r"20[0-9]{2}年(?:[0-9-]+月)?(?:末|底|以来|率先|被|至|创新)|截至|[由从][^,。]{1,20}(?:增至|增长)|累计|我市现有|目前"
)
_BASIS = re.compile(
    r"根据[^。]{0,30}《|按照[^。]{0,4}《|制定本|提出以下意见|现就[^。]{0,60}报告如下|现[^。]{0,30}(?:规定|决定)如下"
)
_BY_HEADING: Final = (
    (r"指导思想|基本原则|^原则", "原则"),
    (r"目标指标进展|进展情况|规划基础|发展基础|形势|主要问题|机遇|挑战", "事实"),
    (r"(?:规划|工作|发展|总体|主要)目标", "愿景"),
    (r"对策建议|意见建议|^建议", "建议"),
    (r"组织实施|工作要求|保障措施|组织领导|规划实施$", "义务"),
)


# --- to whom 可以 is said -----------------------------------------------------------------------------------------

_AUTHORITY: Final = "|".join(
    (
        *("经办机构", "部门", "机关", "人民政府", "政府(?!重点|投资|举办|购买)", "国务院", "委员会"),
        "(?:医疗保障|医保|财政|监督管理|市场监管|卫生健康|人力资源社会保障|税务|公安|民政)局",
        *("各地", "各?统筹地区", "各?统筹区", "各?(?<!参保)地方"),
    )
)
_OTHERS: Final = (
    r"机构|药店|医院|诊所|单位|企业|个人|人员|申请人|当事人|代理人|公民|患者|家属|遗属|组织|法人|者(?=[^,。;]{0,2}$)"
)
_ACTOR: Final = re.compile(rf"(?P<authority>{_AUTHORITY})|{_OTHERS}")
_ALLOWED: Final = re.compile(rf"{MAY}|有权")
_APPROVED: Final = re.compile(r"经[^,。;]{1,24}?(?:批准|同意|审批|授权)")
_ADVERBS: Final = re.compile(r"(?:也|还|并|又|均|都|同时|依法|或者|应当|必要时|根据需要|视情况|及时)*")
_LEADING: Final = re.compile(
    rf"(?:第[^\s]{{1,9}}条\s*)?(?:由|但|但是|同时|其中)?[^,。;的]{{0,12}}?(?:(?P<authority>{_AUTHORITY})|{_OTHERS})"
)

_LISTED: Final = re.compile(rf"(?:(?P<authority>{_AUTHORITY})|{_OTHERS})$")
"""A part that is nothing but who is meant: 列入市政府重点建设项目的医疗机构."""


def authorities_alone(text: str) -> bool:
    """Whether some 可, 可以 or 有权 is said, and each to an authority: 「医疗保障行政部门可以…」 gives a power and permits no applicant.

    The subject stands right before it, else it is that of the nearest part before that begins with one.
    """
    subjects = [_subject(text[: match.start()]) for match in _ALLOWED.finditer(text)]
    return bool(subjects) and all(subjects)


def _subject(before: str) -> bool:
    """Whether the subject of what follows some words is an authority; where none is told, it is taken for none."""
    *earlier, head = re.split("[,,。;;:：]", _APPROVED.sub("", before))
    actors = list(_ACTOR.finditer(head))
    if actors:
        return actors[-1]["authority"] is not None
    if _ADVERBS.fullmatch(head) is None:
        return False
    known = (_LISTED.search(part) or _LEADING.match(part) for part in reversed(earlier))
    return next((m["authority"] is not None for m in known if m is not None), False)


_STATING: Final = (
    ("事实", r"(?:^|[,;])(?:目前|截至|现有|现共有|共有)|[^,。;]{1,12}(?:现有|共有)[^,。;]{0,16}[0-9]"),
    ("愿景", r"(?:基本|逐步|初步)形成|格局(?:。|$)|目标是"),
)
"""Natures of a clause in which no other word gives one: it says how things are, or how they should come to be."""


# --- what a clause is -------------------------------------------------------------------------------------------


def natures(text: str, headings: Sequence[str] = (), preamble: bool = False) -> tuple[str, ...]:
    """The natures that the words of a clause suggest, at least one; `headings` from the outermost in."""
    proposed = [nature for nature, cue in CUES if re.search(cue, text)]
    context = next((n for h in reversed(headings) for cue, n in _BY_HEADING if re.search(cue, h)), "")
    if preamble:
        proposed = ["依据" if _BASIS.search(text) else "事实", *(n for n in proposed if n == "定义")]
    elif context == "事实":
        proposed = ["事实", *(n for n in proposed if n == "定义")]
        if re.search(r"指标,目标值", text):
            proposed.append("目标")
    elif _BY_YEAR.search(text) and re.search(r"^到20|(?:到|力争)20[0-9]{2}年|20[0-9]{2}年(?:实现|全面|完成|前)", text):
        proposed.append("目标" if _FIGURE.search(_BY_YEAR.sub("", text)) else "愿景")
    elif _PAST.search(text) and not set(proposed) - {"鼓励", "许可", "程序"}:
        proposed = ["事实"]
    elif context == "原则":
        proposed = ["原则", *(n for n in proposed if n in ("限制", "上限", "豁免"))]
    elif context == "愿景":
        proposed = proposed or ["愿景"]
    if "许可" in proposed and authorities_alone(text):
        proposed = ["义务" if n == "许可" else n for n in proposed]
    if "上限" in proposed and "标准" in proposed:
        proposed.remove("标准")
    if "限制" in proposed and "裁量" in proposed and not re.search(r"明显|相对充足", text):
        proposed.remove("裁量")
    stated = next((n for n, cue in _STATING if re.search(cue, text)), "义务")  # nobody is told to do anything
    return tuple(dict.fromkeys(proposed or [context or stated]))
