"""入库: a correction of a published document lists the letters that rested on the words it changed, and what to do with each."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from tests.office.client import Client, Page
from tests.office.draft_rules import LOW, META, RULES, TITLE, window_with
from tests.office.test_entry_journey import label, values
from tests.office.test_entry_standing import deed
from tests.office.test_to_a_final_letter import BUREAU, made_final, post

PLAN = "weifang-sample"
BASE, AT = f"/entry/{PLAN}", f"/entry/{PLAN}/at/2026-01-01"
KIND = "不予新增告知书"
SOURCE = "住院结算数据"


def publish(corpus: Path) -> None:
    """Put the first clause of the sample, of which nothing is left to write, where it is in force."""
    folder = corpus / "370700" / PLAN / "2026-01-01"
    folder.mkdir(parents=True)
    meta = META.replace("draft = true\n", "").replace('issued = ""', 'issued = "2026-01-01"')
    meta = meta.replace('starts = ""', 'starts = "2026-01-01"').replace('"不明"', '"印发之日"')
    rules, text = RULES.partition("条 p2")[0], f"{TITLE}\n{LOW}\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    meta += f'\n[received]\nfile = "样例.txt"\nsha256 = "{digest}"\nlength = {len(text)}\n'
    files = {"text.txt": text, "meta.toml": meta, "rules.tiao": rules, "readings.toml": ""}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def application(number: str, rate: str) -> dict[str, object]:
    rates = {
        "地区": "寿光市",
        "名称": "床位使用率",
        "数值": rate,
        "时点": "2026-03-31",
        "来源": SOURCE,
        "来源类型": "本局查询",
    }
    return {
        "编号": number, "事项": "新增购买住院床位", "日期": "2026-05-01", "床位类别": "综合", "床位数": 10,
        "机构": {
            "名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": "寿光市", "统一社会信用代码": "91370783MA3C0000XX",
        },
        "指标": [rates],
    }  # fmt: skip


def judged(client: Client, number: str, rate: str) -> Page:
    page = client.upload(f"{number}.json", json.dumps(application(number, rate), ensure_ascii=False).encode())
    return client.get("/case/" + page.text.split('href="/case/')[1].partition('"')[0])


def final_on(client: Client, case: Page) -> Page:
    decision = {
        "处理": "不予", "例外": "否", "例外理由": "没有应予例外的情形", "决定日期": "2026-05-20", "决定机关": "潍坊市医疗保障局",
    }  # fmt: skip
    assert client.post(f"{case.address}/decide", case.form(f"{case.address}/decide") | decision).status == 200
    bureau = BUREAU | {"地区": "潍坊市", "经办机构": "潍坊市医疗保障事业中心", "救济日期": "2026-01-05"}
    assert post(client, "/settle/bureau", "/settle/bureau", bureau).status == 200
    return made_final(client, client.get(case.address), f"{case.address}/final?form=docx&kind={KIND}")


def test_letters_that_rested_on_what_a_correction_changed_are_listed(tmp_path: Path) -> None:
    publish(tmp_path / "corpus")
    with window_with(tmp_path / "corpus", tmp_path / "data") as window:
        client = Client(window)
        assert TITLE[:4] in client.get(f"/doc/{PLAN}").text
        low, draft = judged(client, "文-1", "55%"), judged(client, "文-2", "50%")
        final = final_on(client, low)
        for case in (low, draft):
            assert client.letter(f"{case.address}/letter?form=docx&kind={KIND}").content[:2] == b"PK"
        assert deed(client, AT, "correct", by="张三", reason="百分数录错").address == BASE
        form = client.get(f"{BASE}/correct?deed=clause&clause=p1").form(f"{BASE}/correct")
        words = LOW.replace("60%", "65%")
        assert client.post(f"{BASE}/correct", {**form, "words": words, "reason": "录错", "by": "张三"}).status == 200
        address = f"{BASE}/rules"
        rules = (tmp_path / "corpus/370700" / PLAN / "draft/rules.tiao").read_text(encoding="utf-8")
        given = {**client.get(address).form(address), "text": rules.replace("低于 60%", "低于 65%"), "action": "save"}
        assert client.post(address, given).status == 200
        page = sign_and_publish(client)
        letters, _, cases = page.text.partition("研判结果依据过这些条款的申请")
        rows = [r for r in letters.partition("依据过这些条款的文书（3）")[2].split("</tr>") if "<td>" in r]
        assert ["正式" in r for r in rows] == [True, False, False], "final ones first"
        assert all(f"{PLAN}/p1" in r for r in rows)
        assert "文-1" in rows[0]
        assert "重新研判，再更正文书" in rows[0]
        assert [n in rows[1] + rows[2] for n in ("文-1", "文-2")] == [True, True]
        (kept,) = re.findall(rf'href="({low.address}/letter/\d+)"', rows[0])
        assert client.get(kept).content == final.content
        assert "文-1" in cases
        again = client.post(f"{low.address}/again", client.get(low.address).form(f"{low.address}/again"))
        assert label(again) == "原则上不予新增"
        text = client.get(f"{AT}/effects").text
        assert "已重新研判，对照现在的结论更正文书" in text
        # 「低于65%」 is another rule: a letter made after the correction did not rest on what was before.
        assert client.letter(f"{low.address}/letter?form=docx&kind={KIND}").content[:2] == b"PK"
        assert "依据过这些条款的文书（3）" in client.get(f"{AT}/effects").text
        # In force from another day, every verdict that took it to be in force before rests on what is not so.
        assert deed(client, AT, "correct", by="张三", reason="施行日期登记有误").address == BASE
        form = values(client.get(f"{BASE}/publish"), f"{BASE}/publish")
        given = {**form, "deed": "force", "by": "张三", "force.starts": "2026-06-01", "force.starts_basis": "明文"}
        assert client.post(f"{BASE}/publish", given).status == 200
        page = sign_and_publish(client)
        assert page.address == f"{BASE}/at/2026-06-01/effects"
        assert "依据过这些条款的文书（4）" in page.text
        assert "更正过2次" in client.get(f"{BASE}/at/2026-06-01").text


def sign_and_publish(client: Client) -> Page:
    for name in ("张三", "李四"):
        assert deed(client, f"{BASE}/publish", "sign", by=name).status == 200
    return deed(client, f"{BASE}/publish", "publish", by="张三")
