"""robots.txt (RFC 9309): everything is open; the sitemap is named where there is one."""

from __future__ import annotations

from collections.abc import Iterator

from cagsite.model import Exhibition
from cagsite.output import Bench, Made, Output


def plan(exhibition: Exhibition) -> Iterator[Output]:
    """One file at the root."""
    yield Output(id="robots", maker=make_robots, addresses=("robots.txt",), rank=3)


def make_robots(bench: Bench) -> Made:
    """A preview that ends up on a host must not be indexed."""
    lines = ["User-agent: *", "Disallow: /" if bench.read("preview") else "Disallow:"]
    base = bench.read("setting", "base_address")
    if base and bench.outputs("sitemap"):
        lines.append(f"Sitemap: {base}sitemap.xml")
    return Made(files=(bench.file("robots.txt", ("\n".join(lines) + "\n").encode("ascii")),))
