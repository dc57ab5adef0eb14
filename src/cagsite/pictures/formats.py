"""Which format a file really has, read from its first bytes: no decoder is started to find out."""

from __future__ import annotations

from cagsite.pictures.errors import PictureError, Remark

_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}

_LFS = Remark(
    "picture-lfs-pointer",
    "{name} is only a pointer to a file in Git LFS, not the picture itself",
    "run: git lfs pull",
)
_SVG = Remark(
    "picture-svg",
    "{name} is an SVG drawing; it may hold scripts and links, so it is not published as a photo",
    "export it as PNG, at least 1600 pixels wide",
)
_WEB_PAGE = Remark(
    "picture-web-page",
    "{name} is a web page, not a picture",
    "open the page in a browser and save the picture itself",
)
_TEXT = Remark(
    "picture-text",
    "{name} holds text, not a picture",
    "put the picture in its place, as JPEG or PNG",
)
_UNKNOWN = Remark(
    "picture-unknown-format",
    "{name} is in no format that cagsite knows",
    "open it in a picture program and export it as JPEG or PNG",
)
_CAMERA_RAW = Remark(
    "picture-camera-raw",
    "{name} is a raw camera file, of which only a small preview could be shown",
    "develop it in the camera's program and export it as JPEG",
)
_PDF = Remark(
    "picture-pdf",
    "{name} is a PDF document, not a picture",
    "export the page as PNG or JPEG",
)
_EPS = Remark(
    "picture-eps",
    "{name} is an EPS or PostScript file: a program, which is never run here",
    "export it as PNG or JPEG in the program that made it",
)
_PSD = Remark(
    "picture-psd",
    "{name} is a Photoshop document with layers; hidden ones would come along",
    "export it as PNG or JPEG",
)
_FITS = Remark(
    "picture-fits",
    "{name} is a FITS file, a format for measurements",
    "export it as PNG or JPEG",
)
_PPM = Remark(
    "picture-ppm",
    "{name} is a Netpbm file (PBM, PGM, PPM, PAM)",
    "export it as PNG",
)
_BMP = Remark(
    "picture-bmp",
    "{name} is a Windows bitmap or icon",
    "export it as PNG",
)
_JPEG_2000 = Remark(
    "picture-jpeg-2000",
    "{name} is a JPEG 2000 or JPEG XL picture, which few programs read",
    "export it as JPEG",
)
_ARCHIVE = Remark(
    "picture-archive",
    "{name} is an archive or an office document, not a picture",
    "take the picture out of it and add that, as JPEG or PNG",
)
_FILM = Remark(
    "picture-film",
    "{name} is a film, not a picture",
    "export one still of it as JPEG",
)

_REFUSED: tuple[tuple[bytes, Remark], ...] = (
    (b"version https://git-lfs", _LFS),
    (b"%PDF-", _PDF),
    (b"%!", _EPS),
    (b"\xc5\xd0\xd3\xc6", _EPS),
    (b"8BPS", _PSD),
    (b"SIMPLE  =", _FITS),
    *((b"P%d" % number, _PPM) for number in range(1, 8)),
    (b"BM", _BMP),
    (b"\0\0\1\0", _BMP),
    (b"\0\0\0\x0cjP  ", _JPEG_2000),
    (b"\xff\x4f\xff\x51", _JPEG_2000),
    (b"\xff\x0a", _JPEG_2000),
    (b"\0\0\0\x0cJXL ", _JPEG_2000),
    (b"PK\3\4", _ARCHIVE),
    (b"\xd0\xcf\x11\xe0", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"\x1a\x45\xdf\xa3", _FILM),
)


def recognise(data: bytes, name: str) -> str:
    """The name that Pillow has for the format, or an error with the remedy for what is not a picture."""
    if not data:
        raise PictureError(
            "picture-empty", "{name} is empty: it holds not one byte", "copy or download the picture again", name=name
        )
    if data[:4] in {b"II*\0", b"MM\0*"} and data[8:10] == b"CR":
        raise camera_raw(name)
    for start, known in _PICTURES:
        if data.startswith(start):
            return known
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    refused = _UNKNOWN
    if data[4:8] == b"ftyp":
        brands = _brands(data)
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if brands & _HEIF_BRANDS:
            return "HEIF"
        refused = _FILM
    else:
        refused = next((remark for start, remark in _REFUSED if data.startswith(start)), None) or _kind_of_text(data)
    raise PictureError(refused.code, refused.message, refused.hint, name=name)


def camera_raw(name: str) -> PictureError:
    """The error for a raw file, some of which look like TIFF until their tags are read."""
    return PictureError(_CAMERA_RAW.code, _CAMERA_RAW.message, _CAMERA_RAW.hint, name=name)


def _brands(data: bytes) -> set[bytes]:
    """The major and the compatible brands of an ISO media file; the version between them is no brand."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[place : place + 4] for place in range(16, end, 4))}


def _kind_of_text(data: bytes) -> Remark:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return _WEB_PAGE
    if start.startswith(b"<") and (b"<svg" in start or b"!doctype svg" in start):
        return _SVG
    try:
        data[:65536].decode("utf-8")
    except UnicodeDecodeError as error:
        # a character cut in two by the slice is still text
        if error.start < min(len(data), 65536) - 3:
            return _UNKNOWN
    return _UNKNOWN if b"\0" in data[:65536] else _TEXT
