"""`/admin/` as files: published only where it is asked for, out of every index, with nobody to ask but the git host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from tests.cms.program import program
from tests.site_from import COUNTRY, EXHIBITION, Site, make_site

from cagsite.forms import package
from cagsite.forms.package import OtherPackageError, ProgramChangedError, patched, unpack
from cagsite.problems import ContentError
from cagsite.theme import shipped

ADMIN = """\
admin: true
repository:
  host: github
  name: museum/exhibition
"""
THEIRS = frozenset(
    {
        # signing in, and reading and writing: the git host that the exhibition names
        "api.github.com", "api.netlify.com", "codeberg.org", "gitea.com", "github.com", "gitlab.com",
        # asked only by a service that somebody sets up: pictures, translations, maps, films
        "${e.bucket}.${e.region}.digitaloceanspaces.com", "${e.bucket}.s3.${e.region}.backblazeb2.com",
        "${e.bucket}.s3.${e.region}.scw.cloud", "${e.region}-s3.storage.bunnycdn.com",
        "${e.region}.digitaloceanspaces.com", "${e}", "${e}.${TH", "${e}.${yV}", "${e}.s3.${r}.amazonaws.com",
        "${e}.storage.supabase.co", "${e}.supabase.co", "${i}.s3.${a}.amazonaws.com", "${t}", "api.anthropic.com",
        "api.deepseek.com", "api.mistral.ai", "api.openai.com", "api.pexels.com", "api.unsplash.com",
        "api.uploadcare.com", "generativelanguage.googleapis.com", "nominatim.openstreetmap.org", "picsum.photos",
        "pixabay.com", "res.cloudinary.com", "s3.${a}.amazonaws.com", "s3.${e.region}.backblazeb2.com",
        "s3.${e.region}.scw.cloud", "s3.${r}.amazonaws.com", "translation.googleapis.com", "ucarecdn.com",
        "upload.uploadcare.com", "www.youtube-nocookie.com", "www.youtube.com", "youtu.be",
        "{s}.tile.openstreetmap.org",
        # words: links that a person may follow, names of formats
        "ai.google.dev", "aistudio.google.com", "api-docs.deepseek.com", "app.uploadcare.com", "aws.amazon.com",
        "azure.microsoft.com", "bsky.app", "bunny.net", "cloud.digitalocean.com", "cloudinary.com",
        "console.aws.amazon.com", "console.cloud.google.com", "console.cloudinary.com", "console.mistral.ai",
        "console.scaleway.com", "dash.bunny.net", "dash.cloudflare.com", "developers.cloudflare.com", "discord.com",
        "docs.aws.amazon.com", "docs.claude.com", "docs.digitalocean.com", "docs.mistral.ai", "fontsource.org",
        "identity.netlify.com", "json-schema.org", "learn.microsoft.com", "lexical.dev", "localhost",
        "platform.claude.com", "platform.deepseek.com", "platform.openai.com", "portal.azure.com",
        "secure.backblaze.com", "stackoverflow.com", "status.gitlab.com", "supabase.com", "svelte.dev",
        "sveltiacms.app", "unsplash.com", "uploadcare.com", "www.backblaze.com", "www.cloudflare.com",
        "www.digitalocean.com", "www.githubstatus.com", "www.openstreetmap.org", "www.pexels.com", "www.scaleway.com",
        "www.w3.org",
    }
)  # fmt: skip
"""Hosts in the text of the program, as somebody has looked through them; the page's policy stops all but the first."""


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """The program as a browser gets it."""
    return unpack(program().read_bytes())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with `admin: true`."""
    site = make_site(tmp_path_factory.mktemp("admin"), COUNTRY, exhibition=EXHIBITION + ADMIN)
    program()
    return site.build()


def test_only_where_it_is_asked_for(tmp_path: Path) -> None:
    """Nothing of it is in another published site."""
    site = make_site(tmp_path, COUNTRY).build()
    assert not any(path.startswith("admin/") for path in site.files)
    assert b"admin" not in site.files["robots.txt"]


def test_published_with_its_own_policy_and_not_indexed(published: Site) -> None:
    """Its own folder and the git host; no search engine, no sitemap, no link from any page."""
    page = BeautifulSoup(published.files["admin/index.html"], "html.parser")
    metas = {
        str(meta.get("name") or meta.get("http-equiv")): str(meta.get("content")) for meta in page.find_all("meta")
    }
    rules = dict(rule.split(" ", 1) for rule in metas["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert rules["connect-src"] == "'self' blob: data: https://api.github.com"
    assert metas["robots"] == "noindex, nofollow"
    assert b"Disallow: /admin/\n" in published.files["robots.txt"]
    assert b"/admin/" not in published.files["sitemap.xml"]
    pages = [content for path, content in published.files.items() if path.endswith(".html") and path[:6] != "admin/"]
    assert pages
    assert not any(b'href="/admin' in content or b"admin/" in content for content in pages)


def test_everything_that_the_page_names_is_there(published: Site) -> None:
    """The page, its forms in every language of the tool, and what the program loads from beside it."""
    page = BeautifulSoup(published.files["admin/index.html"], "html.parser")
    named = {str(tag.get("href") or tag.get("src")) for tag in page.find_all(["link", "script"])}
    assert named == {"forms.json", "forms.sv.json", "admin.js"}
    assert {f"admin/{name}" for name in named} <= published.files.keys()
    script = published.files["admin/cms/index.js"].decode()
    beside = set(re.findall(r"`\.?/?((?:chunks|assets|locales)/[\w.-]+)`", script))
    assert len(beside) > 30
    assert {name for name in beside if f"admin/cms/{name}" not in published.files} == {
        "assets/marker-icon-2x-_ZA0WGCc.png"  # on maps, which no form has
    }


def test_what_may_not_be_shown_is_in_no_form(tmp_path: Path) -> None:
    """The forms are published too: a draft's title is in those of a preview alone."""
    draft = {
        "themes/secret/panel.yaml": "status: draft\n",
        "themes/secret/panel.sv.md": "---\ntitle: Hemligheten\nsummary: Ett tema.\n---\nText.\n",
    }
    program()
    site = make_site(tmp_path, {**COUNTRY, **draft}, exhibition=EXHIBITION + ADMIN).build()
    forms = site.files["admin/forms.sv.json"].decode()
    assert "Kazakstan" in forms
    assert "Hemligheten" not in forms
    assert '"secret"' not in forms


def test_a_missing_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line that fetches it; the published site stays as it was."""
    monkeypatch.setattr("cagsite.outputs.admin.FILE", "admin/sveltia-cms-9.9.9.tgz")
    site = make_site(tmp_path, COUNTRY, exhibition=EXHIBITION + ADMIN)
    with pytest.raises(ContentError) as raised:
        site.build()
    (problem,) = raised.value.problems
    assert problem.code == "admin-package-missing"
    assert package.COMMAND in problem.advises(str)


def test_another_program_is_refused(tmp_path: Path) -> None:
    """One changed byte is another program; the project's own file counts before that of a checkout."""
    content = bytearray(program().read_bytes())
    content[-9] ^= 1
    with pytest.raises(OtherPackageError):
        unpack(bytes(content))
    site = make_site(tmp_path, COUNTRY, exhibition=EXHIBITION + ADMIN)
    (site.project.root / "admin").mkdir()
    (site.project.root / package.FILE).write_bytes(bytes(content))
    with pytest.raises(ContentError) as raised:
        site.build()
    assert [problem.code for problem in raised.value.problems] == ["admin-other-package"]
    assert (shipped() / package.FILE).is_file()


def test_the_program_knows_no_other_hosts(files: Mapping[str, bytes]) -> None:
    """A new version with a new address has to be looked at before it is taken."""
    found = set(re.findall(r"https?://([\w.{}$-]+)", files["index.js"].decode()))
    assert found - THEIRS == set()
    assert not found & {"unpkg.com", "cdn.jsdelivr.net", "status-api.hostedstatus.com"}


@pytest.mark.parametrize(
    "gone",
    [
        "../locales/",
        "githubstatus.com/api",
        "hostedstatus.com",
        "unpkg.com/@sveltia/cms`",
        "cdn.jsdelivr.net",
        "!gPe(e)",
        "Qk(d)",
    ],
)
def test_a_change_that_finds_no_place_fails(gone: str) -> None:
    """No part of the patch is left out in silence when the program changes."""
    with pytest.raises(ProgramChangedError):
        patched(_as_published().replace(gone, "elsewhere"))


def _as_published() -> str:
    import tarfile

    with tarfile.open(program()) as archive:
        file = archive.extractfile("package/npm/index.js")
        assert file is not None
        return file.read().decode()
