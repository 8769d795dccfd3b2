"""What a sentence of an article seems to be, proposed from its own words, its chapter and the words that lead to its item.

Articles are read sentence by sentence: a statute has no parts of one nature. 第一条 gives the basis, 本条例所称…是指 defines,
应当 obliges, 不得 forbids, what comes behind 下列条件: is required; what a chapter 法律责任 threatens is a penalty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy_dsl.texts.classify import MAY, MUST, OUGHT, authorities_alone

_WORK: Final = r"(?:条例|办法|规定|细则|规程|规则|决定|通则|标准|制度|方案|意见|通知|法)"
_BASIS: Final = re.compile(rf"制定本{_WORK}|(?:根据|依据|依照)[^。]*(?:制定|修订)《")
_SCOPE: Final = re.compile(
    rf"(?<!参照)适用(?:于)?(?:本{_WORK}|[^。]*?的?(?:活动|行为|工作|管理|监督))|本{_WORK}(?:不?适用于|的适用范围)"
)
_DEFINES: Final = re.compile(
    rf"本{_WORK}(?:中)?(?:所称|所指|下列用语)|(?:所称|称)[^。]*?(?:是指|包括|,指)|[^,。;]是指|(?:以下(?:简称|统称|称)|下同)|的含义(?:是|为|:)|"
    r"^(?:第[^\s]{1,7}条\s*)?[^,。;]{2,20}是[^。;]{0,60}的(?:凭证|总和|制度|行为|活动)"
)
_STARTS: Final = re.compile(
    r"自[^,。;]{2,24}起(?:施行|实施|执行|生效)|同时废止|有效期(?:限)?(?:为|至|自|[0-9一二三四五六七八九十])"
)
_PENALTY: Final = re.compile(
    r"责令|罚款|没收|吊销|给予[^,。;]{0,12}(?:处分|处罚)|(?:追究|承担)[^,。;]{0,8}责任|依法给予|处[^,。;]{0,24}(?:罚款|拘留)|上缴国库|失信"
)
_PENALTIES: Final = re.compile("法律责任|罚则|责任追究|处罚")
_ORDER: Final = re.compile("责令|罚款|没收|吊销|给予[^,。;]{0,12}处分|(?:追究|承担)[^,。;]{0,8}责任|上缴国库")
_CAP: Final = re.compile(r"不得?(?:超过|高于|大于|多于)|最[多高长](?:为|不|可)")
_FORBIDS: Final = re.compile(
    r"不得(?!少于|低于|不|超过|高于|大于|多于)|禁止|严禁|不予(?:新增|受理|纳入|批准|支付|定点|登记|通过)|暂不|不准|不再(?:新增|增加|受理|纳入)|从严"
)
_CONDITIONS: Final = re.compile(
    r"(?:应当|应|须|必须)?(?:同时)?(?:具备|符合|满足)(?:以下|下列|如下)[^。;:]{0,12}(?:条件|要求|标准)|(?:条件|要求)(?:如下|包括|是|为)?:$|(?:应当|应|须|必须)(?:同时)?(?:具备|符合)[^,。;]{0,20}条件|申请(?:新增)?(?:定点|纳入)[^,。;]{0,24}(?:应当|必须|须)(?:为|是|属于|具有|取得)|方可(?:申请|定点|纳入)"
)
_ENCOURAGES: Final = re.compile(r"(?:鼓励|支持|倡导|引导)(?![^,。;]{0,6}(?:政策|性|系统|条件下|力度))")
_ENCOURAGING: Final = re.compile(
    r"^(?:第[^\s]{1,7}条\s*)?[^,。;]{0,24}?(?:鼓励|支持|倡导|引导)|[,;](?:鼓励|支持|倡导)|国家鼓励"
)
_PREFERS: Final = re.compile("优先(?:纳入|定点|签订|安排|考虑|选择|确定|支持|布局|配置)|(?:给予|适当)[^,。;]{0,4}倾斜")
_PRINCIPLE: Final = re.compile(
    r"原则[。;]?$|(?:遵循|坚持)[^。]*原则|^(?:第[^\s]{1,7}条\s*)?[^。;]{0,40}?(?:坚持|遵循)|实行[^。]*相结合"
)
_RIGHT: Final = re.compile("有权|可以")
_EXEMPTS: Final = re.compile(r"不受[^,。;]{0,12}限制")
_BY_DISCRETION: Final = re.compile(r"视[^,。;]{0,12}情况|适当调整|可以根据[^,。;]{0,20}情况[^,。;]{0,12}(?:调整|确定)")
_PRESENTED: Final = re.compile(r"(?:下列|以下|如下)[^。]*:$|:$")
_PENALTY_NATURE: Final = "罚则"


def article_natures(text: str, headings: Sequence[str] = (), lead: Sequence[str] = ()) -> tuple[str, ...]:
    """The natures that a sentence of an article suggests, at least one.

    headings: of its chapter and section, outermost first. lead: the natures of the words that lead to it, where it is a
    provision or point: a list has the nature of what it lists (要件, 限制), whatever its own words are.
    """
    if lead:
        return tuple(lead) if any(n in _LISTED for n in lead) else _own(text, headings) or tuple(lead)
    return _own(text, headings) or ("义务",)


def row_natures(row: str, before: Sequence[str]) -> tuple[str, ...]:
    """The natures of a row of a table: of what leads to the table (上限: …), else a standard; a head without figures none."""
    if any(n in _TABULATED for n in before):
        return tuple(n for n in before if n in _TABULATED)
    return ("标准",) if re.search("[0-9]", row) else ("事实",)


_TABULATED: Final = frozenset(("要件", "限制", "上限", "标准", "目标"))
_LISTED: Final = frozenset(("要件", "限制", _PENALTY_NATURE, "定义", "许可", "鼓励", "豁免", "优先", "依据"))
"""Natures that a list has as a whole."""


def _own(text: str, headings: Sequence[str]) -> tuple[str, ...]:
    """The natures that the words themselves suggest; none where none does."""
    plain = re.sub(r"^第[^\s]{1,9}条(?:之[一二三四五六七八九十])?\s*", "", text)
    if _BASIS.search(plain):
        return ("依据", *(["定义"] if re.search("以下(?:简称|统称)", plain) else []))
    if _STARTS.search(plain):
        return ("施行",)
    # A penal chapter penalises in every sentence, except where it says when it begins or what a word means.
    defines = bool(_DEFINES.search(plain))
    main = re.match(rf"本{_WORK}(?:中)?(?:所称|所指|下列)|[^,。;]{{2,40}},?是指", plain) is not None
    if any(_PENALTIES.search(h) for h in headings) and not main:
        return (_PENALTY_NATURE,)
    if main or (defines and not re.search(rf"{MUST}|{OUGHT}|可以|负责(?!人)", re.sub(r"\([^()]*\)", "", plain))):
        return ("定义",)
    if _SCOPE.search(plain) and not re.search("应当|不得", plain):
        return ("定义",)
    proposed: list[str] = []
    if _EXEMPTS.search(plain):
        proposed.append("豁免")
    if _CONDITIONS.search(plain):
        proposed.append("要件")
    if _CAP.search(plain):
        proposed.append("上限")
    if _FORBIDS.search(plain):
        proposed.append("限制")
    if _ORDER.search(plain) and not re.search("应当", plain):
        proposed.append(_PENALTY_NATURE)
    if _PREFERS.search(plain):
        proposed.append("优先")
    if _ENCOURAGING.search(plain) and _ENCOURAGES.search(plain):
        proposed.append("鼓励")
    if _BY_DISCRETION.search(plain):
        proposed.append("裁量")
    if _obliges(plain) and "要件" not in proposed:
        proposed.append("义务")
    if _RIGHT.search(plain) or re.search(MAY, plain):
        proposed.append(
            "义务" if authorities_alone(plain) else "许可"
        )  # what an authority may do is its power (强度 可以)
    if defines:
        proposed.append("定义")
    if not proposed and _PRINCIPLE.search(plain):
        proposed.append("原则")
    if "限制" in proposed and "义务" in proposed and -1 < plain.find("应当") < _forbidden_at(plain):
        proposed.remove("限制")
        proposed.insert(proposed.index("义务") + 1, "限制")  # what it says first comes first
    return tuple(dict.fromkeys(proposed))


def _forbidden_at(plain: str) -> int:
    match = _FORBIDS.search(plain)
    return len(plain) if match is None else match.start()


def _obliges(plain: str) -> bool:
    """Whether the words oblige: 应当, 必须, 负责; 应当 in 应当由基金支付的部分 says which part is meant."""
    words = re.sub(r"应当由[^,。;]{1,30}支付的", "", plain)
    words = re.sub(r"不得(?!少于|低于|不)", "", words)
    return bool(re.search(rf"{MUST}|{OUGHT}|负责(?!人)|不得(?:少于|低于)", words))
