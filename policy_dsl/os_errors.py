"""Why the system refuses a file, in Chinese: one table for whatever reads or writes.

What the system itself says is English, or whatever the machine was set to; staff read none of it.
"""

from __future__ import annotations

import errno
from typing import Final

NO_FOLDER: Final = "所在的目录不存在"

_REASONS: Final[dict[int, str]] = {
    errno.ENOENT: "没有这个文件或者目录",
    errno.ENOTDIR: "路径中有一级是文件,不是目录",
    errno.EISDIR: "它是目录,不是文件",
    errno.EEXIST: "同名的文件或者目录已经存在",
    errno.ENOTEMPTY: "目录不是空的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件过大",
    errno.ENAMETOOLONG: "名称过长",
    errno.EINVAL: "名称不合法",
    errno.ELOOP: "链接绕回了自己",
    errno.EXDEV: "两处不在同一个磁盘",
    errno.EBUSY: "文件正被别的程序使用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.EIO: "读写磁盘时出错",
    errno.ENXIO: "没有这个设备",
    errno.ENODEV: "没有这个设备",
    errno.EPIPE: "接收的一方已经关闭",
    errno.ETIMEDOUT: "等待超时",
}


def refusal(error: OSError | ValueError) -> str:
    """Why a file or directory could not be read or written; ValueError: its name is none (a NUL, an unwritable character)."""
    if not isinstance(error, OSError):
        return "名称不合法"
    return _REASONS.get(
        error.errno or 0, f"系统没有说明原因(代码 {error.errno})" if error.errno else "系统没有说明原因"
    )
