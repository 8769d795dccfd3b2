"""入库: what is published is corrected, with the applications that rested on it, withdrawn, and begun anew; nothing is lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "versions"))

from invented import version

from tests.office.client import Client, Page, Window
from tests.office.invented_plan import BODIES, LINES, word_plan, written
from tests.office.test_entry_journey import application, confirm, draft_folder, label, send, values, write_rules

PLAN = "weifang-corrected"
BASE = f"/entry/{PLAN}"
AT = f"{BASE}/at/2026-02-01"


def deed(client: Client, path: str, name: str, **given: str) -> Page:
    """Send the form of a page that does something of this name."""
    text = client.get(path).text
    form = next(f for f in text.split("<form")[1:] if f'name="deed" value="{name}"' in f).split("</form>")[0]
    hidden = {}
    for field in form.split('type="hidden" name="')[1:]:
        key, _, rest = field.partition('" value="')
        hidden[key] = rest.partition('"')[0]
    return client.post(path, {**hidden, **given})


def sign_and_publish(client: Client) -> Page:
    for name in ("张三", "李四"):
        page = deed(client, f"{BASE}/publish", "sign", by=name)
        assert page.status == 200, page.text
    return deed(client, f"{BASE}/publish", "publish", by="张三")


@pytest.fixture(scope="module")
def published(window: Window, client: Client) -> Client:
    """A published plan of which 2.1 alone is written, and an application judged by it."""
    assert send(client, "规划.docx", word_plan(), PLAN).status == 200
    assert confirm(client, document=PLAN).status == 200
    path = draft_folder(window, PLAN) / "rules.tiao"
    rules = written(path.read_text(encoding="utf-8"), {"2.1": BODIES["2.1"]})
    write_rules(client, window, rules, PLAN)
    assert sign_and_publish(client).address == AT
    return client


def judged(client: Client, number: str, rate: str, **more: str) -> Page:
    page = client.upload(f"{number}.json", json.dumps(application(number, rate) | more, ensure_ascii=False).encode())
    case = page.text.split('href="/case/')[1].partition('"')[0]
    return client.get(f"/case/{case}")


def test_a_correction_shows_what_rested_on_it_and_keeps_what_was(published: Client, window: Window) -> None:
    before = judged(published, "更正-1", "62%")
    assert label(before) != "原则上不予新增"
    low = judged(published, "更正-2", "55%")
    assert label(low) == "原则上不予新增"
    refused = deed(published, AT, "correct", by="张三")
    assert refused.status == 422
    assert "没有写理由" in refused.errors
    assert deed(published, AT, "correct", by="张三", reason="第2.1条的数字录错").address == BASE
    # Until the correction is published, it is judged as before.
    assert label(judged(published, "更正-3", "62%")) == label(before)
    form = published.get(f"{BASE}/correct?deed=clause&clause=2.1").form(f"{BASE}/correct")
    words = LINES[8].replace("60%", "65%")
    assert published.post(f"{BASE}/correct", {**form, "words": words, "reason": "录错", "by": "张三"}).status == 200
    path = draft_folder(window, PLAN) / "rules.tiao"
    rules = path.read_text(encoding="utf-8").replace("低于 60%", "低于 65%")
    write_rules(published, window, rules, PLAN)
    page = sign_and_publish(published)
    assert page.address == f"{AT}/effects"
    assert "低于60%" in page.text
    assert "低于65%" in page.text
    listed = page.text.partition("研判结果依据过这些条款的申请")[2]
    assert "更正-2" in listed
    assert f"{PLAN}/2.1" in listed
    assert label(judged(published, "更正-4", "62%")) == "原则上不予新增"
    # Judged after the correction, it did not rest on what was before.
    assert "更正-4" not in published.get(f"{AT}/effects").text.partition("研判结果依据过")[2]
    kept = list((window.data / "规则库" / ".earlier" / "370700" / PLAN / "2026-02-01").iterdir())
    assert len(kept) == 1
    assert "低于60%" in (kept[0] / "text.txt").read_text(encoding="utf-8")


def test_dates_that_cannot_be_are_told_where_they_are_written_and_a_draft_is_given_up(
    published: Client, window: Window
) -> None:
    assert deed(published, AT, "correct", by="张三", reason="改施行日期").status == 200
    page = published.get(f"{BASE}/publish")
    assert 'value="2026-02-01"' in page.text
    given = {**values(page, f"{BASE}/publish"), "deed": "force", "by": "张三", "force.starts": "2025-01-01"}
    page = published.post(f"{BASE}/publish", given)
    assert page.status == 200
    assert "日期次序不对" in page.text  # issued on 2026-01-15: it cannot be in force a year before
    page = deed(published, BASE + "/publish", "publish", by="张三")
    assert page.status == 422
    leave = published.get(BASE).form(f"{BASE}/leave")
    assert published.post(f"{BASE}/leave", {**leave, "by": "张三", "reason": ""}).status == 422
    assert published.post(f"{BASE}/leave", {**leave, "by": "张三", "reason": "不做了"}).address == "/entry"
    assert not draft_folder(window, PLAN).exists()


LATER = tuple(
    line.replace("2026—2030", "2028—2032").replace("〔2026〕9号", "〔2027〕9号").replace("2026年2月1日", "2028年1月1日")
    .replace("至2030年", "至2032年").replace("2026年1月15日", "2027年12月1日").replace("到2030年", "到2032年").replace("低于60%", "低于70%")
    for line in LINES
)  # fmt: skip


def test_a_new_version_takes_the_place_of_the_one_before_from_its_day(published: Client, window: Window) -> None:
    assert send(published, "新规划.docx", word_plan(LATER), PLAN).status == 200
    assert confirm(published, document=PLAN).status == 200
    rules = (draft_folder(window, PLAN) / "rules.tiao").read_text(encoding="utf-8")
    write_rules(published, window, written(rules, {"2.1": BODIES["2.1"].replace("60%", "70%")}), PLAN)
    page = published.get(f"{BASE}/publish")
    given = {
        **values(page, f"{BASE}/publish"), "deed": "force", "by": "张三", "succession.replaces": "2026-02-01",
        "succession.basis": "新规划的规划期",
    }  # fmt: skip
    assert published.post(f"{BASE}/publish", given).status == 200
    page = sign_and_publish(published)
    assert page.address == f"{BASE}/at/2028-01-01", page.text
    folder = window.data / "规则库" / "370700" / PLAN
    assert sorted(p.name for p in folder.iterdir()) == ["2026-02-01", "2028-01-01"]
    assert 'replaces = "2026-02-01"' in (folder / "2028-01-01" / "meta.toml").read_text(encoding="utf-8")
    # 「低于70%」 from 2028 on; before that 「低于65%」, as it was corrected.
    assert label(judged(published, "新-1", "68%", 日期="2028-05-01")) == "原则上不予新增"
    assert label(judged(published, "新-2", "68%", 日期="2027-05-01")) != "原则上不予新增"
    assert label(judged(published, "新-3", "62%", 日期="2027-05-01")) == "原则上不予新增"
    page = deed(published, f"{BASE}/at/2028-01-01", "withdraw", by="张三", reason="尚未印发")
    assert page.status == 200


def test_what_is_withdrawn_is_not_judged_by_and_stays(published: Client, window: Window) -> None:
    refused = deed(published, AT, "withdraw", by="张三")
    assert refused.status == 422
    assert "没有写理由" in refused.errors
    page = deed(published, AT, "withdraw", by="张三", reason="施行日期登记有误")
    assert page.address == f"{AT}?withdrawn=1"
    assert LINES[3] in page.text
    assert "施行日期登记有误" in page.text
    assert published.get(AT).status == 404
    assert "已撤回" in published.get("/entry").text
    assert label(judged(published, "撤回-1", "55%")) == "尚未收录本地区文件"
    assert published.get(f"{AT}/file?withdrawn=1").content.startswith(b"PK")
    page = deed(published, f"{AT}?withdrawn=1", "correct", by="张三", reason="改正施行日期")
    assert page.address == BASE
    assert (draft_folder(window, PLAN) / "text.txt").is_file()


def test_what_the_command_line_laid_out_is_corrected_with_all_that_it_says(tmp_path: Path) -> None:
    sources = {
        path.removeprefix("corpus/"): text
        for path, text in version(1, "60%", "2026-01-01", id_="weifang-beds", region="370700").items()
    }
    for path, text in sources.items():
        file = tmp_path / "规则库" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    meta = tmp_path / "规则库/370700/weifang-beds/2026-01-01/meta.toml"
    meta.write_text(
        meta.read_text(encoding="utf-8") + '\n[[missing]]\nwhat = "附件2"\nwhere = "正文之后"\n', encoding="utf-8"
    )
    (meta.parent / "reviews.toml").write_text("# 复核记录\n", encoding="utf-8")
    window = Window(tmp_path)
    try:
        client = Client(window)
        at, base = "/entry/weifang-beds/at/2026-01-01", "/entry/weifang-beds"
        assert "在窗口以外登记" in client.get(at).text
        assert deed(client, at, "correct", by="张三", reason="改一个字").address == base
        form = client.get(f"{base}/correct?deed=clause&clause=p1").form(f"{base}/correct")
        words = "本区县床位使用率低于60%的,不得新增购买住院病床。"
        assert client.post(f"{base}/correct", {**form, "words": words, "reason": "录错", "by": "张三"}).status == 200
        page = client.get(f"{base}/publish")
        assert "规则和条文理解有错误" in page.text  # the rule says what the clause does not say any more
        form = client.get(f"{base}/correct?deed=clause&clause=p1").form(f"{base}/correct")
        words = "本区县床位使用率低于60%的, 不得新增购买住院床位。"
        assert client.post(f"{base}/correct", {**form, "words": words, "reason": "录错", "by": "张三"}).status == 200
        for name in ("张三", "李四"):
            assert deed(client, f"{base}/publish", "sign", by=name).status == 200
        page = deed(client, f"{base}/publish", "publish", by="张三")
        assert page.address == f"{at}/effects", page.text
        published = meta.read_text(encoding="utf-8")
        assert 'what = "附件2"' in published
        assert "sha256" in published
        assert (meta.parent / "reviews.toml").is_file()
    finally:
        window.close()
