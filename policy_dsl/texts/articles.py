"""The outline of a text in articles: 编, 分编, 章, 节, 条 and in each 条 its 款, 项 and 目.

Chapters begin again in each 编, not in a 分编.

A line that no mark begins is a 款 of the article that is open; (一), ㈠ and 一、 open a 项, 1. and (1) a 目; all begin again in
each article, 项 in each 款. A number that stands twice keeps its number and is counted (a5_2): nothing is renumbered, what is
twice, skipped or out of order is a doubt. A line 第一条 alone, or with a caption (【立法目的】), heads its article.

Lines that stand in no article (before the first, below a part heading 一、 that closes one) are read by `headings`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, NamedTuple

from policy_dsl.addresses import Address, Step, place
from policy_dsl.numerals import chinese
from policy_dsl.texts.headings import Place, sentences
from policy_dsl.texts.line_breaks import Block
from policy_dsl.texts.marks import (
    ARTICLE_MARK,
    CAPTION,
    CHAPTER_BEFORE_ARTICLE,
    CHAPTER_LINE,
    COUNTED,
    ITEM,
    PART,
    numbered,
    read_mark,
)


class Piece(NamedTuple):
    """What stands at an address: a heading or a sentence (a row of a table), at text[at]."""

    address: Address
    at: Place
    heading: bool = False
    doubt: str = ""


class Outline(NamedTuple):
    """The pieces of the articles and their headings, and the lines that stand in no article."""

    pieces: tuple[Piece, ...]
    others: tuple[Block, ...]


def in_articles(text: str, lines: Iterable[Block]) -> bool:
    """Whether a body is in articles: a line begins with one."""
    return any(not line.row and _article(text, line) is not None for line in lines)


def outline_articles(text: str, lines: Sequence[Block], of: str) -> Outline:
    """The outline of a body in articles; `of` is the text to which it belongs, as addresses have it."""
    reader = _Reader(text, of)
    done = 0
    for i, line in enumerate(lines):
        if i >= done:
            done = i + reader.read(line, lines[i + 1 : i + 3])
    reader.close()
    return Outline(tuple(reader.pieces), tuple(reader.others))


class _Text(NamedTuple):
    """A paragraph, provision or point of the open article, before its address is known."""

    paragraph: int
    provision: Step | None
    points: tuple[Step, ...]
    spans: tuple[Place, ...]
    table: bool
    doubt: str


@dataclass
class _Article:
    """The article that is open, and how far its numbering has come."""

    step: Step
    heading: Place | None = None
    doubt: str = ""
    paragraphs: int = 0
    provision: Step | None = None
    provisions: int | None = None
    """The level of the marks that open its provisions: (一) or, in old texts, 一、."""
    points: tuple[tuple[int, Step], ...] = ()
    texts: list[_Text] = field(default_factory=list)
    counted: Counter[tuple[object, ...]] = field(default_factory=Counter)
    last: dict[tuple[object, ...], int] = field(default_factory=dict)


@dataclass
class _Reader:
    text: str
    of: str
    pieces: list[Piece] = field(default_factory=list)
    others: list[Block] = field(default_factory=list)
    article: _Article | None = None
    articles: Counter[tuple[int, int]] = field(default_factory=Counter)
    chapters: Counter[tuple[object, ...]] = field(default_factory=Counter)
    book: Step | None = None
    chapter: Step | None = None
    last: dict[str, int] = field(default_factory=dict)

    def read(self, line: Block, following: Sequence[Block]) -> int:
        """Read a line; how many lines were read, one more where the one behind it belongs to its heading."""
        if not line.row and (match := _article(self.text, line)):
            self.close()
            self._article(line, match)
            return 1
        if not line.row and (match := self._heads(line, following)):
            self.close()
            return self._chapter(line, match, following)
        if self.article is None or (not line.row and self._leaves(line)):
            self.close()
            self.others.append(line)
            return 1
        self._inside(line)
        return 1

    def close(self) -> None:
        """Give what stands in the open article its addresses."""
        open_article, self.article = self.article, None
        if open_article is None:
            return
        own = Address(of=self.of, article=open_article.step)
        doubt = open_article.doubt
        if open_article.heading is not None:
            self.pieces.append(Piece(own, open_article.heading, True, doubt))
            doubt = ""
        for text in open_article.texts:
            paragraph = text.paragraph if open_article.paragraphs > 1 and text.paragraph else None
            address = replace(own, paragraph=paragraph, provision=text.provision, points=text.points)
            # What the bare address heads already is no sentence, too.
            numbered_ = len(text.spans) > 1 or (open_article.heading is not None and address == own)
            for i, at in enumerate(text.spans, 1):
                spelt = (
                    replace(address, row=i) if text.table else replace(address, sentence=i) if numbered_ else address
                )
                doubts = "。".join(d for d in (doubt, text.doubt if i == 1 else "") if d)
                self.pieces.append(Piece(spelt, at, False, doubts))
                doubt = ""

    def _article(self, line: Block, match: re.Match[str]) -> None:
        number = numbered(match["article"].strip())
        inserted = numbered(match["inserted"]) if match["inserted"] else 0
        self.articles[number, inserted] += 1
        step = Step(number, inserted, self.articles[number, inserted])
        own = Address(of=self.of, article=step)
        last = self.last.get("article", 0)
        doubt = "" if inserted else _counts_on(number, last, step.again, "第{}条", place(own))
        self.last["article"] = max(last, number)
        self.article = _Article(step, doubt=doubt)
        caption = CAPTION.match(self.text, match.end(), line.end)
        body = caption.end() if caption else match.end()
        rest = self.text[body : line.end].strip()
        if caption or not rest or line.heading:
            end = line.end if line.heading else body if caption else match.end()
            self.article.heading = (line.start, line.start + len(self.text[line.start : end].rstrip()))
            body = end
        if self.text[body : line.end].strip():
            start = line.start if self.article.heading is None else body
            self.article.paragraphs = 1
            self._add(start, line.end, "")

    def _chapter(self, line: Block, mark: re.Match[str], following: Sequence[Block]) -> int:
        kind, number = mark["kind"], numbered(mark["number"].strip())
        orphan = {
            "节": self.chapter is None and "节不在任何章之内",
            "分编": self.book is None and "分编不在任何编之内",
        }.get(kind)
        kind = "章" if orphan and kind == "节" else "编" if orphan else kind
        inside = {"编": (), "分编": (self.book,), "章": (self.book,), "节": (self.book, self.chapter)}[kind]
        self.chapters[kind, *inside, number] += 1
        step = Step(number, 0, self.chapters[kind, *inside, number])
        name = f"{kind}{inside}"
        last = self.last.get(name, 0)
        self.last[name] = max(last, number)
        match kind:
            case "编":
                self.book, self.chapter = step, None
                address = Address(of=self.of, book=step)
            case "分编":
                self.chapter = None
                address = Address(of=self.of, book=self.book, division=step)
            case "章":
                self.chapter = step
                address = Address(of=self.of, book=self.book, chapter=step)
            case _:
                address = Address(of=self.of, book=self.book, chapter=self.chapter, section=step)
        doubt = orphan or _counts_on(number, last, step.again, "第{}" + mark["kind"], place(address))
        # Its words may stand on the next line, or run on there right before the next mark.
        runs_on = len(following) > 1 and self._opens(following[1])
        taken = bool(following) and (not mark["title"] or runs_on) and self._titles(following[0])
        self.pieces.append(Piece(address, (line.start, following[0].end if taken else line.end), True, doubt))
        return 1 + taken

    def _heads(self, line: Block, following: Sequence[Block]) -> re.Match[str] | None:
        """The mark of a line that heads a chapter or section."""
        match = CHAPTER_LINE.fullmatch(self.text, line.start, line.end)
        if match is None and following and self._opens(following[0]):
            match = CHAPTER_BEFORE_ARTICLE.fullmatch(self.text, line.start, line.end)
        return match

    def _opens(self, line: Block) -> bool:
        """Whether a line opens an article or a section."""
        return _article(self.text, line) is not None or bool(CHAPTER_LINE.fullmatch(self.text, line.start, line.end))

    def _titles(self, line: Block) -> bool:
        """Whether a line holds the words of the chapter whose mark stands alone on the line before."""
        words = self.text[line.start : line.end]
        marked = (
            read_mark(self.text, line.start, line.end) or ARTICLE_MARK.match(words) or CHAPTER_LINE.fullmatch(words)
        )
        return not marked and not line.row and len(words) <= _LONGEST_TITLE and not re.search("[。;:!?,]", words)

    def _leaves(self, line: Block) -> bool:
        """Whether a line heads a part behind the articles: 一、 alone on its line, and nothing is being listed."""
        mark = read_mark(self.text, line.start, line.end)
        if mark is None or mark.level != PART or self.article is None:
            return False
        words = self.text[line.start : line.end]
        lead = bool(self.article.texts) and self.text[self.article.texts[-1].spans[-1][1] - 1] == ":"
        lists = lead if self.article.provision is None else self.article.provisions == PART
        return not lists and len(words) <= _LONGEST_TITLE and not re.search("[。;:!?,]", words)

    def _inside(self, line: Block) -> None:
        """A line of the open article: a paragraph, a provision or a point."""
        article = self.article
        assert article is not None
        mark = None if line.row else read_mark(self.text, line.start, line.end)
        if mark is None or mark.level == COUNTED:
            table = line.row and bool(article.texts) and article.texts[-1].table
            if table and self.text[article.texts[-1].spans[-1][1] : line.start].strip() == "":
                article.texts[-1] = article.texts[-1]._replace(spans=(*article.texts[-1].spans, (line.start, line.end)))
                return
            article.paragraphs += 1
            article.provision, article.points = None, ()
            if line.row:
                article.texts.append(_Text(article.paragraphs, None, (), ((line.start, line.end),), True, ""))
            else:
                self._add(line.start, line.end, "")
            return
        doubt = self._open(mark.level, mark.rank, mark.number)
        self._add(line.start, line.end, doubt)

    def _open(self, level: int, rank: int, number: int) -> str:
        """Open the provision or point of a mark; a doubt where its number does not count on."""
        article = self.article
        assert article is not None
        if level in (PART, ITEM):
            article.points = ()
            self._fold(number)
            step, doubt = self._count(("项", article.paragraphs), number, "第({})项")
            article.provision, article.provisions = step, level
            return doubt
        above = tuple(p for p in article.points if p[0] < rank)
        step, doubt = self._count(("目", article.paragraphs, article.provision, above), number, "第{}目", digits=True)
        article.points = (*above, (rank, step))
        return doubt

    def _fold(self, number: int) -> None:
        """A line between 第(二)项 and 第(三)项 is no 款: its sentences belong to the 项 before it."""
        article = self.article
        assert article is not None
        between = [t for t in article.texts if t.paragraph == article.paragraphs]
        before = [t for t in article.texts if t.paragraph == article.paragraphs - 1]
        if not before or before[-1].provision is None or before[-1].provision.number != number - 1 or not between:
            return
        if any(t.provision or t.points or t.table or self.text[t.spans[-1][1] - 1] == ":" for t in between):
            return
        kept = [t for t in article.texts if t.paragraph < article.paragraphs]
        spans = tuple(span for t in (kept[-1], *between) for span in t.spans)
        article.texts = [*kept[:-1], kept[-1]._replace(spans=spans)]
        article.paragraphs -= 1

    def _count(self, key: tuple[object, ...], number: int, form: str, digits: bool = False) -> tuple[Step, str]:
        article = self.article
        assert article is not None
        article.counted[(*key, number)] += 1
        again = article.counted[(*key, number)]
        last = article.last.get(key, 0)
        article.last[key] = max(last, number)
        return Step(number, 0, again), _counts_on(number, last, again, form, "", digits)

    def _add(self, start: int, end: int, doubt: str) -> None:
        """The text of a line; provisions that run on in it ((一)…;(二)…) stand by themselves."""
        article = self.article
        assert article is not None
        cuts = [start, *self._listed(start, end), end]
        for i, (first, last) in enumerate(pairwise(cuts)):
            if i:
                mark = read_mark(self.text, first, last)
                assert mark is not None
                doubt = self._open(mark.level, mark.rank, mark.number)
            points = tuple(step for _, step in article.points)
            spans = sentences(self.text, first, last)
            article.texts.append(_Text(article.paragraphs, article.provision, points, spans, False, doubt))

    def _listed(self, start: int, end: int) -> list[int]:
        """Where provisions begin that run on in a line: the first behind a colon, two at least, counting on from one."""
        cuts: list[int] = []
        for match in _RUN_ON.finditer(self.text, start + 1, end):
            if numbered(match[1]) == len(cuts) + 1 and (cuts or match[0][0] == ":"):
                cuts.append(match.start(1))
        return cuts if len(cuts) > 1 else []


_LONGEST_TITLE: Final = 45
_RUN_ON: Final = re.compile(r"[:;。,]\s*(\([一二三四五六七八九十]{1,3}\)|[\u3220-\u3229])")


def _article(text: str, line: Block) -> re.Match[str] | None:
    match = ARTICLE_MARK.match(text, line.start, line.end)
    return match if match is not None and numbered(match["article"].strip()) else None


def _counts_on(number: int, last: int, again: int, form: str, place_again: str, digits: bool = False) -> str:
    """What to look at where a number does not follow the one before; empty where it does."""

    def name(n: int) -> str:
        return form.format(n if digits else chinese(n))

    if again > 1:
        where = f",地址记作{place_again}" if place_again else ""
        return f"原文的{name(number)}出现了两次以上{where};原文如此的照录,抄错的改正"
    if number < last:
        return f"原文的{name(number)}排在{name(last)}之后;原文如此的照录,抄错的改正"
    if number > last + 1:
        missing = name(last + 1) + (f"至{name(number - 1)}" if number > last + 2 else "")
        return f"原文的{name(number)}之前没有{missing};原文如此的照录,漏抄的补上"
    return ""
