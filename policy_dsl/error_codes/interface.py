"""The error codes of the interface for other programs: title, what it means and why it matters, what to do."""

from __future__ import annotations

from typing import Final

INTERFACE_CODES: Final[dict[str, tuple[str, str, str]]] = {
    "U221": (
        "没有令牌,或者令牌不能用",
        "其他程序凭令牌调用接口。令牌由本人在“接口令牌”页上做,只显示一次,有期限,权限与本人相同;"
        "本人的权限变了、账号停用了,令牌跟着变。网页的登录在接口上不算。",
        "请求头写 Authorization: Bearer 令牌;到期或者收回了的,另做一个。",
    ),
    "U222": (
        "请求过大",
        "接口一次收不超过 2 MB、一百份申请;更多的用网页的“研判”读入表格,或者用 tiaoli batch。",
        "分几次送。",
    ),
    "U223": (
        "没有这个地址,或者这个地址不这样用",
        "各个地址和参数写在 /api/v1/openapi.json。",
        "照 openapi.json 改正地址、方法和参数。",
    ),
    "U224": (
        "令牌的主人没有这项权限",
        "接口只给办理案件的人用;权限由系统管理员提出、安全管理员同意后授予。",
        "换用有权限的人的令牌。",
    ),
    "U225": (
        "令牌提问得太快",
        "接口限定一个令牌一分钟里提问的次数,免得一个程序占住别人研判的机器。次数写在 /api/v1/openapi.json。",
        "过答复里 Retry-After 所写的秒数再问;申请多的,一次送几份。",
    ),
}
