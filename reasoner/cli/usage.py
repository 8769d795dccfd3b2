"""Usage errors in Chinese, with the command or option that was probably meant."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Final, NoReturn

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.source_files import PACKAGE
from policy_dsl.source_text import display_width
from reasoner.cli.console import width_of
from reasoner.render.terminal.layout import padded, wrap
from reasoner.render.typeset import on_screen

_WORDS: Final = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "optional arguments": "选项",
    "show this help message and exit": "显示这段说明",
    "the following arguments are required: %s": "请写明:%s",
    "unrecognized arguments: %s": "不认识的参数:%s",
    "one of the arguments %s is required": "必须给出其中一个:%s",
    "not allowed with argument %s": "不能与 %s 同用",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s:%(message)s",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面至多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "ignored explicit argument %r": "不接受值 %r",
    "ambiguous option: %(option)s could match %(matches)s": "选项 %(option)s 不明确,可能是 %(matches)s",
    "invalid %(type)s value: %(value)r": "不能这样写 %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r,可用 %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)":
        "没有 %(value)r,可用 %(choices)s",
}  # fmt: skip


_ENDLESS: Final = 1 << 20
_INDENT: Final = "    "
_PARTS: Final = re.compile(r"\(.*?\)+(?=\s|$)|\[.*?\]+(?=\s|$)|\S+")


_FILE: Final = re.compile(r"\.\w{1,8}$", re.ASCII)
"""The suffix of a file; regions, matters and documents have none."""


def in_chinese(module: ModuleType) -> None:
    """Give argparse Chinese words. It asks gettext for them; a catalogue on disk would have to be found at run time."""

    def word(text: str) -> str:
        return _WORDS.get(text, text)

    def counted(one: str, many: str, number: int) -> str:
        return word(one if number == 1 else many)

    setattr(module, "_", word)  # noqa: B010 - a name argparse does not export
    setattr(module, "ngettext", counted)  # noqa: B010 - as above


def readable(argument: str) -> str:
    """An argument in UTF-8 that Python took for bytes it cannot read (LC_ALL=C), read after all.

    What names a file, or may name one that is still to be written, stays as the system gave it: so it is found.
    """
    if not any("\udc80" <= c <= "\udcff" for c in argument) or os.path.lexists(argument):
        return argument
    if _FILE.search(argument):
        return argument
    return os.fsencode(argument).decode("utf-8", "replace")


def check_command(arguments: Sequence[str], commands: Sequence[str]) -> None:
    """Raise Faults (U101) where the first argument is no command, naming the nearest one."""
    first = arguments[0]
    if first.startswith("-") or first in commands:
        return
    near = nearest(first, commands)
    hint = f"是否要写 tiaoli {near[0]}?" if near else "tiaoli --help 列出全部命令"
    raise Faults([Diagnostic("U101", f"tiaoli {first}", f"没有命令「{first}」", "、".join(commands), hint)])


def misused(program: str, message: str, usage: str, options: Sequence[str]) -> Diagnostic:
    """A usage error (U102): what is wrong, how the command is written, and the option that was probably meant."""
    hint = ""
    unknown = re.search(r"(?<![^\s:])--?[A-Za-z][\w-]*", message)
    if unknown is not None and unknown[0] not in options:
        near = nearest(unknown[0], options)
        hint = f"是否要写 {near[0]}?" if near else ""
    return Diagnostic("U102", program, message, " ".join(usage.removeprefix(_WORDS["usage: "]).split()), hint)


def unforeseen(error: Exception, arguments: Sequence[str]) -> Diagnostic:
    """The fault (U199) for an error that nobody foresaw: the command, what was worked on, and where in the program.

    What the error says of itself is a library's English; it is shown with TIAOLI_DEBUG=1.
    """
    from traceback import walk_tb  # what reads sources is loaded where something went wrong

    worked_on = [*reversed(getattr(error, "__notes__", ()))] or [a for a in arguments[1:] if os.path.isfile(a)]
    where = " · ".join(dict.fromkeys([" ".join(["tiaoli", *arguments[:1]]), *worked_on]))
    place = ""
    for frame, line in walk_tb(error.__traceback__):
        path = os.path.relpath(frame.f_code.co_filename, os.path.dirname(PACKAGE))
        if path.startswith(("policy_dsl", "reasoner")):
            place = f",位置 {path.replace(os.sep, '/')} 第{line}行"
    hint = "请把命令、输入文件和这条信息交给维护人员;设 TIAOLI_DEBUG=1 可见详细信息"
    return Diagnostic("U199", where, f"程序内部错误:{type(error).__name__}{place}", hint=hint)


class Help(argparse.HelpFormatter):
    """Help with room for names of options, and no line that only says that commands are commands.

    argparse counts characters and breaks at blanks; here lines are as wide as they look, and break as Chinese does.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=min(width_of(sys.stdout), 100))
        self._action_max_length = 16  # argparse forgets the deeper indent of commands

    def add_argument(self, action: argparse.Action) -> None:
        """Take in an option, whose name with that of its value is as wide as it looks."""
        super().add_argument(action)
        if action.help is not argparse.SUPPRESS:
            wide = display_width(self._format_action_invocation(action)) + self._current_indent
            self._action_max_length = max(self._action_max_length, wide)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        return on_screen(super()._format_action_invocation(action))

    def _format_action(self, action: argparse.Action) -> str:
        if action.nargs == argparse.PARSER:
            return super()._format_action(action).partition("\n")[2]
        # The first line is the name, blanks, and the help where there is room for both.
        name = self._format_action_invocation(action)
        head, help_ = " " * self._current_indent + name, self._expand_help(action) if action.help else ""
        column = min(self._action_max_length + 2, self._max_help_position)
        lines = self._split_lines(help_, max(self._width - column, 11)) if help_ else []
        if not lines:
            return f"{head}\n"
        rest = [" " * column + line for line in lines]
        if display_width(head) + 2 <= column:
            rest[0] = padded(head, column) + lines[0]
        else:
            rest.insert(0, head)
        return "".join(f"{line}\n" for line in rest)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(wrap(text, width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrap(text, width - len(indent)))

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        width, self._width = self._width, _ENDLESS
        try:
            text = " ".join(super()._format_usage(usage, actions, groups, prefix).split())
        finally:
            self._width = width
        start = f"{_WORDS['usage: ']}{self._prog}"
        indent = display_width(start) + 1 if display_width(start) <= width // 2 else len(_INDENT)
        lines = [start]
        for part in _pieces(text.removeprefix(start), width - indent):
            if display_width(lines[-1]) + 1 + display_width(part) <= width:
                lines[-1] += f" {part}"
            else:
                lines.append(" " * indent + part)
        return "\n".join(lines) + "\n\n"


def _pieces(usage: str, room: int) -> Iterator[str]:
    """What of a usage line stays together: an option with its value; choices only where there is room for all."""
    for match in _PARTS.finditer(usage):
        part = match[0]
        yield from (part,) if display_width(part) <= room else re.split(r" (?=\| )", part)


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are faults like any other, and whose help has the marks that staff read."""

    def format_help(self) -> str:
        """The help, with full-width marks."""
        return on_screen(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Raise Faults (U102) where argparse would write to standard error and exit."""
        options = [o for a in self._actions for o in a.option_strings]
        raise Faults([misused(self.prog, message, self.format_usage(), options)])


def add_force(parser: Parser | argparse._ArgumentGroup) -> None:
    """Add the option by which a command may replace files that are not its own unchanged output."""
    what = "同名文件已经存在的也替换;条理写出后没有改动过的不必写,来源文件从不改写"
    parser.add_argument("--force", action="store_true", help=what)


def add_record(parser: Parser | argparse._ArgumentGroup) -> None:
    """Add the options by which a command records what it answers before it answers."""
    parser.add_argument("--record", metavar="目录", help="先记录、后答复:研判、决定和文书记入这个目录,只增不改")
    parser.add_argument("--by", metavar="姓名", help="记录中写明的经办人;不写时为本机的用户名")


def budget_seconds(text: str) -> float:
    """The time of --budget; raises ArgumentTypeError in Chinese."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"「{text}」不是秒数,写作 60") from None
