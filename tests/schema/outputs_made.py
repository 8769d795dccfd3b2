"""Real outputs of every kind, made by the commands as users call them."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from corpus_folders import folder_of

from reasoner.cli.main import main
from reasoner.driver.current_rule_base import rule_base

ROOT = Path(__file__).parents[2]
MEDICAL = "qingdao-2023-18-medical"
RULE = "3.1.p2#低使用率区域不新增床位"

EXAMPLES: list[dict[str, Any]] = [
    e["application"] for e in json.loads((ROOT / "tests/conformance/examples.json").read_text(encoding="utf-8"))
]
HOSPITAL: dict[str, Any] = {
    "编号": "A", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "综合", "床位数": 90,
    "机构": {
        "名称": "甲医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区", "举办主体": "未核实",
        "重点建设项目": {
            "数值": "无", "时点": "2024-04", "来源": "名单", "来源类型": "其他部门", "确认人": "某某",
            "有效期至": "2025-12-31", "依据": {"名称": "重点项目名单", "编号": "1号", "页": "2"},
        },
    },
    "指标": [
        {"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31", "依据": "月报", "来源类型": "本局台账"},
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 77400, "时点": "2023-12-31"},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2023-12-31"},
        {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    ],
}  # fmt: skip
CARE: dict[str, Any] = {
    "编号": "C", "事项": "新增居家照护定点", "日期": "2024-05-01",
    "机构": {"名称": "某护理站", "类型": "护理站", "所在地": "即墨区", "镇街": "某街道"},
    "认定": [{"事项": "照护资源相对充足", "对象": "即墨区", "结论": "是", "机关": ["青岛市医疗保障局", "青岛市财政局"], "日期": "2024-02"}],
}  # fmt: skip
CONTINUED: dict[str, Any] = CARE | {
    "编号": "延续", "日期": "2026-02-01",
    "认定": [{
        "事项": "规划延续执行", "对象": "qingdao-2023-18-ltc", "结论": "是", "机关": "青岛市医疗保障局",
        "日期": "2025-12-30", "自": "2026-01-01", "至": "2026-12-31",
    }],
}  # fmt: skip
"""An application under a plan that goes on."""
GRAPH = """
@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
<urn:x:a> a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:bedsRequested -5 ;
  tl:applicant [ a tl:Pharmacy ; tl:location r:370299 ] ; tl:observed <urn:x:o> ; prov:wasRevisionOf <urn:x:b> .
<urn:x:o> sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 7.4e-1 .
"""


def care_beds(number: str, existing: int, *, expected: int | None = 50000) -> dict[str, Any]:
    """Beds of a nursing home, for which a forecast of a certain year is read."""
    figures: list[dict[str, Any]] = [
        {"地区": "青岛市", "名称": "院护床位数", "数值": existing},
        {"地区": "即墨区", "名称": "院护床位使用率", "数值": "65%"},
    ]
    if expected is not None:
        figures.append({"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": expected, "时点": "2025"})
    return {
        "编号": number, "事项": "新增购买院护床位", "日期": "2024-05-01", "床位数": 100, "所在镇街院护机构数": 2,
        "机构": {"名称": "某护理院", "类型": "护理院", "所在地": "即墨区", "镇街": "某镇", "已定点": "否"},
        "认定": [{"事项": "照护资源相对充足", "对象": "即墨区", "结论": "是"}], "指标": figures,
    }  # fmt: skip


def home_care(number: str, place: str, *, held: str) -> dict[str, Any]:
    """Home care by a station, with the figures of a planning standard."""
    return {
        "编号": number, "事项": "新增居家照护定点", "日期": "2024-05-01",
        "机构": {"名称": "某护理站", "类型": "护理站", "所在地": place, "镇街": "某镇", "已定点": held},
        "认定": [{"事项": "照护资源相对充足", "对象": p, "结论": p == "崂山区"} for p in ("即墨区", "崂山区")],
        "指标": [
            {"地区": "青岛市", "名称": "60岁以上常住老年人口", "数值": "150万"},
            {"地区": "青岛市", "名称": "居家照护定点机构数", "数值": 1000},
            {"地区": "青岛市", "名称": "重度失能老人数", "数值": "5万人"},
        ],
    }  # fmt: skip


DEMENTIA = {
    "编号": "H", "事项": "设置失智专区床位", "日期": "2024-06-03", "床位数": 20,
    "机构": {"名称": "某院", "类型": "养老机构", "所在地": "城阳区", "已定点": True},
    "指标": [
        {"地区": "城阳区", "名称": "失智专区床位数", "数值": 290, "时点": "2024-05-31"},
        {"地区": "城阳区", "名称": "院护床位数", "数值": 1000, "时点": "2022-12-31"},
    ],
}  # fmt: skip
"""Beds of two days, which may not be compared."""

APPLICATIONS: list[dict[str, Any]] = [
    care_beds("D", 9901), care_beds("E", 9000, expected=None),
    home_care("F", "崂山区", held="院护"), home_care("G", "即墨区", held="无"),
    DEMENTIA,
]  # fmt: skip


def said(*arguments: str | Path) -> str:
    """What a call writes."""
    out = io.StringIO()
    with redirect_stdout(out):
        main([str(a) for a in arguments])
    return out.getvalue()


def written(*arguments: str | Path) -> Any:
    """What a call writes, as data."""
    return json.loads(said(*arguments))


def put(path: Path, data: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


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


def recorded(folder: Path, *applications: Any) -> Path:
    """A record of applications."""
    said("check", put(folder / "记录的.json", [*applications]), "--record", folder / "记录", "--by", "张三")
    return folder / "记录"


def audit(folder: Path) -> list[Any]:
    """A record with heads of which one holds, a changed line, and a torn one."""
    record = recorded(folder, HOSPITAL, CARE)
    said("audit", record, "--export-head", folder / "一.json")
    recorded(folder, HOSPITAL)
    said("audit", record, "--head", folder / "一.json", "--export-head", folder / "二.json")
    whole = written("audit", record, "--head", folder / "二.json", "--json")
    log = record / "record.jsonl"
    content = log.read_bytes()
    log.write_bytes(content.replace(b"80%", b"70%", 1) + b"{")
    changed = written("audit", record, "--head", folder / "一.json", folder / "二.json", "--json")
    log.write_bytes(content)
    (rules,) = (record / "rules").iterdir()
    rules.unlink()
    return [whole, changed, written("audit", record, "--json"), written("audit", record, "--chain-only", "--json")]


def package(folder: Path) -> list[Any]:
    """A package that holds, beside a head, and one with a file too many."""
    import zipfile

    record = recorded(folder, HOSPITAL)
    said("report", folder / "记录的.json", "-o", folder / "信.docx", "--record", record)
    said("audit", record, "--export-head", folder / "存根.json")
    said("audit", record, "--package", "A", "-o", folder / "案.zip")
    honest = written("audit", folder / "案.zip", "--head", folder / "存根.json", "--json")
    with zipfile.ZipFile(folder / "案.zip", "a") as archive:
        archive.writestr("更多.txt", "x")
        archive.writestr("文书/另一份.docx", "x")
    return [honest, written("audit", folder / "案.zip", "--json")]


def replay(folder: Path) -> list[Any]:
    """What flips when a draft lowers the rate, what keeps its outcome by other words, and after the period."""
    path = folder / "草案"
    shutil.copytree(folder_of(MEDICAL), path)
    for file in (path / "text.txt", path / "rules.tiao", path / "meta.toml"):
        text = file.read_text(encoding="utf-8").replace("低于75%", "低于60%").replace("低于 75%", "低于 60%")
        put(file, "draft = true\n" + without_received(text) if file.name == "meta.toml" else text)
    used = HOSPITAL["指标"][0]
    rates = {"甲": "74%", "乙": "59%"}
    given = [HOSPITAL | {"编号": n, "指标": [used | {"数值": r}, *HOSPITAL["指标"][1:]]} for n, r in rates.items()]
    record = recorded(folder, *given)
    return [
        written("replay", record, "--as-of", "2026-06-01", "--since", "2020-01-01", "--until", "2099-01-01", "--json"),
        written("replay", record, "--after", path, "--json"),
    ]


def simulation(folder: Path) -> list[Any]:
    """What another number changes in a register with an alias, of institutions that hold a contract; and another day."""
    head = "编号,事项,日期,名称,类型,所在地,床位类别,床位数,已定点\n"
    rows = "甲,购买住院床位,2024-05-01,示例甲医院,综合医院,城阳区,综合,20,住院\n"
    rows += "乙,新增购买住院床位,2024-05-01,,综合医院,城阳区,综合,20,住院\n丙,新增购买住院床位,2024-05-01,,无,,,,\n"
    register, figures = folder / "名册.csv", folder / "指标.csv"
    register.write_text(head + rows, encoding="utf-8")
    figures.write_text("地区,名称,数值,时点\n城阳区,床位使用率,74%,2023\n", encoding="utf-8")
    number = ("--set", "qingdao-2023-18-medical/3.1.p2=70%", "--names")
    made = []
    for n, more in enumerate((number, ("--as-of", "2027-01-01"), ("--reading", "区市口径", "--as-of", "2024-06-01"))):
        out = folder / f"果{n}.json"
        said("simulate", register, "--indicators", figures, *more, "-o", out)
        made.append(json.loads(out.read_bytes()))
    return made


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


def without_received(meta: str) -> str:
    """The metadata of a draft, which has neither a received file nor masks and lines of one."""
    kept, skipping = [], False
    for line in meta.splitlines():
        if line.startswith("["):
            skipping = line.strip() in ("[received]", "[[masked]]")
        if line.startswith("lines = ["):
            skipping = True
        if not skipping:
            kept.append(line)
        if line == "]":
            skipping = False
    return "\n".join(kept) + "\n"


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


def put_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


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
