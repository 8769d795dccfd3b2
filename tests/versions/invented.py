"""An invented corpus with several versions of one document: nothing of it was ever issued by anybody.

Its city is 青岛市, so that real places and figures can be used; its titles say that they are invented.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from policy_dsl.compile import compile_base
from policy_dsl.compiled import CompiledBase
from policy_dsl.source_files import read_sources
from reasoner import driver
from reasoner.intake.application_parser import Reader
from reasoner.intake.loaded_data import Loaded
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase

Sources = dict[str, str]
ISSUER = "虚拟市医疗保障局"
BEDS = "invented-beds"
TRANSITION = "本办法施行前已受理的申请,按原规定办理。"


def text(number: int, threshold: str, last: str = "") -> str:
    """The words of an invented document; last: its last paragraph."""
    lines = [
        f"虚拟的床位管理办法(第{number}稿,测试用)",
        f"本区县床位使用率低于{threshold}的,不得新增购买住院床位。",
        last,
    ]
    return "".join(f"{line}\n" for line in lines if line)


def rules(id_: str, number: int, threshold: str, last: str = "") -> str:
    """The rules of the same words."""
    tail = f"\n条 p2 性质 事实\n「{last}」\n" if last else ""
    return f"""文件 {id_}

条 title 性质 题名
「虚拟的床位管理办法(第{number}稿,测试用)」

条 p1 性质 限制
「本区县床位使用率低于{threshold}的,不得新增购买住院床位。」
  规则 低使用率不新增
    凡 事项 是 新增购买住院床位
    若 本区县 的 床位使用率 低于 {threshold}
    则 不得新增
{tail}"""


def meta(
    number: int, starts: str, ends: str = "", more: str = "", *, succeeds: str = "", length: int, region: str = "370200",
    level: str = "市",
) -> str:  # fmt: skip
    """The meta.toml of an invented document that begins on a day and ends on another, if any."""
    basis = "规划期" if ends else "未载"
    named = f'succeeds = ["{succeeds}"]\n' if succeeds else ""
    return f"""title = "虚拟的床位管理办法(第{number}稿,测试用)"
year = {starts[:4]}
kind = "规划"
issuers = ["{ISSUER}"]
issuer_level = "{level}"
region = "{region}"
addressees = []
issued = "{starts}"
{named}
[force]
starts = "{starts}"
starts_basis = "印发之日"
ends = "{ends}"
ends_basis = "{basis}"
notes = ["测试用的虚拟文件。"]

[received]
file = "invented-{number}.txt"
sha256 = "{"0" * 64}"
length = {length}
{more}"""


def version(
    number: int, threshold: str, starts: str, ends: str = "", *, id_: str = BEDS, last: str = "", replaces: str = "",
    transition: str = "", repealed: str = "", succeeds: str = "", region: str = "370200", level: str = "市",
) -> Sources:  # fmt: skip
    """The files of one version, by path."""
    last = transition or last
    more = ""
    if replaces or transition:
        lines = [f'replaces = "{replaces}"'] * bool(replaces) + ['basis = "虚拟"']
        lines += [f'transition = "{transition}"'] * bool(transition)
        more += "\n[succession]\n" + "\n".join(lines) + "\n"
    if repealed:
        more += f'\n[repeal]\non = "{repealed}"\nby = "虚拟的废止决定"\nwords = "予以废止"\n'
    folder = f"corpus/{region}/{id_}/{starts}"
    words = text(number, threshold, last)
    return {
        f"{folder}/text.txt": words,
        f"{folder}/rules.tiao": rules(id_, number, threshold, last),
        f"{folder}/meta.toml": meta(
            number, starts, ends, more, succeeds=succeeds, length=len(words), region=region, level=level
        ),
    }


def load_driver() -> None:
    """Import every module of the driver before a test puts another rule base in place: none then keeps that one for good."""
    for module in pkgutil.walk_packages(driver.__path__, "reasoner.driver."):
        import_module(module.name)


@cache
def ontology() -> Mapping[str, str]:
    """The ontology in use."""
    return {path: words for path, words in read_sources().items() if path.startswith("ontology/")}


def compiled(*versions: Sources) -> CompiledBase:
    """These versions compiled."""
    sources = dict(ontology())
    for each in versions:
        sources |= each
    return compile_base(sources)


def base_of(*versions: Sources) -> RuleBase:
    """The rule base of these versions."""
    return RuleBase(compiled(*versions))


def texts_of(*versions: Sources) -> dict[str, str]:
    """The official texts as the proof checker reads them: by id, and by id and version."""
    texts: dict[str, str] = {}
    for each in versions:
        for path, words in each.items():
            if path.endswith("/text.txt"):
                _, _, id_, name, _ = path.split("/")
                texts[id_] = texts[f"{id_}@{name}"] = words
    return texts


def application(base: RuleBase, rate: str, received: str, **more: Any) -> Application:
    """A hospital's application for beds in 城阳区, which uses its beds at a rate."""
    data = {
        "编号": "虚拟-1",
        "事项": "新增购买住院床位",
        "日期": received,
        "机构": {"名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区"},
        "床位类别": "综合",
        "床位数": 100,
        "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": rate, "时点": f"{int(received[:4]) - 1}-12-31"}],
    } | more
    words = json.dumps(data, ensure_ascii=False)
    reader = Reader(base.vocabulary, base.document_names, base.shared_numbers, base.issuers)
    return reader.read(Loaded(data, "x.json", words))[0]


def bounded(sources: Sources, words: str, line: str) -> Sources:
    """The same version with a period of its only rule: the words of the text, and the line of the rule."""
    changed: Sources = {}
    for path, content in sources.items():
        made = content.replace("本区县床位使用率", f"{words}本区县床位使用率")
        if path.endswith("rules.tiao"):
            made = made.replace("    若 ", f"    {line}\n    若 ")
        if path.endswith("meta.toml"):
            made = re.sub(r"length = (\d+)", lambda m: f"length = {int(m[1]) + len(words)}", made)
        changed[path] = made
    return changed
