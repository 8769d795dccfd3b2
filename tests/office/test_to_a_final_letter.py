"""From an empty window to a final letter that `tiaoli verify` confirms: what is open is named, settled on its page, and gone."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from policy_dsl.diagnostics import Fault
from reasoner.letters import phrases
from reasoner.office.pages import decision_form
from tests.office.client import ROOT, Client, Page, Window

KIND = "不予新增告知书"
FRAME = {
    "编号": "F-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "名称": "示例医院", "类型": "综合医院", "所在地": "城阳区", "材料": "申请表",
    "统一社会信用代码": "91370200MA3C0000XX",
}  # fmt: skip
BUREAU = {
    "地区": "青岛市", "经办机构": "青岛市医疗保障事业中心", "联系人": "张三", "联系电话": "0532-1", "救济文字": "可以依法申请行政复议。",
    "救济法制": "李四", "救济日期": "2024-01-05",
}  # fmt: skip


def open_points(page: Page) -> list[str]:
    return [unescape(re.sub(r"<[^>]+>", "", p)) for p in re.findall(r"尚有未决事项：(.*?)<span", page.text)]


@pytest.mark.parametrize(
    ("mark", "address"),
    [
        (phrases.OPEN["review"], "/review"),
        (phrases.OPEN["reading"], "/review/readings"),
        (phrases.OPEN["authority"], "/review/readings"),
        (phrases.DRAFT_GUIDANCE, "/review/readings"),
        (phrases.OPEN["force"], "/settle"),
        (phrases.OPEN["source"], "/case/7/edit"),
        (phrases.DRAFT_ORGAN, "/case/7/edit"),
        (phrases.OPEN["remedies"], "/settle/bureau"),
        (phrases.OPEN["misdirected"], "/settle/bureau"),
        (phrases.OPEN["signing"], "/settle/bureau"),
        (phrases.OPEN["signing_place"], "/settle/bureau"),
        (phrases.OPEN["undecided"], "/case/7#decision"),
        (phrases.DRAFT, "/case/7#decision"),
        (phrases.REFUSAL["consider"].format(filled="____"), "/case/7#decision"),
        (phrases.DRAFT_PART, "/case/7#decision"),
    ],
)
def test_what_is_open_leads_to_where_it_is_settled(mark: str, address: str) -> None:
    """Each thing that holds a letter back is named with the page on which it is settled, by the words of letters themselves."""
    fault = Fault("TL0000", "文书", f"尚有未决事项：{mark.removeprefix(phrases.DRAFT_LEAD)}：青岛市城阳区")
    (point,) = decision_form.open_points([fault], "/case/7")
    assert [w.address for w in point.ways] == [address]


def post(client: Client, path: str, action: str, fields: dict[str, str]) -> Page:
    return client.post(action, client.get(path).form(action) | fields)


def test_what_is_open_is_settled_in_the_window_and_the_final_letter_is_verified(tmp_path: Path) -> None:
    window = Window(tmp_path / "data")
    try:
        client = Client(window)
        draft = post(client, "/judge/new", "/judge/new", FRAME)
        answer = {"answer": "74%", "as_at": "2024-03-31", "origin": "本局查询", "source": "住院结算数据"}
        draft = client.post(draft.address, draft.form(f'{draft.address}"') | answer)
        case = client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish"))
        final = f"{case.address}/final?form=docx&kind={KIND}"
        assert client.letter(final).status == 422
        assert "作过的文书" not in client.get(case.address).text, "what could not be made is no letter"
        decision = {
            "处理": "不予",
            "例外": "否",
            "例外理由": "经审查没有应予例外的情形",
            "决定日期": "2024-05-20",
            "决定机关": "青岛市医疗保障局",
        }
        client.post(f"{case.address}/decide", case.form(f"{case.address}/decide") | decision)
        assert post(client, "/settle/bureau", "/settle/bureau", BUREAU).status == 200
        rule = "/review/rule?id=qingdao-2023-18-medical/3.1.p2%23" + quote("低使用率区域不新增床位")
        page = made_final(client, case, final, rule)
        kept = client.get(case.address)
        assert kept.text.count(f"{KIND}</td>") == 1
        (address,) = re.findall(rf'href="({case.address}/letter/\d+)"', kept.text)
        assert client.get(address).content == page.content
        assert hashlib.sha256(page.content).hexdigest()[:16] in kept.text
        client.letter(final)
        assert client.get(case.address).text.count(f"{KIND}</td>") == 1, "the same letter again is the same letter"
        draft = client.letter(final.replace("/final", "/letter"))
        listed = client.get(case.address).text
        assert listed.count(f"{KIND}</td>") == 2
        assert hashlib.sha256(draft.content).hexdigest()[:16] in listed
        assert len(re.findall(rf'href="{case.address}/letter/\d+"', listed)) == 1, "of a draft the digest alone is kept"
        assert client.get("/case/1/letter/2").status == 404
        letter = tmp_path / "告知书.docx"
        letter.write_bytes(page.content)
        environment = {
            "TIAOLI_SETTINGS": str(window.data / "settings.toml"),
            "TIAOLI_REVIEWS": str(window.data / "reviews"),
        }
        import os

        ended = subprocess.run(
            [sys.executable, "-m", "reasoner.cli.main", "verify", str(letter)],
            capture_output=True, text=True, cwd=ROOT, timeout=120, check=False, env={**os.environ, **environment},
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout + ended.stderr
    finally:
        window.close()


def made_final(client: Client, case: Page, final: str, rule: str = "") -> Page:
    """The final letter on a case, once all that is open is settled on its page. rule: the page of the rule that is to be reviewed."""
    for _ in range(4):
        page = client.letter(final)
        if page.status == 200:
            return page
        points = open_points(page)
        assert points, page.text[-1500:]
        if rule and any("法制复核" in p for p in points):
            assert f'href="{rule}"' in page.text, "the very rule, and no list of all"
        settled = 0
        for of in set(re.findall(r'href="(/review/rule\?id=[^"]+)"', _clauses(client, case))):
            post(client, unescape(of), "/review/rule", {"by": "王法制", "action": "sign"})
            settled += 1
        for reading in set(re.findall(r'href="(/review/reading\?document=[^"]+)"', case.text)):
            post(client, unescape(reading), "/review/reading", {"by": "王法制", "action": "confirm"})
            settled += 1
        assert settled, points
        case = client.post(f"{case.address}/again", client.get(case.address).form(f"{case.address}/again"))
    raise AssertionError(points)


def _clauses(client: Client, case: Page) -> str:
    """The pages of the clauses that a case cites."""
    cited = re.findall(r'<section class="cited".*?</section>', case.text, re.DOTALL)
    return "".join(client.get(a).text for c in cited for a in set(re.findall(r'href="(/doc/[^"#]+)"', c)))
