"""The applications of the record: all conformance cases, shared examples, all places, seeded random applications.

They are made once and stored as plain JSON, so that every build judges the same bytes. The folder of inputs holds
`runs.json`, a list of {"applications": file, "ledger": file or null, "options": arguments of `check`}, and these files;
each can be judged by hand: `tiaoli check FILE --json OPTIONS`, with `--ledger LEDGER` where there is one.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.conformance.case_file import case_sets, plain_application
from tests.metamorphic import random_applications
from tests.proof.proof_applications import variations

MOST = 300
"""Applications of one run of `check`."""

PLAN: tuple[tuple[int, str, bool], ...] = (
    *((250, "", False),) * 3,
    (150, "--readings", False),
    *((75, f"--as-of {day}", False) for day in ("2023-07-30", "2024-06-30", "2026-01-01", "2026-03-01")),
    *((50, f"--under {place}", False) for place in ("崂山区", "济源市", "惠民县", "晋江市")),
    (50, "--document qingdao-2023-18-medical", False),
    (50, "--document qingdao-2023-18-ltc qingdao-2023-1", False),
    (50, "--document henan-2025", False),
    (50, "--document binzhou-2022 quanzhou-2023-83", False),
    *((100, "", True),) * 2,
    (100, "--as-of 2026-02-01", True),
    (100, "--under 即墨区", True),
)
"""The random applications: how many in a run, the options of the run, whether it draws on a ledger. 2,000 in all."""

SOURCES = (
    "年报",
    "本局结算数据",
    "统计公报(第3页)",
    "结算系统,2024年第一季度",
    "《统计年鉴》",
    "电话核实:未附书面材料",
)
ORGANS = ("青岛市医疗保障局", "青岛市医保中心", "青岛市财政局、青岛市医保局", "河南省医疗保障局", "洛阳市人民政府")
BASES = ("青医保函〔2024〕5号", "会议纪要(2024年第3号)", "备案表,附件2")
PERSONS = ("张某", "李某某", "基金科王某")
IN_FORCE = ("2023-08-15", "2024-05-01", "2025-11-20")
"""Days on which most documents are in force: on others little is judged."""
STANDARD_FIGURES = ("60岁以上常住老年人口", "重度失能老人数", "居家照护定点机构数")
"""What the planning standards of long-term care read, and no rule."""
EARLIER = ("2020", "2021-06", "2022-12-31", "2023-06", "2024-01-15")

Data = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """Applications that one call of `check` judges, the options of the call, and the ledger on which they draw."""

    name: str
    applications: list[Data]
    options: tuple[str, ...] = ()
    ledger: Data | None = None


def write_inputs(folder: Path, number: int) -> None:
    """Makes all inputs with one seed and writes them into a new folder; `runs.json` comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    runs, listed = [*_cases(), *_examples(), *_places(), *_random(number)], []
    ids = [a["编号"] for run in runs for a in run.applications]
    if len(ids) != len(set(ids)):
        raise ValueError("two applications have one 编号")
    for run in runs:
        ledger = f"{run.name}.ledger.json" if run.ledger is not None else None
        _write(folder / f"{run.name}.json", run.applications)
        if ledger:
            _write(folder / ledger, run.ledger)
        listed.append({"applications": f"{run.name}.json", "ledger": ledger, "options": list(run.options)})
    _write(folder / "runs.json", listed)


def _write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


# --- cases and examples -----------------------------------------------------------------------------------------


def _cases() -> Iterator[Run]:
    """Every case of every case set, those with the same documents and day together."""
    groups: dict[tuple[tuple[str, ...], str | None], list[Data]] = {}
    for cases in case_sets():
        for index, case in enumerate(cases.cases):
            application = plain_application(case.application, f"例-{cases.document}-{index:03d}")
            groups.setdefault((case.scope, case.as_of), []).append(application)
    parts = (
        (applications[i : i + MOST], scope, day)
        for (scope, day), applications in groups.items()
        for i in range(0, len(applications), MOST)
    )
    for number, (applications, scope, day) in enumerate(parts, 1):
        yield Run(f"cases-{number:02d}", applications, (*_as_of(day), "--document", *scope))


def _examples() -> Iterator[Run]:
    """The shared examples and their variations."""
    groups: dict[str | None, list[Data]] = {}
    for application, day in variations():
        groups.setdefault(day, []).append(application)
    for number, (day, applications) in enumerate(groups.items(), 1):
        yield Run(f"examples-{number:02d}", applications, _as_of(day))


def _places() -> Iterator[Run]:
    """An application in each place that the vocabulary knows, the matters in turn.

    The verdicts say of every place which documents do not apply there (see `differences.Comparison`).
    """
    vocabulary = random_applications.rule_base().vocabulary
    places = [r.code for r in vocabulary.regions.values() if r.level in ("prefecture", "county")]
    matters = cycle(vocabulary.matters.values())
    applications = [
        {
            "编号": f"地-{code}",
            "事项": matter.label,
            "日期": "2025-11-20",
            "机构": {"所在地": code, "类型": matter.members[0]},
        }
        for code, matter in zip(places, matters, strict=False)
    ]
    yield Run("places-01", applications)


def _as_of(day: str | None) -> tuple[str, ...]:
    return ("--as-of", day) if day else ()


# --- random applications ----------------------------------------------------------------------------------------


def _random(number: int) -> Iterator[Run]:
    rng = random.Random(number)
    drawn = _drawn(sum(count for count, _, _ in PLAN), number)
    rng.shuffle(drawn)
    rest = iter(drawn)
    for index, (count, options, with_ledger) in enumerate(PLAN, 1):
        applications = []
        for position in range(count):
            application = next(rest)
            application["编号"] = f"随-{index:02d}-{position:03d}"
            application["日期"] = rng.choice(IN_FORCE) if rng.random() < 0.6 else application["日期"]
            _attribute(application, rng, determine=with_ledger or rng.random() < 0.1)
            random_applications.read(application)  # raises Faults: a build that is right refuses none of them
            applications.append(application)
        ledger = _ledger(applications, rng) if with_ledger else None
        yield Run(f"random-{index:02d}", applications, tuple(options.split()), ledger)


def _drawn(count: int, number: int) -> list[Data]:
    """As many different applications, on all matters and in all places, as Hypothesis draws them with a seed."""
    drawn: dict[str, Data] = {}

    @seed(number)
    @settings(
        max_examples=2 * count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(random_applications.cases())
    def draw(application: random_applications.Case) -> None:
        drawn.setdefault(json.dumps(application.data, ensure_ascii=False), copy.deepcopy(application.data))

    draw()
    if len(drawn) < count:
        raise ValueError(f"only {len(drawn)} different applications of {count}")
    return random.Random(number).sample(list(drawn.values()), count)


def _attribute(application: Data, rng: random.Random, *, determine: bool) -> None:
    """Adds sources, organs, grounds and earlier figures (in place); `determine`: booleans become determinations."""
    facility = application["机构"]
    if rng.random() < 0.3:
        facility |= {"名称": f"示例机构{application['编号']}", "等级": rng.choice(("一级", "二级", "三级"))}
    if "镇街" in facility:  # a ledger knows towns by name: no two places share one
        town = f"{facility.get('所在地') or ''}{facility['镇街']}"
        for item in application["认定"]:
            item["对象"] = town if item["对象"] == facility["镇街"] else item["对象"]
        facility["镇街"] = town
    figures = application["指标"]
    if application["事项"] in ("新增居家照护定点", "新增购买院护床位", "设置失智专区床位") and rng.random() < 0.5:
        given_for_city = {i["名称"] for i in figures if i["地区"] == "370200"}
        for term in (t for t in STANDARD_FIGURES if t not in given_for_city):
            value = rng.choice((0, 75) if term == "居家照护定点机构数" else (6000, 120000))
            figures.append({"地区": "370200", "名称": term, "数值": value, "时点": "2023"})
    if determine:
        for item in [i for i in figures if isinstance(i["数值"], bool)]:
            figures.remove(item)
            when = {"日期": item["时点"]} if "时点" in item else {}
            application["认定"].append({"事项": item["名称"], "对象": item["地区"], "结论": item["数值"], **when})
        for term in [t for t, v in facility.items() if isinstance(v, bool) and rng.random() < 0.5]:
            item = {"事项": term, "对象": "机构", "结论": facility.pop(term)}
            application["认定"].append(item | ({"日期": "2024-02-01"} if rng.random() < 0.5 else {}))
        for item in application["认定"]:
            item |= {"机关": rng.choice(ORGANS)} if rng.random() < 0.7 else {}
            item |= {"依据": rng.choice(BASES)} if rng.random() < 0.6 else {}
    for item in list(figures):
        if rng.random() < 0.5:
            item["来源"] = rng.choice(SOURCES)
        when = rng.choice(EARLIER)
        if rng.random() < 0.2 and when != item.get("时点"):
            others = [o["数值"] for o in figures if o["名称"] == item["名称"]]
            figures.append({"地区": item["地区"], "名称": item["名称"], "数值": rng.choice(others), "时点": when})


def _ledger(applications: list[Data], rng: random.Random) -> Data:
    """A ledger of half of what the applications say of regions, towns and documents, which moves there (in place).

    What an application keeps agrees with the ledger: another value for the same day would be refused.
    """
    ledger: Data = {"指标": [], "认定": []}
    values: dict[tuple[str, str, str | None], Any] = {}
    forms = (("指标", "地区", "名称", "数值", "时点"), ("认定", "对象", "事项", "结论", "日期"))
    for section, about, name, value, when in forms:
        for application in applications:
            kept = []
            for item in application[section]:
                key = (item[about], item[name], item.get(when))
                if item[about] == "机构" or rng.random() < 0.5:
                    kept.append(item)
                elif key not in values:
                    values[key] = item[value]
                    person = {"确认人": rng.choice(PERSONS)} if rng.random() < 0.6 else {}
                    until = {"有效期至": rng.choice(random_applications.DAYS)} if rng.random() < 0.5 else {}
                    ledger[section].append({**item, **person, **until})
            application[section] = kept
    for section, about, name, value, when in forms:
        for item in (i for a in applications for i in a[section]):
            item[value] = values.get((item[about], item[name], item.get(when)), item[value])
    return ledger
