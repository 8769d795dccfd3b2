"""What outputs may be put over: nothing that a person wrote, and never what the command reads.

Every command that writes files writes them here. An existing file is replaced where its bytes are those that this program
wrote (`own_outputs`), where they carry a mark of generated pages, or where the user says so; one that holds already what
is to be written is left as it is. A file that the command reads is never written, whatever its path is called and whatever
the user says. Several outputs are written all or none.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import NotWritten, make_folder, new_folder, real_path, settle, write_files
from policy_dsl.ingest.file_likeness import seems_to_be
from policy_dsl.ingest.own_outputs import OwnDigests, digest, digest_of_file, own_digests, remember
from policy_dsl.os_errors import NO_FOLDER, refusal

Unwritten: TypeAlias = Callable[[Path, OSError | ValueError], Diagnostic]
"""The fault for a file that the system does not let us write."""

NOTHING_WRITTEN: Final = "没有写出任何文件"
_HEAD: Final = 2**16
_RULES_AND_TEXTS: Final = (".tiao", ".toml", ".txt")
"""What is read of a folder that a command is given."""


class Overwriting(NamedTuple):
    """What the outputs of one command may and may not be put over."""

    sources: tuple[Path, ...] = ()
    """The files that it reads; of a folder, the rules and texts in it."""
    force: bool = False
    """Whether the user said that existing files may be replaced."""
    marks: tuple[bytes, ...] = ()
    """What generated files carry that are generated again whatever was done to them."""


NEW_ONLY: Final = Overwriting()
"""Nothing is replaced but our own unchanged output."""


def check(paths: Iterable[Path], overwriting: Overwriting) -> None:
    """Raise Faults before any work is done: U110 over a source, U109 over a file of another's, U102 two outputs in one."""
    _raise(_refused([(path, None) for path in paths], overwriting))


def check_contents(files: Mapping[Path, bytes], overwriting: Overwriting) -> None:
    """The same where it is known what is to be written: a file that holds it already is no obstacle."""
    _raise(_refused(list(files.items()), overwriting))


def write(
    files: Mapping[Path, bytes], overwriting: Overwriting, unwritten: Unwritten, *, make_folders: bool = False
) -> None:
    """Write every file or none; a link is followed. Raises Faults: those of `check`, and what `unwritten` makes of a refusal."""
    _raise(_refused(list(files.items()), overwriting))
    targets: dict[Path, Path] = {}
    for path in files:
        try:
            if make_folders:
                make_folder(path.parent)
            if os.path.isdir(path):
                raise IsADirectoryError(21, "")
            targets[Path(real_path(path))] = path
        except (OSError, ValueError) as error:
            raise Faults([unwritten(path, error)]) from None
    digests = {path: digest(content) for path, content in files.items()}
    differing = {target: files[path] for target, path in targets.items() if _digest(target) != digests[path]}
    # Before they are renamed: a run that is killed behind that must know its own next time.
    remember(digests.values())
    try:
        write_files(differing)
        settle(target for target in targets if target not in differing)
    except NotWritten as failure:
        raise Faults([unwritten(targets[failure.path], failure.error)]) from None


def write_folder(folder: Path, files: Mapping[str, bytes], overwriting: Overwriting, unwritten: Unwritten) -> None:
    """Write the files of a folder, all or none: whoever looks sees no folder or the whole one.

    Where there is one already, its files are written as `write` does. Raises Faults as that does.
    """
    places = {folder / name: content for name, content in files.items()}
    if os.path.isdir(folder) and os.listdir(folder):
        write(places, overwriting, unwritten)
        return
    _raise(_refused([(folder, None)], overwriting))
    try:
        make_folder(folder.parent)
        new_folder(folder, files)
    except NotWritten as failure:
        raise Faults([unwritten(folder / failure.path.name, failure.error)]) from None
    except (OSError, ValueError) as error:
        raise Faults([unwritten(folder, error)]) from None
    remember(map(digest, files.values()))


def marked(path: Path, marks: tuple[bytes, ...]) -> bool:
    """Whether a file carries one of these marks at its beginning."""
    if not marks:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return any(mark in head for mark in marks)


def sources_among(paths: Iterable[Path], sources: Iterable[Path]) -> dict[Path, Path]:
    """Those paths that are files of the sources, under whatever name, each with the source that it is."""
    present = [
        (path, status) for path in paths if (status := _status(path)) is not None
    ]  # what does not exist is no source
    if not present:
        return {}
    known: dict[tuple[int, int], Path] = {}
    for file in (file for source in sources for file in _files(source)):
        if (status := _status(file)) is not None:
            known.setdefault((status.st_dev, status.st_ino), file)
    return {path: known[i] for path, status in present if (i := (status.st_dev, status.st_ino)) in known}


def reason(error: OSError | ValueError) -> str:
    """Why a file could not be written, in Chinese."""
    return NO_FOLDER if isinstance(error, FileNotFoundError) else refusal(error)


def _refused(files: Sequence[tuple[Path, bytes | None]], overwriting: Overwriting) -> list[Diagnostic]:
    sources = sources_among([path for path, _ in files], overwriting.sources)
    own: OwnDigests | None = None
    faults: list[Diagnostic] = []
    taken: set[str] = set()
    for path, content in files:
        if path in sources:
            faults.append(_is_source(path, sources[path]))
            continue
        real = _real(path)
        if real in taken:
            message = f"几项输出写到同一个文件,{NOTHING_WRITTEN}"
            faults.append(Diagnostic("U102", str(path), message, hint="各写一个文件名"))
        taken.add(real)
        status = _status(path)
        if status is None or stat.S_ISDIR(status.st_mode):
            continue  # free, or what the system refuses itself
        if not stat.S_ISREG(status.st_mode):
            message = f"这里是设备或者管道,不是文件,{NOTHING_WRITTEN}"
            faults.append(Diagnostic("U109", str(path), message, hint="换一个文件名"))
        elif not overwriting.force and not marked(path, overwriting.marks):
            now = _digest(path)
            if now is not None and content is not None and now == digest(content):
                continue
            own = own_digests() if own is None else own
            if now is None or now not in own:
                faults.append(_in_the_way(path))
    return faults


def _in_the_way(path: Path) -> Diagnostic:
    message = f"文件已经存在,{seems_to_be(path)}。{NOTHING_WRITTEN}"
    hint = "换一个文件名,或者先移走这个文件;确实要替换它的,加 --force"
    return Diagnostic("U109", str(path), message, "条理写出以后没有改动过的文件可以替换", hint)


def _is_source(path: Path, source: Path) -> Diagnostic:
    same = str(path) == str(source)
    message = "这是命令读入的文件" if same else f"与命令读入的 {source} 是同一个文件"
    return Diagnostic("U110", str(path), f"{message},不会改写它。{NOTHING_WRITTEN}", hint="换一个文件名")


def _status(path: Path) -> os.stat_result | None:
    """What the system says of a file; None where there is none, or none can be reached."""
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)


def _files(source: Path) -> Iterable[Path]:
    """A source, or the files of rules and texts in a folder that is one."""
    if not os.path.isdir(source):
        return (source,)
    return (Path(top, name) for top, _, names in os.walk(source) for name in names if name.endswith(_RULES_AND_TEXTS))


def _digest(path: Path) -> str | None:
    """The digest of an existing file; None where there is none, or none can be read."""
    try:
        return digest_of_file(path)
    except (OSError, ValueError):
        return None


def _raise(faults: list[Diagnostic]) -> None:
    if faults:
        raise Faults(faults)
