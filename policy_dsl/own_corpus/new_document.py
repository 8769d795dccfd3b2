"""The files of a document that somebody begins to register: text, meta.toml with every field explained, rules to be written."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from policy_dsl.document_record import Received
from policy_dsl.drafting.blank_cases import CASES
from policy_dsl.own_corpus.meta_fields import FIELDS
from policy_dsl.source_files import DRAFT
from policy_dsl.texts.official_text import Document
from policy_dsl.texts.scaffold import scaffold

IDENTIFIER: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What may be the id of a document."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TITLE: Final = 60


class NewDocument(NamedTuple):
    """What is known of a document that is to be registered."""

    id: str
    """Its id."""
    region: str
    """The code of its region."""
    version: str
    """The name of its version: first day of force, `undated-YEAR` or `draft`."""
    level: str
    """国家, 省, 市 or 县, as its region suggests."""
    text: str
    """The received text."""
    file: str
    """The name of the received file."""
    sha256: str
    """SHA-256 of its bytes."""


def new_files(new: NewDocument) -> dict[str, str]:
    """The files by name. What a person has to decide is left open in meta.toml, so that it does not compile unnoticed."""
    return {
        "text.txt": new.text,
        "meta.toml": _meta(new),
        "rules.tiao": scaffold(_unregistered(new)),
        "readings.toml": _READINGS,
        "cases.yaml": CASES,
    }


def _unregistered(new: NewDocument) -> Document:
    return Document(
        id=new.id, title="", number=None, year=0, kind="", issuers=(), issuer_level="", region=new.region, addressees=(),
        issued="", starts="", starts_basis="不明", ends="", ends_basis="不明", force=(),
        received=Received("", "", len(new.text)), masked=(), missing=(), lines=(), text=new.text,
    )  # fmt: skip


def _meta(new: NewDocument) -> str:
    """meta.toml with what is known filled in; issuers and bases are a person's to say."""
    draft = new.version == DRAFT
    starts = new.version if _DAY.fullmatch(new.version) else ""
    year = new.version.removeprefix("undated-")[:4]
    first = next((line.strip() for line in new.text.splitlines() if line.strip()), "")
    lines = [
        "# 文件登记。每项上面的说明可以留着;写「待填」的地方由人对照原文填写,填好以前这份文件搁置,不影响别的文件。",
        "# 填好以后运行 tiaoli corpus check。",
        "",
        *_field("title", first[:_TITLE]),
        *_commented("number", "某医保发〔2026〕1号"),
        *_field("year", int(year) if year.isdecimal() else 0),
        *_field("kind", "待填"),
        *_field("issuers", []),
        *_field("issuer_level", new.level),
        *_field("region", new.region),
        *_field("addressees", []),
        *_field("issued", ""),
        *_commented("special_to", ["文件标识"]),
        *_commented("succeeds", ["文件标识"]),
        *(_field("draft", True) if draft else _commented("draft", True)),
        "",
        "[force]",
        *_field("force.starts", starts),
        *_field("force.starts_basis", "待填"),
        *_field("force.ends", ""),
        *_field("force.ends_basis", "待填"),
        *_field("force.notes", []),
    ]
    if not draft:
        lines += [
            "",
            "[received]",
            *_field("received.file", new.file),
            *_field("received.sha256", new.sha256),
            *_field("received.length", len(new.text)),
            *_commented("received.typed_by", "录入人"),
            *_commented("received.proofread_by", "校对人"),
        ]
    examples: dict[str, object] = {
        "masked.start": 0, "masked.end": 10, "masked.reason": "网站菜单", "missing.what": "附件2", "missing.where": "正文之后",
        "lines.at": 100, "lines.kind": "段落", "lines.words": "该处的头几个字", "succession.replaces": "2023-07-30",
        "succession.basis": "附则写明", "succession.transition": "本办法施行前已受理的,按原规定办理。",
        "repeal.on": "2026-01-01", "repeal.by": "废止它的文件", "repeal.words": "予以废止",
    }  # fmt: skip
    lines += ["", "# 以下各表用得着的才写,去掉行首的 # 即可;[[ ]] 的可以写几个。"]
    table = ""
    for field, example in examples.items():
        own = field.partition(".")[0]
        if own != table:
            head = f"[[{own}]]" if own in ("masked", "missing", "lines") else f"[{own}]"
            lines += ["", f"# {head}"]
            table = own
        lines += _commented(field, example)
    return "\n".join(lines) + "\n"


def _field(field: str, value: object) -> list[str]:
    key = field.rpartition(".")[2]
    # A JSON text, number, list of texts or boolean is one of TOML.
    return [f"# {FIELDS[field]}", f"{key} = {json.dumps(value, ensure_ascii=False)}"]


def _commented(field: str, example: object) -> list[str]:
    explained, line = _field(field, example)
    return [explained, f"# {line}"]


_READINGS: Final = """\
# 条文理解:原文有两种理解的,写明采哪一种、另一种是什么、凭什么。规则里写 据 解释 条文理解名 引用。
# 一条理解一个表,去掉行首的 # 即可。谁确认的用 tiaoli review confirm 记录。
#
# ["市本级范围"]
# question = "市本级包括哪些区"
# used = "市本级 = 甲区、乙区"
# alternative = "市本级另有所指"
# basis = "第几部分第几段把其余各区分别列出"
# covers = ["市本级"]
"""
