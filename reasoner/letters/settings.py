"""What an office settles once: its templates, font and name. A TOML file, named by TIAOLI_SETTINGS or in the user's folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.ingest.own_corpus_folder import KEY, settings_file
from policy_dsl.ingest.text_decoding import NotText, utf8_text
from policy_dsl.ingest.toml_text import MOST_BYTES, BadToml, toml_tables
from policy_dsl.os_errors import refusal
from reasoner.letters.bureau_tables import (
    TABLES,
    ApprovedRemedies,
    BureauTables,
    SigningOrgan,
    faults_of_tables,
    read_tables,
)
from reasoner.render.letter_model import NamedDocument, Office
from reasoner.render.typeset import writable

DATABASE: Final = "数据库"
KEYS: Final = {
    "模板目录": "本单位的文书模板所在目录",
    "字体": "生成 PDF 用的字体文件、目录或字体名",
    "经办机构": "落款的经办机构名称",
    "联系人": "文书上的联系人",
    "联系电话": "文书上的联系电话",
    "地区": "本单位所在的地区;提问没有写明地区的,按它回答",
    KEY: "本单位自己的规则库所在目录;环境变量 TIAOLI_CORPUS 优先",
    DATABASE: "窗口的 PostgreSQL 数据库,如 postgresql://用户@主机/数据库名;不写的,数据在窗口的数据目录里;环境变量 TIAOLI_DATABASE 优先",
}


class Settings(msgspec.Struct, frozen=True):
    """The settings in force."""

    templates: Path | None = None
    """The directory of the office's own templates; None: ours."""
    font: str = ""
    """A font file, a directory of fonts or a family; empty: any that the machine has."""
    office: Office = Office()
    """Who writes."""
    region: str = ""
    """The bureau's own region, as it is written; empty: not set."""
    remedies: tuple[ApprovedRemedies, ...] = ()
    """The approved paragraphs on remedies."""
    signing: tuple[SigningOrgan, ...] = ()
    """Who signs, by place and matter, the first that fits."""
    documents: tuple[NamedDocument, ...] = ()
    """Titles and numbers of documents, each by the id of the document."""
    path: str = ""
    """The file of settings, as messages call it."""


def path_of_settings() -> Path | None:
    """The file of settings: TIAOLI_SETTINGS, or tiaoli/settings.toml in the user's configuration folder if it is there."""
    named = settings_file()
    return Path(named) if named else None


def read_settings(templates: str = "", font: str = "", file: Path | None = None) -> Settings:
    """The settings, options first, then TIAOLI_FONT, then the file. Raises Faults (T112) with every fault of the file.

    file: another file than the one in use.
    """
    path = file or path_of_settings()
    values, tables = _read(path) if path is not None else ({}, {})
    bureau = read_tables(tables, str(path)) if tables else BureauTables()
    relative = path.parent if path is not None else Path()
    folder = Path(templates) if templates else relative / values["模板目录"] if values.get("模板目录") else None
    named = font or os.environ.get("TIAOLI_FONT") or values.get("字体", "")
    office = Office(*(writable(values.get(k, "")) for k in ("经办机构", "联系人", "联系电话")))
    return Settings(
        folder, named, office, values.get("地区", ""), bureau.remedies, bureau.signing, bureau.documents,
        "" if path is None else str(path),
    )  # fmt: skip


def _read(path: Path) -> tuple[dict[str, str], dict[str, object]]:
    """The settings that are texts, and the tables besides. Raises Faults (T112) with every fault of both."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise _unreadable(str(path), f"文件过大,超过 {MOST_BYTES // 2**20} MB")
        tables = toml_tables(utf8_text(raw))
    except NotText as error:
        raise _unreadable(f"{path}:{error.line}", "不是 UTF-8 编码的文本") from None
    except BadToml as error:
        raise _unreadable(error.at(str(path)), str(error)) from None
    except (OSError, ValueError) as error:
        raise _unreadable(str(path), refusal(error)) from None
    values: dict[str, str] = {}
    faults = []
    others: dict[str, object] = {k: v for k, v in tables.items() if k in TABLES}
    for key, value in tables.items():
        if key in TABLES:
            continue
        if key not in KEYS:
            near = nearest(key, (*KEYS, *TABLES))
            hint = f"是否要写 {near[0]}?" if near else ""
            faults.append(Diagnostic("T112", f"{path} · {key[:40]}", "没有这项设置", "、".join((*KEYS, *TABLES)), hint))
        elif not isinstance(value, str):
            faults.append(Diagnostic("T112", f"{path} · {key}", "应写成带引号的文字", _EXAMPLE))
        else:
            values[key] = value
    faults += faults_of_tables(others, str(path))
    if faults:
        raise Faults(faults)
    return values, others


def _unreadable(where: str, reason: str) -> Faults:
    return Faults([Diagnostic("T112", where, f"设置文件不能读取:{reason}", _EXAMPLE)])


_EXAMPLE: Final = '"经办机构" = "某某市医疗保障事业中心"'
