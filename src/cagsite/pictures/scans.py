"""How often a JPEG goes over all its pixels: thousands of passes fit into a small file, and each takes its time."""

from __future__ import annotations

import re

_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
_START_OF_SCAN, _END = 0xDA, 0xD9
_WITHOUT_LENGTH = {0x01, 0xD8, _END}


def count_scans(data: bytes, most: int) -> int:
    """Scans of the first picture in a JPEG; stops counting above `most`, and after as many segments as none has."""
    found, place = 0, 2
    for _ in range(100 * most):
        marker = _MARKER.search(data, place)
        if marker is None or marker[1][0] == _END:
            return found
        place = marker.end()
        if marker[1][0] == _START_OF_SCAN:
            found += 1
            if found > most:
                return found
        if marker[1][0] not in _WITHOUT_LENGTH:
            place += int.from_bytes(data[place : place + 2], "big")
    return most + 1
