"""Words that look alike and mean different things. A comparison points them out where the texts differ in them."""

from __future__ import annotations

from typing import Final

import msgspec


class Confusable(msgspec.Struct, frozen=True):
    """Words that may be taken for one another."""

    senses: tuple[tuple[str, ...], ...]
    """The senses, each with the forms in which texts write it."""
    why: str
    """Why the difference matters, in a sentence."""


CONFUSABLE: Final = (
    Confusable(
        (("医疗机构",), ("医药机构",)),
        "医药机构包括医疗机构和零售药店;只写医疗机构的,零售药店不在其内。",
    ),
    Confusable(
        (("千参保人口", "千参保人"), ("千常住人口",), ("千人口",)),
        "分母不同:参保人口、常住人口是两个数,所得密度不能直接比较;只写千人口的,没有说明是哪一种人口。",
    ),
    Confusable(
        (("市政府", "市级"), ("国家、省级和市级", "国家级、省级和市级")),
        "项目的级别不同:只写市政府、市级的,没有写国家和省级的项目。",
    ),
    Confusable(
        (("区市", "区(市)"), ("医保管理区域", "管理区"), ("统筹区",), ("地区",)),
        "衡量的区域不同:区(市)是行政区划,管理区域可以由几个区组成,统筹区一般是设区的市。",
    ),
    Confusable(
        (("购买的住院床位", "购买住院床位", "医保购买床位"), ("备案床位",), ("院护床位",), ("医保床位",)),
        "床位的口径不同:医保购买的住院床位、机构备案的床位、长期护理保险的院护床位不是同一个数。",
    ),
    Confusable(
        (("当期赤字",), ("动态监测赤字",), ("收不抵支",)),
        "收支状况的口径不同:当期赤字、动态监测赤字、收不抵支各有所指。",
    ),
    Confusable(
        (("常住老年人口",), ("常驻老年人口",)),
        "统计用语是常住;写作常驻的,原文如此。",
    ),
    Confusable(
        (("定点医药机构",), ("定点护理机构", "长护险定点机构", "长期护理保险定点机构")),
        "定点的类别不同:基本医疗保险的定点医药机构,与长期护理保险的定点机构。",
    ),
)
