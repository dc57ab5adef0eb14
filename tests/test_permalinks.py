"""Links between pages are relative, so that a sub-path, a preview and a copy on a disk work from the same files."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagsite.permalinks import file_of, relative_link

FOLDERS = st.lists(st.sampled_from(["sv", "en", "om", "a"]), max_size=4).map(
    lambda parts: "".join(f"{p}/" for p in parts)
)


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("sv/", "sv/om/", "om/"),
        ("sv/om/", "sv/", "../"),
        ("sv/om/", "sv/om/", "./"),
        ("", "", "./"),
        ("", "sv/", "sv/"),
        ("sv/", "", "../"),
        ("sv/organisationer/a/", "en/organisations/a/", "../../../en/organisations/a/"),
        ("sv/om/", "media/x.avif", "../../media/x.avif"),
        ("", "robots.txt", "robots.txt"),
    ],
)
def test_a_link_leads_from_one_address_to_another(here: str, there: str, link: str) -> None:
    """The shortest way, with a closing slash where the address has one."""
    assert relative_link(here, there) == link


@given(FOLDERS, FOLDERS, st.sampled_from(["", "x.css"]))
def test_a_browser_arrives_where_the_link_leads(here: str, folder: str, name: str) -> None:
    """Resolved like a browser does, from a site at its root."""
    link = relative_link(here, folder + name)
    assert not link.startswith("/")
    arrived = posixpath.normpath(posixpath.join("/" + here, link))
    assert arrived == posixpath.normpath("/" + folder + name)


def test_files_of_addresses() -> None:
    """A folder's page is its index."""
    assert [file_of(path) for path in ("", "sv/", "sv/404.html")] == ["index.html", "sv/index.html", "sv/404.html"]
