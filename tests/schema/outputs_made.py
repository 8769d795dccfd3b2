"""Real outputs of every kind, made by the commands as users call them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from corpus_folders import folder_of
from output_calls import (
    APPLICATIONS,
    CARE,
    CONTINUED,
    EXAMPLES,
    GRAPH,
    HOSPITAL,
    MEDICAL,
    ROOT,
    RULE,
    put,
    put_text,
    said,
    without_received,
    written,
)
from outputs_of_records import audit, package, replay, simulation

from reasoner.driver.current_rule_base import rule_base


def verdict(folder: Path) -> list[Any]:
    file = put(folder / "甲.json", HOSPITAL)
    several = put(
        folder / "多份.json",
        [HOSPITAL | {"编号": "B", "日期": "2029-01-01"}, CARE, CONTINUED, *EXAMPLES, *APPLICATIONS],
    )
    otherwise = HOSPITAL | {"事项": "加床", "日期": "2024-05-01 09:30", "机构": HOSPITAL["机构"] | {"类型": "中医院"}}
    return [
        written("check", file, "--json", "--readings", "--under", "崂山区"),
        written("check", file, "--json", "--document", MEDICAL, "青医保字〔2023〕1号"),
        written("check", put(folder / "写法.json", otherwise), "--json"),
        *own_corpus(folder / "搁置", "check", file),
        *written("check", several, "--json", "--readings"),
    ]


def verdicts(folder: Path) -> list[Any]:
    return [written("check", put(folder / "两份.json", [HOSPITAL, CARE]), "--json")]


def groups(folder: Path) -> list[Any]:
    pair = [HOSPITAL | {"指标": []}, HOSPITAL | {"编号": "B", "床位数": 95, "指标": []}]
    data = {"申请": pair, "指标": HOSPITAL["指标"]}
    return [
        written("check", put(folder / "一对.json", data), "--json", "--groups"),
        written("check", half_bad(folder), "--json", "--groups"),
    ]


def half_bad(folder: Path) -> Path:
    """A table of two applications, one of them with a fault."""
    heads = "编号,事项,日期,机构名称,类型,所在地,床位类别,床位数"
    row = "新增购买住院床位,2024-05-01,示例医院,综合医院,城阳区,综合"
    return put(
        folder / "表.csv",
        f"{heads}\n1,{row},100\n2,{row},约100张\n3,{row.replace('综合医院', '药铺医院')},5\n4,{row.replace('综合医院', '二级综合医院')},5\n",
    )


def rows(folder: Path) -> list[Any]:
    return [written("check", half_bad(folder), "--json")]


def verifications(folder: Path) -> list[Any]:
    honest = written("check", put(folder / "甲.json", HOSPITAL), "--json")
    forged = honest | {"label": "可以新增"}
    return [written("verify", put(folder / "研判.json", [honest, forged]), "--json")]


def validation(folder: Path) -> list[Any]:
    part = {"地区": "青岛市", "名称": "医保购买康复床位数", "数值": 99999, "时点": "2023-12-31"}
    larger = put(folder / "大.json", HOSPITAL | {"指标": [*HOSPITAL["指标"], part]})
    said("export", "application", larger, "-o", folder / "大.ttl")
    graphs = [put(folder / "图.ttl", GRAPH), folder / "大.ttl"]
    return [
        *(written("validate", g, "--json") for g in graphs),
        written("validate", put(folder / "错.json", HOSPITAL | {"等级": "二级"}), "--json"),
    ]


def search(folder: Path) -> list[Any]:
    """By words, by document, and for each thing that some clause has the first clause that has it."""
    clauses = written("clauses", "--json")
    having = {key: clause["clause"] for clause in reversed(clauses) for key in form_of(clause)}
    queries = {"床位使用率", "henan-2025", *having.values()}
    return [written("show", query, "--json") for query in sorted(queries)]


def form_of(clause: Any) -> set[str]:
    """The keys of a clause and of what its lists hold, each with its list."""
    lists = {k: v for k, v in clause.items() if isinstance(v, list)}
    below = {f"{k}.{key}" for k, items in lists.items() for item in items if isinstance(item, dict) for key in item}
    return set(clause) | below | {rule["effect"] for rule in clause["rules"]}


def ledger(folder: Path) -> list[Any]:
    entry = HOSPITAL["指标"][0] | {"确认人": "某某", "有效期至": "2024-12-31"}
    file = put(folder / "台账.json", {"指标": [entry]})
    return [written("indicators", "--ledger", file, "--date", "2024-05-01", "--json")]


def answer(folder: Path) -> list[Any]:
    """Clauses that apply, with the ledger's figures, after a plan's period; words, and what no text speaks of."""
    entry = {"地区": "城阳区", "名称": "院护床位使用率", "数值": "70%", "时点": "2024-03-31", "来源": "统计"}
    stock = {"地区": "青岛市", "名称": "院护床位数", "数值": 9000, "时点": "2024-03-31", "来源": "统计"}
    file = put(folder / "台账.json", {"指标": [entry, stock]})
    asked = ("ask", "城阳区", "民办养老院", "新增院护床位", "--as-of")
    return [
        written(*asked, "2024-05-01", "--ledger", file, "--json"),
        written(*asked, "2026-01-01", "--json"),
        written("ask", "城阳区", "什么叫同类型", "--json"),
        written("ask", "谁来认定资源充足", "--json"),
        written("ask", "药店搬家受不受限", "--json"),
        written("ask", "青医保发〔2023〕18号现在有效吗", "--json"),
        written("ask", "双通道药店由谁认定", "--region", "青岛市", "--json"),
        written("ask", "城阳区是不是资源饱和区", "--json"),
        written("ask", "城阳区现在还能不能加床", "--json"),
    ]


def reviews(folder: Path) -> list[Any]:
    """Rules without review, with one, and a review of a rule that is gone."""
    own = folder / "复核"
    own.mkdir()
    said("review", "sign", RULE, "--by", "张三", "--remark", "无异议", "--reviews", own)
    file = own / MEDICAL / "reviews.toml"
    text = file.read_text(encoding="utf-8")
    put(file, text + text.replace("低使用率区域不新增床位", "已经删去的规则"))
    return [written("review", "list", "--json", "--reviews", own)]


def changes(folder: Path) -> list[Any]:
    """Rules that a correction changed, one that it adds, and one that it takes away."""
    path = folder / "以前"
    shutil.copytree(folder_of("henan-2025"), path)
    rules = (path / "rules.tiao").read_text(encoding="utf-8")
    assert "规则 赤字地区不再增加机构" in rules
    put(path / "rules.tiao", rules.replace("规则 赤字地区不再增加机构", "规则 赤字地区不增加"))
    readings = (path / "readings.toml").read_text(encoding="utf-8")
    readings = readings.replace("赤字地区不再增加机构", "赤字地区不增加")
    put(path / "readings.toml", readings.replace('basis = "', 'basis = "旧:', 1))
    return [written("review", "changed", path, "--json")]


def comparison(folder: Path) -> list[Any]:
    """Regions of which one is silent, an amendment, two readings, questions without answer."""
    chosen = ("--matter", "新增购买住院床位", "新增居家照护定点", "--type", "综合医院", "护理站")
    return [
        written("compare", "青岛市", "河南省", *chosen, "--readings", "--json"),
        written("compare", "青岛市", "河南省", *chosen, "--readings", "--budget", "0.000001", "--json"),
        written("compare", "--reading", "床位上限及于个案", "--as-of", "2025-12-31", "--type", "综合医院", "--json"),
        written(
            "compare",
            "qingdao-2023-1",
            "qingdao-2023-18-ltc",
            "--matter",
            "新增居家照护定点",
            "--type",
            "护理站",
            "--as-of",
            "2024-06-01",
            "--json",
        ),
        *amendments(folder),
    ]


def amendments(folder: Path) -> list[Any]:
    """A threshold lowered, and the territory and the last day of a document changed."""
    changes = {
        MEDICAL: (("低于75%", "低于60%"), ("低于 75%", "低于 60%")),
        "binzhou-2022": (('region = "371600"', 'region = "371602"'), ('ends = "2025-12-31"', 'ends = "2026-12-31"')),
    }
    made: list[Any] = []
    for document, words in changes.items():
        before, after = folder / f"{document}-before", folder / f"{document}-after"
        for path in (before, after):
            shutil.copytree(folder_of(document), path)
        for file in (after / "text.txt", after / "rules.tiao", after / "meta.toml"):
            text = file.read_text(encoding="utf-8")
            for old, new in words:
                text = text.replace(old, new)
            put(file, "draft = true\n" + without_received(text) if file.name == "meta.toml" else text)
        found = written("compare", "--before", before, "--after", after, "--json")
        made += found if isinstance(found, list) else [found]
    return made


def own_corpus(folder: Path, *arguments: str | Path) -> list[Any]:
    """A corpus with a document in use, a draft, and one that is set aside; the same without one of its own."""
    sys.path.append(str(ROOT / "tests" / "versions"))
    from invented import version

    root = folder / "规则库"
    for sources in (version(1, "60%", "2026-01-01", region="370700"), version(2, "70%", "2026-02-01", id_="half-done")):
        for path, text in sources.items():
            put_text(root / path.removeprefix("corpus/"), text)
            put_text(root / path.removeprefix("corpus/").replace("2026-01-01", "draft"), text)
    (root / "370200/half-done/2026-02-01/text.txt").unlink()
    last = "床位利用不足的区(市),原则上不再新增购买住院床位。"
    pending = (f"性质 事实\n「{last}」", f"性质 限制\n「{last}」\n  待写 事项 新增购买住院床位")
    for path, text in version(3, "60%", "2026-03-01", id_="unfinished", region="370600", last=last).items():
        text = text.replace(*pending).replace("不新增\n    凡", "不新增\n    据 解释 期限\n    凡")
        put_text(root / path.removeprefix("corpus/"), text)
    reading = dict.fromkeys(("question", "used", "alternative", "basis"), "虚拟")
    words = "\n".join(f'{key} = "{text}"' for key, text in {**reading, "ends": "2030-12-31"}.items())
    put_text(root / "370600/unfinished/2026-03-01/readings.toml", f'["期限"]\n{words}\ncovers = ["床位使用率"]\n')
    freed = "列入市政府重点建设项目的医疗机构,不受正文第一段限制。"
    exemption = (
        f"性质 豁免\n「{freed}」\n  豁免 重点项目\n    凡 机构 属于 医疗机构\n    若 机构 的 重点建设项目 包含 市级\n"
        "    则 不受限于 p1\n  待写 因 「虚拟」"
    )
    for path, text in version(4, "60%", "2023-01-01", id_="freed", last=freed).items():
        put_text(root / path.removeprefix("corpus/"), text.replace(f"性质 事实\n「{freed}」", exemption))
    put_text(root / "370700/invented-beds/2026-01-01/cases.yaml", "情形:\n  - 名: 甲\n")
    rule_base.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIAOLI_CORPUS", str(root))
        made = [written(*arguments, "--json")]
    rule_base.cache_clear()
    return made


def lint(folder: Path) -> list[Any]:
    """Findings, one of them acknowledged, a record whose finding is gone, and questions without answer."""
    own = folder / "登记"
    own.mkdir()
    first = written("lint", "--json")["findings"][0]["hash"]
    said("lint", "acknowledge", first, "--by", "张三", "--reason", "已看过,不必处理", "--reviews", own)
    (file,) = own.rglob("lint.toml")
    text = file.read_text(encoding="utf-8")
    put(file, text + text.replace(first, "0" * 12))
    return [written("lint", "--json", "--reviews", own), written("lint", "--json", "--budget", "0.000001")]


def ingest(folder: Path) -> list[Any]:
    """A page with navigation, hidden words, a picture, numbers that go back and an unfinished end; and a typed scan."""
    page = put(
        folder / "来件.html",
        "<nav><a>首页</a></nav><h1>某市资源配置规划</h1><p>一、总则</p><p>床位使用率低于75%的<span hidden>不</span>,原则上不再新增。</p>"
        "<p>一、任务</p><ol><li>见<img></li></ol><p>没有写完</p>",
    )
    scan, typed = put(folder / "扫描.pdf", "%PDF-"), put(folder / "录入.txt", "关于某事的通知\n\n一、任务\n甲应当乙。")
    people = ("--typed", typed, "--by", "张三", "--proofread-by", "李四", "--region", "青岛市")
    return [
        written("ingest", page, "-o", folder / "a-1", "--json"),
        written("ingest", scan, "-o", folder / "a-2", *people, "--json"),
    ]


def errors(folder: Path) -> list[Any]:
    bad = HOSPITAL | {"床位数量": 3, "床位数": "约100张"}
    return [written("check", put(folder / "错.json", bad), "--json"), written("compare", "青岛", "--json")]


def simply(*arguments: str) -> Callable[[Path], list[Any]]:
    return lambda folder: [written(*arguments, "--json")]


MAKERS: dict[str, Callable[[Path], list[Any]]] = {
    "verdict": verdict,
    "verdicts": verdicts,
    "answer": answer,
    "answers": simply("ask", "城阳区", "民办养老院", "--as-of", "2024-05-01"),
    "groups": groups,
    "rows": rows,
    "verifications": verifications,
    "audit": audit,
    "package": package,
    "replay": replay,
    "simulation": simulation,
    "validation": validation,
    "clauses": simply("clauses"),
    "documents": lambda folder: own_corpus(folder, "documents"),
    "corpus": lambda folder: own_corpus(folder, "corpus", "list"),
    "corpus-check": lambda folder: own_corpus(folder, "corpus", "check"),
    "search": search,
    "indicators": simply("indicators"),
    "ledger": ledger,
    "duties": simply("duties", "--date", "2026-01-01"),
    "references": simply("references"),
    "proofread": simply("proofread"),
    "reviews": reviews,
    "changes": changes,
    "topics": simply("compare", "青岛市", "河南省", "泉州市", "滨州市", "--topics"),
    "comparison": comparison,
    "comparisons": simply("compare", "青岛市", "河南省", "泉州市", "--matter", "纳入双通道管理"),
    "lint": lint,
    "ingest": ingest,
    "errors": errors,
}
"""By kind of output: makes some in a folder for its files."""
