"""Word alignment from text to rule: the words of a clause that no norm takes up.

Every normative word and figure of a clause is consumed by a norm, accounted for by the clause's nature, or waived with a
reason; where a rule decides, so is every period that bounds it in time, which the rule must keep to.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.alignment.evidence import Range, Words
from policy_dsl.alignment.quote_matching import in_quote
from policy_dsl.alignment.rule_period import line
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.source_text import Source, fold, squeezed
from policy_dsl.syntax import ast
from policy_dsl.texts.lexicon import Occurrence, accounted_for, occurrences
from policy_dsl.texts.period_words import BoundWords, of_receipt, period_words


def _calling(entry: ast.Entry, words: Words) -> Iterator[Occurrence]:
    """What of a clause calls for a norm; its periods only where a rule decides, which would decide without them."""
    yield from occurrences(words.text, words.deciding)
    if any(isinstance(item, ast.Rule) for item in entry.items):
        for bound in period_words(words.text):
            yield Occurrence(bound.word, bound.start, bound.end, period=True)


def unaccounted(entry: ast.Entry, words: Words) -> Iterator[Occurrence]:
    """The normative words and figures of a clause that neither a norm nor its nature nor a waiver takes up."""
    accounted = accounted_for({n.text for n in entry.natures})
    for occurrence in _calling(entry, words):
        start, end, figure = occurrence.start, occurrence.end, occurrence.figure
        if occurrence.word not in accounted and not any(_covers(c, start, end, figure) for c in words.consumed):
            yield occurrence


def left_over(entry: ast.Entry, words: Words, source: Source) -> list[Diagnostic]:
    """The normative words and figures of a clause that nothing accounts for; where it is 待写, they wait for their rule."""
    ranges = [(o.start, o.end) for o in _calling(entry, words)]
    faults: list[Diagnostic] = []
    for item in entry.items:
        for quote in item.quotes if isinstance(item, ast.Waiver) else ():
            faults += _waive(quote, words, ranges, source)
    decides = any(isinstance(item, ast.Rule) and not item.proposed for item in entry.items)
    if entry.pending and not decides:
        return faults
    own = words.text == fold(squeezed("".join(q.text for q in entry.quotes)))
    for occurrence in unaccounted(entry, words):
        if entry.pending and not occurrence.period:  # a rule beside 待写 decides, and would do so outside the period
            continue
        figure = occurrence.figure
        around = words.text[max(0, occurrence.start - 8) : occurrence.end + 8]
        span = in_quote(entry, occurrence.start, occurrence.end) if own else entry.address.span
        if occurrence.unread:
            faults.append(_unread(entry, occurrence, source.where(span.start), source.excerpt(span)))
            continue
        if occurrence.period:
            bound = next(b for b in period_words(words.text) if b.start == occurrence.start)
            faults.append(_unbounded(entry, bound, words.text, source.where(span.start), source.excerpt(span)))
            continue
        faults.append(
            Diagnostic(
                "L505" if figure else "L503",
                source.where(span.start),
                f"条 {entry.address.text} 的{'数字' if figure else '规定用词'}「{occurrence.word}」还没有写进规则、义务或者数据:「…{around}…」",
                hint="写出它所表示的规则、义务或数据;还没写成的,写 待写;确无规范意义的,写 不计 「词」 因 「理由」",
                excerpt=source.excerpt(span),
            )
        )
    return faults


def _unread(entry: ast.Entry, occurrence: Occurrence, where: str, excerpt: str) -> Diagnostic:
    """A figure that cannot be read, or a numeral that is neither a figure nor known as any other word."""
    if occurrence.figure:
        message = f"条 {entry.address.text} 的「{occurrence.word}」读不成一个数"
        allowed = "十二、二百零五、三千、一点二万、百分之七十五、四分之三这样写的数"
    else:
        message = f"条 {entry.address.text} 的「{occurrence.word}」含有数词,不知是不是数"
        allowed = "数后面写单位(个月、元、人、张、分钟 …)、百分之、几分之;不是数的,是收录过的词(统一、十四五、三医 …)"
    hint = "对照原文;不是规范意义上的数的,写 不计 「词」 因 「理由」;还没写成的,写 待写"
    return Diagnostic("L509", where, message, allowed, hint, excerpt)


def _unbounded(entry: ast.Entry, bound: BoundWords, clause: str, where: str, excerpt: str) -> Diagnostic:
    """A period for which the clause holds, which its rules would not keep to."""
    word = bound.word
    message = f"条 {entry.address.text} 写的期间「{word}」没有写进规则:规则在期间以外也会适用"
    if bound.begins or bound.ends:
        first = f"在规则的 凡 之后、若 之前写 {line(bound)}"
    elif of_receipt(clause, bound):
        first = "这是申请提交或者受理的期限,不是规则适用的期间,规则写不出:写 待写 因 「…」"
    else:
        first = (
            "没有写明是哪一日,或者可以有两种理解:登记一条解释,把起止日写入 covers,"
            f"把「{word}」写入 accounts,规则写 期间 自 … 至 … 并 据 解释 它;不能确定的,写 待写 因 「…」"
        )
    hint = (
        f"{first}。期间与文件效力一致、或者另有理由不影响适用的,登记一条解释,把「{word}」写入 accounts,"
        f"在规则里 据 解释 它,或写 不计 「{word}」 因 「理由」;一时写不成的,写 待写"
    )
    return Diagnostic("L503", where, message, hint=hint, excerpt=excerpt)


def _waive(quote: ast.Quote, words: Words, spans: list[Range], source: Source) -> Iterator[Diagnostic]:
    """A waiver names one word, in one place: nothing is waived that its reason was not written for."""
    plain = fold(squeezed(quote.text))
    count = words.text.count(plain) if plain else 0
    start = words.text.find(plain)
    inside = [s for s in spans if start <= s[0] and s[1] <= start + len(plain)]
    if count == 1 and len(inside) == 1:
        words.consumed += inside
        return
    code = "L504" if count != 1 else "L506"
    if count == 0:
        message, hint = f"不计的「{plain}」不在本条原文中", "逐字引用本条原文,或删去"
    elif count > 1:
        message, hint = f"不计的「{plain}」在本条出现{count}次", "引得更长,使它在本条只出现一次"
    elif inside:
        message, hint = f"不计的「{plain}」含有{len(inside)}个规定用词或数字", "逐个引出:不计 「…」 「…」 因 「…」"
    else:
        message, hint = f"不计的「{plain}」不含需要说明的规定用词或数字", "删去"
    yield Diagnostic(code, source.where(quote.span.start), message, hint=hint, excerpt=source.excerpt(quote.span))


def _covers(consumed: Range, start: int, end: int, figure: bool) -> bool:
    """A word must be consumed whole; a figure may stand with a counter word (2000名) that the rule does not repeat."""
    return consumed[0] <= start and (end <= consumed[1] or (figure and consumed[0] == start))
