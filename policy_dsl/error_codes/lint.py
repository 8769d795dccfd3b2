"""The error codes of checks on rule sets: code, title, and an explanation for staff."""

from __future__ import annotations

from typing import Final

LINT_CODES: Final[dict[str, tuple[str, str]]] = {
    "U153": (
        "lint.toml 有误",
        "每条登记一个 [[acknowledged]],有 hash(12位校验码)、by、date、reason;code、finding、rules 由程序写入,可以没有。"
        "登记要有姓名和理由。",
    ),
    "U154": (
        "没有这个校验码的发现",
        "校验码随规则的内容而变:规则改动以后,原来的发现不再存在。`tiaoli lint` 列出现在的各项发现;"
        "用 --as-of 查到的,登记时也写同样的 --as-of。",
    ),
    "U155": ("登记的姓名或理由不合要求", "登记须写明姓名和理由;姓名不超过60字,理由不超过500字,都写在一行里。"),
    "U156": (
        "检查没有查完,不能断定没有这项发现",
        "计算时间用尽,有的问题没有答案,要登记的发现可能就在其中。用 --budget 加长计算时间,再登记。",
    ),
    "U157": (
        "没有存放登记或复核记录的目录",
        "lint 和 review list 的 --reviews、lint 所用的环境变量 TIAOLI_REVIEWS 写的目录不存在,或者是文件。目录名写错时本单位的登记和复核一条也读不到,"
        "所以不当作没有登记。第一次使用的,先建立这个目录。",
    ),
}
