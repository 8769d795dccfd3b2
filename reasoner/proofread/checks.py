"""The checks of an editor, in one tuple, and the run of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reasoner.model.rule_base import RuleBase
from reasoner.proofread.list_checks import changing_rest, contradicting_lists
from reasoner.proofread.mark_checks import marks
from reasoner.proofread.name_checks import two_names
from reasoner.proofread.proofread_finding import Check, Corpus, Finding
from reasoner.proofread.sum_checks import listed, moves, parts_too_large, shares, sums
from reasoner.proofread.term_checks import against_definition, misspelt_terms, two_definitions, two_figures, two_targets
from reasoner.proofread.variant_checks import against_the_law, two_indicator_names, two_measure_names, unintroduced
from reasoner.proofread.wording_checks import ends, noted, one_character, repeated, sentence_twice, turned_words
from reasoner.survey.figures import figures
from reasoner.survey.referenced_documents import references

NOTED: Final = "P119"
"""What a transcriber remarked; where another check found the same words, the remark goes with its finding."""

CHECKS: Final[tuple[Check, ...]] = (
    Check("P101", "各部分之和与总数不符", "总数之后以“其中”列出的同单位各数,相加应等于总数;取整的数容许取整误差。", sums),
    Check("P102", "占比与所列的数不符", "占比应等于部分除以总数(容许取整误差);全部部分的占比相加应为100%。", shares),
    Check("P103", "部分大于总数", "指标名表明是另一指标的一部分的,数值不应大于后者。", parts_too_large),
    Check("P104", "列举的项数不符", "“甲、乙、丙3个”应列三项;带“等”的可以少列,不能多列。", listed),
    Check("P105", "增减与数字不符", "“由……增至……”后数应大于前数,“降至”应小于。", moves),
    Check("P106", "同一事项两个数", "同一文件中名称相同或互为简称、地区和时点不相冲突的两个数不同,或单位不同。", two_figures),
    Check("P107", "同一目标写法不同", "同一文件中名称相同或互为简称的目标,数值或比较词(达到、左右)不同。", two_targets),
    Check("P108", "用法与定义不合", "已定义的词在别处所指多于定义所指:其一部分的数大于按定义所计的数。", against_definition),
    Check("P109", "同一用语两种定义", "同一地区的文件对同一用语的定义不同。", two_definitions),
    Check("P110", "与通行用语一字之差", "文中用语与登记的通行用语(统计、行业用语)只差一字,如“常驻”“常住”。", misspelt_terms),
    Check("P111", "平行文字一字之差", "同一地区的文件中两处文字二十字以上相同,中间只差一字,如“签订”“签定”。", one_character),
    Check("P112", "词序不同", "前后文相同的两个词,此处甲乙、彼处乙甲。", turned_words),
    Check("P113", "文字重复", "连续的一条或数条与前面逐字相同。", repeated),
    Check("P114", "名单不一致", "同一文件中以同样的话描述的地区名单,所列地区不同。", contradicting_lists),
    Check("P115", "“其他”所指不同", "“其他区市”等语前面的名单不同,因而所余的地区不同。", changing_rest),
    Check("P116", "一个文件两个名称", "所引文件的名称只差几个字,当为同一文件;或与已收录文件的题名有出入。", two_names),
    Check("P117", "引号括号不成对", "引号、书名号、括号有开无合,或有合无开。", marks),
    Check("P118", "标点缺失或重复", "正文的句末没有标点,或者两个标点相连。", ends),
    Check(NOTED, "原文如此", "录入时注明“原文如此”的,当是原文的错字或疏漏。", noted),
    Check("P120", "简称没有先写明", "简称在“以下简称”之前已经使用;或者文中只用别的文件的简称,没有写明所指,又写了全称。", unintroduced),
    Check("P121", "一句写了两遍", "同一文件中一整句在两处逐字相同(十二字以上,成段的重复见P113)。", sentence_twice),
    Check("P122", "一个指标两个名称", "同一文件中数值、单位、地区和时点相同的两个数,名称相近而不同。", two_indicator_names),
    Check("P123", "一项办法两个名称", "同一文件中拟制定的办法与用书名号所引的办法,名称相近而不同。", two_measure_names),
    Check("P124", "与法律用字不同", "文中用字与社会保险法律、文件的用字不同,如“缓交”“缓缴”。", against_the_law),
)  # fmt: skip


def gather(base: RuleBase) -> Corpus:
    """Everything the checks look at."""
    documents = tuple(base.documents.values())
    return Corpus(documents, base.vocabulary, figures(base, documents), references(base, documents))


def proofread(corpus: Corpus, checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """All findings, in the order of the texts."""
    findings = [f for check in checks for f in check.run(corpus)]
    order = {name: i for i, name in enumerate(corpus.clauses)}
    return tuple(sorted(_joined(findings), key=lambda f: (order[f.quotes[0].clause], f.quotes[0].start, f.code)))


def _joined(findings: list[Finding]) -> list[Finding]:
    """Remarks of transcribers joined to the finding of the same words; only those of no other finding stay."""
    others = [f for f in findings if f.code != NOTED]
    left: list[Finding] = []
    for remark in (f for f in findings if f.code == NOTED):
        same = [i for i, f in enumerate(others) if any(q.overlaps(r) for q in f.quotes for r in remark.quotes)]
        for i in same:
            others[i] = others[i].noted(remark.notes)
        left += [] if same else [remark]
    return [*others, *left]
