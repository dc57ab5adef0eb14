"""One way to name bytes and values by what they are."""

from __future__ import annotations

from hashlib import blake2b


def digest_bytes(content: bytes) -> str:
    """blake2b-160 of bytes, 40 hexadecimal digits (RFC 7693)."""
    return blake2b(content, digest_size=20).hexdigest()


def digest_value(value: object) -> bytes:
    """12 bytes that differ when a model value differs: records, tuples, mappings and texts print all they hold."""
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=12).digest()
