"""Standard output as it is: a terminal or a pipe, in whatever encoding. Nothing written here fails for its characters."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO, TypedDict

import msgspec
from msgspec import structs

from policy_dsl.os_errors import refusal
from reasoner.render.terminal.fault_text import fault_text
from reasoner.render.typeset import on_screen

if TYPE_CHECKING:
    from policy_dsl.diagnostics import Diagnostic

_DEFAULT_WIDTH: Final = 80
_PIECE: Final = 2**20
"""Characters."""


class Unwritable(Exception):
    """Standard output takes no more: why, in words."""


class Screen(TypedDict):
    """How wide standard output is, in columns, and whether it shows colours."""

    width: int
    colour: bool


def prepare() -> None:
    """Make standard output and error replace what their encoding lacks, and end lines with LF everywhere.

    Where one of them was closed by whoever called us, what is written there goes nowhere.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", newline="\n")


def write(text: str) -> None:
    """Text to standard output with the marks that staff read; raises Unwritable."""
    write_as_it_is(on_screen(text))


def write_as_it_is(text: str) -> None:
    """Text to standard output, which programs or the rule language read; raises Unwritable."""
    with _writing():
        sys.stdout.write(text)


def write_notes(notes: Iterable[str]) -> None:
    """Sentences beside the result, to standard error, a line each."""
    for note in notes:
        sys.stderr.write(f"{on_screen(note)}\n")


def write_utf8(text: str) -> None:
    """Text to standard output in UTF-8, whatever its encoding; raises Unwritable."""
    with _writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()


def finish() -> None:
    """What was written is out; raises Unwritable."""
    with _writing():
        sys.stdout.flush()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritable(refusal(error)) from error


def write_json(data: object, *, compact: bool = False) -> None:
    """Typed or plain data as JSON to standard output; where the encoding lacks a character all are escaped, none is lost.

    compact: on one line, for what is too large to be read.
    """
    write_as_it_is(_json(data, compact) + "\n")


def write_json_all(data: Iterable[object], several: bool) -> None:
    """One object, or an array of several, written one by one so that many need not be held at once."""
    separator = "[\n" if several else ""
    for item in data:
        write_as_it_is(separator + _json(item))
        separator = ",\n"
    write_as_it_is("\n]\n" if several else "\n")


def write_json_when_done(data: Iterable[object]) -> None:
    """An array of objects, on the disk until the last is there: where one raises Faults, nothing of it is written."""
    from tempfile import TemporaryFile

    with TemporaryFile("w+", encoding="utf-8", newline="\n") as waiting:
        separator = "[\n "
        for item in data:
            waiting.write(separator + _json(item).replace("\n", "\n "))
            separator = ",\n "
        waiting.write("[]\n" if separator.startswith("[") else "\n]\n")
        waiting.seek(0)
        while text := waiting.read(_PIECE):
            write_as_it_is(text)


def write_json_rows(verdicts: Iterable[object], errors: Sequence[object]) -> None:
    """An object of verdicts, written one by one, and of errors."""
    separator = '{"verdicts": [\n'
    for item in verdicts:
        write_as_it_is(separator + _json(item))
        separator = ",\n"
    write_as_it_is("\n" if separator == ",\n" else separator)
    write_as_it_is(f'],\n"errors": {_json(errors)}}}\n')


def write_faults(diagnostics: Sequence[Diagnostic]) -> None:
    """Faults in words to standard error, behind what standard output was given."""
    finish()
    sys.stderr.write("\n".join(map(fault_text, diagnostics)) + "\n")
    if len(diagnostics) > 1:
        sys.stderr.write(f"共{len(diagnostics)}处错误。\n")


def tell_refused(faults: Sequence[Diagnostic], rows: int) -> None:
    """Which rows of a table were not judged, and why."""
    if faults:
        write_faults(faults)
        sys.stderr.write(f"{rows}份申请有错，没有研判；其余各份已经研判。改正以后重新研判。\n")


def tell_unread(besides: Sequence[Diagnostic] = ()) -> None:
    """Which files of reviews and confirmations the rule base in use does without, and why; not those that are told anyway (besides)."""
    base = sys.modules.get("reasoner.driver.current_rule_base")
    unread = () if base is None else base.unread_records()
    for fault in (f for f in unread if f not in besides):
        hint = "文件里的记录一条也没有采用,其余照常;改正这个文件以后再复核"
        sys.stderr.write(fault_text(structs.replace(fault, severity="hint", hint=hint)) + "\n")


def write_json_lines(data: Iterable[object]) -> None:
    """Each object on a line of its own, written and forgotten; UTF-8, or escaped where the encoding lacks a character."""
    for item in data:
        write_as_it_is(_json(item, compact=True) + "\n")


def _json(data: object, compact: bool = False) -> str:
    encoded = msgspec.json.encode(data)
    text = (encoded if compact else msgspec.json.format(encoded, indent=1)).decode()
    encoding = sys.stdout.encoding or "utf-8"
    if encoding.lower().replace("-", "") == "utf8":
        return text
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = json.dumps(json.loads(text), ensure_ascii=True, indent=None if compact else 1)
    return text


def silence() -> None:
    """Send the rest of standard output nowhere: its reader is gone, and flushing at exit would fail again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass


def width_of(stream: TextIO) -> int:
    """Columns of the terminal; 80, or what COLUMNS says, where there is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = os.environ.get("COLUMNS", "")
        return int(columns) if columns.isdecimal() and columns != "0" else _DEFAULT_WIDTH


def colour_of(stream: TextIO) -> bool:
    """Whether to write marks for bold and colour: only to a terminal that shows them (NO_COLOR is respected)."""
    if os.environ.get("NO_COLOR") or not stream.isatty():
        return False
    if sys.platform == "win32":
        return bool(os.environ.get("WT_SESSION") or os.environ.get("ANSICON") or os.environ.get("TERM"))
    return os.environ.get("TERM", "") not in ("", "dumb")


def screen() -> Screen:
    """Standard output as reports are laid out for it."""
    return {"width": width_of(sys.stdout), "colour": colour_of(sys.stdout)}
