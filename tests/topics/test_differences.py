"""What the matrix points out in a row: every word said to stand in a city stands there."""

from __future__ import annotations

from reasoner.driver.current_rule_base import rule_base
from reasoner.topics import compare_topics
from reasoner.topics.false_friends import CONFUSABLE
from reasoner.topics.matrix import TopicMatrix
from reasoner.topics.region_differences import WordDifference, forms_in
from reasoner.topics.topic_words import difference

from .rows import MEDICAL, differences, value_difference, word_differences


def test_words_that_matter_are_pointed_out_where_they_stand(matrix: TopicMatrix) -> None:
    by_words = {d.words: d.clauses for d in word_differences(matrix, "重点项目豁免")}
    assert set(by_words["医疗机构", "医药机构"]["医疗机构"]) == {"青岛市"}
    assert set(by_words["医疗机构", "医药机构"]["医药机构"]) == {"河南省"}
    assert by_words["市政府", "国家、省级和市级"] == {
        "市政府": {"青岛市": (f"{MEDICAL}/3.3.p1",)},
        "国家、省级和市级": {"河南省": ("henan-2025/3.2.i1.p2.s3",)},
    }
    (density,) = [d for d in word_differences(matrix, "床位密度上限") if "千参保人口" in d.words]
    assert density.words == ("千参保人口", "千参保人", "千常住人口", "千人口")
    assert density.clauses["千常住人口"] == {"青岛市": (f"{MEDICAL}/3.1.p1.s1",)}
    assert set(density.clauses["千人口"]) == {"河南省"}


def test_other_values_of_one_fact_are_pointed_out(matrix: TopicMatrix) -> None:
    values = value_difference(matrix, "重点项目豁免")
    assert values.values == {"青岛市": ("市级",), "河南省": ("国家级", "省级", "市级")}


def test_one_city_alone_is_warned_of_its_two_denominators() -> None:
    alone = compare_topics(rule_base(), ["青岛市"])
    (density,) = [d for d in word_differences(alone, "床位密度上限") if "千参保人口" in d.words]
    assert density.words == ("千参保人口", "千参保人", "千常住人口")


def test_no_difference_where_nobody_differs(matrix: TopicMatrix) -> None:
    assert differences(matrix, "失智专区") == ()
    two = compare_topics(rule_base(), ["青岛市", "河南省"])
    assert not [d for d in word_differences(two, "优先对象") if "医药机构" in d.words]  # both write 医疗机构
    (four,) = [d for d in word_differences(matrix, "优先对象") if "医药机构" in d.words]
    assert set(four.clauses["医药机构"]) >= {"滨州市"}  # 「基层医药机构」, where Henan writes 「基层医疗机构」


def test_a_word_said_to_stand_in_a_city_stands_in_the_clauses_that_its_cell_cites(matrix: TopicMatrix) -> None:
    looked_at = 0
    for row in matrix.topics:
        quotes = {e.clause: "".join(e.quote.split()) for c in row.cells for e in c.entries}
        cited = {c.region: {e.clause for e in c.entries} for c in row.cells}
        for words in (d for d in row.differences if isinstance(d, WordDifference)):
            assert tuple(words.clauses) == words.words
            for word, regions in words.clauses.items():
                for region, clauses in regions.items():
                    assert f"「{word}」见于" in difference(words)
                    assert region in difference(words)
                    assert set(clauses) <= cited[region]
                    assert clauses
                    assert all(word in quotes[c] for c in clauses)
                    looked_at += 1
    assert looked_at > 10


def test_words_that_merely_occur_are_no_difference(matrix: TopicMatrix) -> None:
    """「列入市政府重点建设项目的医疗机构……可按规定纳入医保定点评估范围」 does not make exit rules differ by level."""
    assert differences(matrix, "评估与退出") == ()
    assert differences(matrix, "双通道") == ()
    (institutions,) = word_differences(matrix, "总量控制")  # the rules count institutions of two insurances
    assert institutions.clauses["长护险定点机构"] == {"青岛市": ("qingdao-2023-1/5.i8.s2",)}
    assert set(institutions.clauses["定点医药机构"]) == {"河南省"}
    (beds,) = word_differences(matrix, "床位使用率")
    assert beds.words == ("购买住院床位", "院护床位")


def test_values_that_rest_on_a_reading_say_so(matrix: TopicMatrix) -> None:
    values = value_difference(matrix, "重点项目豁免")
    assert "青岛市取市级(据条文理解)" in difference(values)


def test_the_longest_form_of_a_word_counts() -> None:
    by_first = {c.senses[0][0]: c for c in CONFUSABLE}
    assert list(forms_in(["列入国家、省级和市级重点建设项目"], by_first["市政府"])) == ["国家、省级和市级"]
    assert list(forms_in(["医保管理区域内的管理区"], by_first["区市"])) == ["医保管理区域", "管理区"]
    assert list(forms_in(["医保管理区域"], by_first["区市"])) == ["医保管理区域"]
    assert forms_in(["0.89张/千参保人;", "7.8张/千参保人口"], by_first["千参保人口"]) == {
        "千参保人": 0,
        "千参保人口": 0,
    }
    assert forms_in(["按千人", "口计"], by_first["千参保人口"]) == {}  # pieces are not read together
    for pair in CONFUSABLE:
        forms = [f for sense in pair.senses for f in sense]
        assert len(forms) == len(set(forms)) > 1
        assert pair.why.endswith("。")
