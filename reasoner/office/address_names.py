"""What the addresses of the window are called, where a page tells which one somebody asked for: never by their patterns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_PLACES: Final[Mapping[str, str]] = {
    "": "首页", "healthz": "运行状态", "static": "页面用的文件", "sign-in": "登录", "found": "设立管理员", "sign-out": "退出",
    "account": "我的账号", "tokens": "接口令牌", "api": "接口", "statistics": "统计", "record": "记录", "office": "账号管理",
    "ask": "查条", "search": "搜索条款", "doc": "文件和条款", "todo": "待办", "settle": "需确认事项", "judge": "研判", "batch": "研判的表",
    "case": "申请", "files": "案件", "file": "案件", "ledger": "台账", "compare": "比较", "simulate": "模拟", "review": "复核", "entry": "入库",
}  # fmt: skip
"""By the first part of an address."""
_DEEDS: Final[Mapping[str, str]] = {
    "accounts": "账号", "again": "再办一次", "agree": "同意权限变更", "anew": "重新研判", "at": "某一次", "attach": "收存材料", "batch": "评审批次",
    "begin": "开始", "bureau": "本单位设置", "cases": "示例情形", "change": "权限变更", "changes": "权限变更", "check": "研判", "clauses": "条款",
    "clock": "本机的时钟", "compare": "比较", "correct": "更正", "decide": "决定", "discard": "删去", "documents": "文件", "earlier": "以前的稿",
    "edit": "更正", "effects": "影响", "file": "文件", "final": "正式文书", "finish": "写完", "flows": "签署流程", "folder.zip": "全部记录",
    "form.xlsx": "空白申请表", "frame": "基本情况", "give": "补交", "hand-over": "移交", "head": "存根", "import": "导入", "index.docx": "卷内目录",
    "item": "一项", "leave": "不采用", "letter": "文书", "letters.zip": "打包文书", "line.json": "一条的原文", "live": "即时核对", "mapping": "列的对应",
    "marked.xlsx": "标出错误的表", "month": "月份", "names": "名称", "new": "新建", "notice.docx": "催办单", "openapi.json": "接口说明",
    "out": "删去一项", "package.zip": "档案包", "page": "一页", "paper": "材料", "password": "密码", "passwords": "密码规则", "plans": "受理计划",
    "propose": "提出权限变更", "publish": "发布", "reading": "条文理解", "readings": "条文理解", "receipt": "收件回执", "received": "收到的文件",
    "refusals": "被拒的访问", "refuse": "不同意权限变更", "register": "名录", "remove": "取下", "result.html": "结果", "result.json": "结果",
    "result.xlsx": "结果", "results.xlsx": "结果", "rule": "规则", "rules": "规则", "scan": "扫描件", "second": "动态码", "send": "送来文件",
    "settle": "确认", "sign-out": "退出", "source": "原来的表", "step": "办一步", "stop": "停止", "summary": "汇总", "table.docx": "统计表",
    "table.xlsx": "统计表", "tables": "期限和节假日", "take": "采用", "take-back": "撤回权限变更", "text": "正文", "topics": "专题",
    "unlock": "解除锁定", "urging": "催办", "verdict.json": "研判结果", "words": "用语", "ask": "查条", "end": "收回", "account": "账号",
}  # fmt: skip
"""By a further part that is written out."""
METHODS: Final[Mapping[str, str]] = {"GET": "打开", "HEAD": "打开", "POST": "提交"}
"""What somebody does who sends a request."""
NO_ADDRESS: Final = "没有这个地址"


def address_words(address: str) -> str:
    """An address as `urls` has it, /case/<int:number>/edit, in words: 申请 · 更正. What is no address of ours stands as it is."""
    if not address.startswith("/"):
        return address or NO_ADDRESS
    first, *parts = address.removeprefix("/").split("/")
    words = [_DEEDS.get(p, p) for p in parts if not p.startswith("<") and p != "v1"]
    one = len(parts) == 1 and parts[0].startswith("<")
    return " · ".join([_PLACES.get(first, first) + ("（一件）" if one else ""), *words])


def method_words(method: str) -> str:
    """What a request does, in a word."""
    return METHODS.get(method, "其他")
