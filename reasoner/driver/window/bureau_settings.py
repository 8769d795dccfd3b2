"""The bureau's own settings, read and written as the command line reads them: one TOML file, named by TIAOLI_SETTINGS."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import write_file
from policy_dsl.ingest.own_corpus_folder import DEFAULT, KEY, own_corpus_folder
from policy_dsl.ingest.text_decoding import NotText, utf8_text
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.os_errors import refusal
from reasoner.driver.current_rule_base import rule_base
from reasoner.letters.settings import DATABASE as DATABASE_SETTING
from reasoner.letters.settings import path_of_settings, read_settings
from reasoner.letters.settled import check_settings

NAMES: Final = ("经办机构", "地区", "联系人", "联系电话")
CORPUS: Final = "规则库"
"""The corpus in the data folder of a window, where none is named."""
REMEDIES: Final = {"救济文字": "文字", "救济法制": "法制", "救济日期": "日期"}
"""The fields of the paragraph on remedies, each with its key in the table 救济."""


def settings_path() -> Path | None:
    """The file of settings in use, there or not; None: none is named."""
    return path_of_settings()


def corpus_folder() -> Path | None:
    """The folder of the bureau's own corpus, there or not; None: none is named. Raises Faults (T112)."""
    folder = own_corpus_folder()
    return Path(folder) if folder else None


def portable_settings(raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A file of settings as it holds on another machine: without the database and the folder of the corpus; what is left out.

    One that cannot be read stays as it is: then it names neither.
    """
    try:
        tables = toml_tables(utf8_text(raw))
    except (NotText, BadToml):
        return raw, ()
    dropped = tuple(key for key in (DATABASE_SETTING, KEY) if key in tables)
    if not dropped:
        return raw, ()
    return toml_of({k: v for k, v in tables.items() if k not in dropped}).encode(), dropped


class BureauSettings(NamedTuple):
    """The settings as a page shows them."""

    office: str = ""
    region: str = ""
    contact: str = ""
    telephone: str = ""
    remedies: str = ""
    remedies_by: str = ""
    remedies_on: str = ""
    signing: tuple[str, ...] = ()
    """Who signs, by place and matter, in words."""
    fault: str = ""
    """Why they are not read; empty: they are."""


def named_file() -> bool:
    """Whether a file of settings is in use."""
    return path_of_settings() is not None


def name_corpus(data: Path) -> None:
    """Say where a corpus in the data folder of the window lies. It is made by the first document, and used where nobody names another."""
    os.environ[DEFAULT] = str(data / CORPUS)


def settings_now() -> BureauSettings:
    """The settings in force."""
    try:
        settings = read_settings()
    except Faults as error:
        return BureauSettings(fault=";".join(d.message for d in error.diagnostics[:3]))
    signing = tuple(
        f"{s.name}:{'、'.join(s.regions) or '各地区'},{'、'.join(s.matters) or '各事项'}" for s in settings.signing
    )
    office = settings.office
    # The page keeps the paragraph that holds for any organ; those of a certain organ stay in the file as they are.
    general = next((r for r in settings.remedies if not r.organ), None)
    paragraph = ("", "", "") if general is None else (general.text, general.by, general.on)
    return BureauSettings(office.name, settings.region, office.contact, office.telephone, *paragraph, signing)


def save_settings(given: Mapping[str, str]) -> None:
    """Write what a form states into the file of settings; what else stands there stays.

    Raises Faults (T112, U161 a region) with every fault, and then writes nothing.
    """
    path = path_of_settings()
    assert path is not None, "a window names its file"
    tables = _tables(path)
    for name in NAMES:
        _set(tables, name, given.get(name, ""))
    remedies = {key: given.get(field, "").strip() for field, key in REMEDIES.items()}
    written = tables.pop("救济", [])
    entries = written if isinstance(written, list) else [written]
    kept = [e for e in entries if isinstance(e, dict) and e.get("机关")]
    general = [{k: v for k, v in remedies.items() if v}] if any(remedies.values()) else []
    if kept:
        tables["救济"] = [*general, *kept]
    elif general:
        tables["救济"] = general[0]
    faults = [*_region_faults(given.get("地区", "").strip())]
    text = toml_of(tables)
    with TemporaryDirectory() as folder:
        trial = Path(folder, "设置")
        trial.write_text(text, encoding="utf-8")
        try:
            check_settings(read_settings(file=trial), rule_base())
        except Faults as error:
            faults += [replace(d, where=d.where.replace(f"{trial} · ", "")) for d in error.diagnostics]
    if faults:
        raise Faults(faults)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
    except (OSError, ValueError) as error:
        hint = "检查设置文件所在目录的写入权限和磁盘空间;所写的还在页面上"
        raise Faults([Diagnostic("U107", "设置", f"设置不能写入:{refusal(error)}", hint=hint)]) from None


def _region_faults(name: str) -> list[Diagnostic]:
    if not name or rule_base().vocabulary.find_regions(name):
        return []
    return [Diagnostic("T112", "地区", f"没有收录地区「{name[:40]}」", hint="写区县、市的名称或者六位区划代码")]


def _tables(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    read_settings()
    return toml_tables(utf8_text(path.read_bytes()))


def _set(tables: dict[str, object], name: str, value: str) -> None:
    text = " ".join(value.split())
    if text:
        tables[name] = text
    else:
        tables.pop(name, None)


def toml_of(tables: Mapping[str, object]) -> str:
    """Tables of texts, lists of texts and tables of these as TOML."""
    plain = [f"{_key(k)} = {_value(v)}" for k, v in tables.items() if not _is_table(v)]
    blocks = ["\n".join(plain)]
    for key, value in tables.items():
        if isinstance(value, dict):
            blocks.append("\n".join((f"[{_key(key)}]", *(f"{_key(k)} = {_value(v)}" for k, v in value.items()))))
        elif isinstance(value, list) and _is_table(value):
            blocks += [
                "\n".join((f"[[{_key(key)}]]", *(f"{_key(k)} = {_value(v)}" for k, v in e.items()))) for e in value
            ]
    return "\n\n".join(b for b in blocks if b) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _key(key: object) -> str:
    return json.dumps(str(key), ensure_ascii=False)


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value if isinstance(value, bool | int) else str(value), ensure_ascii=False).replace(
        "\x7f", "\\u007f"
    )
