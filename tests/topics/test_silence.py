"""What is a mention, and of whom nothing is known. Expectations are read off the texts."""

from __future__ import annotations

from reasoner.render.terminal.topic_comparison import topic_text
from reasoner.render.topic_page import topics_page
from reasoner.render.typeset import on_screen
from reasoner.topics.entries import State
from reasoner.topics.matrix import TopicMatrix
from reasoner.topics.topic_words import answer, only_reports

from .rows import cell

SUBJECTS = {
    "床位使用率": ("使用率",), "床位密度上限": ("床位",), "步行距离": ("步行", "15分钟", "十五分钟", "服务半径"),
    "基金赤字": ("赤字", "收不抵支", "收支平衡"), "重点项目豁免": ("重点建设项目",), "优先对象": ("优先", "倾斜", "纳入医保定点范围"),
    "费用增长": ("费用增长",), "长护饱和区": ("照护资源", "长期护理保险"), "院护床位上限": ("院护",), "失智专区": ("失智专区",),
    "双通道": ("“双通道”",), "总量控制": ("总量", "数量", "计划", "资源配置", "覆盖面"),
    "评估与退出": ("评估", "考核", "退出", "协议"), "信息公开": ("公开", "公布", "披露", "社会监督", "曝光"),
}  # fmt: skip
"""Words of which a reader of a row expects one in whatever is said to mention its topic."""


def test_what_is_said_to_mention_a_topic_has_words_of_its_subject(matrix: TopicMatrix) -> None:
    mentions = [
        (row.topic, e.clause, "".join(e.quote.split()))
        for row in matrix.topics
        for c in row.cells
        for e in c.entries
        if e.state is State.MENTIONED
    ]
    assert len({topic for topic, _, _ in mentions}) > 5
    assert [(t, clause) for t, clause, quote in mentions if not any(w in quote for w in SUBJECTS[t])] == []


def test_of_a_region_with_a_report_alone_nothing_is_said_of_its_rules(matrix: TopicMatrix) -> None:
    """Quanzhou's report assesses a plan that was not received; whether that plan lays something down is not known."""
    unknown = "已收录的只有一份评估报告,不具规范效力;有无规定不详"
    for row in matrix.topics:
        answers = {c.region: answer(c) for c in row.cells}
        assert answers["泉州市"] in (unknown, f"提到;{unknown}")
        assert all(unknown not in text for region, text in answers.items() if region != "泉州市")
    assert answer(cell(matrix, "步行距离", "泉州市")) == unknown
    assert answer(cell(matrix, "双通道", "泉州市")) == f"提到;{unknown}"
    assert answer(cell(matrix, "步行距离", "滨州市")) == "未作规定"
    plan = ";所评估的《泉州市医疗保障事业发展规划(2021-2025年)》未收录"
    for layout in (topics_page(matrix), topic_text(matrix, width=100)):
        assert "".join(layout.split()).count(on_screen(plan)) == 1
        assert layout.count("所评估的") == 1


def test_several_reports_are_counted() -> None:
    assert only_reports(2) == "已收录的只有2份评估报告,不具规范效力;有无规定不详"
