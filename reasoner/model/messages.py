"""Sentences of a verdict: labels, reasons why a document does not govern, warnings. Data only; no rule is judged here.

They stand in one place so that the checker of proofs holds a verdict's words to the same table without sharing
anything with the interpreter.
"""

from __future__ import annotations

from typing import Final

LABELS: Final = {
    "conflict": "规定不一致,待有权机关明确",
    "barred": "按规定不得新增",
    "presumptively_barred": "原则上不予新增",
    "undetermined": "事实或认定不足,暂不能判断",
    "not_eligible": "尚未满足所列条件",
    "strictly_controlled": "从严控制,需个案研究",
    "exempt": "不受规划限制,可按规定纳入评估范围",
    "priority": "可优先纳入,仍须评估",
    "may_proceed": "已收录文件中未见限制,可进入后续程序",
    "not_regulated": "已收录文件未作规定",
    "out_of_force": "依据未施行或规划期已届满,须确认现行依据",
}

WORDED: Final = {
    ("barred", "暂不"): "按规定暂不新增",
    ("strictly_controlled", "存量"): "以调整存量为主,需个案研究",
    ("priority", "倾斜"): "可适当倾斜,仍须评估",
}
"""Labels that follow the words of the decisive clauses (随原文用词), where all of those share them."""

CONTROL_WORDS: Final = {
    "从严": LABELS["strictly_controlled"].partition(",")[0],
    "存量": WORDED["strictly_controlled", "存量"].partition(",")[0],
}
"""How a norm of each strength controls, in the words of the label to which it leads."""

NOT_HELD: Final = "尚未收录本地区文件"

NOT_AMONG: Final = "本次所选文件未作规定"
"""Where --document left documents out: nothing is said of those."""

UNREGULATED: Final = {
    "not_regulated": LABELS["not_regulated"],
    "no_reach": "所作规定不及于此类机构",
    "report_only": "只收录评估报告,有无规定不详",
    "not_held": NOT_HELD,
    "chosen_silent": NOT_AMONG,
    "not_chosen": NOT_AMONG,
}
"""Labels of `not_regulated`, by why nothing governs; the sentences are those of `WHY`."""

WHY_NOT: Final = {
    "not_chosen": "未选入本次研判的文件范围",
    "elsewhere": "适用地区为{region},不含机构所在地",
    "no_place": "机构所在地不明,不能确定是否适用(适用地区为{region})",
    "silent": "未就「{matter}」作规定",
    "undecided": "就「{matter}」只有优先、豁免或者目标性的规定,不决定申请",
    "no_reach": "就「{matter}」所作规定不及于此类机构",
    "yields": "系指导意见,本统筹区有现行规划{plans}就该事项作出规定,个案依该规划",
    "report": "系评估报告,不具规范效力,就「{matter}」有无规定不详",
    "not_yet": "尚未施行:自{starts}起施行,适用日期为{day}",
    "not_yet_year": "尚未施行:{year}年印发,适用日期为{day}",
    "ended": "规划期已于{ends}届满,未见继续执行的认定;届满不当然等于废止,须确认现行依据",
    "ended_continued": "规划期已于{ends}届满;{made},没有说到适用日期({day});届满不当然等于废止,须确认现行依据",
    "not_continued": "规划期已于{ends}届满,依{by}认定不再继续执行",
    "succeeded": "规划期已于{ends}届满,已有后续文件《{title}》",
    "replaced": "已由自{starts}起施行的《{title}》({version})代替,适用日期为{day}",
    "repealed": "已自{on}起依{by}废止(「{words}」)",
    "transition": "自{starts}起施行;依其过渡规定「{words}」,施行前受理的申请按原规定办理,本申请于{received}受理",
    "former_not_held": "自{starts}起施行;依其过渡规定「{words}」,施行前受理的申请按原规定办理,本申请于{received}受理;原规定未收录",
    "denied": "依{by}认定在适用日期({day})不具效力",
}

WHY: Final = {
    "out_of_force": "本地区规定该事项的文件,按适用日期均不能作为依据:{documents}",
    "not_regulated": "已收录的本地区文件均未就「{matter}」作决定申请的规定",
    "no_reach": "已收录的本地区文件就「{matter}」所作的规定不及于此类机构(按机构类型、床位类别、举办主体和已有的定点服务);没有规定不等于可以办理",
    "report_only": "已收录的本地区文件只有评估报告,不具规范效力;所评估的规划未收录,就「{matter}」有无规定不详",
    "chosen_silent": "本次所选的本地区文件均未就「{matter}」作规定,未选入的文件不在其内",
    "not_chosen": "本次所选文件不含机构所在地区的文件",
    "not_held": "尚未收录机构所在地区的文件,不表示该地区没有规定",
    "no_region": "机构所在地不明,不能确定适用哪一地区的文件",
}

GOVERNS: Final = {
    "true": "就「{matter}」作有规定,可及于此类机构,{period}",
    "reach": "就「{matter}」作有规定,是否及于此类机构须看机构类型、床位类别、举办主体和已有的定点服务,{period}",
    "force": "就「{matter}」作有规定,可及于此类机构;收到的文本未载期限,效力须由印发机关确认,确认以前不能据以作出处理",
}
"""Why a document governs, or may."""

ENDED_STATEMENT: Final = "{why}(所在文件规划期已于{ends}届满,须先确认是否延续执行)"
"""What a statement of a plan whose period has ended means for a case."""

NOT_EXAMINED: Final = ("国家规定的定点条件", "年度受理计划等未收录文件")
"""What no verdict and no answer looks at, as the closing sentence of both says it."""
FORCE_UNSTATED: Final = {"starts": "施行日期", "ends": "有效期"}
"""What a text does not say where its force is unknown."""

RECORD: Final = {
    "文件效力": "先查找文件原件。经确认的,登记为认定:事项 文件效力,对象 {id},结论 是或者否,机关 {organs},自、至 为其所确认的期间。",
    "文件效力·另一期间": "已有的认定没有说到适用日期({day})。经确认该日是否有效的,登记认定:事项 文件效力,对象 {id},结论 是或者否,机关 {organs},自、至为其所确认的期间。",
    "规划延续执行": "登记为认定:事项 规划延续执行,对象 {id},结论 是或者否,机关 {organs},日期 为作出之日;写明自何日起的,并写 自。",
}
"""How a determination of a document is recorded."""

TOUCHING: Final = {
    "prefer": "该条是优先或者倾斜的规定,不决定本次申请",
    "exempt": "该条是豁免的规定,该文件没有可及于本次申请的限制",
    "goal": "该条是目标性的规定,不决定本次申请",
    "reading": "条文理解「{reading}」所据的条文,不决定本次申请",
    "reading_elsewhere": "条文理解「{reading}」所据的条文,只取其所列地区;该条本身不及于机构所在地",
    "guidance": "该条出自指导意见,本统筹区有现行规划,个案依该规划",
}
"""Why a clause touches a case without deciding it."""

LOWER_AUTHORITIES: Final = "下级医保部门"
"""To whom guidance is addressed that does not say it."""

WARNINGS: Final = {
    "under": "比较用:按机构在{region}研判,原所在地的指标和认定当作{region}的同类指标和认定,不是对本申请的研判。",
    "continued": "届满而继续:《{title}》规划期已于{ends}届满,依{by}认定继续执行{since}。{after}",
    "continued_from": "(自{starts}起)",
    "continued_after": "该认定作出于收到申请({received})之后。",
    "force_unknown": "文件效力不明:《{title}》收到的文本未载{what},其效力须由{organs}确认;确认以前不据以作出处理。请先查找原件。",
    "force_other_days": "文件效力:《{title}》收到的文本未载{what};{made}。{which}没有说到适用日期({day}),请{organs}确认在该日是否继续有效;确认以前不据以作出处理。",
    "force_determined": "文件效力:《{title}》收到的文本未载{what},依{by}认定在适用日期({day})有效。",
    "part_missing": "文本不完整:《{title}》收到的文本缺{lacking},涉及所缺部分的,请核对原件。",
    "guidance": "指导意见:《{title}》为{level}级指导意见,对象为{addressees},适用于个案时请一并核对本统筹区规定。",
    "nation_only": "尚未收录本地区文件:本次只依据国家的{titles},本市、本省有无规定不详,请先查找。",
    "transition": "按原规定办理:自{starts}起施行的《{title}》写明「{words}」,本申请于{received}受理,适用施行前的《{former}》({version})。",
    "former_not_held": "原规定未收录:自{starts}起施行的《{title}》写明「{words}」,本申请于{received}受理,应按施行前的规定办理;该规定没有收录,没有依它判断,请先查找。",
    "other_day": "《{title}》在收到申请之日({received})与适用日期({day})效力不同:{why}。",
    "set_aside": "文件搁置:本单位规则库中的{document}有{count}处错误,没有参加本次研判,其中可能另有规定;改正以后重新研判。",
    "set_aside_all": "文件搁置:本单位规则库没有读出,其中的文件都没有参加本次研判,可能另有规定;读出以后重新研判。",
    "pending": "条款待写:《{title}》有{count}条尚未写成规则({places}),可能另有限制,请先对照原文。",
    "out_of_period": "不在期间:《{title}》{place}的期间是{period},适用规定之日为{day},本次不适用。",
    "stale": "数据陈旧:{fact}所用数据截至{as_at},请核实是否仍为最新。",
    "unconfirmed": "台账未确认:{fact}取自本单位台账,没有写明确认人,请先确认。",
    "expired": "台账已过期:{fact}取自本单位台账,有效期至{until},适用日期为{day},请更新。",
    "superseded": "认定先后不一:{fact}以{later}认定的“{value}”为准;此前{earlier}认定为“{other}”,未采用,请核对。",
    "organ_unstated": "认定机关未写明:{fact}的认定没有写明由哪一机关作出,本次按所述使用;写明机关以前,不据以出具正式文书。",
    "organ_other": "认定机关·文件未写明:{fact}所附认定由{organs}作出;文件未写明由谁认定,按所采理解为{authority},请确认,或者提供{authority}的认定。",
    "organ_internal": "认定机关·内设机构:{fact}所附认定由{organs}作出;内设机构不以自己的名义认定,请提供{authority}的认定。",
    "organ_joint": "认定机关·联合印发:《{title}》由{issuers}联合印发,{fact}所附认定由{organs}作出,尚缺{lacking}的认定,请确认。",
    "continued_undated": "{fact}的认定没有写明日期,也没有写明自何日起;不知道自何时起有效,请补明。",
    "continued_early": "{fact}的认定作出于{made},早于规划期届满({ends})一年以上,请核对是否确为关于届满以后的决定。",
    "organ_named": "认定机关·文件写明:{fact}所附认定由{organs}作出;{clause}规定由{authority}认定,本次不予采用。",
    "organ_elsewhere": "认定机关·不是本地区机关:{fact}所附认定由{organs}作出,应由{authority}认定,本次不予采用。",
    "organ_not_issuer": "认定机关·不是制定机关:{fact}所附认定由{organs}作出,应由{authority}认定,本次不予采用。",
    "undated": "{fact}未注明期间,按{period}的预期数使用,请核实。",
    "unlike": "{fact}({as_at})与{other}({other_as_at})不是{likeness},不作比较;请提供{fact}{other_as_at}的数值。",
    "one_undated": "{fact}未注明时点,不能与{other}({other_as_at})比较;请补写{fact}的时点。",
    "both_undated": "{fact}与{other}均未注明时点,按所提供的数值比较,请核实是否可比。",
    "other_days": "{fact}截至{as_at},{other}截至{other_as_at},各按最近一期比较。",
    "too_new": "{fact}({value},时点{as_at})晚于适用日期{day},未采用。",
    "other_period": "{fact}({value},时点{as_at})不是{period}的预期数,未采用。",
    "written": "{fact}写的是「{text}」,按{value}读,请核对。",
    "bare_yes": "「{fact}」只写「是」,依「{matter}」理解为{meant},请核实。",
    "bare_unknown": "「{fact}」只写「是」,没有写明哪几项服务,按不详处理,请补写。",
    "asked_twice": "「{fact}」已有{value},又申请「{matter}」,请核实。",
    "conditions": "所附认定:不符合定点条件。",
    "applicant_only": "仅申请人所述:{fact}({value})只见于申请材料,本次结论以它为据;{check}。",
    "excess": "{part}为{value},大于同一时点的{whole}{limit},两个数至少有一个不对,本次都按不详处理,请核对。",
}

CHECKED_BY: Final = {
    "申请人": "",
    "有权机关认定": "",
    "现场核查": "须由本单位现场核查属实",
    "其他部门": "须向有关部门查询核对",
}
"""What has to be done with a fact that only the applicant gives, by who would provide it; empty where nothing has: it is the
applicant's to give, or what is said of the organ covers it."""
CHECKED: Final = "须由本单位查询核对"
"""The same where the agency itself would provide it."""

PERIOD_DETERMINED: Final = {
    ("文件效力", True): "{by}认定其{period}有效",
    ("文件效力", False): "{by}认定其{period}不具效力",
    ("规划延续执行", True): "{by}认定{period}继续执行",
    ("规划延续执行", False): "{by}认定{period}不再继续执行",
}
"""What a determination of a document says, of which the day of the application is no part."""

UNSTATED: Final = "未载明"
"""Of a fact that would have to be another: nothing was stated of it."""
NOT_CLAIMED: Final = "未主张"
UNDATED: Final = "(未写日期)"
"""What stands for the day of a determination that states none."""
NO_ORGAN: Final = "有权机关(没有写明是哪一机关)"
"""Stands for the organ of a determination that does not say it."""
NOT_YET_DESIGNATED: Final = "尚未定点"
NOT_VERIFIED: Final = "主张未核实"
"""What the applicant claims and nobody has verified, where only a preference turns on it: it does not count for now."""
STATED_UNKNOWN: Final = "不详"
"""What was expressly stated to be unknown, where only a preference turns on it: nobody claims it."""
PLACE_UNSTATED: Final = "所在地未写明"
"""The county or town where the applicant lies is not stated, so whether it was determined to be such a place is not known."""
ORGAN_UNSETTLED: Final = "作出机关待确认"
"""A determination is attached by an organ of which it is not clear that it may make it; only a preference turns on it."""
NOT_ADOPTED: Final = "所附认定未予采用"
"""The same of an organ that may not make it."""
NOT_PROVED: Final = "尚未核实"
"""A claim that would only make a favourable outcome more favourable: it is told, and not asked for."""
