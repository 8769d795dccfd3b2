"""Random applications within the profile of the exported rules, near every threshold, with facts left out or told as unknown."""

from __future__ import annotations

import random
from typing import Any

from policy_dsl.vocabulary import Vocabulary

_RATES = ("59.9%", "60%", "60.1%", "74%", "74.9%", "75%", "76%", "90%")
_PEOPLE = ("1000000", "10000000", "10340000")
_DAYS = (
    "2021-04-30",
    "2022-06-07",
    "2022-06-08",
    "2023-07-29",
    "2023-07-30",
    "2024-05-01",
    "2025-12-31",
    "2026-01-01",
    "2026-03-01",
)
_PERIODS = ("2022", "2023", "2023-06", "2023-12-31", "2024-02", "2024-03-31", "2025", "")


def made(number: int, seed: int, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """So many applications as plain data, the same for the same seed."""
    draw = random.Random(seed)
    places = [
        r.name
        for r in vocabulary.regions.values()
        if r.level == "county" and r.code[:4] in ("3702", "4101", "3716", "3505")
    ]
    places += ["青岛市", "滨州市", "济源市", "郑州市"]
    return [_one(f"R{index:05d}", draw, vocabulary, places) for index in range(number)]


def _one(name: str, draw: random.Random, vocabulary: Vocabulary, places: list[str]) -> dict[str, Any]:
    matter = draw.choice(list(vocabulary.matters.values()))
    place = draw.choice(places)
    facility: dict[str, Any] = {"名称": name, "所在地": place}
    _maybe(draw, facility, "类型", list(matter.members), 0.95)
    for term in vocabulary.facts.values():
        if term.subject == "机构" and term.datatype == "boolean":
            _maybe(draw, facility, term.label, ["是", "否", "不详"], 0.5)
    _maybe(draw, facility, "重点建设项目", [["市级"], ["国家级", "省级"], ["区县级"], "无", "不详"], 0.4)
    _maybe(draw, facility, "举办主体", [*vocabulary.facts["举办主体"].values, "不详"], 0.4)
    services = [s for s in vocabulary.facts["已定点"].values if s not in matter.adds]
    _maybe(draw, facility, "已定点", [[draw.choice(services)], "无", "不详"], 0.5)
    _maybe(draw, facility, "镇街", ["甲街道"], 0.5)
    application: dict[str, Any] = {"编号": name, "事项": matter.label, "日期": draw.choice(_DAYS), "机构": facility}
    kinds = [v for v in vocabulary.facts["床位类别"].values if facility.get("类型") not in vocabulary.terms[v].not_of]
    _maybe(draw, application, "床位类别", [*kinds, "不详"], 0.7)
    _maybe(draw, application, "床位数", [1, 50, 1000, "不详"], 0.7)
    _maybe(draw, application, "步行15分钟内同类型定点机构数", [0, 1, 3, "不详"], 0.6)
    _maybe(
        draw,
        application,
        "所在镇街院护机构数",
        [1, 2, "不详"] if "院护" in facility.get("已定点", ()) else [0, 1, "不详"],
        0.6,
    )
    for figure in _figures(draw, vocabulary, place, "镇街" in facility):
        application.setdefault("认定" if "结论" in figure else "指标", []).append(figure)
    return application


def _maybe(draw: random.Random, data: dict[str, Any], key: str, values: list[Any], likely: float) -> None:
    if draw.random() < likely:
        data[key] = draw.choice(values)


def _figures(draw: random.Random, vocabulary: Vocabulary, place: str, town: bool) -> list[dict[str, Any]]:
    (region,) = (r for r in vocabulary.find_regions(place) if r.level in ("county", "prefecture"))
    city = vocabulary.regions.get(region.parent)
    subjects = [place, *([city.name] if city is not None and city.level == "prefecture" else [])]
    area = vocabulary.area_of(region.code)
    if area is not None:
        subjects.append(area.name)
    figures: list[dict[str, Any]] = []
    used: set[tuple[str, str, str]] = set()
    for term in vocabulary.facts.values():
        if term.subject not in ("地区", "镇街"):
            continue
        for subject in subjects if term.subject == "地区" else (["甲街道"] if town else []):
            for _ in range(draw.choice((0, 1, 1, 2))):
                at = draw.choice(_PERIODS)
                if (term.label, subject, at) in used:
                    continue
                used.add((term.label, subject, at))
                value = _value(draw, term.label, term.datatype)
                figures.append(_figure(term.label, subject, at, value, determined=bool(term.authority)))
    return figures


def _figure(label: str, subject: str, at: str, value: Any, *, determined: bool) -> dict[str, Any]:
    """A figure, or what an authority determined."""
    if determined:
        return {"事项": label, "对象": subject, "结论": value, **({"日期": at} if at else {})}
    return {"名称": label, "地区": subject, "数值": value, **({"时点": at} if at else {})}


def _value(draw: random.Random, label: str, datatype: str) -> Any:
    if draw.random() < 0.1:
        return "不详"
    match datatype:
        case "ratio":
            return draw.choice(_RATES)
        case "boolean":
            return draw.choice(("是", "否"))
        case _ if "人口" in label or "人数" in label:
            return draw.choice(_PEOPLE)
    return draw.choice((0, 1, 850, 8500, 11999, 12000, 60000, 77550))
