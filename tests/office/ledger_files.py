"""Values of the ledger as they are sent to a window: tables of them, taken in after a look."""

from __future__ import annotations

import io

import openpyxl

from tests.office.client import Client, Page


def table(*rows: tuple[object, ...], title: str = "指标") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


HEAD = ("地区", "名称", "数值", "时点", "来源", "确认人", "有效期至")


def send(client: Client, content: bytes, name: str = "指标.xlsx") -> Page:
    return client.send("/ledger/send", client.get("/ledger").form("/ledger/send"), name, content)


def take(client: Client, page: Page) -> Page:
    return client.post(f"{page.address}/take", page.form(f"{page.address}/take"))
