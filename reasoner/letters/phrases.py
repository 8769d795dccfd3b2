"""Our own sentences in letters. They stand together so that one test holds the forbidden words out of all of them."""

from __future__ import annotations

from typing import Final

DRAFT: Final = "草稿——例外考量尚待填写,填写前不得发出"
DRAFT_GUIDANCE: Final = "草稿——依据只有指导意见,其据以判断个案的条文理解尚未确认,确认前不得发出"
"""On every page of a letter that rests on a presumption while nobody has weighed the exception."""

DRAFT_PART: Final = "草稿——申请中可以容纳的部分怎样处理尚待填写,填写前不得发出"
"""On every page of a letter on beds of which some would fit while nobody has decided what becomes of those."""
DRAFT_ORGAN: Final = "草稿——所据认定没有写明由哪一机关作出,补明并重新出具以前不得发出"
"""On every page of a letter that rests on a determination of which nobody said who made it."""
DRAFT_PENDING: Final = "草稿——有条款尚未写成规则(待写),写成并复核前不得发出"
"""The same of a letter on a verdict of which some clause that may concern it is not yet a rule."""

DRAFT_LEAD: Final = "草稿——"
"""What a mark of a draft begins with; of several marks only the first."""

OPEN: Final = {
    "review": "草稿——所据规则尚未经法制复核",
    "reading": "草稿——有条文理解尚未确认,换一种理解结论不同",
    "authority": "草稿——由谁认定系推定,尚未确认",
    "force": "草稿——所据文件的效力尚未确认",
    "source": "草稿——有事实没有写明来源",
    "untitled": "草稿——所据文件的题名或者文号尚待填写",
    "remedies": "草稿——救济一段尚未经法制核定",
    "misdirected": "草稿——设置里核定的救济一段写的是别处的复议机关,救济一段待核定",
    "signing": "草稿——由有权遴选的经办机构落款,尚待填写",
    "signing_place": "草稿——设置的经办机构不是机构所在地区的,落款尚待填写",
    "undecided": "草稿——尚无处理决定",
    "set_aside": "草稿——本单位规则库有文件搁置,其中可能另有规定",
    "law_day": "草稿——有文件在决定之日与所按之日效力不同,适用日期的理由尚待写明",
    "doubt": "草稿——有条文理解存疑",
    "correction": "草稿——更正(撤销)的内容尚待填写",
}
"""On every page of a letter while something else is open."""

BLANK: Final = "____________________"

REFUSAL: Final = {
    "title": "关于不予{matter}的告知书",
    "title_for_now": "关于暂不{matter}的告知书",
    "title_part": "关于部分不予{matter}的告知书",
    "title_proceeds": "关于{matter}申请进入后续程序的告知书",
    "title_joined": "关于{matters}等申请处理意见的告知书",
    "title_joined_refused": "关于{titles}的告知书",
    "part_of": "({number})关于{matter}的申请(编号:{id})",
    "opening_joined": "你单位关于{matters}的申请(编号:{ids})于{received}收悉。经审查,现一并告知如下。",
    "as_of_receipt": "本次按收到申请之日({day})有效的规定审查。",
    "former": "自{starts}起施行的《{title}》规定“{words}”。你单位的申请在此以前受理,本次按原规定审查。",
    "as_of_reason": "本次按{day}有效的规定审查,理由是:{reason}。",
    "decided": "经{organ}于{day}决定,本次不予{matter}。",
    "decided_for_now": "经{organ}于{day}决定,本次暂不{matter}。",
    "decided_part": "经{organ}于{day}决定,你单位申请的{requested}张中,{beds}张可进入后续程序,仍须按规定评估;其余{rest}张不予{matter}。",
    "decided_proceeds": "经{organ}于{day}决定,本次申请可进入后续程序,仍须按规定评估;本告知不表示同意定点。",
    "decided_otherwise": "上述处理的理由是:{reason}。",
    "considered_yes": "例外考量:经审查,你单位有应予例外的情形,理由是:{reason}。",
    "considered_no": "例外考量:经审查,你单位没有应予例外的情形,理由是:{reason}。",
    "title_conditions": "关于暂不{matter}的告知书",
    "asked": "你单位申请的是{kind}床位{requested}张。",
    "opening": "你单位关于{matter}的申请(编号:{id})于{received}收悉。经审查,现将有关情况告知如下。",
    "opening_undated": "你单位关于{matter}的申请(编号:{id})收悉。经审查,现将有关情况告知如下。",
    "as_of": "以下按{day}有效的规定审查。",
    "rule": "{number}{source}规定:",
    "reason": "{number}关于{source}:{finding}",
    "presumption": "上述规定均写明“原则上”,为原则性规定。",
    "presumption_one": "上述规定写明“原则上”,为原则性规定。",
    "proceeds_later": "后续程序由我单位按有效规定另行通知。本告知不构成对结果的承诺。",
    "walked": "上述同类型定点医药机构的名称、地址,实际步行路线、步行时间,核查日期和核查人:____________________(由经办人员填写)。",
    "granted_later": "可进入后续程序的{beds}张,后续程序由我单位按有效规定另行通知。",
    "another_site": "如另选符合规定的地址,可重新提出申请。",
    "evidence": "如能{doing},可重新提出申请;是否符合由有权机关认定。",
    "in_principle": "该规定写明“原则上”,为原则性规定。",
    "controlled": "该规定为{words}的规定,不等于不予新增。",
    "same_clause": "同一规定另有:{finding}",
    "part_blank": "处理:____________________(全部不予{matter},或者按____张办理;由有权决定的机关决定后填写)。",
    "part_weighed": "作为依据的规定为原则性规定,例外考量见前。",
    "fits": "本次申请{requested}张,按该规定可以容纳{free}张。",
    "decision_part": "审查结论:{label}。{weighed}本次申请{requested}张,按上述规定可以容纳{free}张。{part}",
    "consider": "例外考量:“原则上”属原则性限制。经审查有无应予例外的情形:{filled}",
    "consider_blank": "____________________(由经办人员填写)。",
    "no_exceptions": "本次所依据的文件未就上述规定另设例外。",
    "exceptions": "关于例外和豁免,已考虑下列规定:",
    "exception": "{source}规定:",
    "of_place": "审查时一并参照《{title}》{place}:",
    "of_place_only": "上述内容是文件印发时的陈述,不代替申请时的查明和认定。",
    "decision": "审查结论:{label}。依据上述规定,本次不予{matter}。",
    "decision_for_now": "审查结论:{label}。依据上述规定,本次暂不{matter}。",
    "decision_presumed": "审查结论:{label}。作为依据的规定为原则性规定;经例外考量,未发现应予例外的情形的,本次不予{matter}。",
    "decision_weighed": "审查结论:{label}。依据上述原则性规定,并经前述例外考量,本次不予{matter}。",
    "decision_conditions": "审查结论:{label}。在所列条件满足以前,本次暂不{matter}。",
    "scope": "本告知基于资源配置规定,不涉及对你单位执业资质和服务质量的评价。",
    "organ_change": "可以采取的办法是{doing};是否符合由有权机关认定,认定有变化的,可重新提出申请。",
    "own_change": "如{doing},可重新提出申请。",
    "fewer_beds": "将申请的床位数减少到{beds}以内",
    "elsewhere": "另选符合规定的地址",
    "preferred": "{source}规定:",
    "preferred_too": "{source}并有优先的规定。",
    "preference": "{these}规定可优先考虑,不解除前述限制;所列情形未载明、未核实或者未经认定,本次不据以优先。",
    "unverified": "你单位主张的下列情形尚未核实,本次暂不计入优先;可补充材料:{claims}。",
    "no_own_change": "有关指标或者规定发生变化的,你单位可重新提出申请。",
    "no_own_change_of_rules": "有关规定发生变化的,你单位可重新提出申请。",
    "level": "(所列级别为{levels})",
    "again": "重新提出申请的,届时按有效规定办理。本告知不构成对结果的承诺。",
    "remedies": "如对本告知有异议,可自收到之日起六十日内依法向本级人民政府申请行政复议,或者自收到之日起六个月内依法向有管辖权的人民法院提起行政诉讼。",
    "remedies_review": "〔待法制审核:本段是否适用、可诉性、复议是否前置、复议机关和管辖法院,请核定后保留、修改或者删除,并删去本括注。〕",
}  # fmt: skip

SUPPLEMENT: Final = {
    "title": "关于{matter}申请的补正材料通知书",
    "opening_dated": "你单位关于{matter}的申请(编号:{id})于{received}收悉。下列材料或者事项尚需补充,现一次性告知。",
    "opening": "你单位关于{matter}的申请(编号:{id})收悉。下列材料或者事项尚需补充,现一次性告知。",
    "problem": "申请材料没有写明“{fact}”",
    "problem_proof": "申请材料已写明“{fact}”,尚未附证明",
    "problem_unknown": "申请材料写明“{fact}”不详",
    "problem_unused": "申请材料所写的“{fact}”在适用日期不能采用",
    "problem_date": "已写明的“{fact}”没有注明时点",
    "problem_other_date": "已写明的“{fact}”不是{period}的",
    "demand": "请补充{proof};没有的,请书面说明",
    "demand_form": "请在申请表补写“{fact}”,并附{proof};没有的,请书面说明",
    "demand_proof": "请补充{proof};没有这一情形的,请书面说明",
    "demand_date": "请补写时点,并附{proof}",
    "place_basis": "确定适用哪一地区的规定",
    "others": "应由我单位或者有关部门查询的事项,不需你单位提供。",
    "unverified": "你单位主张的下列情形尚未核实,本次暂不计入优先;请补充材料:{claims}。",
    "may_claim": "你单位如有下列情形,可一并提供材料;未提供的,本次按没有该情形处理:{claims}。",
    "deadline": "请自收到本通知之日起____日内将上述材料送交我单位。(期限由经办人员填写)",
    "late": "逾期未补正的,____________________(由经办人员填写)。",
    "no_promise": "本通知不代表对申请结果的判断。",
}  # fmt: skip

INQUIRY: Final = {
    "title": "内部查询单",
    "opening": "为办理{name}关于“{matter}”的申请(编号:{id}),请查询下列事实。查询事项不要求申请人提供。",
    "determine": "{sentence}依据:{places}。",
    "determine_document": "{sentence}该文件{standing}。",
    "no_determine": "无。",
    "no_query": "无须查询的指标;须认定的事项见下。",
    "answers": "{fact}:{answers}",
    "no_answers": "单独一项查明后,尚不能定结论;请一并查询。",
    "settled": "待查明的事实不影响本次研判结论。",
    "asked_by": "查询人:________    请于    年    月    日前回复。",
    "reply": "回复部门(签章):____________    回复人:________",
    "reply_date": "回复日期:    年    月    日",
}  # fmt: skip

INSPECTION: Final = {
    "title": "现场核查任务单",
    "opening": "为办理{name}关于“{matter}”的申请(编号:{id}),请对下列事项进行现场核查,逐项记录核查情况并附佐证。",
    "sign": "核查人员(两人以上签字):________    ________",
    "sign_date": "核查日期:    年    月    日",
    "address": "被核查单位:{name};核查地点:{address}。",
    "who": "受领人:________    完成时限:    年    月    日",
    "ordered_by": "下达人:________    下达日期:    年    月    日",
    "walk": "自拟定点场所沿实际步行路线测至各同类型定点机构,逐家记录名称、地址、步行时间、路线",
    "present": "被核查单位在场人员:____________",
}  # fmt: skip

REQUEST: Final = {
    "title": "关于提请认定{facts}的请示(函)",
    "opening": "我单位正在办理{name}关于{matter}的申请(编号:{id})。下列事项须经认定方可办理,现提请你单位认定。",
    "item": "{about}的“{fact}”,须由{organs}认定。",
    "item_inferred": "{about}的“{fact}”,文件未写明由谁认定,现请{organs}认定。",
    "item_document": "{about}收到的文本未载明其效力期间,请{organs}确认是否有效,以及自何日起施行、至何日止。",
    "item_ended": "{about}规划期已于{ends}届满,请{organs}认定是否继续执行;继续执行的,请写明自何日起、至何日止。",
    "until": "认定以前,上述文件能否作为办理本次申请的依据,不能确定。",
    "no_facts": "尚无已查明的有关事实。",
    "closing": "请予认定,并将认定的结论、日期和依据书面告知我单位。请示件写“妥否,请批示”,函件写“请予函复”:____________________(由经办人员填写)。",
    "closing_请示": "请予认定,并将认定的结论、日期和依据书面告知我单位。妥否,请批示。",
    "closing_函": "请予认定,并将认定的结论、日期和依据书面告知我单位。请予函复。",
    "blank": "____________________",
}  # fmt: skip

CORRECTION: Final = {
    "title": "更正(撤销)告知书",
    "opening": "关于你单位{matter}的申请(编号:{id}),现就原告知书的更正(撤销)告知如下。",
    "former": "原告知书:____________________(名称、文号、日期由经办人员填写)。",
    "what": "更正(撤销)的内容:____________________(由经办人员填写)。",
    "why": "理由:____________________(由经办人员填写)。",
    "now": "原告知书自____________________起按上述内容更正(撤销);关于{matter}的申请,处理为:____________________(由有权决定的机关决定后填写)。",
    "no_facts": "本次没有据以限制的事实。",
    "no_rules": "本次没有据以限制的规定。",
}  # fmt: skip

DELIVERY: Final = {
    "title": "送达回证",
    "opening": "本回证随文书送达,由收件人签收后存卷。",
    "refused": "拒收的,写明拒收的事由和日期,由见证人签名:____________________(由送达人填写)。",
}  # fmt: skip

STUDY: Final = {
    "title": "从严个案研究意见",
    "banner": "本意见供{control}的事项个案研究使用,不对外。{control}不等于不予新增。",
    "need": "新增的必要性、可否调整存量:____________________(由经办人员填写)。",
    "proposal": "研究意见:□可以新增、□不新增、□调整存量。理由:____________________(由经办人员填写)。",
}  # fmt: skip

OPINION: Final = {
    "title": "内部审核意见",
    "banner": "本意见供内部审核使用,不对外。",
    "head": "申请编号:{id};事项:{matter};机构:{name}({about});收到申请:{received};适用日期:{day}。",
    "procedure": "受理、材料审核、现场核查等程序情况:____________________(由经办人员填写)。",
    "outcome": "系统研判结论:{label}。{meaning}",
    "possible": "可能的结论:{labels}。",
    "versions": "(供技术核验)规则校验码:{rules};事实校验码:{facts};程序版本:{engine}。",
    "proposed": "拟办意见:____________________。与系统研判是否一致:□一致、□不一致。不一致的理由:____________________。",
    "no_letter": "本结论的依据只有{titles},收到的文本不完整、效力期限不明,不能单独作为对外文书的依据,故不出具告知书;请先核对原件、确认效力。",
    "no_letter_incomplete": "本结论的依据只有{titles},其效力已经确认,但收到的文本不完整,不能单独作为对外文书的依据,故不出具告知书;请先对照原件核对所缺部分。",
    "pending": "待写条款:{sentence}",
    "no_rules": "没有可适用的条款。",
    "not_governing": "未适用的文件:{reason}",
    "no_exceptions": "已收录的现行文件未设可考虑的例外或者优先。",
    "period": "《{title}》的规划期或者有效期至{ends}。",
    "unread": "没有可适用的条款,申请材料和台账所载的事实本次没有用到。",
    "exceptions_later": "依据确认以前,不能就豁免、优先和例外作出审查;确认以后按所依据的文件另行审查。",
    "exceptions_none_apply": "没有可适用的条款,无从审查豁免、优先和例外。",
    "exceptions_listed": "有关豁免、优先的规定已列入「依据及效力」部分。",
    "exceptions_unreached": "已收录的现行文件设有豁免或者优先,适用对象不含本次申请:{places}。",
    "similar": "____________________(由经办人员填写)。",
    "risk": "____________________(由法制审核人员填写)。",
    "sign": "经办:__________    复核:__________",
    "sign_legal": "法制审核:__________    负责人:__________",
    "sign_date": "日期:    年    月    日",
}  # fmt: skip

SHARED: Final = {
    "addressee": "{name}(统一社会信用代码:{code}):",
    "addressee_plain": "{name}(统一社会信用代码:__________________):",
    "unnamed": "(机构名称未载明)",
    "continued": "《{title}》规划期已于{ends}届满,依{made}认定继续执行{period}。",
    "confirmed": "《{title}》经{made}确认有效{period}。",
    "blank_source": "____",
    "blank_title": "《____________________》(____________)",
    "no_number": "无文号",
    "blank_number": "《{title}》(____________)",
    "cited": "所依据的文件是{documents}。",
    "number": "____〔____〕____号",
    "to_name": "收到的文本未载下列文件的题名或者文号,文中留有空白,请按原件填写;没有文号的写明无文号:{documents}。",
    "unsourced": "下列事实未载明时点或者来源,发出前请补充:{facts}。",
    "contact": "联系人:{contact}    联系电话:{telephone}",
    "office": "{name}(印章)",
    "seal": "(印章)",
    "blank_name": "____________________",
    "blank_short": "__________",
    "date": "    年    月    日",
    "unreviewed": "下列依据的规则未经法制复核,发出前请对照原文:{rules}。",
    "reading": "条文理解:{reading}",
    "changing_reading": "换一种理解结论不同:{reading}",
    "warning": "{warning}",
    "supporting": "同时适用",
    "note": "可供考虑",
}  # fmt: skip

NOTES_HEADING: Final = "经办提示(发出前删去本页)"
"""Heading over what is for staff only."""

INWARD: Final = {
    "基准日": "适用日期",
}
"""What stands in letters and notes that stay in the office for words of other outputs."""

OUTWARD: Final = {
    "研判结论": "审查结论",
    "基准日": "适用日期",
    "已收录文件中未见限制": "所依据的文件中未见限制",
    "已收录文件未作规定": "所依据的文件未作规定",
    "已收录的现行文件": "所依据的文件",
    "已收录文件": "所依据的文件",
    "系统不作推定": "不作推定",
}
"""What stands in letters that leave the office for words that are of our own work."""

FORBIDDEN: Final = (
    "行政许可", "审批", "不予受理", "禁止", "一律", "不符合条件", "上一级医保", "三个月", "上一级医疗保障",
)  # fmt: skip
"""Words that our own sentences never use; quotations may."""
