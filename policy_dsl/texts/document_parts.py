"""The lines that frame a text: 题名, 文号, 主送, 落款, 成文日期, 目录, 附注, told from the body by form and order.

A second title after a dated signature, and whatever stands behind a line 附件 or 附件1, start another text: the plan that a
notice issues, or an annex. Rows and menus that a web page prints around a text are frame, too (`page_rows`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy_dsl.texts.line_breaks import Block
from policy_dsl.texts.marks import ARTICLE_MARK, CHAPTER_LINE, NUMBER_CHARACTERS
from policy_dsl.texts.page_rows import FURNITURE, page_row, row_role

BODY: Final = "body"


@dataclass(frozen=True, slots=True)
class Role:
    """What a line is: a frame part (title, number, to, sig, date, toc, note), table row or body, in the text number `of`.

    doubt: what a person should look at; empty where nothing. annex: the number that a line 附件1 gives its text.
    """

    name: str
    of: int
    doubt: str = ""
    annex: int = 0


_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[(][0-9]{4}[〕\])][0-9]{1,4}号|[\u4e00-\u9fff]{0,16}令?\s*第[0-9]{1,4}号"
)
_DATE = re.compile(
    r"(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日"
)
_NOTE = re.compile(
    r"\((?:此件|联系|信息公开|主动公开|依申请公开|不予公开)[^()]*\)|(?:抄送|附件?|信息公开选项):.*", re.DOTALL
)
_HISTORY = re.compile(rf"\(?{_DATE.pattern}[^。;]*(?:通过|公布|发布|施行|实施|修订|修正|批准|印发)[^。;]{{0,12}}\)?")
"""The lines below a title that say when it was passed, published and amended (题注)."""
_ANNEX = re.compile(rf"附(?:\s*[件录表图]|(?=:))\s*(?P<number>[0-9]{{1,2}}|[{NUMBER_CHARACTERS}]{{1,3}})?\s*[:.]?")
_CONTACT = re.compile(
    r"(?:联系人|联系电话|联系方式|电话|传真|电子邮箱|电子邮件|邮箱|邮编|邮政编码|意见反馈截止时间)\s*:.{0,80}"
)
_MARKED = re.compile(
    rf"[一二三四五六七八九十]{{1,3}}(?:、|是)|\([一二三四五六七八九十0-9]{{1,3}}\)|[0-9]{{1,2}}(?:[.、])(?![0-9])"
    rf"|[\u3220-\u3229\u2460-\u249b]|第[{NUMBER_CHARACTERS}0-9]{{1,7}}(?:[章节编]|分编)|{ARTICLE_MARK.pattern}"
)
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\ue000-\uf8ff]+")
"""Characters of a web page that print nothing."""
_LISTED = re.compile(r"[0-9]{1,2}\s?[.、]|《|[一二三四五六七八九十]{1,2}、")
"""How the lines of a list of annexes begin, below 附件:."""
_ORGAN = re.compile(
    r"(?:局|厅|部|委|委员会|政府|办公室|办公厅|中心|总队|支队|法院|检察院|署|分行|银行|总行|协会|联合会|工会|处|会议|公司)(?:\([^()]*\))?$"
)
_SIGN_OFF, _MOST_SIGNERS, _LONGEST_TITLE, _LONGEST_SIGNATURE = 3, 30, 120, 40


def roles(text: str, lines: Sequence[Block]) -> tuple[Role, ...]:
    """The role of each line, in order."""
    parts: list[Role] = []
    of, state, headings = 0, "head", set[str]()
    contents, listing = _contents(text, lines), False
    for i, line in enumerate(lines):
        words = text[line.start : line.end]
        bare = not line.heading and not line.row and not _MARKED.match(words) and not re.search("[。;:!?]", words)
        name, doubt, annex = BODY, "", 0
        if i in contents:
            name = "toc"
        elif _UNSEEN.fullmatch(words):
            parts.append(Role("note", of, _mask(line, "看不见的字符")))
            continue
        elif listing and not line.row and _LISTED.match(words) and not re.search("[。;]", words):
            name = "note"
        elif label := None if line.heading or line.row else _ANNEX.fullmatch(words):
            following = text[lines[i + 1].start : lines[i + 1].end] if i + 1 < len(lines) else ""
            name = "note"
            if not (words.endswith(":") and _LISTED.match(following)):
                if parts:
                    of, headings = of + 1, set()
                state, annex = "head", _annex_number(label["number"])
        elif state != "body" and not line.row and (furniture := FURNITURE.fullmatch(words)):
            name, doubt = "note", _mask(line, "网页导航" if furniture["way"] else "网页按钮")
        elif state != "body" and (row := page_row(words)) and (state == "tail" or "to" not in headings):
            name = row_role(row) if state == "head" else "note"
        elif state == "tail" and bare and _may_be_title(words) and not _is_frame(words):
            of, state, headings, name = of + 1, "head", set(), "title"
        elif line.heading or line.row:
            pass
        elif re.fullmatch(rf"(?:\S{{2,20}}\s+)?{_DATE.pattern}(?:印发)?", words):
            name = "date"
        elif _NOTE.fullmatch(words):
            name = "note"
        elif state == "head":
            name = _head_role(words, bare, headings)
        elif _signs(text, lines, i, bare):
            name = "sig"
        elif state == "tail" and _CONTACT.fullmatch(words):
            name = "note"
        if name == BODY:
            state = "body"
        elif name == "date" and state == "body":
            state = "tail"
        listing = name == "note" and (listing or bool(re.match(r"附\s*件\s*:", words))) and not annex
        headings.add(name)
        parts.append(Role(name, of, doubt, annex))
    return tuple(parts)


def _mask(line: Block, reason: str) -> str:
    at = f"start = {line.start}、end = {line.end}"
    return f'{reason},不是文件的文字:建议在 meta.toml 的 masked 中遮盖,{at},reason = "{reason}"'


def _annex_number(printed: str | None) -> int:
    from policy_dsl.numerals import parse_chinese

    return 0 if not printed else int(printed) if printed.isdecimal() else parse_chinese(printed) or 0


def _contents(text: str, lines: Sequence[Block]) -> frozenset[int]:
    """The lines of the table of contents: 目录 and the chapters behind it, until the first of them comes again."""
    plain = ["".join(text[line.start : line.end].split()) for line in lines]
    at = next((i for i, words in enumerate(plain) if words in ("目录", "目次")), None)
    first = next((i for i, words in enumerate(plain) if CHAPTER_LINE.fullmatch(words)), 0) if at is None else at + 1
    listed = [_PAGE_NUMBER.sub("", words) for words in plain[first:]]
    last = 0
    while last < len(listed) and _CHAPTER.fullmatch(listed[last]) and (not last or listed[last] != listed[0]):
        last += 1
    if at is None:  # without its head a list is one where the chapters begin again behind it
        again = last > 1 and last < len(listed) and listed[last] == listed[0]
        return frozenset(range(first, first + last)) if again else frozenset()
    return frozenset(range(at, first + last)) if last else frozenset()


_PAGE_NUMBER = re.compile(r"[.·…\u2014-]*[0-9]*$")
_CHAPTER = re.compile(
    rf"{CHAPTER_LINE.pattern}|[一二三四五六七八九十]{{1,3}}、[^。;:]{{2,40}}|附[则件录表][^。;:]{{0,20}}"
)


def _may_be_title(words: str) -> bool:
    shortest = 4 if re.search("(?:条例|办法|规定|细则|规划|方案)$", words) else 6
    return shortest <= len(words) <= _LONGEST_TITLE


def _is_frame(words: str) -> bool:
    return bool(_DATE.match(words) or _NOTE.fullmatch(words) or _CONTACT.fullmatch(words))


def _head_role(words: str, bare: bool, roles_so_far: set[str]) -> str:
    if _NUMBER.fullmatch(words):
        return "number"
    if _HISTORY.fullmatch(words) and "title" in roles_so_far:
        return "note"
    if (
        words.endswith(":")
        and "to" not in roles_so_far
        and not re.search("。|如下|以下|下列", words)
        and not _MARKED.match(words)
    ):
        return "to"
    return "title" if bare and "to" not in roles_so_far and len(words) <= _LONGEST_TITLE else BODY


def _signs(text: str, lines: Sequence[Block], at: int, bare: bool) -> bool:
    """Whether a line signs: a date comes next, after other signatures at most; more than three only of organs."""
    words = text[lines[at].start : lines[at].end]
    if not bare or not _may_sign(words):
        return False
    for i, line in enumerate(lines[at + 1 : at + 1 + _MOST_SIGNERS]):
        below = text[line.start : line.end]
        if _DATE.match(below) and len(below) <= 20:
            return True
        if not _may_sign(below) or line.row or re.search("[。;:]", below):
            return False
        if i >= _SIGN_OFF - 1 and not (_ORGAN.search(words) and _ORGAN.search(below)):
            return False
    return False


def _may_sign(words: str) -> bool:
    return len(words) <= _LONGEST_SIGNATURE or all(_ORGAN.search(name) for name in words.split())
