"""YAML as plain data: scalars stay text (only null is told), no anchors, aliases or tags, nesting bounded.

The data is built from the parser's events, without recursion: an alias that explodes is never expanded, and every
key given twice has its line. The library is imported here only, when a YAML file is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

import yaml

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.characters import name_of, printable
from reasoner.intake.diagnostics_collector import MOST
from reasoner.intake.loaded_data import MOST_DEPTH, Loaded, at

MOST_BYTES: Final = 4 * 2**20
"""YAML takes some ten times as long to read as JSON."""

_NULL: Final = frozenset(("", "~", "null", "Null", "NULL"))

# By the beginning of what the parser says; libyaml and the parser in Python say it differently.
_SAID = {
    "found a tab character": "缩进不能用制表符(Tab),请用空格",
    "found character '\\t'": "缩进不能用制表符(Tab),请用空格",
    "found character": "文字不能以此字符开头(不能用制表符缩进;@、`、% 要加引号)",
    "mapping values are not allowed": "此处不能再有冒号(文字含冒号要加引号,或上一行缺了冒号后的空格)",
    "could not find expected ':'": "这一行没有「键: 值」的冒号(冒号用半角,后面加空格)",
    "did not find expected key": "此处应是与上面对齐的键(检查缩进和引号)",
    "did not find expected '-' indicator": "此处应是与上面对齐的「- 」",
    "expected <block end>": "此处与上面没有对齐(检查缩进和引号)",
    "found unexpected end of stream": "引号或括号没有成对",
    "did not find expected ',' or ']'": "方括号没有成对,或缺逗号",
    "expected ',' or ']'": "方括号没有成对,或缺逗号",
    "did not find expected ',' or '}'": "花括号没有成对,或缺逗号",
    "expected ',' or '}'": "花括号没有成对,或缺逗号",
    "did not find expected node content": "此处应是一个值",
    "expected the node content": "此处应是一个值",
    "found undefined tag handle": "「!」开头的文字要加引号",
}


class _Mark(Protocol):
    """A place in the text, as libyaml and the parser in Python both give it; lines and columns count from 0."""

    line: int
    column: int


class _Events(Protocol):
    """The part of a loader that is used: the events of the text, one after the other."""

    def check_event(self) -> bool: ...
    def get_event(self) -> yaml.Event | None: ...
    def dispose(self) -> None: ...


_LOADER: Final[Callable[[str], _Events]] = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


def load_yaml(text: str, name: str) -> Loaded:
    """Parse one YAML document.

    Raises `Faults`: F102 too large, F105 broken, F106 nested too deep. In `Loaded.faults`: F107 an anchor, alias, tag,
    second document or key that is no text, F108 a key twice.
    """
    if len(text) > MOST_BYTES:
        message = f"YAML 文件过大:超过 {MOST_BYTES // 2**20} MB"
        raise Faults([Diagnostic("F102", name, message, hint="改用 JSON,或分成几个文件")])
    builder = _Builder(text, name)
    try:
        loader = _LOADER(text)
        try:
            while loader.check_event() and (event := loader.get_event()) is not None:
                builder.take(event)
        finally:
            loader.dispose()
    except yaml.reader.ReaderError as error:
        position: object = error.position
        offset = position if isinstance(position, int) else 0
        char = text[offset : offset + 1] or "?"
        raise Faults([at(name, text, offset, "F103", f"文件中有{name_of(char)}")]) from None
    except yaml.YAMLError as error:
        raise Faults([*builder.faults, builder.explain(error)]) from None
    return Loaded(builder.result, name, (), tuple(builder.faults))


class _Builder:
    """The data so far: a stack of open lists and mappings, each mapping with the key that waits for its value, if any."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        self._lines: list[str] = []
        self._stack: list[list[object] | dict[str, object]] = []
        self._keys: list[str | None] = []
        self.result: object = None
        self._documents = 0
        self.faults: list[Diagnostic] = []

    def take(self, event: yaml.Event) -> None:
        """Add one event of the parser."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                self._note(
                    event.start_mark, "F107", "一个文件只能有一份 YAML 文档", "多份申请写成列表,每份以「- 」开头"
                )
        elif isinstance(event, yaml.AliasEvent):
            self._note(event.start_mark, "F107", f"不接受别名「*{printable(event.anchor)}」", "把内容直接写在此处")
            self._put(None, event)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event)
            null = event.implicit[0] and event.value in _NULL and event.style in (None, "")
            self._put(None if null else event.value, event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_marks(event)
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._stack.pop()
            self._keys.pop()

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._note(
                event.start_mark, "F107", f"不接受锚点「&{printable(event.anchor)}」", "把内容直接写在用到的地方"
            )
        if event.tag is not None:
            self._note(event.start_mark, "F107", f"不接受类型标记「{printable(event.tag)}」", "删去「!」开头的标记")

    def _open(self, container: list[object] | dict[str, object], event: yaml.Event) -> None:
        if len(self._stack) >= MOST_DEPTH:
            message = f"嵌套超过{MOST_DEPTH}层"
            raise Faults([*self.faults, self._at(event.start_mark, "F106", message, "一份申请至多四层")])
        self._put(container, event)
        self._stack.append(container)
        self._keys.append(None)

    def _put(self, value: object, event: yaml.Event) -> None:
        if not self._stack:
            if self._documents < 2:
                self.result = value
            return
        top, key = self._stack[-1], self._keys[-1]
        if isinstance(top, list):
            top.append(value)
        elif key is None:
            if value is not None and not isinstance(value, str):
                self._note(event.start_mark, "F107", "键应是文字,不能是列表或对象", "检查括号和「? 」")
            key = value if isinstance(value, str) else ""
            if key in top:
                self._note(event.start_mark, "F108", f"键「{printable(key)}」在同一对象中给出多次", "只留一个")
            self._keys[-1] = key
        else:
            top.setdefault(key, value)
            self._keys[-1] = None

    def _note(self, mark: _Mark | None, code: str, message: str, hint: str) -> None:
        if len(self.faults) < MOST:
            self.faults.append(self._at(mark, code, message, hint))

    def _at(self, mark: _Mark | None, code: str, message: str, hint: str) -> Diagnostic:
        if mark is None:
            return Diagnostic(code, self._name, message, hint=hint)
        # The parser counts lines and columns; its index is in bytes or characters, as it happens.
        lines = self._lines = self._lines or self._text.split("\n")
        line = lines[mark.line] if mark.line < len(lines) else ""
        return at(self._name, line, mark.column, code, message, hint, first_line=mark.line + 1)

    def explain(self, error: yaml.YAMLError) -> Diagnostic:
        """A syntax error in the words of staff."""
        mark, problem = None, ""
        if isinstance(error, yaml.MarkedYAMLError):
            mark, problem = error.problem_mark or error.context_mark, error.problem or ""
        reason = next((text for start, text in _SAID.items() if problem.startswith(start)), "此处不合 YAML 语法")
        hint = "检查缩进是否对齐、冒号是否半角且后面有空格、引号是否成对"
        return self._at(mark, "F105", f"YAML 写法有误:{reason}", hint)
