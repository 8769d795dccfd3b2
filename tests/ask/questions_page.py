"""docs/questions.md: questions with their answers, the clauses they rest on and the official words.

Made by `python -m tests.ask.questions_page --write`; a test holds it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reasoner.driver.current_rule_base import rule_base
from reasoner.render.typeset import typeset

sys.path.insert(0, str(Path(__file__).parents[1]))  # as pytest does
from ask.questions import OF_THE_ISSUE, OTHERS, Asked
from ask.questions_elsewhere import ELSEWHERE, Elsewhere

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"

_HEAD = """# 常见问题和回答

本页的问题都可以照样问:`tiaoli ask 问题`(本单位所在的地区写在设置里,本页为青岛市)。回答依据原文写成,每条都列出所据条款和原文,
并由测试核对:程序对同一问题引用的条款须包含这些条款,引文须逐字出现在原文里。标“尚未确认”的是条文理解,未经确认不能作为依据。
青岛的两个规划规划期至2025年12月31日届满;以下回答除另有说明外,以规划期内的2024年5月1日为适用日期。
"""


def page() -> str:
    """The page."""
    parts = [_HEAD, "## 窗口上常问的十五个问题\n", *map(_entry, OF_THE_ISSUE), "## 其他问题\n", *map(_entry, OTHERS)]
    for home in dict.fromkeys(e.home for e in ELSEWHERE):
        parts += [
            f"## {home}的经办人员问的\n",
            _OF_PLACE.format(home=home),
            *(_of(e) for e in ELSEWHERE if e.home == home),
        ]
    return "\n".join(parts)


_OF_PLACE = "设置里的地区为{home},适用日期为2026年11月30日。\n"


def _of(asked: Elsewhere) -> str:
    rests = (_rest(r.clause, r.quote) for r in asked.rests)
    return "\n".join([f"### {typeset(asked.question)}\n", f"{typeset(asked.answer)}\n", *rests, ""])


def _entry(asked: Asked) -> str:
    return "\n".join([f"### {typeset(asked.question)}\n", f"{typeset(asked.answer)}\n", *_rests(asked), ""])


def _rests(asked: Asked) -> Iterator[str]:
    yield from (_rest(clause, quote, "引用:" if asked.silent else "") for clause, quote in asked.rests)


def _rest(clause: str, quote: str, lead: str = "") -> str:
    document = rule_base().documents[clause.partition("/")[0]]
    where = f"《{document.title}》{document.clauses[clause].place}"
    inner = quote.translate(str.maketrans("“”", "‘’"))
    return f"- {typeset(f'{lead}{where}')}(`{clause}`):{typeset(f'“{inner}”')}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page())
