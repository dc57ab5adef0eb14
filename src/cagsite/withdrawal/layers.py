"""What a file holds besides its plain bytes: what is packed in it, and what its texts say however they are written."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

DEPTH = 3
"""Archives within archives that are opened."""
LIMIT = 200_000_000
"""Bytes that a packed part may have: nobody packs more, and a bomb must not stop a search."""
PIXELS = (
    b"\xff\xd8\xff",
    b"RIFF",
    b"\x89PNG",
    b"GIF8",
    b"\x00\x00\x00\x1cftyp",
    b"\x00\x00\x00 ftyp",
    b"wOF2",
    b"wOFF",
)
"""How files begin that hold no text of their own: a short word in them is chance."""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PERCENT = re.compile(rb"(?:%[0-9a-fA-F]{2})+")
_OTHER = re.compile(r"[\W_]+")
_BETWEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]+")
BREAK = " \ua66e "
"""What stands between two texts in other bytes: a word that nobody writes, so that the two do not become one."""
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u2060\ufeff"  # hyphens and joiners that nobody sees
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""What a spelling may have or lack: accents as marks of their own, and signs without a look."""


def has_pixels(content: bytes) -> bool:
    """True for pictures, recordings and fonts."""
    return content.startswith(PIXELS) or content[4:8] == b"ftyp"


def unpacked(content: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """The content itself, then everything that is packed in it."""
    yield content
    if depth:
        for part in _parts(content):
            yield from unpacked(part, depth - 1)


def _parts(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        yield from _inflated(content, 31)
    elif content.startswith((b"\x78\x01", b"\x78\x9c", b"\x78\xda")):
        yield from _inflated(content, 15)
    elif content.startswith(b"PK\x03\x04"):
        yield from _zipped(content)
    elif content.startswith(b"%PDF"):
        for match in _STREAM.finditer(content):
            yield from _inflated(match[1], 15)
    elif content.startswith(b"\x89PNG"):
        yield from _png_texts(content)


def _inflated(content: bytes, window: int) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(window).decompress(content, LIMIT)
    except zlib.error:
        return


def _zipped(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                yield entry.filename.encode()
                if entry.file_size <= LIMIT:
                    yield archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return


def _png_texts(content: bytes) -> Iterator[bytes]:
    """Texts of a PNG that are packed; plain ones stand in its bytes."""
    place = 8
    while place + 8 <= len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        kind, held = content[place + 4 : place + 8], content[place + 8 : place + 8 + size]
        place += size + 12
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            start = held.find(b"\x78")
            while start >= 0:
                yield from _inflated(held[start:], 15)
                start = held.find(b"\x78", start + 1)


def is_text(content: bytes) -> bool:
    """True for UTF-8 and nothing else."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


def readings(content: bytes) -> Iterator[str]:
    """The bytes as texts: UTF-8 as it stands, without escapes, without tags; and UTF-16 where there are zeros."""
    text = content.decode("utf-8", "replace")
    if not is_text(content):
        text = _BETWEEN.sub(BREAK, text)
    yield text
    undone = undo_escapes(text)
    if undone != text:
        yield undone
    if "<" in text:
        yield _TAG.sub("", undone)
    if b"\0" in content:
        for start in (0, 1):
            for code in ("utf-16-le", "utf-16-be"):
                yield content[start:].decode(code, "ignore")


def undo_escapes(text: str) -> str:
    """Without entities, percent signs and escapes of JSON."""
    if "%" in text:
        encoded = text.encode("utf-8", "surrogatepass")
        text = _PERCENT.sub(lambda match: unquote_to_bytes(match[0]), encoded).decode("utf-8", "ignore")
    text = text.replace("\\/", "/")
    if "\\u" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return html.unescape(text) if "&" in text else text


def plain(text: str) -> str:
    """A text without accents, case, signs and kinds of blanks, between two blanks: all its spellings become one."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    return f" {_OTHER.sub(' ', text.casefold()).strip()} "


_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh "
    "щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g ә=a ғ=gh қ=q ң=ng ө=o ұ=u ү=u һ=h ў=w"
)
_LATIN = {letter: latin for letter, _, latin in (pair.partition("=") for pair in _CYRILLIC.split())}
"""Cyrillic letters as they are commonly written in Latin ones."""
_VARIANTS = (("kh", "h"), ("zh", "j"), ("y", "i"), ("y", "j"), ("ts", "c"), ("gh", "g"))


def in_latin(text: str) -> tuple[str, ...]:
    """A name in Cyrillic letters as it is written in Latin ones, in a few common ways; none for other alphabets."""
    lowered = unicodedata.normalize("NFC", text).casefold()
    if not any(letter in _LATIN for letter in lowered):
        return ()
    whole = "".join(_LATIN.get(letter, letter) for letter in lowered)
    return tuple(dict.fromkeys([whole, *(whole.replace(old, new) for old, new in _VARIANTS)]))
