"""DESIGN §5.7: 「no final letter rests on it alone unless that reading is confirmed」: a refusal by guidance alone is a draft."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reasoner.cli.main import main
from reasoner.driver import current_rule_base

# Henan 3.2.i1.p2.s2: 「对医保基金当期赤字或动态监测赤字的地区,原则上不再增加定点医药机构数量。」, addressed to 各地.
DEFICIT = {
    "编号": "HL-01", "事项": "新增定点零售药店", "日期": "2025-11-03",
    "机构": {"名称": "戊机构", "类型": "零售药店", "所在地": "洛阳市", "重点建设项目": "无"},
    "指标": [{"地区": "洛阳市", "名称": "医保基金当期赤字", "数值": True},
             {"地区": "洛阳市", "名称": "医保基金动态监测赤字", "数值": False},
             {"地区": "洛阳市", "名称": "定点医药机构数", "数值": 900},
             {"地区": "洛阳市", "名称": "定点医药机构配置总量", "数值": 1000}],
}  # fmt: skip
WEIGHED = "经审查,未发现应予例外的情形。"
MARK = "依据只有指导意见"


@pytest.fixture(autouse=True)
def own_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TIAOLI_REVIEWS", str(tmp_path / "复核"))
    current_rule_base.rule_base.cache_clear()
    yield
    current_rule_base.rule_base.cache_clear()


def letter(folder: Path, name: str, *options: str) -> Path:
    source = folder / "a.json"
    source.write_text(json.dumps(DEFICIT, ensure_ascii=False), encoding="utf-8")
    path = folder / name
    assert main(["report", str(source), "-o", str(path), "--kind", "不予新增告知书", *options]) == 0
    return path


def words(path: Path) -> str:
    return re.sub(r"<[^>]*>|\s", "", path.read_text(encoding="utf-8"))


def test_a_refusal_by_guidance_alone_is_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = letter(tmp_path, "l.html", "--consideration", WEIGHED)
    assert "草稿：依据只有指导意见" in capsys.readouterr().out
    assert MARK in words(path)
    assert main(["verify", str(path)]) == 0


def test_after_its_direct_effect_was_confirmed_it_is_none(tmp_path: Path) -> None:
    assert main(["review", "confirm", "henan-2025", "直接适用于个案", "--by", "法制处甲"]) == 0
    path = letter(tmp_path, "l.html", "--consideration", WEIGHED)
    assert MARK not in words(path)
    assert main(["verify", str(path)]) == 0


def test_a_doubt_makes_it_one_again(tmp_path: Path) -> None:
    for action in ("confirm", "doubt"):
        assert main(["review", action, "henan-2025", "直接适用于个案", "--by", "法制处甲"]) == 0
    assert MARK in words(letter(tmp_path, "l.html", "--consideration", WEIGHED))


def test_another_reading_confirmed_is_not_enough(tmp_path: Path) -> None:
    assert main(["review", "confirm", "henan-2025", "赤字不分基金", "--by", "法制处甲"]) == 0
    assert MARK in words(letter(tmp_path, "l.html", "--consideration", WEIGHED))


def test_the_mark_must_not_be_taken_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = letter(tmp_path, "l.html", "--consideration", WEIGHED)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"草稿——依据只有指导意见[^<]*", "", text), encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", str(path)]) == 1
    assert "“草稿”字样已被删去" in capsys.readouterr().out


def test_what_is_still_to_be_weighed_is_said_beside(tmp_path: Path) -> None:
    text = words(letter(tmp_path, "l.html"))
    assert "例外考量尚待填写" in text
    assert MARK in text
