"""Every field of meta.toml explained in Chinese: in the files that `corpus new` lays out, and in docs/add-a-city.md."""

from __future__ import annotations

from typing import Final

FIELDS: Final = {
    "title": "题名,照原文;没有题名的,写明是什么文件并注“收到的文本未载题名”",
    "number": "发文字号,如 某医保发〔2026〕1号;原文没有的,删去这一行",
    "year": "四位年份:文号的年份;没有文号的,印发的年份",
    "kind": "文件种类:规划、通知、指导意见、意见、评估报告、条例、办法、细则、规定、决定",
    "issuers": "印发机关全称,联合印发的都写;软件不认得的机关,`corpus check` 会说,写进 organs.toml",
    "issuer_level": "印发机关的级别:国家、省、市、县(几个机关的,写最高的)",
    "region": "适用地区的六位区划代码,与目录名相同",
    "addressees": "主送机关,照原文;没有的写空列表 []",
    "issued": "印发(成文)日期,如 2026-01-15;不明的写空文字",
    "special_to": "同一机关的哪几份一般规定以本文件为特别规定,写它们的标识;没有的不写",
    "succeeds": "本规划接替哪几份规划,写它们的标识;没有的不写",
    "draft": "尚未印发的草案、征求意见稿写 true,放在 draft 目录,不写 received、masked、lines",
    "force.starts": "施行的第一日;与版本的目录名相同;不明的写空文字",
    "force.starts_basis": "为什么自该日起:明文(原文写明)、印发之日(原文没有写,自印发之日起)、不明",
    "force.ends": "有效的最后一日;没有写明或者不明的写空文字",
    "force.ends_basis": "为什么到该日止:明文(原文写明)、规划期(规划的期间)、未载(原文没有写,废止前有效)、不明",
    "force.notes": "给人看的说明:起止日期从原文哪里来,有什么疑问;没有的写空列表",
    "received.file": "收到的文件的文件名",
    "received.sha256": "收到的文件的 SHA-256(64位小写十六进制),证明文本出自哪一个文件",
    "received.length": "text.txt 的字数;遮盖只把字换成 ▒,不增不减",
    "received.typed_by": "人工录入的,写录入人姓名;不是人工录入的不写",
    "received.proofread_by": "人工录入的,写校对人姓名,与录入人不是同一人;不是人工录入的不写",
    "masked.start": "不属于文件的文字(网页菜单、广告、别的文件)在 text.txt 中的起点,从 0 数;该处的每个字换成 ▒",
    "masked.end": "它的终点(不含)",
    "masked.reason": "遮盖的是什么,为什么不属于文件",
    "missing.what": "原文提到而收到的文本没有的部分,如 附件2",
    "missing.where": "它应在的位置",
    "lines.at": "收到的文本丢失换行的,人工补记:换行之后第一个字在 text.txt 中的位置",
    "lines.kind": "补记的是标题还是段落",
    "lines.words": "该处的头几个字,用来核对位置",
    "succession.replaces": "本文件接替自己的哪一个版本,写版本的目录名;有过渡规定而原规定没有收录的,写 未收录;其他新文件不写",
    "succession.basis": "凭什么说接替:哪一条、哪一份文件写明",
    "succession.transition": "施行前受理的申请按原规定办理的,照录原文的过渡规定;没有的不写",
    "repeal.on": "被废止的,不再施行的第一日",
    "repeal.by": "由哪一份文件废止:题名和文号",
    "repeal.words": "该文件废止它的原文",
}
"""By field, with the table that it stands in, what is written there."""
