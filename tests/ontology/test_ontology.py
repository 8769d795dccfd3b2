"""Every name of the contract is a term, and every term says what it is, whose it is, and where it comes from."""

from pathlib import Path

import pytest
from corpus_folders import folder_of

from policy_dsl.texts.official_text import load_document
from policy_dsl.texts.segment import segment
from policy_dsl.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]

MATTERS = [
    "新增购买住院床位", "新增门诊统筹和门诊慢特病定点", "新增个人账户定点", "新增定点零售药店", "纳入双通道管理",
    "新增居家照护定点", "新增购买院护床位", "设置失智专区床位",
]  # fmt: skip
TYPES = [
    "综合医院", "中医医院", "中西医结合医院", "民族医医院", "康复医院", "精神专科医院", "其他专科医院", "妇幼保健院",
    "专科疾病防治院", "急救中心", "社区卫生服务中心", "社区卫生服务站", "中心卫生院", "乡镇卫生院", "街道卫生院",
    "一体化村卫生室", "村卫生室", "卫生所", "医务室", "门诊部", "诊所", "内设医疗机构", "安宁疗护中心",
    "血液透析中心", "护理院", "护理中心", "护理站", "养老机构", "零售药店",
]  # fmt: skip
OF_APPLICATION = [
    "编号", "事项", "日期", "床位类别", "床位数", "步行15分钟内同类型定点机构数", "所在镇街院护机构数",
]  # fmt: skip
OF_FACILITY = [
    "名称", "统一社会信用代码", "地址", "所在地", "镇街", "类型", "等级", "举办主体", "已定点", "按卫生规划设立",
    "符合定点条件", "重点建设项目", "连锁", "集团化", "品牌化", "资质合规", "管理规范", "信誉良好", "安全供应",
    "布局合理",
]  # fmt: skip
INDICATORS = [
    "床位使用率", "院护床位使用率", "医疗费用增长率", "医保购买住院床位数", "医保购买康复床位数", "医保购买中医床位数",
    "医保购买精神床位数", "精神科床位数", "常住人口", "参保人口", "60岁以上常住老年人口", "重度失能老人数",
    "居家照护定点机构数", "院护床位数", "失智专区床位数", "预期享受长护险待遇人数", "医保基金当期赤字", "医保基金动态监测赤字",
    "定点医药机构数", "定点医药机构配置总量", "照护资源相对充足",
]  # fmt: skip
DETERMINATIONS = {
    "照护资源相对充足": "地区",
    "照护资源不足地区": "地区",
    "照护资源饱和": "地区",
    "明显过剩主城区": "地区",
    "照护资源不足镇街": "镇街",
    "服务盲点区域": "镇街",
    "服务覆盖率相对较低镇街": "镇街",
    "动态管理腾出名额": "地区",
    "医保定点医药机构资源薄弱区域": "地区",
    "规划延续执行": "文件",
    "文件效力": "文件",
}
UNITS = {
    "床位使用率": "1",
    "医疗费用增长率": "1",
    "床位数": "张",
    "院护床位数": "张",
    "常住人口": "人(常住人口)",
    "参保人口": "人(参保人口)",
    "60岁以上常住老年人口": "人(60岁以上常住老年人口)",
    "重度失能老人数": "人(重度失能老人)",
    "预期享受长护险待遇人数": "人(预期享受长护险待遇)",
    "居家照护定点机构数": "家",
    "步行15分钟内同类型定点机构数": "家",
}
NATURES = {
    "限制": "restriction", "豁免": "exemption", "优先": "preference", "许可": "permission", "上限": "cap",
    "要件": "requirement", "目标": "target", "标准": "standard", "定义": "definition", "义务": "duty",
    "程序": "procedure", "鼓励": "encouragement", "建议": "proposal", "裁量": "discretion", "原则": "principle", "愿景": "goal",
    "罚则": "penalty", "依据": "legal-basis", "事实": "fact", "施行": "commencement", "缺文": "missing-text", "题名": "title",
    "标题": "heading", "文号": "number", "主送": "addressee", "落款": "signature", "列表号": "list-mark",
    "附注": "annotation",
}  # fmt: skip


def test_matters_types_and_facts_are_those_of_the_contract_in_its_order(vocabulary: Vocabulary) -> None:
    assert list(vocabulary.matters) == MATTERS
    assert list(vocabulary.types) == TYPES
    of = {s: [f.label for f in vocabulary.facts.values() if f.subject == s] for s in ("申请", "机构", "地区")}
    assert of["申请"] == OF_APPLICATION
    assert of["机构"] == OF_FACILITY
    assert of["地区"][: len(INDICATORS)] == INDICATORS
    assert {f.label: f.subject for f in vocabulary.facts.values() if f.provider == "有权机关认定"} == DETERMINATIONS
    assert set(vocabulary.facts) == {*OF_APPLICATION, *OF_FACILITY, *INDICATORS, *DETERMINATIONS}


def test_categories_have_the_values_of_the_contract(vocabulary: Vocabulary) -> None:
    facts = vocabulary.facts
    assert facts["床位类别"].values == ("综合", "康复", "中医", "精神")
    assert facts["重点建设项目"].values == ("国家级", "省级", "市级", "区县级")
    assert facts["等级"].values == ("一级", "二级", "三级", "未定级")
    assert facts["举办主体"].values[:2] == ("高等院校", "养老机构")
    assert facts["类型"].values == tuple(TYPES)
    assert facts["事项"].values == tuple(MATTERS)
    services = ("住院", "门诊统筹", "门诊慢特病", "个人账户", "零售药店", "双通道", "居家照护", "院护", "失智专区")
    assert facts["已定点"].values == services
    assert [f.label for f in facts.values() if f.multiple] == ["已定点", "重点建设项目"]
    assert [f.label for f in facts.values() if f.yes_no] == ["已定点"]
    for fact in facts.values():
        assert (fact.datatype == "category") is bool(fact.values), fact.label
        assert all(v in vocabulary.terms for v in fact.values), fact.label


def test_units_tell_populations_apart(vocabulary: Vocabulary) -> None:
    assert {name: vocabulary.facts[name].unit for name in UNITS} == UNITS
    for fact in vocabulary.facts.values():
        assert (fact.datatype in ("ratio", "count")) is bool(fact.unit), fact.label
    found = vocabulary.unit_named("参保人")
    assert found is not None
    assert found.label == "人(参保人口)"
    assert vocabulary.unit_named("斤") is None


def test_what_populations_divide_is_never_zero(vocabulary: Vocabulary) -> None:
    """a/b > k is lowered to a > k·b, which needs b > 0."""
    for name in ("常住人口", "参保人口", "60岁以上常住老年人口", "预期享受长护险待遇人数"):
        assert vocabulary.facts[name].minimum == "1"
    assert (vocabulary.facts["床位使用率"].minimum, vocabulary.facts["床位使用率"].maximum) == ("0", "1.5")
    assert vocabulary.facts["医疗费用增长率"].minimum == "-1"


def test_no_applicant_is_asked_for_what_only_the_bureau_knows(vocabulary: Vocabulary) -> None:
    for fact in vocabulary.facts.values():
        if fact.subject in ("地区", "镇街", "文件"):
            assert fact.provider in ("本局", "其他部门", "有权机关认定"), fact.label
        if fact.provider == "有权机关认定":
            assert fact.datatype == "boolean", fact.label
            assert fact.authority in vocabulary.of_kind("agent"), fact.label
        if fact.burden:
            assert (fact.provider, fact.subject) == ("申请人", "机构"), fact.label
            assert fact.proof, fact.label


def test_silence_is_no_claim_only_where_the_applicant_bears_the_proof(vocabulary: Vocabulary) -> None:
    claims = [f.label for f in vocabulary.facts.values() if f.burden]
    assert claims == ["举办主体", "按卫生规划设立", "重点建设项目", "连锁", "集团化", "品牌化"]
    assert [f.label for f in vocabulary.facts.values() if f.forecast] == ["预期享受长护险待遇人数"]


def test_every_term_is_defined_in_one_sentence(vocabulary: Vocabulary) -> None:
    for term in vocabulary.terms.values():
        assert term.label == term.label.strip(), term.label
        assert term.definition.endswith("。"), term.label
        assert term.definition.count("。") == 1, term.label
        assert term.definition.isprintable(), term.label
        assert term.iri.startswith("https://w3id.org/tiaoli/ns#"), term.label


def test_a_wording_stands_in_an_official_text(
    vocabulary: Vocabulary, corpus: dict[str, str], texts: dict[str, str]
) -> None:
    """Only skos:altLabel may be a name that no collected text uses."""
    everything = "\n".join(corpus.values())
    for term in vocabulary.terms.values():
        for word in term.words:
            if f'"{word}"@zh' not in "".join(texts.values()):
                assert "".join(word.split()) in everything, f"{term.label}: {word}"


def test_a_wording_of_a_clause_s_term_stands_in_that_document(vocabulary: Vocabulary, corpus: dict[str, str]) -> None:
    for term in vocabulary.terms.values():
        document = term.source.partition("/")[0]
        if document and term.words:
            assert any("".join(w.split()) in corpus[document] for w in term.words), term.label


def test_every_source_is_a_clause(vocabulary: Vocabulary) -> None:
    addresses: dict[str, set[str]] = {}
    cited = [t.source for t in vocabulary.terms.values() if t.source]
    cited += [r.source for r in vocabulary.regions.values() if r.source]
    for document in {source.partition("/")[0] for source in cited}:
        folder = folder_of(document)
        meta, text = ((folder / name).read_text(encoding="utf-8") for name in ("meta.toml", "text.txt"))
        held = load_document(document, meta, text)
        addresses[document] = {c.address for c in segment(held.text, held.lines)}
    for source in cited:
        document, _, address = source.partition("/")
        assert address in addresses[document], source


def test_natures_have_the_codes_of_the_ledger(vocabulary: Vocabulary) -> None:
    assert {n.label: n.code for n in vocabulary.of_kind("nature").values()} == NATURES


def test_roles_say_what_they_stand_for(vocabulary: Vocabulary) -> None:
    assert {r.label: r.subject for r in vocabulary.of_kind("role").values()} == {
        "申请": "申请", "机构": "机构", "全市": "地区", "本统筹区": "地区", "本区县": "地区",
        "所在医保管理区域": "地区", "所在镇街": "镇街", "本文件": "文件",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("matter", "asks", "asks_not"),
    [
        ("新增购买住院床位", "综合医院 护理院 中心卫生院 内设医疗机构 急救中心", "零售药店 诊所 护理站 养老机构 血液透析中心"),
        ("新增门诊统筹和门诊慢特病定点", "诊所 医务室 村卫生室 一体化村卫生室 血液透析中心", "零售药店 养老机构 护理站 护理中心"),
        ("新增个人账户定点", "门诊部 安宁疗护中心", "零售药店 养老机构"),
        ("新增定点零售药店", "零售药店", "综合医院 诊所 养老机构"),
        ("纳入双通道管理", "零售药店 综合医院 其他专科医院 妇幼保健院 中心卫生院", "养老机构 护理站 护理中心"),
        ("新增居家照护定点", "护理站 护理中心 诊所 养老机构 综合医院", "零售药店 急救中心 血液透析中心"),
        ("新增购买院护床位", "养老机构 护理中心 护理院 乡镇卫生院", "零售药店 护理站 诊所 急救中心"),
        ("设置失智专区床位", "养老机构 护理中心 护理院", "零售药店 护理站"),
    ],
)  # fmt: skip
def test_who_may_ask_for_what(vocabulary: Vocabulary, matter: str, asks: str, asks_not: str) -> None:
    members = vocabulary.matters[matter].members
    assert set(asks.split()) <= set(members)
    assert not set(asks_not.split()) & set(members)


def test_classes(vocabulary: Vocabulary) -> None:
    members = {c.label: set(c.members) for c in vocabulary.of_kind("class").values()}
    assert members["医疗机构"] == set(TYPES) - {"零售药店", "养老机构"}
    assert members["医药机构"] == members["医疗机构"] | {"零售药店"}
    assert members["中医类医院"] == {"中医医院", "中西医结合医院", "民族医医院"}
    assert members["专业护理机构"] == {"护理院", "护理中心", "护理站"}
    assert members["基层医疗卫生机构"] == {
        "社区卫生服务中心", "社区卫生服务站", "中心卫生院", "乡镇卫生院", "街道卫生院", "一体化村卫生室", "村卫生室",
        "卫生所", "医务室", "门诊部", "诊所",
    }  # fmt: skip
    assert members["长护服务机构"] == {
        *vocabulary.matters["新增居家照护定点"].members,
        *vocabulary.matters["新增购买院护床位"].members,
    }
