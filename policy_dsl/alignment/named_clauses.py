"""Exemptions from single clauses (不受第四条限制): which clauses the words name, and which of the document these are.

An exemption from single clauses lifts the restrictions of these and no others. Its words name them as official texts do: by
their whole place (第四条第二款), within their article (本条第二款, 第二款), or by where they stand (前款, 前条).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.addresses import Address, below, parse_address, place
from policy_dsl.alignment.evidence import Range, Words
from policy_dsl.ir import RESTRICTING
from policy_dsl.numerals import chinese
from policy_dsl.reading import Reading
from policy_dsl.source_text import fold
from policy_dsl.syntax import ast

_FREEING: Final = re.compile(r"不受(?P<named>[^。;]{1,60}?)(?:的|之)?限制")
_BETWEEN: Final = re.compile(r"[、,]|以及|及其|及|和|与|或者|或")
_OWN: Final = re.compile(
    r"^本(?:规划|办法|意见|文件|规定|细则|方案|通知|标准|指导意见|实施意见|实施细则|暂行办法)(?:中)?(?:的)?"
)
_ENDING: Final = re.compile(r"(?:的|之|中|所)?(?:有关|相关)?(?:规定|所列|要求|情形)?(?:的)?$")
_IN_ARTICLE: Final = re.compile(r"第[^条款项]{1,6}(?:款|项)")


def covered(clause: str, addresses: Sequence[str]) -> tuple[str, ...]:
    """Of the addresses of a document, in order, the clause itself and those below it; empty: there is no such clause."""
    if clause not in addresses:
        known = parse_address(clause)
        return () if known is None or known.rank is not None else below(clause, addresses)
    return (clause, *below(clause, addresses))


def with_named_clauses(norms: Collection[ir.Norm], document: str, addresses: Sequence[str]) -> tuple[ir.Norm, ...]:
    """The norms of a document, each restriction with the named clauses under which it stands.

    addresses: of the clauses of the document, in order. Where no exemption names single clauses the norms are as they were.
    """
    named = dict.fromkeys(clause for norm in norms if norm.exempts_singly for clause in norm.named)
    if not named:
        return tuple(norms)
    under: dict[str, list[str]] = {}
    for clause in named:
        for address in covered(clause.partition("/")[2], addresses):
            under.setdefault(f"{document}/{address}", []).append(clause)
    return tuple(
        replace(n, named_clauses=tuple(under[n.clause])) if n.effect in RESTRICTING and n.clause in under else n
        for n in norms
    )


def freeing_words(text: str, pieces: Sequence[Range]) -> Iterator[tuple[Range, tuple[str, ...]]]:
    """Where words free from single clauses in the pieces of a text (folded, without white space), with what each names."""
    for start, end in pieces:
        for match in _FREEING.finditer(text, start, end):
            parts = [_ENDING.sub("", _OWN.sub("", part)) for part in _BETWEEN.split(match["named"])]
            yield match.span(), tuple(part for part in parts if part)


def clause_forms(clause: str, own: str) -> frozenset[str]:
    """How the clause of an address may be called in the clause of another one (`own`), in folded words without brackets."""
    target, here = parse_address(clause), parse_address(own)
    if target is None:
        return frozenset()
    forms = {place(target)}
    if target.article is not None and here is not None and here.article is not None and here.of == target.of:
        forms |= {*_near(target, here)}
    return frozenset(_plain(form) for form in forms)


def _near(target: Address, here: Address) -> Iterator[str]:
    """How a clause is called by where it stands: in the same article, right before."""
    assert target.article is not None
    assert here.article is not None
    whole, article = place(target), place(Address(of=target.of, article=target.article))
    rest = whole.removeprefix(article)
    if target.article == here.article:
        yield f"本条{rest}"
        if rest:
            yield rest
        inside = target.provision is not None or bool(target.points)
        if inside and target.paragraph == here.paragraph:
            within = rest.removeprefix("" if target.paragraph is None else f"第{chinese(target.paragraph)}款")
            yield from (within, f"本款{within}")
        if target.paragraph is not None and here.paragraph is not None and not inside:
            if target.paragraph == here.paragraph - 1:
                yield from ("前款", "上款", "上一款")
            if target.paragraph == here.paragraph:
                yield "本款"
            if here.paragraph - 2 <= target.paragraph < here.paragraph:
                yield from ("前两款", "前二款")
    elif not rest and target.article == here.article._replace(number=here.article.number - 1):
        yield from ("前条", "上条", "上一条")


def check_named(
    rule: ast.Rule,
    words: Words,
    pieces: Sequence[Range],
    cited: Sequence[Reading],
    used: set[tuple[str, str]],
    fault: Callable[[str, object, str, str], None],
) -> list[Range]:
    """Holds an exemption from single clauses against its words, and gives those that it takes up; none of another rule.

    A clause that no word names is named by a reading that covers its place. `used`: readings with what they stood in for.
    """
    if rule.effect is None or not rule.effect.clauses:
        return []
    freeing = [*freeing_words(words.text, pieces)]
    missing, strange = unlike(rule.effect, words.address, [part for _, named in freeing for part in named])
    covering = False
    for name in missing:
        if "/" in name.text:  # of another document, which is told of the whole of this one
            return [span for span, _ in freeing]
        label = place(name.text) if parse_address(name.text) is not None else name.text
        readings = [r for r in cited if label in r.covers]
        used.update((r.name, label) for r in readings)
        covering = covering or bool(readings)
        if not readings:
            message = f"「{rule.name.text}」不受限于的「{label}」在所据原文中找不到"
            fault("L502", name, message, "按原文改地址,改引 据,或登记一条解释并写入 covers")
    for word in strange if not covering else ():
        message = f"原文列出的「{word}」没有写进「{rule.name.text}」"
        fault("L507", rule.name, message, "写进 不受限于;所指的不是本文件的一条的,登记一条解释,或写 待写")
    return [span for span, _ in freeing] if rule.variant is None else []


def unlike(rule: ast.Effect, own: str, named: Sequence[str]) -> tuple[list[ast.Name], list[str]]:
    """What a rule and its words do not share: the clauses of the rule that no word names, and the words that name none.

    own: the address of the clause in which the words stand. named: the words, as `freeing_words` has them.
    """
    last, open_words = "", dict[str, frozenset[str]]()
    for word in named:  # 第四条第一款、第二款: the second names its article as well
        plain = _plain(word)
        article = re.match(r"(?:第[^条]{1,8}条(?:之[一二三四五六七八九十]+)?|本条)", plain)
        last = article[0] if article is not None else last
        whole = f"{last}{plain}" if article is None and last and _IN_ARTICLE.match(plain) else plain
        open_words[word] = frozenset((whole,))
    forms = {clause: clause_forms(clause.text, own) for clause in rule.clauses}
    both = [w for w in open_words if _plain(w) in ("前两款", "前二款")]
    missing = [c for c, mine in forms.items() if not any(mine & of for of in open_words.values())]
    strange = [w for w, of in open_words.items() if not any(mine & of for mine in forms.values())]
    for word in both:  # two clauses in one word: both of them are named
        if sum(_plain(word) in mine for mine in forms.values()) < 2 and word not in strange:
            strange.append(word)
    return missing, strange


def _plain(words: str) -> str:
    return fold(words).replace("(", "").replace(")", "")
