"""Characters that fonts and layouts put in the place of common ones: radicals for words, vertical marks, compatibility forms.

PDF files hold them where a font maps a glyph to the wrong code point (⾦ for 金). They are written as the common character,
each counted, before two readings are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

_RADICALS: Final = dict(
    zip(
        "⺁⺒⺓⺜⺝⺟⺠⺩⺬⺱⺶⺼⺽⻁⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻞⻡⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻱⻳",
        "厂巳幺日月母民王示网羊肉臼虎西见角角贝足车长长门阜雨青韦页风飞食食首马骨鬼鱼鸟卤麦黄齐齿龙龟龟",
        strict=True,
    )
)
"""Radicals that look as a whole word does, and that Unicode does not decompose itself; parts of words stay as they are."""
_VERTICAL: Final = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…：—（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)
_FORMS: Final = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe1f\ufe30-\ufe4f]")


def common(text: str, folds: Counter[str] | None = None) -> str:
    """The text with common characters, character for character but for ligatures; `folds` counts what was changed."""
    if not _FORMS.search(text):
        return text

    def folded(match: re.Match[str]) -> str:
        char = match[0]
        plain = _VERTICAL.get(char) or _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
        if folds is not None and plain != char:
            folds[f"{char}→{plain}"] += 1
        return plain

    return _FORMS.sub(folded, text)
