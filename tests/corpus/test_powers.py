"""To whom 「可以」 is said: what an authority may do is a power of it (义务, 强度 可以), and permits no applicant anything."""

from __future__ import annotations

import pytest

from policy_dsl.texts.article_natures import article_natures
from policy_dsl.texts.classify import authorities_alone, natures

POWERS = (
    "医疗保障行政部门可以会同卫生健康、中医药、市场监督管理、财政、公安等部门开展联合检查。",
    "定点医药机构违反服务协议的,医疗保障经办机构可以督促其履行服务协议。",
    "医疗保障行政部门实施监督检查,可以采取下列措施:",
    "社会保险经办机构发现社会保险服务机构违反服务协议的,可以督促其履行服务协议。",
    "由医疗保障行政部门责令改正,并可以约谈有关负责人。",
    "参保人员涉嫌骗取医疗保障基金支出且拒不配合调查的,医疗保障行政部门可以要求医疗保障经办机构暂停医疗费用联网结算。",
    "各地可结合长护险运行现状及未来需求,对居家照护类定点机构和机构照护型定点机构进行配置。",
    "省人民政府可以根据实际情况制定办法。",
    "市医疗保障局有权查阅有关资料。",
    "有条件的地方可以扩大社会保障卡的应用范围。",
)
PERMISSIONS = (
    "符合条件的零售药店可以向统筹地区经办机构申请定点。",
    "医疗保障经办机构违反服务协议的,定点医药机构有权要求纠正或者提请医疗保障行政部门协调处理,也可以依法申请行政复议或者提起行政诉讼。",
    "用人单位和个人认为社会保险经办机构侵害其社会保险权益的,可以依法申请行政复议。",
    "参保人员有权要求社会保险经办机构提供社会保险咨询服务。",
    "列入市政府重点建设项目的医疗机构,不受本规划限制,可按规定纳入医保定点评估范围。",
    "经医疗保障行政部门同意,定点医药机构可以变更服务地址。",
    "个人难以一次性退回的,可以签订还款协议分期退回。",
    "任何单位有权举报。",
    # Who is meant is not told: a person decides.
    "可以采取下列措施:",
    "其城乡居民基本养老保险关系可以按照规定转移。",
    # Said to both.
    "经办机构可以委托第三方机构核实,定点医药机构可以提出异议。",
)


@pytest.mark.parametrize("words", POWERS)
def test_what_an_authority_may_do_is_a_power_of_it(words: str) -> None:
    assert authorities_alone(words)
    for proposed in (article_natures(words), natures(words)):
        assert "许可" not in proposed
        assert "义务" in proposed


@pytest.mark.parametrize("words", PERMISSIONS)
def test_what_others_may_do_is_permitted(words: str) -> None:
    assert not authorities_alone(words)
    assert "许可" in article_natures(words)


@pytest.mark.parametrize(
    "words", ["本地区医疗资源可持续发展。", "医疗保障行政部门应当加强监督。", "申请由负责人认可。"]
)
def test_words_that_allow_nothing_give_no_power(words: str) -> None:
    assert not authorities_alone(words)


def test_a_list_under_a_power_is_of_powers() -> None:
    """The items below 「可以采取下列措施:」 are what the authority may do."""
    lead = article_natures("医疗保障行政部门实施监督检查,可以采取下列措施:")
    assert article_natures("(一)进入现场检查;", lead=lead) == ("义务",)
