"""复核 in the window: what is signed there stands where the command line reads it."""

from __future__ import annotations

from pathlib import Path

from reasoner.driver.knowledge import readings, reviews
from tests.office.client import Client, Window

RULE = "qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位"


def test_a_signature_and_a_confirmation_stand_in_the_bureaus_own_folder_as_the_command_line_reads_it(
    tmp_path: Path,
) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        address = f"/review/rule?id={RULE.replace('#', '%23')}"
        page = client.get(address)
        hidden = page.form("/review/rule")
        nobody = client.post("/review/rule", hidden | {"by": "", "action": "sign"})
        assert nobody.status == 422
        assert nobody.errors
        signing = hidden | {"by": "王法制", "remark": "对照无误", "action": "sign"}
        assert "已复核" in client.post("/review/rule", signing).text
        client.post("/review/rule", signing)
        record = tmp_path / "reviews" / "qingdao-2023-18-medical" / "reviews.toml"
        assert record.read_text(encoding="utf-8").count("王法制") == 1, "sent twice, signed once"
        (entry,) = [e for e in reviews(folder=tmp_path / "reviews") if getattr(e, "norm", "") == RULE]
        assert (entry.state.value, entry.reviewer, entry.remark) == ("reviewed", "王法制", "对照无误")
        stale = client.post(
            "/review/rule", hidden | {"key": "another", "digest": "0" * 64, "by": "王法制", "action": "sign"}
        )
        assert "U174" in stale.text
        reading = client.get("/review/reading?document=qingdao-2023-18-medical&name=市本级三区")
        told = client.post(
            "/review/reading", reading.form("/review/reading") | {"by": "法制科", "remark": "", "action": "confirm"}
        )
        assert "由法制科于" in told.text
        state = next(r for r in readings(folder=tmp_path / "reviews") if r.reading == "市本级三区")
        assert state.confirmed_by == "法制科"
        doubted = client.post(
            "/review/reading", reading.form("/review/reading") | {"key": "another", "by": "法制科", "action": "doubt"}
        )
        assert "存疑" in doubted.text
        for listed, there in (
            ("", True),
            ("&state=open", False),
            ("&state=confirmed", False),
            ("&state=doubted", True),
        ):
            text = client.get(f"/review/readings?document=qingdao-2023-18-medical{listed}").text
            assert ("市本级三区" in text) is there, listed
        row = client.get("/review/readings?state=doubted").text.partition("市本级三区")[2].partition("</tr>")[0]
        assert "存疑" in row, "a reading that somebody doubts is not told as one that nobody has looked at"
        assert "未复核" not in client.get(address).text.partition("</h1>")[0], "and the window itself judges with it"
    finally:
        window.close()
