"""The preview's server: what it answers, and to whom; hostile requests get not one byte from outside the site."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.preview import PAGE, PAGES, SECRET, Preview, Reply, preview_of, until
from tests.small_sites import publish

from cagsite.preview import server as server_module
from cagsite.preview.asking import Door, Refusal, read_path, read_request
from cagsite.preview.board import State
from cagsite.preview.findings import Finding
from cagsite.preview.server import listen
from cagsite.problems import Severity


@pytest.fixture(autouse=True)
def no_fault_of_ours(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """A thread that fails is only heard on standard error."""
    yield
    assert "Traceback" not in capfd.readouterr().err


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A site in whose folder, and around which, lie things that are none of its visitors' business."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "secret.txt").write_bytes(SECRET)
    (folder / "secrets").mkdir()
    (folder / "secrets" / "index.html").write_bytes(SECRET)
    output = folder / "public"
    listed = {f"listed/{name}.html": b"x" * len(SECRET) for name in ("link", "hard", "other", "pipe", "gone", "folder")}
    with preview_of(output, pages={**PAGES, **listed, "linked/index.html": b"y" * len(SECRET)}) as running:
        for name in ("link", "hard", "other", "pipe", "gone", "folder"):
            (output / "listed" / f"{name}.html").unlink()
        (output / "listed" / "link.html").symlink_to(folder / "secret.txt")
        os.link(folder / "secret.txt", output / "listed" / "hard.html")
        (output / "listed" / "other.html").write_bytes(SECRET)
        os.mkfifo(output / "listed" / "pipe.html")
        (output / "listed" / "folder.html").mkdir()
        (output / "linked" / "index.html").unlink()
        (output / "linked").rmdir()
        (output / "linked").symlink_to(folder / "secrets")
        (output / "foreign.html").write_bytes(SECRET)
        (output / "sv" / "dangling.html").symlink_to(folder / "nowhere")
        yield running


ETC = "etc/passwd"
PATHS = [
    ("/../secret.txt", 404),
    ("/../../../../../../etc/passwd", 404),
    ("/sv/../../secret.txt", 404),
    ("/sv/../index.html", 404),
    ("/./index.html", 404),
    ("/sv/./", 404),
    ("/sv/..", 404),
    ("/..", 404),
    ("/.", 404),
    ("/%2e%2e/secret.txt", 404),
    ("/%2e%2e%2fsecret.txt", 400),
    ("/%2E%2E%2Fsecret.txt", 400),
    ("/.%2e/secret.txt", 404),
    ("/%252e%252e/secret.txt", 404),
    ("/%252e%252e%252fsecret.txt", 404),
    ("/sv%2findex.html", 400),
    ("/sv%2F", 400),
    ("/..\\secret.txt", 400),
    ("/..%5csecret.txt", 400),
    ("/..%5Csecret.txt", 400),
    ("/sv\\index.html", 400),
    ("/%c0%ae%c0%ae/secret.txt", 400),
    ("/%c0%afetc/passwd", 400),
    ("/%e0%80%afetc/passwd", 400),
    ("/%uff0e%uff0e/secret.txt", 400),
    ("/\u00ef\u00bc\u008e\u00ef\u00bc\u008e/secret.txt", 400),
    ("/%ef%bc%8e%ef%bc%8e/secret.txt", 404),
    (f"//{ETC}", 404),
    (f"///{ETC}", 404),
    (f"//localhost/{ETC}", 404),
    (f"/sv//{ETC}", 404),
    ("//sv/", 404),
    (f"/file:///{ETC}", 404),
    (f"/%00/{ETC}", 400),
    ("/sv/index.html%00.txt", 400),
    ("/sv/%0d%0aSet-Cookie:%20a=b", 400),
    ("/sv/%0a", 400),
    ("/%7f", 400),
    ("/%", 400),
    ("/%z", 400),
    ("/sv/%1", 400),
    (f"http://127.0.0.1/{ETC}", 400),
    (f"http://other.example/{ETC}", 400),
    (f"file:///{ETC}", 400),
    (f"{ETC}", 400),
    ("*", 400),
    ("127.0.0.1:443", 400),
    ("?", 400),
    ("/" + "a" * 4096, 414),
    ("/" + "../" * 1200 + ETC, 404),
    ("/~root/", 404),
    ("/C:/secret.txt", 404),
    ("/secret.txt::$DATA", 404),
    ("/foreign.html", 404),
    ("/sv/dangling.html", 404),
    ("/.public.cagsite/lock", 404),
    ("/../.public.cagsite/lock", 404),
    ("/listed/link.html", 404),
    ("/listed/hard.html", 404),
    ("/listed/other.html", 404),
    ("/listed/pipe.html", 404),
    ("/listed/gone.html", 404),
    ("/listed/folder.html", 404),
    ("/linked/", 404),
    ("/linked", 302),
    ("/listed/", 404),
    ("/assets/", 404),
    ("/assets", 404),
    ("/-/", 404),
    ("/-/../secret.txt", 404),
    ("/-/answers.py", 404),
    ("/-/live.js/../../overlay.py", 404),
    ("/-/events", 400),
    ("/-/events?path=secret.txt", 400),
    ("/-/events?path=/a&path=/b", 400),
    ("/-/events?path=%2F%2500", 400),
]


@pytest.mark.parametrize(("target", "status"), PATHS, ids=[target[:40] for target, _ in PATHS])
def test_no_address_leads_outside(preview: Preview, target: str, status: int) -> None:
    """Only a file that the manifest lists is opened, and only its own bytes are sent."""
    reply = preview.ask(target)

    assert reply.status == status
    assert SECRET not in reply.raw
    assert b"root:" not in reply.raw


@given(st.text(st.characters(max_codepoint=0x2FF)) | st.from_regex(r"/(\.\.|%2e|%2f|%5c|%00|/|\\\\|sv|secret\.txt)*"))
@example("/%2e%2e/secret.txt")
def test_no_address_at_all_means_a_file_that_is_not_listed(preview: Preview, address: str) -> None:
    """Whatever is typed is refused, or found whole in the manifest, or not there."""
    try:
        path = read_path(address)
    except Refusal as refusal:
        assert refusal.status == 400
        return
    place = preview.site.find(path)
    assert place.file == "" or place.file in PAGES or place.file.startswith(("listed/", "linked/"))
    if place.file in PAGES:
        assert preview.site.read(place.file) == PAGES[place.file]


@given(
    st.binary(max_size=300)
    | st.binary(max_size=100).map(lambda tail: b"GET / HTTP/1.1\r\nHost: localhost:1\r\n" + tail)
)
def test_no_bytes_at_all_are_our_fault(head: bytes) -> None:
    """A request is read or refused; nothing else can come of it."""
    try:
        asked = read_request(head, Door(port=1))
    except Refusal as refusal:
        assert refusal.status in (400, 403, 405, 414, 431, 505)
    else:
        assert "\\" not in asked.path


HEADS = [
    (b"", None),
    (b"\r\n\r\n", 400),
    (b"GET\r\n\r\n", 400),
    (b"GET /sv/\r\n\r\n", 400),
    (b"GET /sv/ HTTP/0.9\r\nHost: HOST\r\n\r\n", 505),
    (b"GET /sv/ HTTP/2.0\r\nHost: HOST\r\n\r\n", 505),
    (b"GET /sv/ HTTP/1.1 x\r\nHost: HOST\r\n\r\n", 400),
    (b"GET  /sv/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    (b" GET /sv/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    (b"get /sv/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    (b"GET /sv/\tHTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    (b"GET /\x00 HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.0\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\nhost: evil.example\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost : HOST\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\n Host: HOST\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\n folded\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\nX: a\x00b\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\nX: a\rb\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\nno colon\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\n: empty\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\nHost: HOST\n\n\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\n\r\nabc", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\n" + b"X-%d: a\r\n" * 100 % tuple(range(100)) + b"\r\n", 431),
    (b"GET /sv/ HTTP/1.1\r\nHost: HOST\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", 431),
    (b"GET /" + b"a" * 30_000 + b" HTTP/1.1\r\nHost: HOST\r\n\r\n", 431),
    (b"POST /sv/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: 30000\r\n\r\n" + b"a" * 30_000, 405),
    (b"PUT /x.html HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n\r\na", 405),
    (b"DELETE /sv/index.html HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    (b"OPTIONS /sv/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    (b"TRACE /sv/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    (b"PROPFIND / HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    (b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
]


@pytest.mark.parametrize(("head", "status"), HEADS, ids=[repr(head[:50]) for head, _ in HEADS])
def test_a_malformed_request_gets_a_status_and_nothing_else(preview: Preview, head: bytes, status: int | None) -> None:
    """What is not plainly a request of a browser is refused, and the answer arrives."""
    with preview.connect() as connection:
        connection.sendall(head.replace(b"HOST", b"127.0.0.1:%d" % preview.port))
        if status is None:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk

    assert SECRET not in received
    assert (Reply.of(received).status if received else None) == status
    assert PAGE not in received


HOSTS = [
    ("127.0.0.1:{port}", 200),
    ("localhost:{port}", 200),
    ("LOCALHOST:{port}", 200),
    ("[::1]:{port}", 200),
    ("127.0.0.1", 403),
    ("localhost", 403),
    ("127.0.0.1:80", 403),
    ("127.0.0.1:{port}0", 403),
    ("evil.example:{port}", 403),
    ("localhost.evil.example:{port}", 403),
    ("127.0.0.1.evil.example:{port}", 403),
    ("localhost.:{port}", 403),
    ("0.0.0.0:{port}", 403),
    ("[::]:{port}", 403),
    ("127.1:{port}", 403),
    ("2130706433:{port}", 403),
    ("0x7f000001:{port}", 403),
    ("127.0.0.2:{port}", 403),
    ("192.168.1.17:{port}", 403),
    ("user@127.0.0.1:{port}", 403),
    ("127.0.0.1:{port}, evil.example", 403),
    ("127.0.0.1:{port}/", 403),
    ("", 403),
    (":{port}", 403),
]


@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_only_names_of_this_computer_are_answered(preview: Preview, host: str, status: int) -> None:
    """A site that points its own name at this computer (DNS rebinding) learns nothing."""
    reply = preview.ask("/sv/", host=host.format(port=preview.port))

    assert reply.status == status
    assert (b"hej" in reply.body) == (status == 200)


SENDERS = [
    ("Origin: http://127.0.0.1:{port}", 200),
    ("Origin: http://localhost:{port}", 403),
    ("Origin: https://127.0.0.1:{port}", 403),
    ("Origin: http://127.0.0.1", 403),
    ("Origin: http://evil.example", 403),
    ("Origin: http://evil.example:{port}", 403),
    ("Origin: null", 403),
    ("Origin: ", 403),
    ("Origin: file://", 403),
    ("Sec-Fetch-Site: none", 200),
    ("Sec-Fetch-Site: same-origin", 200),
    ("Sec-Fetch-Site: cross-site", 403),
    ("Sec-Fetch-Site: same-site", 403),
    ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image", 403),
    ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe", 403),
    ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document", 200),
]


@pytest.mark.parametrize(("header", "status"), SENDERS)
def test_other_sites_may_link_to_the_preview_and_no_more(preview: Preview, header: str, status: int) -> None:
    """They cannot read it, embed it or find out what it holds; and no header invites them."""
    for target in ("/sv/", "/assets/photo.1.avif"):
        reply = preview.ask(target, header.format(port=preview.port))

        assert reply.status == status
        assert not [name for name in reply.headers if name.startswith("access-control")]
        assert reply.headers["cross-origin-resource-policy"] == "same-origin"
        assert reply.headers["x-frame-options"] == "SAMEORIGIN"


FILES = [
    ("/", "text/html; charset=utf-8"),
    ("/sv/", "text/html; charset=utf-8"),
    ("/sv/index.html", "text/html; charset=utf-8"),
    ("/sv/lagg-till-och-l%C3%A4s/", "text/html; charset=utf-8"),
    ("/sv/lagg-till-och-la%CC%88s/", "text/html; charset=utf-8"),
    ("/sv/?utm=1&x=..", "text/html; charset=utf-8"),
    ("/assets/site.1.css", "text/css; charset=utf-8"),
    ("/assets/photo.1.avif", "image/avif"),
    ("/assets/font.1.woff2", "font/woff2"),
    ("/sv/feed.xml", "application/xml; charset=utf-8"),
    ("/robots.txt", "text/plain; charset=utf-8"),
    ("/_headers", "application/octet-stream"),
    ("/-/live.js", "text/javascript; charset=utf-8"),
    ("/-/overlay.css", "text/css; charset=utf-8"),
]


@pytest.mark.parametrize(("target", "kind"), FILES)
def test_files_have_their_type_and_are_never_kept(preview: Preview, target: str, kind: str) -> None:
    """HEAD tells the same as GET, without the body."""
    reply, head = preview.ask(target), preview.ask(target, method="HEAD")

    assert (reply.status, reply.headers["content-type"]) == (200, kind)
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert int(reply.headers["content-length"]) == len(reply.body)
    assert (head.status, head.headers, head.body) == (200, reply.headers, b"")


def test_a_page_gets_the_script_and_stays_as_built_on_disk(preview: Preview) -> None:
    """The script is an external file at the end of the head, which the page's own policy allows."""
    body = preview.ask("/sv/").body

    script, _, rest = body.partition(b"</head>")[0].rpartition(b"<script ")[2].partition(b"</script>")
    assert script.startswith(b'src="/-/live.js" data-page="')
    assert rest.strip() == b""
    assert body.replace(b"<script " + script + b"</script>\n", b"") == PAGE
    assert (preview.output / "sv" / "index.html").read_bytes() == PAGE
    assert preview.ask("/assets/site.1.css").body == PAGES["assets/site.1.css"]


@pytest.mark.parametrize(
    ("target", "title"),
    [
        ("/sv/finns/inte", "inget alls"),
        ("/sv/finns/inte/", "inget alls"),
        ("/sv//", "inget alls"),
        ("/en/not/there", "nothing anywhere"),
        ("/nothing", "nothing anywhere"),
        ("/nothing/sv/", "nothing anywhere"),
    ],
)
def test_what_is_not_there_gets_the_page_of_its_language(preview: Preview, target: str, title: str) -> None:
    """With status 404, as on a host."""
    reply = preview.ask(target)

    assert reply.status == 404
    assert f"<title>{title}</title>" in reply.text
    assert "/-/live.js" in reply.text


def test_a_folder_without_its_slash_leads_to_the_page(preview: Preview) -> None:
    """Relative links need the slash; what came after the question mark is kept."""
    assert preview.ask("/sv").headers["location"] == "/sv/"
    assert preview.ask("/sv?a=%0d%0a").headers["location"] == "/sv/?a=%0d%0a"
    assert preview.ask("/sv/lagg-till-och-l%C3%A4s").headers["location"] == "/sv/lagg-till-och-l%C3%A4s/"


def test_a_page_of_our_own_escapes_what_was_asked_for(tmp_path: Path) -> None:
    """A site without a page for what is not there: the address is shown, as text."""
    with preview_of(tmp_path / "public", pages={"index.html": b"<head></head>"}) as preview:
        reply = preview.ask("/%3Cscript%3Ealert(1)%3C/script%3E%22'&")

    assert reply.status == 404
    assert "/&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;" in reply.text
    assert "<script>" not in reply.text
    assert "script-src 'self'" in reply.headers["content-security-policy"]


def test_both_loopback_addresses_are_answered(preview: Preview) -> None:
    """Browsers try ::1 first where a computer has it."""
    head = f"GET /sv/ HTTP/1.1\r\nHost: [::1]:{preview.port}\r\n\r\n".encode()
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            pass
    except OSError:
        with pytest.raises(OSError):
            preview.send(head, host="::1")
    else:
        assert Reply.of(preview.send(head, host="::1")).status == 200


def test_nothing_else_is_listened_at(preview: Preview) -> None:
    """Another address of this very computer finds no one, although it is the same machine."""
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", preview.port), timeout=5).close()


def test_a_taken_port_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --port the next free one is taken, on both addresses."""
    with socket.create_server(("127.0.0.1", 0)) as first:
        taken = first.getsockname()[1]
        monkeypatch.setattr(server_module, "PORT", taken)
        listeners = listen(("127.0.0.1", "::1"), None)
        ports = {listener.server_address[1] for listener in listeners}
        for listener in listeners:
            listener.server_close()

    assert len(ports) == 1
    assert taken < ports.pop() < taken + 100


def test_any_address_is_a_host_where_the_network_is_allowed(tmp_path: Path) -> None:
    """But no name: a name can be pointed here by anybody."""
    with preview_of(tmp_path / "public", hosts=("127.0.0.1",), takes_any_address=True) as preview:
        assert preview.ask("/sv/", host=f"192.168.1.17:{preview.port}").status == 200
        assert preview.ask("/sv/", host=f"[fe80::1]:{preview.port}").status == 200
        assert preview.ask("/sv/", host=f"evil.example:{preview.port}").status == 403


def test_a_site_below_the_root_of_its_host_keeps_its_addresses(tmp_path: Path) -> None:
    """Pages for what is not there link from the host's root, so the preview knows that path too."""
    with preview_of(tmp_path / "public", base_path="exhibition/") as preview:
        assert preview.ask("/").headers["location"] == "/exhibition/"
        assert preview.ask("/exhibition/sv/").status == 200
        assert preview.ask("/exhibition/sv").headers["location"] == "/exhibition/sv/"
        assert "inget alls" in preview.ask("/exhibition/sv/x").text
        with preview.events("/exhibition/sv/") as following:
            page = following()["page"]
        assert f'data-page="{page}"' in preview.ask("/exhibition/sv/").text


FINDING = Finding(
    severity=Severity.ERROR,
    label="Error",
    message="unknown field '<b>fonded</b>'",
    hint="did you mean 'founded'?",
    place="content/organisations/adil-soz/panel.yaml:7:1",
    code="unknown-field",
)


def test_without_a_site_every_address_tells_how_things_are(tmp_path: Path) -> None:
    """First that it is being made, then what is wrong with it, then the site itself."""
    output = tmp_path / "public"
    with preview_of(output, pages=None) as preview, preview.events("/sv/") as following:
        made = following()
        assert "The exhibition is being made" in preview.ask("/sv/").text

        preview.board.post(State(is_failed=True, findings=(FINDING,)))
        failed = following()
        reply = preview.ask("/sv/")
        assert reply.status == 503
        assert "unknown field &#x27;&lt;b&gt;fonded&lt;/b&gt;&#x27;" in reply.text
        assert "content/organisations/adil-soz/panel.yaml:7:1" in reply.text
        assert "did you mean" in reply.text

        publish(output, PAGES, durable=False)
        preview.site.refresh()
        preview.board.post(State())
        good = following()
        assert preview.ask("/sv/").status == 200

    assert len({made["page"], failed["page"], good["page"]}) == 3
    assert f'data-page="{failed["page"]}"' in reply.text


def test_a_page_is_told_what_is_wrong_and_when_it_is_mended(tmp_path: Path) -> None:
    """The site stays as it is meanwhile, so the page itself does not change."""
    with preview_of(tmp_path / "public") as preview, preview.events("/sv/") as following:
        before = following()
        preview.board.post(State(is_failed=True, findings=(FINDING,)))
        wrong = following()
        still = preview.ask("/sv/")
        preview.board.post(State())
        mended = following()

    assert not before["failed"] and wrong["failed"] and not mended["failed"]
    assert before["page"] == wrong["page"] == mended["page"]
    assert wrong["findings"] == [
        {
            "severity": "error",
            "label": "Error",
            "message": "unknown field '<b>fonded</b>'",
            "hint": "did you mean 'founded'?",
            "place": "content/organisations/adil-soz/panel.yaml:7:1",
            "code": "unknown-field",
        }
    ]
    assert mended["findings"] == []
    assert wrong["key"] != mended["key"]
    assert b"hej" in still.body


def test_another_sheet_is_not_another_page(tmp_path: Path) -> None:
    """So the script can exchange the sheet and leave the page as it stands."""
    output = tmp_path / "public"
    with preview_of(output) as preview, preview.events("/sv/") as here, preview.events("/en/") as elsewhere:
        first, other = here(), elsewhere()
        pages = {**PAGES, "sv/index.html": PAGE.replace(b"site.1.css", b"site.2.css"), "assets/site.2.css": b"b {}"}
        publish(output, pages, durable=False)
        preview.site.refresh()
        preview.board.post(State())
        second = here()
        publish(output, {**pages, "sv/index.html": PAGE.replace(b"hej", b"nej")}, durable=False)
        preview.site.refresh()
        preview.board.post(State())
        third = here()
        unchanged = [elsewhere()["page"], elsewhere()["page"]]

    assert (first["sheets"], second["sheets"]) == (["../assets/site.1.css"], ["../assets/site.2.css"])
    assert first["page"] == second["page"] != third["page"]
    assert unchanged == [other["page"]] * 2


def test_many_findings_are_cut_and_counted(tmp_path: Path) -> None:
    """A thousand mistakes must not choke the browser."""
    findings = tuple(Finding(severity=Severity.ERROR, label="Error", message=f"fault {n}") for n in range(1000))
    with preview_of(tmp_path / "public", pages=None) as preview, preview.events("/") as following:
        following()
        preview.board.post(State(is_failed=True, findings=findings))
        told = following()
        text = preview.ask("/").text

    assert len(told["findings"]) == text.count("<li ") == 200
    assert "and 800 more" in told["rest"]
    assert "and 800 more" in text


def test_a_site_that_another_command_has_exchanged_is_served_as_it_is_now(tmp_path: Path) -> None:
    """Between a build and its report, and where a second preview builds into the same folder."""
    output = tmp_path / "public"
    with preview_of(output) as preview:
        publish(output, {**PAGES, "sv/index.html": b"<head></head>anew"}, durable=False)

        assert b"anew" in preview.ask("/sv/").body
        assert not preview.damaged.is_set()


def test_a_file_that_was_tampered_with_calls_for_a_build(tmp_path: Path) -> None:
    """Its bytes are not served, although it lies where it should."""
    with preview_of(tmp_path / "public") as preview:
        (preview.output / "assets" / "site.1.css").write_bytes(b"body { color: white }")
        reply = preview.ask("/assets/site.1.css")

        assert reply.status == 404
        assert b"white" not in reply.raw
        assert preview.damaged.is_set()


def test_slow_visitors_hold_nobody_up_and_are_shown_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a request is given a while; whoever comes after it is answered at once."""
    monkeypatch.setattr(server_module, "READ_TIME", 1.5)
    with preview_of(tmp_path / "public") as preview, preview.connect() as slow:
        slow.sendall(b"GET /sv/ HTTP/1.1\r\nHost: ")
        for byte in b"127.":
            slow.sendall(bytes([byte]))
            assert preview.ask("/sv/").status == 200
        received = b""
        while chunk := slow.recv(65536):
            received += chunk

    assert Reply.of(received).status == 408


def test_there_is_room_for_so_many_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one is told so, and gets in when somebody has gone."""
    monkeypatch.setattr(server_module, "CONNECTIONS", 6)
    monkeypatch.setattr(server_module, "LISTENERS", 3)
    with preview_of(tmp_path / "public") as preview:
        idle = [preview.connect() for _ in range(6)]
        until(lambda: b"503" in preview.send(b"")[:20])
        for connection in idle:
            connection.close()
        until(
            lambda: (
                preview.send(f"GET /sv/ HTTP/1.1\r\nHost: localhost:{preview.port}\r\n\r\n".encode())[9:12] == b"200"
            )
        )

        time.sleep(1)  # one place is free; the others follow as their threads notice
        with preview.events("/sv/") as one, preview.events("/sv/") as two, preview.events("/sv/") as three:
            assert one()["page"] == two()["page"] == three()["page"]
            assert preview.ask("/-/events?path=/sv/").status == 503
            assert preview.ask("/sv/").status == 200


def test_pages_that_have_gone_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed tab is noticed although nothing is sent to it."""
    monkeypatch.setattr(server_module, "LISTENERS", 1)
    monkeypatch.setattr(server_module, "GLANCE", 0.05)
    with preview_of(tmp_path / "public") as preview:
        with preview.events("/sv/") as following:
            following()

        until(lambda: _is_let_in(preview))


def _is_let_in(preview: Preview) -> bool:
    with preview.connect() as connection:
        connection.sendall(f"GET /-/events?path=/ HTTP/1.1\r\nHost: localhost:{preview.port}\r\n\r\n".encode())
        return connection.recv(12) == b"HTTP/1.1 200"


def test_reading_while_the_site_is_exchanged_never_gives_half_a_page(tmp_path: Path) -> None:
    """Fifty builds, and two readers all the while."""
    output = tmp_path / "public"
    versions = [b"<head></head>" + bytes([65 + n % 26]) * 50_000 for n in range(50)]
    wrong: list[bytes] = []
    with preview_of(output, pages={**PAGES, "sv/index.html": versions[0]}) as preview:
        is_over = threading.Event()

        def read() -> None:
            while not is_over.is_set():
                content = preview.site.read("sv/index.html")
                if content not in versions:
                    wrong.append(content or b"nothing")

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for version in versions:
            publish(output, {**PAGES, "sv/index.html": version}, durable=False)
            time.sleep(0.005)
        is_over.set()
        for reader in readers:
            reader.join()

    assert wrong == []
    assert not preview.damaged.is_set()
