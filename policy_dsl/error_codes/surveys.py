"""The error codes of the commands that ask the texts as a whole: code, title, and an explanation for staff."""

from __future__ import annotations

from typing import Final

SURVEY_CODES: Final[dict[str, tuple[str, str]]] = {
    "U141": ("没有这个主体", "--bearer 后面写义务主体的名称、文件中的叫法,或者名称的一部分;提示中列出有义务的主体。"),
    "U142": ("没有收录的地区", "--region 后面写区县、市或者省的名称、已知的别名,或者六位区划代码。"),
    "U143": (
        "没有这个强度",
        "--strength 后面写强度类别(应当、不得、可以、负责、请、陈述),或者原文用词(应、要、须、可 等)。",
    ),
    "U144": (
        "findings.toml 有误",
        "每条说明是一个表,表名是校读发现的校验码,项目为 finding、explanation、reviewer,都是文字;explanation 不能空。",
    ),
}
