"""The exhibition kept on a phone, and no network: the whole walk, changes, withdrawals, and what is left behind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from tests.editing import replace_in
from tests.site_from import Site
from tests.test_offline import copy_of, filled, listed, pages_of
from tests.unsteady_host import Host, unsteady
from tests.visiting import NARROW, PHONE, TOO_WIDE, findings, visit, with_axe

pytestmark = pytest.mark.browser

SWITCH = "[data-keep]"
HELD = """async () => {
  const held = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) held[request.url] = await (await cache.match(request))?.text();
  }
  return held;
}"""
"""Everything that caches hold, as text by address."""
STORED = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return filled(tmp_path_factory.mktemp("offline")).build()


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    """One to change."""
    return copy_of(built, tmp_path)


@pytest.fixture
def host(built: Site) -> Iterator[Host]:
    with unsteady(built.project.output) as found:
        yield found


@pytest.fixture
def changing(site: Site) -> Iterator[Host]:
    """The host of a site that is changed."""
    with unsteady(site.project.output) as found:
        yield found


@contextmanager
def phone(browser: Browser, **options: object) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, **options)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def say(page: Page, state: str) -> None:
    """Waits until the switch says so."""
    expect(page.locator(f'[role="status"] [data-state="{state}"]')).to_be_visible(timeout=20_000)


def keep(page: Page, host: Host, address: str = "sv/offline/") -> None:
    page.goto(host.address + address)
    page.locator(SWITCH).click()
    say(page, "kept")


def held(page: Page, host: Host) -> dict[str, str]:
    """What is held of each page and file, by its path."""
    found: dict[str, str] = page.evaluate(HELD)
    return {url.removeprefix(host.address): text for url, text in found.items() if not url.endswith("-record")}


def settle(page: Page, host: Host) -> None:
    """A visit with a network, until the worker has done what follows from it."""
    page.goto(host.address + "sv/offline/")
    files = json.loads((host.folder / "sv/offline.json").read_bytes())["files"]
    page.wait_for_function(
        """async ([root, files]) => {
          const held = async address => (await caches.match(address))?.json();
          const { files: kept } = (await held(`${root}offline-record`)) ?? {};
          const found = await Promise.all(Object.keys(files).map(path => caches.match(root + path)));
          return JSON.stringify(kept) === JSON.stringify(files) && found.every(each => each);
        }""",
        arg=[host.address, files],
    )
    say(page, "kept")


def is_missing(page: Page, host: Host, address: str) -> bool:
    """Whether that leads to the words about pages that are not kept."""
    page.goto(host.address + address)
    return page.locator("[data-missing]").is_visible()


# Before the click


def test_nothing_is_stored_before_the_click(browser: Browser, host: Host) -> None:
    """The page says how much it would be, in the visitor's figures, and stores nothing."""
    with phone(browser) as page:
        for language, said in (("sv", "Högst {},{} MB hämtas."), ("en", "At most {}.{} MB will be fetched.")):
            page.goto(f"{host.address}{language}/offline/")
            say(page, "off")
            files = json.loads((host.folder / language / "offline.json").read_bytes())["files"]
            total = f"{sum(size for _, size in files.values()) / 1e6:.1f}"
            assert said.format(*total.split(".")) in page.locator('[data-state="off"]').inner_text()
            assert page.locator(SWITCH).get_attribute("aria-checked") == "false"
            assert page.locator("[data-offline-unable]").is_hidden()
            assert not any(page.evaluate(STORED).values())


@pytest.mark.parametrize(
    ("options", "hindrance"),
    [
        ({"java_script_enabled": False}, ""),
        ({}, "delete Navigator.prototype.serviceWorker"),  # an old browser, or an address without https
        ({}, "CacheStorage.prototype.has = async () => { throw new DOMException('no', 'SecurityError') }"),
    ],
    ids=["no script", "no worker", "private"],
)
def test_where_it_cannot_be_kept_the_page_says_so(
    browser: Browser, host: Host, options: dict[str, Any], hindrance: str
) -> None:
    """In place of the switch; and in the language of the page."""
    with phone(browser, **options) as page:
        page.add_init_script(hindrance)
        for language, said in (("sv", "Här går den inte att behålla:"), ("en", "It cannot be kept here:"))[
            bool(hindrance) :
        ]:
            page.goto(f"{host.address}{language}/offline/")
            page.wait_for_load_state("networkidle")
            assert page.locator(SWITCH).is_hidden()
            assert page.locator("[data-offline-unable]").is_visible()
            assert page.locator("[data-offline-unable]").inner_text().startswith(said)


def test_a_copy_on_a_stick_says_that_it_cannot_be_kept(browser: Browser, built: Site) -> None:
    """Pages that were opened from a file have no worker."""
    with phone(browser) as page:
        page.goto((built.project.output / "sv/offline/index.html").as_uri())
        page.wait_for_load_state("networkidle")
        assert page.locator(SWITCH).is_hidden()
        assert page.locator("[data-offline-unable]").is_visible()


@pytest.mark.parametrize(
    "worker",
    [b"throw new Error('no')", b"addEventListener('install', event => event.waitUntil(Promise.reject('no')))"],
    ids=["refused", "redundant"],
)
def test_a_worker_that_does_not_begin_leaves_nothing(browser: Browser, host: Host, worker: bytes) -> None:
    """The switch goes back, and says that nothing is kept."""
    host.altered = {"offline-worker.js": worker}
    with phone(browser) as page:
        page.goto(host.address + "sv/offline/")
        page.locator(SWITCH).click()
        say(page, "failed")
        assert "ingenting har sparats" in page.locator('[data-state="failed"]').inner_text()
        assert page.locator(SWITCH).get_attribute("aria-checked") == "false"
        assert not any(page.evaluate(STORED).values())


@pytest.mark.parametrize("room", [300_000, 1000], ids=["some room", "none"])
def test_a_phone_that_is_full_says_so(browser: Browser, host: Host, room: int) -> None:
    """And how much is there, if anything; that can be thrown away, or the rest be fetched when there is room."""
    with phone(browser) as page:
        page.goto(host.address + "en/offline/")
        say(page, "off")
        session = page.context.new_cdp_session(page)
        origin = host.address.removesuffix("/some/path/")
        session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": room})
        page.locator(SWITCH).click()
        say(page, "full")
        said = page.locator('[data-state="full"]').inner_text()
        assert re.match(r"There is no more room on the phone: \d\.\d MB of \d\.\d MB are there", said)
        assert ("0.0 MB" in said) == (room == 1000)
        session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
        page.reload()
        say(page, "kept")


def test_a_click_without_a_network_leaves_nothing(browser: Browser, host: Host) -> None:
    """It says that it takes one."""
    with phone(browser) as page:
        page.goto(host.address + "sv/offline/")
        say(page, "off")
        host.is_silent = True
        page.locator(SWITCH).click()
        say(page, "failed")
        assert page.locator(SWITCH).get_attribute("aria-checked") == "false"
        assert not any(page.evaluate(STORED).values())


# Without a network


SHOW_ALL = """async () => {
  for (const image of document.images) image.loading = 'eager';
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
  await document.fonts.ready;
  return [...document.images].filter(image => !image.naturalWidth).map(image => image.outerHTML);
}"""


def test_the_exhibition_can_be_walked_without_a_network(browser: Browser, host: Host, built: Site) -> None:
    """From the entrance to the switch, then page after page with its pictures, style and typefaces."""
    sensitive = "sv/organisationer/charyn/"
    shown = 0
    with phone(browser) as page:
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(host.address + "sv/")
        page.locator('.footer a[href="offline/"]').click()
        page.locator(SWITCH).click()
        say(page, "kept")
        host.is_silent = True
        for address in sorted(pages_of(built, "sv") - {sensitive})[::2]:
            page.goto(host.address + address)
            assert page.url == host.address + address
            assert page.title() == built.page(f"/{address}").text("title")
            assert page.evaluate(SHOW_ALL) == [], address
            shown += page.locator("img").count()
            assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700", address
            assert page.evaluate("[...document.fonts].some(face => face.status === 'loaded')")
        assert shown > 3
        assert is_missing(page, host, sensitive)
        assert wrong == []


def test_what_is_not_kept_leads_to_words_about_that(browser: Browser, host: Host) -> None:
    """In the kept language; the address that was asked for is not even in the history, where it is not listed."""
    with phone(browser) as page:
        keep(page, host)
        host.is_silent = True
        for address in ("sv/organisationer/charyn/", "sv/ingenting/", "en/", "en/organisations/adil/"):
            assert is_missing(page, host, address)
            assert page.url == f"{host.address}sv/offline/#missing"
            assert page.locator("[data-again]").is_hidden()
        page.goto(host.address)
        assert page.locator("h1").inner_text() == "Utställningen"  # where languages are chosen
        page.goto(host.address + "sv/organisationer/adil/?a=b#om")
        assert page.locator("h1").inner_text() == "Adil"


def test_the_network_is_asked_first(browser: Browser, host: Host, built: Site) -> None:
    """Who has one reads what there is now, also on a page that is not kept; addresses that never were stay so."""
    with phone(browser) as page:
        keep(page, host)
        page.goto(host.address + "sv/organisationer/charyn/")
        assert page.locator("h1").inner_text() == "Charyn"
        assert host.asked.count("sv/organisationer/charyn/") == 1
        assert page.locator("[data-leave]").is_visible()
        assert "sv/organisationer/charyn/" not in held(page, host)
        answer = page.goto(host.address + "sv/ingenting/")
        assert answer is not None
        assert answer.status == 404


def test_a_network_that_does_not_answer_is_not_waited_for_long(browser: Browser, host: Host) -> None:
    """The kept page comes after a while; here the worker has less patience, and else is the same."""
    worker = (host.folder / "offline-worker.js").read_bytes()
    assert b"PATIENCE = 4_000;" in worker
    host.altered = {"offline-worker.js": worker.replace(b"4_000", b"200")}
    with phone(browser) as page:
        keep(page, host)
        host.delay = 3.0
        page.goto(host.address + "sv/organisationer/adil/", timeout=2500, wait_until="commit")
        assert page.locator("h1").inner_text() == "Adil"
        host.delay = 0.0


def test_the_search_works_without_a_network(browser: Browser, host: Host) -> None:
    """It finds what is kept, and nothing of pages to leave at once."""
    with phone(browser) as page:
        keep(page, host)
        host.is_silent = True
        page.goto(host.address + "sv/search/")
        field, hits = page.locator("[data-search] input[type=search]"), page.locator("[data-hits] h3")
        field.fill("bilim")
        expect(hits.first).to_have_text("Bilim")
        field.fill("charyn")
        expect(hits.filter(has_text="Bilim")).to_have_count(0)
        assert "Charyn" not in hits.all_inner_texts()


# Switched off


def test_switching_off_leaves_nothing(browser: Browser, host: Host) -> None:
    """No cache, no worker; without a network there is nothing to see then."""
    with phone(browser) as page:
        keep(page, host)
        assert page.evaluate(STORED) == {
            **dict.fromkeys(("local", "session", "databases"), 0),
            "cookies": "",
            "caches": 1,
            "workers": 1,
        }
        page.locator(SWITCH).click()
        say(page, "gone")
        assert page.locator(SWITCH).get_attribute("aria-checked") == "false"
        assert not any(page.evaluate(STORED).values())
        page.goto(host.address + "sv/")
        assert not any(page.evaluate(STORED).values())
        host.is_silent = True
        with pytest.raises(Error, match="ERR_"):
            page.goto(host.address + "sv/organisationer/adil/")


def test_it_can_be_switched_off_while_it_is_fetched(browser: Browser, host: Host) -> None:
    """And the worker that was at it leaves nothing behind either."""
    with phone(browser) as page:
        page.goto(host.address + "sv/offline/")
        say(page, "off")
        host.delay = 0.15
        page.locator(SWITCH).click()
        say(page, "fetching")
        expect(page.locator("progress")).to_be_visible()
        expect(page.locator(SWITCH)).to_have_attribute("aria-checked", "true")
        page.locator(SWITCH).click()
        say(page, "gone")
        page.wait_for_timeout(600)
        assert not any(page.evaluate(STORED).values())


def test_each_language_is_kept_for_itself(browser: Browser, host: Host) -> None:
    """The other one stays when one is taken away, and with it the worker; and what others on the host keep."""
    with phone(browser) as page:
        keep(page, host)
        page.evaluate("caches.open('of somebody else')")
        keep(page, host, "en/offline/")
        page.locator(SWITCH).click()
        say(page, "gone")
        host.is_silent = True
        assert is_missing(page, host, "en/organisations/adil/")
        page.goto(host.address + "sv/organisationer/adil/")
        assert page.locator("h1").inner_text() == "Adil"
        assert page.evaluate(STORED)["workers"] == 1
        page.goto(host.address + "sv/offline/")
        page.locator(SWITCH).click()
        say(page, "gone")
        assert page.evaluate("caches.keys()") == ["of somebody else"]


# Another build


def test_only_what_has_changed_is_fetched_again(browser: Browser, changing: Host, site: Site) -> None:
    """At the next visit, wherever that begins; the rest stays as it is."""
    with phone(browser) as page:
        keep(page, changing)
        settle(page, changing)
        text = site.path("organisations/bilim/panel.sv.md").read_text(encoding="utf-8")
        site.path("organisations/bilim/panel.sv.md").write_text(text + "\nEn ny rad.\n", encoding="utf-8")
        site.build()
        changing.asked.clear()
        settle(page, changing)
        changed = ["assets/search-sv", "sv/organisationer/bilim/", "sv/search/"]
        asked = sorted(path.partition(".")[0] for path in changing.asked)
        assert [path for path in asked if not path.startswith("sv/offline")] == changed
        changing.is_silent = True
        page.goto(changing.address + "sv/organisationer/bilim/")
        assert "En ny rad." in page.locator(".text").inner_text()


def test_what_is_withdrawn_vanishes_at_the_next_visit(browser: Browser, changing: Host, site: Site) -> None:
    """Page, picture, and whatever others said of it, whichever page that visit is of."""
    before = listed(site)
    with phone(browser) as page:
        keep(page, changing)
        assert any("Adil" in text for text in held(page, changing).values())
        replace_in(site.path("organisations/adil/panel.yaml"), "country:", "status: withdrawn\ncountry:")
        after = listed(site.build())
        gone = set(before["files"]) - set(after["files"])
        assert {path.partition("/")[0] for path in gone} == {"sv", "media", "assets"}
        page.goto(changing.address + "sv/teman/water/")
        page.wait_for_function(
            "async names => !Object.keys(await (" + HELD + ")()).some(url => names.some(name => url.endsWith(name)))",
            arg=sorted(gone),
        )
        settle(page, changing)
        now = held(page, changing)
        assert now.keys() == after["files"].keys()
        assert not [path for path, text in now.items() if "Adil" in text or "adil" in text]
        changing.is_silent = True
        assert is_missing(page, changing, "sv/organisationer/adil/")


def test_what_is_gone_does_not_wait_for_what_is_new(browser: Browser, changing: Host, site: Site) -> None:
    """The network breaks after the list has come: what is left is of the new build, and what is missing comes later."""
    with phone(browser) as page:
        keep(page, changing)
        replace_in(site.path("organisations/adil/panel.yaml"), "country:", "status: withdrawn\ncountry:")
        files = listed(site.build())["files"]
        changing.is_cut_off = lambda path: not path.endswith((".json", "teman/health/", ".js"))
        page.goto(changing.address + "sv/teman/health/")
        page.wait_for_function("async () => !JSON.stringify(await (" + HELD + ")()).includes('Adil')")
        for path, text in held(page, changing).items():
            assert path in files
            if path.endswith("/"):
                assert text == (site.project.output / path / "index.html").read_text(encoding="utf-8")
        changing.is_silent = True
        assert is_missing(page, changing, "sv/")
        assert page.url == f"{changing.address}sv/offline/#missing/sv/"
        say(page, "part")
        changing.is_silent, changing.is_cut_off = False, lambda path: False
        page.locator("[data-again]").click()
        page.wait_for_url(changing.address + "sv/")
        settle(page, changing)
        assert held(page, changing).keys() == files.keys()


def test_two_builds_never_mix(browser: Browser, changing: Host, site: Site) -> None:
    """A host that hands out an old page beside a new list, and a network that asks to sign in, change nothing kept."""
    with phone(browser) as page:
        keep(page, changing)
        old = (site.project.output / "sv/organisationer/bilim/index.html").read_bytes()
        text = site.path("organisations/bilim/panel.sv.md").read_text(encoding="utf-8")
        site.path("organisations/bilim/panel.sv.md").write_text(text + "\nEn ny rad.\n", encoding="utf-8")
        site.build()
        changing.altered = {"sv/organisationer/bilim/": old}
        page.goto(changing.address + "sv/offline/")
        say(page, "part")
        assert "sv/organisationer/bilim/" not in held(page, changing)
        before = held(page, changing)
        changing.altered = {"sv/offline.json": b"<title>Sign in</title>", "sv/": b"<title>Sign in</title>"}
        page.goto(changing.address + "sv/")
        assert page.title() == "Sign in"
        page.wait_for_timeout(300)
        assert held(page, changing) == before
        changing.altered = {}
        settle(page, changing)
        assert "En ny rad." in held(page, changing)["sv/organisationer/bilim/"]


def test_when_it_is_offered_no_more_nothing_stays(browser: Browser, changing: Host, site: Site) -> None:
    """At the next visit the kept copy is gone from the phone, and the worker with it."""
    with phone(browser) as page:
        keep(page, changing)
        replace_in(site.path("/exhibition.yaml"), "  - offline\n", "")
        site.build()
        page.goto(changing.address + "sv/")
        page.wait_for_function(
            "async () => !(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length"
        )
        assert not any(page.evaluate(STORED).values())


def test_who_is_without_a_network_for_long_keeps_only_words_about_that(browser: Browser, host: Host) -> None:
    """Nobody can know what has been withdrawn in the meantime; with a network everything comes back."""
    back = """async days => {
      const [name] = await caches.keys();
      const cache = await caches.open(name);
      const [address] = (await cache.keys()).map(({ url }) => url).filter(url => url.endsWith('-record'));
      const record = await (await cache.match(address)).json();
      record.met -= days * 86400000;
      await cache.put(address, new Response(JSON.stringify(record)));
    }"""
    with phone(browser) as page:
        keep(page, host)
        host.is_silent = True
        page.evaluate(back, 29)
        page.goto(host.address + "sv/organisationer/adil/")
        assert page.locator("h1").inner_text() == "Adil"
        page.evaluate(back, 2)
        assert is_missing(page, host, "sv/organisationer/adil/")
        assert page.url == f"{host.address}sv/offline/#missing/sv/organisationer/adil/"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"
        assert {path for path in held(page, host) if path.endswith("/")} == {"sv/offline/"}
        host.is_silent = False
        settle(page, host)
        host.is_silent = True
        page.goto(host.address + "sv/organisationer/adil/")
        assert page.locator("h1").inner_text() == "Adil"


# How it looks


def test_the_switch_can_be_used_by_everybody(browser: Browser, host: Host) -> None:
    """No finding of axe in any state, by day or night; no scrolling sideways in either direction; by keyboard."""
    with visit(browser, host.address + "sv/offline/", NARROW, bypass_csp=True) as page:
        with_axe(page)
        for state, key in (("off", "Space"), ("kept", "Enter"), ("gone", "")):
            say(page, state)
            page.emulate_media(color_scheme="dark" if state == "kept" else "light")
            assert findings(page) == []
            assert page.evaluate(TOO_WIDE) == []
            page.locator(SWITCH).focus()
            if key:
                page.keyboard.press(key)
        page.emulate_media(color_scheme="dark")
        assert findings(page) == []
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate(TOO_WIDE) == []
