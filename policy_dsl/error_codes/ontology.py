"""The error codes of the ontology: code, title, and an explanation for those who edit the Turtle files."""

from __future__ import annotations

from typing import Final

VOCABULARY_CODES: Final[dict[str, tuple[str, str]]] = {
    "V100": ("不是有效的 Turtle", "ontology/ 下的文件读不懂。提示中有出错的行;通常是少了句点、分号、引号或前缀声明。"),
    "V101": ("没有中文名称", '每个词条和地区都要有 rdfs:label "…"@zh;它就是 JSON 键、表头和规则中的名称。'),
    "V102": ("没有定义", '每个词条都要有 skos:definition "…"@zh:一句话说明谁的、哪一个数、以什么为分子和分母。'),
    "V103": ("事实没有提供方", "写明 tl:provider:申请人、本局、其他部门、现场核查或有权机关认定。缺项据此向谁要。"),
    "V104": (
        "数量或比率没有单位",
        "写明 qudt:hasUnit。比率的单位是 tl:one;人口按所指人群各有单位,常住人口与参保人口不能混用。",
    ),
    "V105": ("没有数据类型", "写明 tl:datatype:ratio、count、boolean、category、text 或 date。"),
    "V106": ("两个词条同名", "名称在所有种类之间唯一。给其中一个改名,或在名称里说明区别,如「主题:床位使用率」。"),
    "V107": (
        "没有机构可以申请的事项",
        "每个事项要有一个机构类别,其成员 tl:mayAsk 该事项(owl:hasValue)。前缀或名称写错时也会这样。",
    ),
    "V108": ("地区的上级不对", "区县的上级是市(省直辖的是省),市的上级是省,管理区域的上级是市;用 geo:sfWithin 写明。"),
    "V109": (
        "管理区域的成员不对",
        "成员须是同一个市的区县,至少一个;一个区县至多属于一个管理区域。用 geo:sfContains 写明。",
    ),
    "V110": ("机构类别没有成员", "用 owl:equivalentClass 的 owl:unionOf 列出类别所含的机构类型。"),
    "V111": ("不认识的词条种类", "tl:kind 写错了。"),
    "V112": ("没有主体", "属性用 rdfs:domain、指标和角色用 tl:subject 写明是谁的:申请、机构、地区、镇街或文件。"),
    "V113": ("类别没有可取的值", "rdfs:range 指向一个取值类,用 owl:oneOf 按显示的次序列出取值。"),
    "V114": (
        "地区代码不对",
        "行政区划代码为 GB/T 2260 的六位数字;管理区域为其市的代码加连字符和字母。代码不能重复。",
    ),
    "V115": ("只能有一个的项有几个", "名称、定义、单位、提供方、来源等只能有一个。别名写 skos:altLabel。"),
    "V116": ("引用了没有声明的词条", "单位、提供方、机关须是本体中该种类的词条。检查前缀和拼写。"),
    "V117": ("最小值、最大值不对", "两者都是数,最小值不大于最大值。"),
    "V118": (
        "没有认定机关",
        "提供方为「有权机关认定」的,用 tl:authority 写明由谁认定;条款未写明的,在 skos:scopeNote 说明推定。",
    ),
    "V119": ("没有写明谁可改变", "tl:changedBy 为申请人、区域、有权机关或不可改变。改变条件的提示据此写。"),
    "V120": ("条款性质的代码不对", "每种性质有一个自己的 skos:notation,用于条款清单。"),
    "V121": ("事实没有证明", "用 tl:proof 写明证明材料或数据出处;补正通知和查询单据此写。"),
    "V130": ("机关类别没有名称", "用 tl:organName 写明地区名称之后的机关名称,如「医疗保障局」。"),
    "V131": ("机关没有类别或地区", "每个机关用 tl:organKind 写明类别,用 tl:organRegion 写明是哪一地区的。"),
    "V132": (
        "认定权限没有写明由谁认定",
        "用 tl:authority 指向责任主体;该主体用 tl:organLevel 写明级别(文件制定机关写「制定」),用 tl:filledBy 写明机关类别。",
    ),
    "V133": (
        "认定权限的依据不对",
        "原文写明由谁认定的,写 dcterms:source 和 tl:namingWords;没有写明的,写所据解释(tl:reading)或者在 skos:scopeNote 说明推定。两者只写其一。",
    ),
}
