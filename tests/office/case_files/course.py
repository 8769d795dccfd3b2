"""A case as the tests on cases make one: an application that was judged, received, accepted, proposed, signed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from html import unescape

from tests.office.client import Page
from tests.office.desks import Desk, four

CODE = "91370200MA3C0000XX"


TERMS = (
    "期限,数量,单位,起算,止于,补正期间,末日遇休息日,提前提醒,依据\n"
    "受理,5,工作日,收件,受理,停止计算,顺延,1,测试用表\n"
    "补正,10,工作日,通知补正,收到补正,照常计算,顺延,2,测试用表\n"
    "办结,20,工作日,受理,签发,停止计算,顺延,3,测试用表\n"
    "复议,60,日,送达,复议,照常计算,顺延,10,测试用表\n"
)


HOLIDAYS = (
    "年度,日期,至,性质,名称,依据\n2024,2024-05-01,2024-05-05,休息,劳动节,测试用表\n2024,2024-05-11,,上班,,测试用表\n"
)


REFUSED = {"处理": "不予", "例外": "否", "例外理由": "没有应予例外的情形", "决定机关": "青岛市医疗保障局"}


_COUNT = [0]


def application(
    usage: str = "74%", place: str = "城阳区", beds: int = 100, code: str | None = None, day: str = "2024-05-06"
) -> int:
    """An application that was judged; the number of its case. 74%: 原则上不予新增 (3.1.p2 of the medical plan)."""
    from reasoner.driver.window import cases
    from reasoner.office import store

    _COUNT[0] += 1
    data = {
        "编号": f"案-{_COUNT[0]}", "事项": "新增购买住院床位", "日期": day, "床位类别": "综合", "床位数": beds,
        "机构": {
            "名称": f"示例医院{_COUNT[0] if code is None else code[-2:]}", "类型": "综合医院", "所在地": place, "统一社会信用代码": code or f"{CODE[:-2]}{_COUNT[0]:02d}",
        },
        "指标": [{"地区": place, "名称": "床位使用率", "数值": usage, "时点": "2024-03-31", "来源": "住院结算数据", "来源类型": "本局查询"}],
    }  # fmt: skip
    return store.new_case(data, cases.judged_with(data, {}), "").pk


def received(desk: Desk, *numbers: int, **fields: str) -> Page:
    """收件."""
    form = desk.get("/files/new?" + "&".join(f"case={n}" for n in numbers)).form("/files/new")
    given = {"收到日期": "2024-05-06", "递交人": "申请单位", "收到的材料": "申请表\n执业许可证", **fields}
    return desk.post("/files/new", form | given | {"case": [str(n) for n in numbers]})


def matter_of(page: Page) -> str:
    """The number of the first matter on the page of a case, by the fields of 拟办."""
    match = re.search(r'name="(\d+)-处理"', page.text)
    assert match is not None, page.text[-2000:]
    return match[1]


def proposed(desk: Desk, page: Page, values: Mapping[str, str], **more: str) -> Page:
    number = matter_of(page)
    return desk.step(page, "拟办", **{f"{number}-{k}": v for k, v in values.items()}, **more)


def signed(page: Page, *, values: Mapping[str, str] = REFUSED) -> Page:
    """From an accepted case to 签发 by four persons."""
    handler, reviewer, legal, head = four()
    page = proposed(handler, handler.get(page.address), values)
    assert page.status == 200, page.errors
    for desk, step in ((reviewer, "复核"), (legal, "法制复核"), (head, "签发")):
        page = desk.step(desk.get(page.address), step, 意见="同意")
        assert page.status == 200, page.text[-2000:]
    return page


def accepted(number: int) -> Page:
    handler = four()[0]
    return handler.step(received(handler, number), "受理", 办理日期="2024-05-07")


def proposed_table(desk: Desk, kind: str, text: str, from_day: str = "") -> Page:
    """A table of deadlines or holidays, proposed."""
    form = desk.get("/files/tables").form("/files/tables/send")
    key = f"{kind}{from_day}{hash(text)}{id(desk)}"
    return desk.post("/files/tables/send", form | {"key": key, "kind": kind, "text": text, "自何日起": from_day})


def agreed(desk: Desk, deed: str = "agree") -> Page:
    """Agree to the table that was proposed last."""
    waiting = re.findall(rf'action="(/files/tables/\d+/{deed})"', desk.get("/files/tables").text)
    assert waiting, "nothing waits"
    return desk.post(max(waiting, key=lambda a: int(a.split("/")[3])), {})


def day_tables(*tables: tuple[str, str]) -> None:
    """The tables of days, proposed by one person and agreed to by the 负责人."""
    legal, head = four()[2:]
    for kind, text in tables or (("期限", TERMS), ("节假日", HOLIDAYS)):
        assert proposed_table(legal, kind, text).status == 200
        assert agreed(head).status == 200


def state(page: Page) -> str:
    match = re.search(r'aria-label="状态"><p><span class="tag[^"]*">([^<]+)', page.text)
    assert match is not None, page.text
    return match[1]


def words(page: Page) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.text))


def body(letter: Page) -> str:
    assert letter.status == 200, words(letter)
    xml = zipfile.ZipFile(io.BytesIO(letter.content)).read("word/document.xml").decode()
    return unescape(re.sub(r"<[^>]+>", "", xml))


PLANS = "年度,地区,事项,批次,数量,单位,依据\n2024,城阳区,新增购买住院床位,,250,张,测试用表\n2024,,新增购买住院床位,,3,家,测试用表\n"
