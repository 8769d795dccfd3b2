"""Random changes of a file: of its bytes, of the words and numbers of a text, of the data of JSON, of a part of an archive."""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from random import Random
from typing import Final

NUMBERS: Final = (
    "0", "-0", "-1", "1e400", "1E-400", "9e99", "1e20", "0.1", "NaN", "Infinity", "-Infinity", "1e999999999", "0x10", "1_000",
    "00", "1.", ".5", "\uff17\uff14", "74%", "7400%", "1.2万", "二十", "99999999999999999999", "1" * 50, "1" * 5000, "½", "٧٤",
)  # fmt: skip
WORDS: Final = (
    "", " ", "\u202e", "\u200b", "\ufeff", "\x00", "\x1b[31m", "null", "true", "[]", "{}", "不详", "无", "是", "青岛市", "城阳区", "火星",
    "2024-02-30", "0000-01-01", "9999-12-31", "2024年5月", "长" * 3000, "=1+1", "{{7*7}}", "{% for x in y %}", "<script>", "]]>", "&amp;",
    "../x", "a\\b", "\ud83d\ude00", "\n", "\t", "\"", "'", "[[", "]]", "[", "]", "{", "}", "「", "」", "『", ":", "\uff1a", "#", "@", "^^", "<", ">",
    ".", ";", ",", "\uff0c", "&a", "*a", "!!python", "? ", "- ", "|", "---", "%", "\\", "\"\"\"", "条", "规则", "若", "凡", "非", "(", ")",
)  # fmt: skip
_PIECE: Final = re.compile(r"[0-9][0-9.%]*|[A-Za-z_]+|[\u4e00-\u9fff]+|\s+|.", re.DOTALL)
_SAID: Final = re.compile(r"[0-9][0-9.%]*|[\u4e00-\u9fff]+")
_BETWEEN: Final = re.compile(r"(?<=>)[^<>]+(?=<)|(?<==\")[^\"<>]*(?=\")")
_MOST: Final = 400_000
"""Characters or bytes of a file that is changed further."""


def mutated(raw: bytes, other: bytes, random: Random) -> bytes:
    """The file after one to four changes, some of them of a kind that fits it; `other` is another of its kind."""
    for _ in range(random.choice((1, 1, 1, 1, 1, 2, 2, 4))):
        raw = _changed(raw, other, random)
        if not raw.startswith(b"PK"):
            raw = raw[:_MOST]
    return raw


def _changed(raw: bytes, other: bytes, random: Random) -> bytes:
    if raw.startswith(b"PK") and random.random() < 0.85:
        return _archive(raw, random)
    if random.random() < 0.15:
        return _bytes(raw, other, random)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return _bytes(raw, other, random)
    if text.lstrip()[:1] in ("{", "[") and random.random() < 0.6:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            return _text(text, random)
        return json.dumps(_data(data, random), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _text(text, random)


# --- bytes ----------------------------------------------------------------------------------------------------


def _bytes(raw: bytes, other: bytes, random: Random) -> bytes:
    at = random.randrange(len(raw) + 1)
    end = min(len(raw), at + random.choice((1, 1, 2, 4, 16, 64, 1024)))
    match random.randrange(8):
        case 0:
            return raw[:at] + bytes([random.randrange(256)]) + raw[at + 1 :]
        case 1:
            return raw[:at] + random.randbytes(random.choice((1, 2, 8, 64))) + raw[at:]
        case 2:
            return raw[:at] + raw[end:]
        case 3:
            return raw[:at]
        case 4:
            return raw[:end] + raw[at:end] * random.choice((1, 3, 50)) + raw[end:]
        case 5:
            cut = random.randrange(len(other) + 1)
            return raw[:at] + other[cut:]
        case 6:
            return raw.decode("utf-8", "replace").encode(random.choice(("gb18030", "utf-16", "utf-8-sig")), "replace")
        case _:
            return raw.replace(b"\n", random.choice((b"\r\n", b"\r", b"", b"\n\n")))


# --- texts ----------------------------------------------------------------------------------------------------


def _text(text: str, random: Random) -> bytes:
    if random.random() < 0.5:
        return _gently(text, random).encode("utf-8", "surrogatepass")
    pieces = _PIECE.findall(text) or [""]
    at = random.randrange(len(pieces))
    end = min(len(pieces), at + random.choice((1, 2, 5, 30)))
    match random.randrange(7):
        case 0:
            pieces[at] = random.choice(NUMBERS)
        case 1:
            pieces[at] = random.choice(WORDS)
        case 2:
            pieces.insert(at, random.choice((*WORDS, *NUMBERS)))
        case 3:
            del pieces[at:end]
        case 4:
            pieces[at:at] = pieces[at:end] * random.choice((1, 2, 20))
        case 5:
            other = random.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case _:
            numbers = [i for i, piece in enumerate(pieces) if piece[:1].isdigit()] or [at]
            pieces[random.choice(numbers)] = random.choice(NUMBERS)
    return "".join(pieces).encode("utf-8", "surrogatepass")


def _gently(text: str, random: Random) -> str:
    """The text with a number or word of it changed where it says something, and its marks left alone."""
    places = [*(_BETWEEN if text.lstrip().startswith("<") else _SAID).finditer(text)]
    if not places:
        return text
    place = random.choice(places)
    other = random.choice(places)[0] if random.random() < 0.5 else random.choice((*NUMBERS, *WORDS))
    return text[: place.start()] + other + text[place.end() :]


# --- data -----------------------------------------------------------------------------------------------------


def _data(data: object, random: Random) -> object:
    """The data with one value of it changed."""
    places: list[tuple[dict[str, object] | list[object], str | int]] = []
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            places += [(value, key) for key in value]
            waiting += value.values()
        elif isinstance(value, list):
            places += [(value, index) for index in range(len(value))]
            waiting += value
    if not places:
        return _value(random)
    holder, key = random.choice(places)
    match random.randrange(6):
        case 0 | 1:
            holder[key] = _value(random)  # type: ignore[index]
        case 2:
            del holder[key]  # type: ignore[arg-type]
        case 3:
            holder[key] = [holder[key]] * random.choice((0, 1, 2, 40))  # type: ignore[index]
        case 4:
            other, there = random.choice(places)
            if (there in other) if isinstance(other, dict) else (int(there) < len(other)):
                holder[key] = json.loads(json.dumps(other[there]))  # type: ignore[index]
        case _:
            if isinstance(holder, dict):
                holder[random.choice(WORDS)] = _value(random)
            else:
                holder.insert(0, _value(random))
    return data


def _value(random: Random) -> object:
    deep: object = 1
    for _ in range(random.choice((1, 3, 60))):
        deep = [deep]
    return random.choice((
        None, True, False, 0, -1, 1, 10**20, 0.5, 1e300, -0.0, 2.5e-7, "", [], {}, [None], {"数值": None}, deep,
        {"数值": "74%", "来源": 1}, random.choice(NUMBERS), random.choice(NUMBERS), random.choice(WORDS), random.choice(WORDS),
    ))  # fmt: skip


# --- archives -------------------------------------------------------------------------------------------------


def _archive(raw: bytes, random: Random) -> bytes:
    """The archive with one part changed, dropped, doubled or renamed; else its bytes changed."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except (ValueError, OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zipfile.LargeZipFile):
        return _bytes(raw, raw, random)
    except Exception:  # zlib's own
        return _bytes(raw, raw, random)
    if not parts:
        return _bytes(raw, raw, random)
    at = random.randrange(len(parts))
    name, content = parts[at]
    match random.randrange(8):
        case 0:
            del parts[at]
        case 1:
            parts[at] = (random.choice(("x", "../x", "xl/workbook.xml", "word/document.xml", name + "x")), content)
        case 2:
            parts[at] = (name, _bytes(content, raw, random))
        case _:
            parts[at] = (name, _text(content.decode("utf-8", "replace"), random))
    made = io.BytesIO()
    warnings.filterwarnings("ignore", "Duplicate name")
    with zipfile.ZipFile(
        made, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED))
    ) as archive:
        for part, body in parts:
            archive.writestr(zipfile.ZipInfo(part), body)
    return made.getvalue()
