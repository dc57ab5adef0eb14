"""robots.txt (RFC 9309): everything is open but /admin/; the sitemap is named where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from cagsite.model import Exhibition
from cagsite.output import Bench, Made, Output


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One file at the root."""
    yield Output(id="robots", maker=make_robots, addresses=("robots.txt",), rank=3)


def make_robots(bench: Bench) -> Made:
    """A preview that ends up on a host must not be indexed."""
    base = bench.read("setting", "base_address")
    closed = f"{urlsplit(base or '/').path}admin/" if bench.read("setting", "has_admin") else ""
    lines = ["User-agent: *", f"Disallow: {'/' if bench.read('preview') else closed}".rstrip()]
    if base and bench.outputs("sitemap"):
        lines.append(f"Sitemap: {base}sitemap.xml")
    return Made(files=(bench.file("robots.txt", ("\n".join(lines) + "\n").encode("ascii")),))
