"""Where a bureau's own corpus (本单位规则库) lies: TIAOLI_CORPUS, or `规则库` in the bureau's settings. Most have none."""

from __future__ import annotations

import os
from typing import Final

# Every command asks this at its start: paths are plain strings, and the settings are parsed only where they name a corpus.
VARIABLE: Final = "TIAOLI_CORPUS"
KEY: Final = "规则库"
"""The setting that names the folder."""
DEFAULT: Final = "TIAOLI_WINDOW_CORPUS"
"""The variable in which a window says where a corpus of its own lies, once it has one: used where nobody names another."""
REVIEWS: Final = "reviews"
"""The folder within, of the bureau's reviews and confirmations."""


def settings_file() -> str:
    """The file of settings: TIAOLI_SETTINGS, or tiaoli/settings.toml in the user's configuration folder; empty: none."""
    named = os.environ.get("TIAOLI_SETTINGS")
    if named:
        return named
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    default = os.path.join(base or os.path.join(os.path.expanduser("~"), ".config"), "tiaoli", "settings.toml")
    return default if os.path.isfile(default) else ""


def own_corpus_folder() -> str:
    """The folder of the bureau's own corpus, there or not; empty: none is named.

    Raises Faults (T112) where the settings name one and cannot be read.
    """
    named = os.environ.get(VARIABLE, "").strip()
    return named or _set_in(settings_file()) or _of_window()


def _of_window() -> str:
    folder = os.environ.get(DEFAULT, "")
    return folder if folder and os.path.isdir(folder) else ""


def called() -> str:
    """Who names the folder, as messages call it."""
    if os.environ.get(VARIABLE, "").strip():
        return VARIABLE
    settings = settings_file()
    return f"{settings} · {KEY}" if _set_in(settings) else "窗口的数据目录"


def _set_in(path: str) -> str:
    """The folder that a file of settings names, from where it lies."""
    try:
        with open(path, "rb") as file:
            raw = file.read(2**20 + 1)
    except (OSError, ValueError):
        return ""  # whoever needs other settings says so
    if KEY.encode() not in raw:
        return ""
    from policy_dsl.diagnostics import Diagnostic, Faults
    from policy_dsl.ingest.text_decoding import NotText, utf8_text
    from policy_dsl.ingest.toml_text import BadToml, toml_tables

    try:
        folder = toml_tables(utf8_text(raw)).get(KEY, "")
    except (NotText, BadToml) as error:
        where = f"{path}:{error.line}" if error.line else path
        message = "设置文件不能读取,不知道本单位的规则库在哪里"
        hint = f"改正这个文件,或者设环境变量 {VARIABLE}"
        raise Faults([Diagnostic("T112", where, message, f'"{KEY}" = "目录"', hint)]) from None
    if not isinstance(folder, str) or not folder.strip():
        return ""
    return os.path.join(os.path.dirname(path), folder.strip())
