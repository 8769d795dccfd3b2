"""The folder of a bureau's own records, reviews and decisions on findings, for commands that read them.

A command that writes makes the folder; one that reads must not take a misspelt name for a bureau without records.
"""

from __future__ import annotations

from pathlib import Path

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.review.files import VARIABLE, own_folder


def own_reviews(given: Path | None) -> Path | None:
    """The folder of a bureau's own records, given or named by TIAOLI_REVIEWS. Raises Faults (U157) where it is no folder."""
    folder = given or own_folder()
    if folder is None or folder.is_dir():
        return folder
    where = f"--reviews {folder}" if given else f"{VARIABLE}={folder}"
    message = "它是文件,不是目录" if folder.exists() else "没有这个目录"
    hint = "核对目录名;第一次使用的,先建立这个目录"
    raise Faults([Diagnostic("U157", where, message, "已有的目录", hint)])
