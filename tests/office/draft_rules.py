"""The draft of an invented document in a bureau's own corpus: nothing of it was ever issued by anybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.office.client import Window

DOCUMENT = "weifang-sample"
TITLE = "某某市医保定点资源配置规划(样例)"
LOW = "本区县床位使用率低于60%的,原则上不再新增购买住院床位。"
LAYOUT = "拟新增定点零售药店的,应当符合区域布局要求。"
TEXT = f"{TITLE}\n{LOW}\n{LAYOUT}\n"
META = f"""title = "{TITLE}"
year = 2026
kind = "规划"
issuers = ["某某市医疗保障局"]
issuer_level = "市"
region = "370700"
addressees = []
issued = ""
draft = true

[force]
starts = ""
starts_basis = "不明"
ends = ""
ends_basis = "未载"
notes = ["样例,不是任何机关印发的文件。"]
"""
RULES = f"""文件 {DOCUMENT}

条 title 性质 题名
「{TITLE}」

条 p1 性质 限制
「{LOW}」
  规则 低使用率不再新增床位
    凡 事项 是 新增购买住院床位
    若 本区县 的 床位使用率 低于 60%
    则 原则上 不予新增

条 p2 性质 要件
「{LAYOUT}」
  待写 事项 新增定点零售药店 因 「区域布局要求另行公布」
"""


def write(corpus: Path, rules: str = RULES) -> Path:
    """The folder of the draft, as a person lays it out without the window."""
    folder = corpus / "370700" / DOCUMENT / "draft"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "入库.json").unlink(missing_ok=True)
    for name, text in {"text.txt": TEXT, "meta.toml": META, "rules.tiao": rules, "readings.toml": ""}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def window_with(corpus: Path, data: Path) -> Iterator[Window]:
    """A window of a bureau with a corpus of its own."""
    before = os.environ.get("TIAOLI_CORPUS")
    os.environ["TIAOLI_CORPUS"] = str(corpus)
    try:
        window = Window(data)
    finally:
        if before is None:
            del os.environ["TIAOLI_CORPUS"]
        else:
            os.environ["TIAOLI_CORPUS"] = before
    try:
        yield window
    finally:
        window.close()
