"""Whatever form a name takes in whatever file, the search finds it; and it finds nothing where nothing is."""

from __future__ import annotations

import base64
import gzip
import io
import json
import pickle
import unicodedata
import zipfile
import zlib
from urllib.parse import quote

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cagsite.digests import digest_bytes
from cagsite.withdrawal.layers import in_latin, plain
from cagsite.withdrawal.search import Needle, Search

NAME = "Åsa Żebrák-Öst"
NEEDLE = Needle("name", NAME)


def zipped(content: bytes, name: str = "a.txt") -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return file.getvalue()


def png(**texts: str) -> bytes:
    info = PngInfo()
    for key, text in texts.items():
        info.add_itxt(key, text, zip=True)
    with io.BytesIO() as file:
        Image.new("RGB", (4, 4)).save(file, "PNG", pnginfo=info)
        return file.getvalue()


def pdf(text: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + zlib.compress(text) + b"\nendstream\nendobj\n"


UTF8 = NAME.encode()
FORMS = {
    "as it is": UTF8,
    "capitals": NAME.upper().encode(),
    "with an ending": f"{NAME}s arbete".encode(),
    "NFD": unicodedata.normalize("NFD", NAME).encode(),
    "without accents": b"Asa Zebrak-Ost",
    "slug": b'href="../asa-zebrak-ost/"',
    "slug in a name of a file": b"media/asa_zebrak_ost-2.jpg",
    "no-break space": "Åsa\u00a0Żebrák-Öst".encode(),
    "no-break hyphen": "Åsa Żebrák\u2011Öst".encode(),
    "soft hyphen": "Åsa Ż\u00adebrák-Öst".encode(),
    "entities": b"&Aring;sa &#379;ebr&#xe1;k-&Ouml;st",
    "tags": "<b>Åsa</b> <i>Żebrák</i>-Öst".encode(),
    "percent": quote(NAME).encode(),
    "percent, lower": quote(NAME).lower().encode(),
    "JSON": json.dumps({"n": NAME}).encode(),
    "UTF-16-LE": NAME.encode("utf-16-le"),
    "UTF-16-BE": b"\0" + NAME.encode("utf-16-be"),
    "UTF-16 with mark": NAME.encode("utf-16"),
    "base64": base64.b64encode(UTF8),
    "base64 within": base64.b64encode(b"ab" + UTF8 + b"xyz"),
    "base64 of the slug": base64.b64encode(b"{asa-zebrak-ost}"),
    "pickle": pickle.dumps({"x": [NAME]}),
    "gzip": gzip.compress(UTF8),
    "zip": zipped(UTF8),
    "name in a zip": zipped(b"", f"{NAME}.txt"),
    "zip in gzip": gzip.compress(zipped(UTF8)),
    "PDF": pdf(UTF8),
    "PNG": png(Author=NAME),
    "zlib": zlib.compress(UTF8),
    "RIFF": b"RIFF\0\0\0\0WEBP" + UTF8,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found(form: str) -> None:
    """The forms that a name can take in what is published and cached."""
    assert Search([NEEDLE]).in_file("a.bin", FORMS[form]) == {NEEDLE}


@pytest.mark.parametrize(
    "content",
    [b"", b"Asa", "Åsa Ö".encode(), b"\0" * 99, gzip.compress(b"nobody"), png(Author="Nobody"), zipped(b"nobody")],
    ids=["empty", "half", "other half", "zeros", "gzip", "PNG", "zip"],
)
def test_nothing_is_found_where_nothing_is(content: bytes) -> None:
    """Neither in halves of the name."""
    assert not Search([NEEDLE]).in_file("a.bin", content)


def test_names_of_files_are_searched() -> None:
    """Also of those that hold nothing."""
    assert Search([NEEDLE]).in_file("asa-zebrak-ost.json", b"") == {NEEDLE}


def test_a_damaged_archive_stops_nothing() -> None:
    """What cannot be unpacked is looked at as it is."""
    assert Search([NEEDLE]).in_file("a.gz", gzip.compress(UTF8)[:12] + UTF8) == {NEEDLE}
    assert Search([NEEDLE]).in_file("a.zip", b"PK\x03\x04" + UTF8) == {NEEDLE}


def test_short_words_need_their_edges() -> None:
    """An id of three letters is no part of a longer word."""
    needle = Needle("id", "bfi")
    assert Search([needle]).in_file("a.html", b'<a href="../bfi/">') == {needle}
    assert not Search([needle]).in_file("a.html", b"subfield abfind")


def test_a_picture_is_found_by_its_bytes_and_by_its_digest() -> None:
    """As text, as bytes, and where the file itself lies somewhere under another name."""
    content = b"\xff\xd8\xff pixels"
    needle = Needle("picture", digest_bytes(content))
    search = Search([needle])
    assert search.in_file("x", content) == {needle}
    assert search.in_file("y", f"media/{needle.text}".encode()) == {needle}
    assert search.in_file("z", b"\1\2" + bytes.fromhex(needle.text)) == {needle}
    assert not search.in_file("w", b"\xff\xd8\xff other pixels")


def test_a_sentence_is_found_whatever_stands_around_it() -> None:
    """In a pickle a length stands before it, in a page a tag after it."""
    needle = Needle("text", "Hon har “burit” ansvaret — för allt, i många år nu.")
    search = Search([needle, *(Needle("text", f"En helt annan mening, nummer {n}, som står här.") for n in range(50))])
    assert search.in_file("a", pickle.dumps([needle.text])) == {needle}
    assert search.in_file("b", f"<p>Ja.{needle.text}</p>".replace("“", "&quot;").encode()) == {needle}
    assert not search.in_file("c", b"Hon har burit ansvaret")


def test_two_texts_in_a_pickle_are_not_one() -> None:
    """Whatever stands between them."""
    needle = Needle("place", "Almaty region")
    for pair in (["almaty", "region"], ["almaty", "region" * 9], [{"almaty": "region"}, "almaty", "region"]):
        assert not Search([needle]).in_file("state", pickle.dumps(pair)), pair
    assert Search([needle]).in_file("state", pickle.dumps(["Almaty\nregion"])) == {needle}


@pytest.mark.parametrize(
    ("name", "latin"), [("Адил соз", "adil soz"), ("Жанболат Мамай", "zhanbolat mamay"), ("Калеева", "kaleeva")]
)
def test_cyrillic_names_are_sought_in_latin_letters(name: str, latin: str) -> None:
    """As they are commonly written."""
    assert latin in in_latin(name)
    needle = Needle("name", name)
    assert Search([needle]).in_file("a.html", latin.title().encode()) == {needle}


def test_latin_names_have_no_other_spelling() -> None:
    """Nothing is guessed for them."""
    assert in_latin("Adil soz") == ()


def test_plain() -> None:
    """All spellings of a text become one."""
    assert plain("  Ådil\u00a0SOZ–x ") == " adil soz x "
