"""The search as visitors use it: every question of `queries/`, from a host and from a file, by keyboard, with Back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect
from tests.chrome import running_chrome
from tests.exhibition import BuiltSite, built_exhibition, built_golden_sites
from tests.static_host import hosted
from tests.visiting import DESK, NARROW, PHONE, TOO_WIDE, findings, visit, walk_through, watch, with_axe

from cagsite.search.endings import base
from cagsite.search.folding import fold, words

pytestmark = pytest.mark.browser

PAGES = {"sv": "sv/sok/", "en": "en/search/"}
ENOUGH = 0.95
"""Of the questions find everything that they should."""
FIRST = 5

ASK = """(questions) => {
  const field = document.querySelector("#q");
  return questions.map((question) => {
    field.value = question;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return [...document.querySelectorAll(".hit")].map((hit) => hit.dataset.key);
  });
}"""
"""Types each question and says which entries are shown."""
KEEP = "document.addEventListener('search-ready', ({ detail }) => { window.kept = detail; })"
"""Keeps the index for the test."""
TIMED = """(questions) => {
  const field = document.querySelector("#q");
  return questions.map((question) => {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.value = question;
    const start = performance.now();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector("[data-hits]").getBoundingClientRect();
    return performance.now() - start;
  });
}"""
"""Types each question and says how many milliseconds later its hits stand there."""
LOADED = """() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) =>
  /assets\\/(search-|find)/.test(name)).length"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chrome() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return built_exhibition(tmp_path_factory)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """A site with a language that has no stemmer and one that runs from right to left."""
    return next(site for site in built_golden_sites(tmp_path_factory) if site.name == "fallback-chain")


@pytest.fixture(scope="module")
def host(site: BuiltSite) -> Iterator[str]:
    with hosted(site.folder, "/sub/path/") as url:
        yield url


def opened(browser: Browser, url: str, **options: Any) -> AbstractContextManager[Page]:
    """The search on a phone, in which nothing may go wrong."""
    return visit(browser, url, (390, 844), **options)


@contextmanager
def opened_file(browser: Browser, file: Path) -> Iterator[Page]:
    """A page without a host, in which nothing may go wrong but one thing: nothing can be preloaded from a file.

    What a page preloads it asks for as a font has to be asked for, by a host; the style sheet then loads the same fonts
    from the file as well.
    """
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(15_000)
    wrong = watch(context, "file:")
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()
    assert [said for said in wrong if ".woff2" not in said and "Failed to load resource" not in said] == []


def ask(page: Page, question: str) -> None:
    """Types a question and waits for hits."""
    page.locator("#q").fill(question)
    expect(page.locator(".hit").first).to_be_visible()


def loaded(page: Page, count: int) -> None:
    """Waits until so many files of the search are there; the page's policy lets nobody wait inside it."""
    for _ in range(200):
        if page.evaluate(LOADED) == count:
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"{page.evaluate(LOADED)} files of the search, not {count}")


def keys(page: Page) -> list[str]:
    found: list[str] = page.locator(".hit").evaluate_all("hits => hits.map(hit => hit.dataset.key)")
    return found


def questions(language: str) -> dict[str, list[str]]:
    """What is asked, and what must be found."""
    file = Path(__file__).parent / f"queries/{language}.yaml"
    kinds: dict[str, dict[str, list[str]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {question: found for kind in kinds.values() for question, found in kind.items()}


@pytest.mark.parametrize("language", PAGES)
def test_questions_find_what_they_should(browser: Browser, host: str, language: str) -> None:
    """At least 95 of a hundred, among the first five hits."""
    wanted = questions(language)
    assert len(wanted) >= 40
    with opened(browser, host + PAGES[language]) as page:
        ask(page, "tortyr torture")
        loaded(page, len(PAGES) + 1)
        ask(page, "tortyr")
        ask(page, "torture")
        shown = dict(zip(wanted, page.evaluate(ASK, list(wanted)), strict=True))
    missed = {
        question: {"wanted": keys, "shown": shown[question][:FIRST]}
        for question, keys in wanted.items()
        if not set(keys) <= set(shown[question][:FIRST])
    }
    told = "\n".join(f"{question}: {found}" for question, found in missed.items())
    assert len(missed) <= (1 - ENOUGH) * len(wanted), f"{len(missed)} of {len(wanted)} missed\n{told}"


@pytest.mark.long  # a stopwatch tells something on a quiet machine only
@pytest.mark.parametrize("language", PAGES)
def test_hits_come_at_once(browser: Browser, host: str, language: str) -> None:
    """Each question has its hits within a tenth of a second; asked three times, because others use the machine too."""
    asked = list(questions(language))
    with opened(browser, host + PAGES[language]) as page:
        ask(page, asked[0])
        times = [min(taken) for taken in zip(*(page.evaluate(TIMED, asked) for _ in range(3)), strict=True)]
    slow = {question: time for question, time in zip(asked, times, strict=True) if time >= 100}
    assert not slow


@pytest.mark.parametrize("language", PAGES)
def test_every_address_is_there(browser: Browser, host: str, site: BuiltSite, language: str) -> None:
    """Of every entry and of every heading in it, whether a question finds it or not."""
    with opened(browser, host + PAGES[language]) as page:
        page.evaluate(KEEP)
        ask(page, "Adil Soz")
        entries: list[tuple[str, list[str]]] = page.evaluate(
            "kept.entries.map(({ address, passages }) => [address, passages.map(({ anchor }) => anchor)])"
        )
    assert sum(len(anchors) for _, anchors in entries) > 200
    for address, anchors in entries:
        path, _, own = address.partition("#")
        ids = set(re.findall(r'\bid="?([^" >]+)', site.page(path).html))
        assert {own, *anchors} - {""} <= ids, address


@pytest.mark.parametrize(("language", "scheme", "size"), [("sv", "light", NARROW), ("en", "dark", DESK)])
@pytest.mark.parametrize("asked", ["#q=tortyr+torture&in=sv&in=en", "#kind=organisation", "#q=xqzwvkjxqz"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, host: str, size: tuple[int, int], language: str, scheme: Any, asked: str
) -> None:
    """With hits in two languages, with a filter alone, with nothing found."""
    url = host + PAGES[language] + asked
    with visit(browser, url, size, color_scheme=scheme, bypass_csp=True) as page:
        expect(page.locator("[data-count]")).to_have_text(re.compile(r"\d|Inget|Nothing"))
        with_axe(page)
        assert findings(page) == []
        assert page.evaluate(TOO_WIDE) == []


def test_every_panel_is_found_by_its_title(browser: Browser, host: str, site: BuiltSite) -> None:
    """And every hit leads to a page that is there, to an anchor that is there."""
    titles = [
        str(page.one("h1").get_text(" ", strip=True))
        for page in site.pages
        if page.lang == "sv" and page.kind in ("organisation", "country", "region", "theme", "page", "section")
    ]
    with opened(browser, host + PAGES["sv"]) as page:
        ask(page, "Adil Soz")
        for title in titles:
            page.evaluate(ASK, [title])
            hits = page.locator(".hit h3")
            first = [text.strip() for text in hits.all_inner_texts()[:FIRST]]
            assert title in first, (title, first)
            for link in page.locator(".hit a[data-part=title]").evaluate_all("links => links.map(link => link.href)"):
                path, _, anchor = link.removeprefix(host).partition("#")
                assert not anchor or site.page(path).all(f'[id="{anchor}"]'), link


@pytest.mark.parametrize("address", ["sv/", "sv/organisationer/adil-soz/", "sv/sok/"])
def test_nothing_is_loaded_before_somebody_searches(browser: Browser, host: str, address: str) -> None:
    """Neither texts nor what finds words in them; on other pages no script of the search at all."""
    with opened(browser, host + address) as page:
        page.wait_for_load_state("networkidle")
        assert page.evaluate(LOADED) == 0
        scripts = page.locator("script[src]").evaluate_all("scripts => scripts.map(script => script.src)")
        assert any("assets/search." in script for script in scripts) == address.endswith("sok/")
        if address.endswith("sok/"):
            page.locator("#q").focus()
            loaded(page, 2)


def test_from_a_file(browser: Browser, site: BuiltSite) -> None:
    """The same folder on a stick, without a host: the page asks for scripts alone, and hits lead to files."""
    with opened_file(browser, site.folder / "sv/sok/index.html") as page:
        assert page.evaluate("document.fonts.load('700 1em Commissioner').then(fonts => fonts[0].status)") == "loaded"
        ask(page, "fängslade journalister")
        assert keys(page)[0] == "adil-soz"
        page.locator(".hit a").first.click()
        expect(page.locator("h1")).to_have_text("Adil Soz")
        page.go_back()
        expect(page.locator("#q")).to_have_value("fängslade journalister")
        assert keys(page)[0] == "adil-soz"


def test_a_hit(browser: Browser, host: str) -> None:
    """Says what it is and where, in the country's felts, and shows the words where they stand."""
    with opened(browser, host + PAGES["sv"]) as page:
        ask(page, "fantasi budskap")
        hit = page.locator('.hit[data-key="adil-soz"]')
        expect(hit).to_have_attribute("data-pair", "kazakhstan")
        expect(hit.locator(".hit-kind")).to_contain_text("Organisation Kazakstan")
        assert "så-länge" not in str(hit.locator("h3 a").get_attribute("href"))
        expect(hit.locator("h3 a")).to_have_attribute("href", re.compile(r"organisationer/adil-soz/#sa-lange"))
        expect(hit.locator("mark")).to_have_text(["fantasi", "budskap"])


def test_a_section_names_its_document(browser: Browser, host: str) -> None:
    with opened(browser, host + PAGES["sv"]) as page:
        ask(page, "skolplikt")
        kind = page.locator('.hit[data-key="report-kazakhstan-2011#14"] .hit-kind')
        expect(kind).to_contain_text("Avsnitt 14 Mänskliga rättigheter i Kazakstan 2011")


def test_hits_in_another_language_say_so(browser: Browser, host: str) -> None:
    """They come by themselves where the visitor's language has no such word, else when they are asked for."""
    with opened(browser, host + PAGES["sv"]) as page:
        ask(page, "wheelchair")
        hit = page.locator('.hit[data-key="shyrak"]')
        expect(hit.locator(".hit-language")).to_have_text("engelska")
        expect(hit.locator("h3 a")).to_have_attribute("lang", "en")
        expect(hit.locator("h3 a")).to_have_attribute("href", re.compile("en/organisations/shyrak/"))
        expect(hit.locator(".hit-own")).to_have_text("På svenska: Shyrak")
    with opened(browser, host + PAGES["sv"]) as page:
        ask(page, "Human Rights Watch")
        assert page.locator(".hit-language:not(:empty)").count() == 0
        page.get_by_label("Sök på engelska också").check()
        expect(page.locator(".hit-language:not(:empty)").first).to_have_text("engelska")
        found = keys(page)
        assert len(found) == len(set(found))


def test_filters(browser: Browser, host: str) -> None:
    """By kind, country and theme; also with no words at all, and told in the address."""
    with opened(browser, host + PAGES["sv"]) as page:
        ask(page, "rättigheter")
        page.get_by_label("Slag").select_option("organisation")
        kinds = page.locator(".hit-kind > span:first-child")
        assert set(kinds.all_inner_texts()) == {"Organisation"}
        page.get_by_label("Land").select_option("kyrgyzstan")
        assert {"nazik-kyz", "bir-duino"} <= set(keys(page)) <= {
            "nazik-kyz", "bir-duino", "bfi", "center-protection-children"
        }  # fmt: skip
        page.locator("#q").fill("")
        assert set(keys(page)) == {"nazik-kyz", "bir-duino", "bfi", "center-protection-children"}
        page.get_by_label("Tema").select_option("disability-rights")
        assert keys(page) == ["nazik-kyz"]
        assert page.url.endswith("#kind=organisation&country=kyrgyzstan&theme=disability-rights")


def test_a_result_can_be_sent_on_and_gone_back_to(browser: Browser, host: str) -> None:
    """The question stands in the address; a filter is a step that Back undoes."""
    with opened(browser, f"{host}{PAGES['sv']}#q=tortyr&kind=section") as page:
        expect(page.locator(".hit").first).to_be_visible()
        assert keys(page)[0] == "report-kazakhstan-2011#3"
        expect(page.locator("#q")).to_have_value("tortyr")
        page.get_by_label("Slag").select_option("term")
        assert all(key.startswith("glossary#") for key in keys(page))
        page.go_back()
        expect(page.get_by_label("Slag")).to_have_value("section")
        assert keys(page)[0] == "report-kazakhstan-2011#3"
        page.locator("#q").fill("")
        page.get_by_label("Slag").select_option("")
        expect(page.locator("[data-everything]")).to_be_visible()


def test_by_keyboard(browser: Browser, host: str) -> None:
    """From the masthead to the field, to the first hit with Enter, and a count that is spoken."""
    with opened(browser, host + "sv/") as page:
        page.get_by_role("link", name="Sök").first.press("Enter")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("brudrov", delay=5)
        expect(page.locator(".hit").first).to_be_visible()
        expect(page.get_by_role("status")).to_have_text(re.compile(r"^Träffar: \d+$"))
        page.keyboard.press("Enter")
        expect(page.locator(".hit h3 a").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#bride-kidnapping$"))


@pytest.mark.parametrize(("language", "size"), [("sv", PHONE), ("en", DESK)])
def test_the_keyboard_walks_over_the_hits(browser: Browser, host: str, language: str, size: tuple[int, int]) -> None:
    """Field, button, filters, every hit and the way to more of them; and out at the end."""
    with visit(browser, f"{host}{PAGES[language]}#kind=organisation", size) as page:
        expect(page.locator(".hit")).to_have_count(10)
        expect(page.get_by_role("searchbox")).not_to_be_focused()
        assert walk_through(page) > 25


def test_many_hits_come_in_parts(browser: Browser, host: str) -> None:
    """And the first new one is where the visitor reads on."""
    with opened(browser, host + PAGES["sv"]) as page:
        ask(page, "rättigheter")
        assert page.locator(".hit").count() == 10
        page.get_by_role("button", name="Visa fler").click()
        assert page.locator(".hit").count() == 30
        expect(page.locator(".hit h3 a").nth(10)).to_be_focused()


def test_nothing_found_and_nothing_to_be_had(browser: Browser, host: str) -> None:
    """Both are said, and everything stays in the list."""
    with opened(browser, host + PAGES["sv"]) as page:
        page.locator("#q").fill("xqzwvkjxqz")
        expect(page.locator("[data-count]")).to_contain_text("Inget hittades")
        expect(page.locator("[data-everything]")).to_be_visible()
    context = browser.new_context()
    context.route("**/search-*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(host + PAGES["sv"])
    page.locator("#q").fill("tortyr")
    expect(page.locator("[data-count]")).to_contain_text("kunde inte laddas")
    expect(page.locator("[data-everything]")).to_be_visible()
    context.close()


def test_without_script(browser: Browser, host: str) -> None:
    """A list of everything, no field that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host + "en/search/#q")
    expect(page.locator("#q")).to_be_hidden()
    expect(page.get_by_role("link", name="Adil Soz")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("language", "question"), [("sv", "tortyr"), ("en", "torture")])
def test_the_browser_reads_words_as_the_build_does(
    browser: Browser, host: str, site: BuiltSite, language: str, question: str
) -> None:
    """Every word of the site is found, folded and cut here and there alike."""
    with opened(browser, host + PAGES[language]) as page:
        page.evaluate(KEEP)
        ask(page, question)
        pairs: list[list[str]] = page.evaluate(
            "[...kept.written].map(([written, word]) => [written, word.text, word.base])"
        )
        asked: str = page.evaluate("[...document.scripts].map(({ src }) => src).find(src => src.includes('/search-'))")
    sent = (site.folder / asked.removeprefix(host)).read_text(encoding="utf-8")
    table = {ending[:-1]: int(ending[-1]) for ending in re.findall(r'"endings":"([^"]*)"', sent)[0].split(",")}
    single = [pair for pair in pairs if not re.search("[-\u2011]", pair[0])]
    assert len(single) > 3000
    assert [written for written, _, _ in single if list(words(written)) != [written]] == []
    assert [pair for pair in single if fold(pair[0]) != pair[1]] == []
    assert [pair for pair in pairs if base(table, pair[1]) != pair[2]] == []


@pytest.mark.parametrize(
    ("language", "question", "found"),
    [
        ("kk", "Қазақстан", "kazakhstan"),
        ("kk", "казакстан", "kazakhstan"),
        ("kk", "соз", "all"),
        ("ru", "слова", "all"),
        ("ar", "كلمه", "all"),
        ("en", "words", "all"),
    ],
)
def test_languages_with_and_without_a_stemmer(
    browser: Browser, chain: BuiltSite, language: str, question: str, found: str
) -> None:
    """Any language can be searched, whatever is known of it and wherever it runs."""
    with hosted(chain.folder, "/") as url, opened(browser, f"{url}{language}/search/") as page:
        ask(page, question)
        assert found in keys(page)


def test_a_borrowed_page_is_reached_in_the_visitors_own_frame(browser: Browser, chain: BuiltSite) -> None:
    """What is found in the language that a page borrows leads to that page, not to the other language's."""
    with hosted(chain.folder, "/") as url, opened(browser, f"{url}ar/search/") as page:
        ask(page, "word one")
        link = page.locator('.hit[data-key="one"] h3 a')
        expect(link).to_have_attribute("href", re.compile(r"^\.\./\.\./ar/"))
        expect(link).to_have_attribute("lang", "en")
