"""MP3: the frames that hold sound are kept, and nothing before, between or after them (ISO 11172-3, 13818-3)."""

from __future__ import annotations

from cagsite.recordings.errors import other_format

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples a second by version (MPEG 1, 2, 2.5) and index."""
_KBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    0: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_FEWEST = 8
"""Frames, a fifth of a second: fewer may be chance."""


def cleaned(data: bytes) -> bytes:
    """Frames only: tags of all kinds lie around them."""
    position = _first_frame(data, _after_tags(data))
    frames: list[bytes] = []
    while position is not None and position < len(data):
        length = _frame_length(data, position)
        if length and position + length <= len(data):
            frames.append(data[position : position + length])
            position += length
        else:
            position = _first_frame(data, position + 1)
    if len(frames) < _FEWEST:
        raise other_format()
    return b"".join(frames)


def _after_tags(data: bytes) -> int:
    """Where the ID3v2 tags at the beginning end; a cover in them may look like frames."""
    position = 0
    while data[position : position + 3] == b"ID3" and len(data) >= position + 10:
        size = 0
        for byte in data[position + 6 : position + 10]:
            size = size << 7 | byte & 0x7F
        has_footer = data[position + 5] & 0x10
        position += 10 + size + (10 if has_footer else 0)
    return position


def _first_frame(data: bytes, start: int) -> int | None:
    """The next place where three frames follow one another, or one that ends the file; one alone may be chance."""
    position = data.find(b"\xff", start)
    while position >= 0:
        following = position
        for _ in range(3):
            length = _frame_length(data, following)
            if not length:
                break
            following += length
            if following == len(data):
                return position
        else:
            return position
        position = data.find(b"\xff", position + 1)
    return None


def _frame_length(data: bytes, position: int) -> int:
    """Bytes of the frame of layer III that begins there; 0 where none does."""
    if position + 4 > len(data) or data[position] != 0xFF or data[position + 1] & 0xE6 != 0xE2:
        return 0
    version = data[position + 1] >> 3 & 3
    bits, rate = data[position + 2] >> 4, data[position + 2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return 0
    padding = data[position + 2] >> 1 & 1
    return (144 if version == 3 else 72) * _KBITS[version][bits] * 1000 // _RATES[version][rate] + padding
