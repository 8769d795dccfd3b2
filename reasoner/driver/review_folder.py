"""The folder of a bureau's own records, reviews and decisions on findings, for commands that read them.

A command that writes makes the folder; one that reads must not take a misspelt name for a bureau without records.
"""

from __future__ import annotations

import os
from pathlib import Path

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.review.files import VARIABLE, own_folder


def folder_to_write(given: Path | None) -> Path:
    """The folder of a bureau's own records that takes another one. Raises Faults (U111) where none is named."""
    folder = given or own_folder()
    if folder is None:
        message = "没有指定本单位存放记录的目录"
        hint = f"设环境变量 {VARIABLE},或者用 --reviews 目录;还没有这个目录的,写入时建立"
        allowed = "本单位自己的目录,不写进软件里;软件更新时,写在软件里的记录会丢失"
        raise Faults([Diagnostic("U111", "tiaoli", message, allowed, hint)])
    return folder


def own_reviews(given: Path | None) -> Path | None:
    """The folder of a bureau's own records, given or named by TIAOLI_REVIEWS. Raises Faults (U157) where it is no folder."""
    folder = given or own_folder()
    if folder is None or os.path.isdir(folder):
        return folder
    if given is None and not os.environ.get(VARIABLE) and not os.path.exists(folder):
        return None  # that of the bureau's own corpus is made by the first record
    where = f"--reviews {folder}" if given else f"{VARIABLE}={folder}"
    message = "它是文件,不是目录" if os.path.exists(folder) else "没有这个目录"
    hint = "核对目录名;第一次使用的,先建立这个目录"
    raise Faults([Diagnostic("U157", where, message, "已有的目录", hint)])
