"""The error codes of the command line: code, title, and an explanation for staff."""

from __future__ import annotations

from typing import Final

COMMAND_CODES: Final[dict[str, tuple[str, str]]] = {
    "U101": ("没有这个命令", "命令名写错了,或者此版本还没有它。`tiaoli --help` 列出全部命令,提示中给出最接近的一个。"),
    "U102": ("命令写法有误", "缺少参数、多了参数,或者选项写错。`tiaoli 命令 --help` 说明这个命令的写法。"),
    "U103": ("没有收录这个文件", "--document 后面写文件的标识、题名或文号。`tiaoli documents` 列出已收录的文件。"),
    "U104": (
        "没有找到条款",
        "可写地址、位置、文件,或原文中的一段话;提示中给出相近的条款。`tiaoli clauses` 列出全部条款。",
    ),
    "U106": ("文件不能读取", "没有这个文件、没有读取权限、文件过大,或者不是 UTF-8(文本也可用 GB18030)编码的文字。"),
    "U107": ("文件不能写入", "没有写入权限,或者磁盘已满。原文件没有改动。"),
    "U108": ("文件标识不合写法", "标识用小写字母、数字和连字符,如 henan-2025;它是规则库中的目录名,也用在条款地址中。"),
    "U199": (
        "程序内部错误",
        "这是程序的缺陷,不是输入的问题。请把命令、输入文件和这条信息交给维护人员;"
        "设环境变量 TIAOLI_DEBUG=1 再运行一次,可得到供维护人员使用的详细信息。",
    ),
}
