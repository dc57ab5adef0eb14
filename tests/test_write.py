"""What is published is exactly what was asked for, and nothing that others own is touched."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SOURCE
from tests.small_sites import Pages, as_published, listed, publish, site_of, snapshot

from cagsite.faults import OutsideError, RefusedError
from cagsite.write import (
    PublishedFile,
    catch_up,
    check_output,
    is_intact,
    published,
    purge_standby,
    recover,
    system,
    take_over,
    write,
)
from cagsite.write.manifest import Listing, dump, identify, load

ONE = {"index.html": b"one", "sv/index.html": b"ett", "sv/a/index.html": b"a"}
TWO = {"index.html": b"two", "sv/index.html": b"ett", "sv/b/index.html": b"b"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture(params=["at once", "by two renames"])
def exchanged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to exchange two folders; the second is that of systems that know no better."""
    if request.param == "by two renames":
        monkeypatch.setattr(system, "exchange_at_once", lambda one, other: False)


def state_of(output: Path) -> Path:
    return output.parent / f".{output.name}.cagsite"


def standby_of(output: Path) -> Path:
    return state_of(output) / "standby"


def looks(root: Path) -> dict[str, tuple[int, int, int]]:
    """What changes when a file is written or touched."""
    return {
        str(place): (place.lstat().st_ino, place.lstat().st_mtime_ns, place.lstat().st_ctime_ns)
        for place in [root, *sorted(root.rglob("*"))]
    }


def traces_of(word: bytes, root: Path) -> list[Path]:
    """Files below a folder that hold a word, or bear it as their name."""
    return [
        place
        for place in sorted(root.rglob("*"))
        if word in os.fsencode(place.name) or (place.is_file() and word in place.read_bytes())
    ]


# What is published


@pytest.mark.usefixtures("exchanged")
def test_sites_follow_one_another(output: Path) -> None:
    """Whatever was published before, the folder then holds exactly what was asked for."""
    for name in ["first", "second", "first", "third", "third", "second"]:
        publish(output, site_of(name))
        assert snapshot(output) == as_published(site_of(name))
        assert standby_of(output).parent.is_dir()


def test_report_counts_against_what_was_published(output: Path) -> None:
    """The counts are those that a visitor could tell; the bytes are those that the disk got."""
    first = publish(output, ONE)
    assert (first.written, first.removed, first.unchanged, first.changed) == (3, 0, 0, True)
    assert first.bytes_written == 7

    second = publish(output, TWO)
    assert (second.written, second.removed, second.unchanged, second.changed) == (2, 1, 1, True)


def test_nothing_is_written_where_nothing_differs(output: Path) -> None:
    """A build that changes nothing touches nothing."""
    publish(output, ONE)
    before = looks(output.parent)

    report = publish(output, dict(reversed(ONE.items())))

    lock = str(state_of(output) / "lock")
    after = looks(output.parent)
    assert {place for place in after if after[place] != before[place]} <= {lock}
    assert (report.written, report.removed, report.unchanged, report.changed) == (0, 0, 3, False)
    assert report.bytes_written == 0


def test_an_edit_writes_one_file(output: Path) -> None:
    """Only what differs is written; all other files stay the very same in each tree."""
    publish(output, ONE)
    catch_up(output, fetch=ONE_BY_DIGEST.__getitem__)
    before = {path: (standby_of(output) / path).stat().st_ino for path in ONE}
    edited = {**ONE, "index.html": b"edited"}

    report = publish(output, edited)

    assert report.bytes_written == len(b"edited")
    assert {path: (output / path).stat().st_ino for path in ONE} == before
    assert snapshot(output) == as_published(edited)


ONE_BY_DIGEST = {file.digest: content for file, content in zip(listed(ONE), ONE.values())}


def test_unchanged_files_keep_their_date(output: Path) -> None:
    """Caches and rsync judge by the date: it must not flicker between the two trees."""
    for name in ["first", "second", "third"]:
        publish(output, site_of(name))
    before = (output / "404.html").stat().st_mtime_ns
    for name in ["fourth", "fifth", "sixth"]:
        publish(output, site_of(name))
        assert (output / "404.html").stat().st_mtime_ns == before


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_modes_do_not_depend_on_the_umask(output: Path, mask: int) -> None:
    """Files are 0644 and folders 0755 for whoever serves them."""
    former = os.umask(mask)
    try:
        publish(output, ONE)
        publish(output, TWO)
    finally:
        os.umask(former)
    assert snapshot(output) == as_published(TWO)
    assert stat.S_IMODE(output.stat().st_mode) == 0o755


def test_a_file_may_become_a_folder_and_a_folder_a_file(output: Path) -> None:
    """Names change their kind from one build to the next, in both trees."""
    one: Pages = {"a": b"file", "b/c/d": b"below"}
    other: Pages = {"a/b": b"below", "b": b"file"}
    for pages in [one, other, one, other]:
        publish(output, pages)
        assert snapshot(output) == as_published(pages)


def test_an_empty_site_and_an_empty_file(output: Path) -> None:
    """Nothing is too small to be published."""
    for pages in ({}, {"empty": b""}, ONE, {"index.html": b""}, {}):
        publish(output, pages)
        assert snapshot(output) == as_published(pages)


def test_longer_and_shorter_contents(output: Path) -> None:
    """What is overwritten in place keeps nothing of what was there."""
    for size in [10, 5000, 3, 70_000, 0, 4096, 4095]:
        publish(output, {"index.html": b"x" * size})
        assert (output / "index.html").read_bytes() == b"x" * size


@pytest.mark.parametrize(
    "paths",
    [
        ["../out.html"],
        ["/etc/passwd"],
        ["a//b"],
        ["a/./b"],
        ["a/../b"],
        ["."],
        [""],
        ["a/"],
        ["a\0b"],
        ["e\u0301.html"],
        ["a", "a"],
        ["a", "a/b"],
    ],
)
def test_a_path_that_leads_elsewhere_is_a_fault_of_ours(output: Path, paths: list[str]) -> None:
    """Whatever a plan says, nothing is written beside the output."""
    files = [PublishedFile(path=path, digest="0" * 40, size=0) for path in paths]
    with pytest.raises(ValueError, match="site"):
        write(files, output=output, fetch=lambda digest: b"", privacy="", about={})
    assert list(output.parent.iterdir()) == []


# What was there before


@pytest.mark.parametrize("prepare", ["missing", "missing parents", "empty", "litter"])
@pytest.mark.usefixtures("exchanged")
def test_a_missing_or_empty_output_is_fine(tmp_path: Path, prepare: str) -> None:
    """The first build needs no preparation."""
    output = tmp_path / "a" / "b" / "public"
    if prepare != "missing parents":
        output.parent.mkdir(parents=True)
    if prepare in ("empty", "litter"):
        output.mkdir()
    if prepare == "litter":
        (output / ".DS_Store").write_bytes(b"finder")
    publish(output, ONE)
    assert snapshot(output) == as_published(ONE)
    assert not standby_of(output).exists()


def foreign_file(output: Path) -> None:
    (output / "mine.txt").write_text("mine")


def foreign_in_our_folder(output: Path) -> None:
    (output / "sv" / "mine.txt").write_text("mine")


def foreign_folder(output: Path) -> None:
    (output / "sv" / "mine").mkdir()
    (output / "sv" / "mine" / "deep").write_text("mine")


def foreign_link(output: Path) -> None:
    (output / "mine").symlink_to("/etc")


def foreign_link_for_our_folder(output: Path) -> None:
    shutil.move(output / "sv", output.parent / "sv")
    (output / "sv").symlink_to("../sv")


def foreign_link_for_our_file(output: Path) -> None:
    (output / "index.html").unlink()
    (output / "index.html").symlink_to("sv/index.html")


def foreign_folder_for_our_file(output: Path) -> None:
    (output / "index.html").unlink()
    (output / "index.html").mkdir()
    (output / "index.html" / "mine").write_text("mine")


def foreign_file_for_our_folder(output: Path) -> None:
    shutil.rmtree(output / "sv" / "a")
    (output / "sv" / "a").write_text("mine")


def foreign_pipe(output: Path) -> None:
    os.mkfifo(output / "pipe")


def foreign_name(output: Path) -> None:
    (output / "new\nline\x1b[31m").write_text("mine")


FOREIGN = [
    foreign_file,
    foreign_in_our_folder,
    foreign_folder,
    foreign_link,
    foreign_link_for_our_folder,
    foreign_link_for_our_file,
    foreign_folder_for_our_file,
    foreign_file_for_our_folder,
    foreign_pipe,
    foreign_name,
]


@pytest.mark.parametrize("add", FOREIGN)
@pytest.mark.parametrize("pages", [ONE, TWO], ids=["nothing new", "an edit"])
def test_files_of_others_make_it_refuse(output: Path, add: object, pages: Pages) -> None:
    """What cagsite did not write it neither deletes nor moves, and it says what stands in the way."""
    publish(output, ONE)
    assert callable(add)
    add(output)
    before = looks(output)

    with pytest.raises(RefusedError) as refusal:
        publish(output, pages)

    assert looks(output) == before
    assert str(refusal.value).isprintable()
    assert "did not write" in str(refusal.value)
    known = published(output)
    assert known is not None
    assert not is_intact(output, known)


def test_many_files_of_others_are_counted(output: Path) -> None:
    """Five are named; a thousand names would help nobody."""
    publish(output, ONE)
    for number in range(7):
        (output / f"mine-{number}").touch()
    with pytest.raises(RefusedError, match=r"mine-0, mine-1, mine-2, mine-3, mine-4 and 2 more"):
        publish(output, TWO)


def test_a_folder_full_of_other_files_is_refused(output: Path) -> None:
    """A folder that cagsite has never seen is not its to replace."""
    (output / "deep").mkdir(parents=True)
    (output / "deep" / "letter.txt").write_text("mine")
    with pytest.raises(RefusedError, match=r"deep/letter\.txt"):
        publish(output, ONE)
    assert snapshot(output) == {"deep/": b"", "deep/letter.txt": b"mine"}


def test_a_folder_made_by_hand_is_not_taken_for_ours(output: Path) -> None:
    """Many file systems give a new folder the inode of the one just removed."""
    publish(output, {"index.html": b"ours"})
    for _ in range(5):
        shutil.rmtree(output)
        output.mkdir()
        (output / "index.html").write_text("mine")
        with pytest.raises(RefusedError, match=r"index\.html"):
            publish(output, {"index.html": b"ours, edited"})
        assert (output / "index.html").read_text() == "mine"


def test_two_folders_are_never_the_same_tree(tmp_path: Path) -> None:
    """Not even when the second gets the inode of the first."""
    place = tmp_path / "folder"
    seen = set()
    for _ in range(20):
        place.mkdir()
        seen.add(identify(str(place)))
        place.rmdir()
        time.sleep(0.01)  # older kernels tell births apart by their clock tick only
    assert len(seen) == 20


def test_leavings_of_file_managers_are_tolerated_and_not_published_again(output: Path) -> None:
    """A .DS_Store stops nothing, and goes with the tree that it lay in."""
    publish(output, ONE)
    (output / "sv" / ".DS_Store").write_bytes(b"finder")
    (output / "Thumbs.db").write_bytes(b"explorer")
    known = published(output)
    assert known is not None
    assert is_intact(output, known)
    assert not publish(output, ONE).changed
    for pages in [TWO, ONE, TWO]:
        publish(output, pages)
        assert snapshot(output) == as_published(pages)


@pytest.mark.parametrize("pages", [ONE, TWO], ids=["nothing new", "an edit"])
def test_damaged_files_of_ours_are_repaired(output: Path, pages: Pages) -> None:
    """A published file that was changed, lost or hidden comes back, in both trees."""
    publish(output, TWO)
    publish(output, ONE)
    (output / "index.html").write_bytes(b"ONE")
    (output / "sv" / "index.html").unlink()
    (output / "sv" / "a" / "index.html").chmod(0o600)
    publish(output, pages)
    assert snapshot(output) == as_published(pages)
    for other in [TWO, ONE]:
        publish(output, other)
        assert snapshot(output) == as_published(other)


def test_a_damaged_tree_is_not_published_later(output: Path) -> None:
    """What was damaged while it was public is found when the tree comes back from being the standby."""
    third = {**ONE, "third.html": b"third"}
    publish(output, third)
    publish(output, ONE)
    (output / "sv" / "index.html").write_bytes(b"ETT")
    (output / "sv" / "a").chmod(0o700)
    for pages in [third, ONE, third]:
        publish(output, pages)
        assert snapshot(output) == as_published(pages)


def test_a_hard_linked_copy_stays_as_it_was(output: Path) -> None:
    """Somebody may keep a release by `cp -al`; overwriting in place must not reach it."""
    publish(output, ONE)
    shutil.copytree(output, output.parent / "kept", copy_function=os.link)
    for pages in [TWO, ONE, TWO, {"index.html": b"x", "sv/index.html": b"y", "sv/a/index.html": b"z"}, ONE]:
        publish(output, pages)
        assert snapshot(output) == as_published(pages)
        assert snapshot(output.parent / "kept") == as_published(ONE)


# Trees that were copied or restored


def restore(output: Path, *, with_state: bool) -> None:
    """What a CI service does with folders that it keeps: the same bytes, other inodes."""
    for folder in [output, state_of(output)]:
        shutil.move(folder, folder.parent / "moved")
        if with_state or folder == output:
            shutil.copytree(folder.parent / "moved", folder)
        shutil.rmtree(folder.parent / "moved")


@pytest.mark.parametrize("pages", [ONE, TWO], ids=["nothing new", "an edit"])
def test_a_restored_site_is_adopted(output: Path, pages: Pages) -> None:
    """Where each byte is known from a manifest, nothing can be lost."""
    publish(output, TWO)
    publish(output, ONE)
    restore(output, with_state=True)
    report = publish(output, pages)
    assert report.changed == (pages is TWO)
    assert snapshot(output) == as_published(pages)
    publish(output, TWO if pages is ONE else ONE)


def test_what_a_restored_site_holds_is_known_without_writing(output: Path) -> None:
    """By the manifests that were copied with it; where nothing is published, nobody invents something."""
    assert take_over(output) is None
    publish(output, site_of("one"))
    shutil.copytree(output.parent, output.parent.with_name("copy"))
    copied = output.parent.with_name("copy") / output.name
    assert published(copied) is None
    found = take_over(copied)
    assert found is not None
    assert set(found.paths) == set(site_of("one"))
    assert published(copied) == found


def test_a_restored_site_without_its_manifests_is_adopted_when_it_is_the_new_one(output: Path) -> None:
    """The site to be published is known byte for byte as well."""
    publish(output, ONE)
    restore(output, with_state=False)
    assert not publish(output, ONE).changed


@pytest.mark.parametrize("with_state", [True, False])
def test_a_restored_site_with_another_byte_is_refused(output: Path, with_state: bool) -> None:
    """One unknown file is enough: somebody may have worked on it."""
    publish(output, ONE)
    (output / "sv" / "index.html").write_text("somebody's work")
    restore(output, with_state=with_state)
    with pytest.raises(RefusedError, match=r"sv/index\.html"):
        publish(output, ONE)
    assert (output / "sv" / "index.html").read_text() == "somebody's work"


def test_a_restored_site_that_lacks_a_file_is_completed(output: Path) -> None:
    """Missing files are no reason to refuse."""
    publish(output, ONE)
    (output / "sv" / "index.html").unlink()
    restore(output, with_state=True)
    publish(output, ONE)
    assert snapshot(output) == as_published(ONE)


@pytest.mark.parametrize("gone", ["public", ".public.cagsite/standby", ".public.cagsite"])
def test_a_folder_that_somebody_deleted_is_made_again(output: Path, gone: str) -> None:
    """Both trees may be deleted at any time; without the records, only the same site can be told to be ours."""
    publish(output, TWO)
    publish(output, ONE)
    shutil.rmtree(output.parent / gone)
    publish(output, ONE)
    publish(output, TWO)
    assert snapshot(output) == as_published(TWO)


# What may not be shown


@pytest.mark.parametrize("same_files", [False, True])
@pytest.mark.usefixtures("exchanged")
def test_what_was_withdrawn_is_in_neither_tree(output: Path, same_files: bool) -> None:
    """A withdrawal leaves nothing in the standby, nor in a manifest, not even a name."""
    secret = {**ONE, "sv/secret-person/index.html": b"secret-person", "sv/index.html": b"ett secret-person"}
    publish(output, ONE)
    publish(output, secret)
    if same_files:
        publish(output, ONE)
    (output / "sv" / ".DS_Store").write_bytes(b"secret-person")

    publish(output, ONE, privacy="without that person")

    if not same_files:
        assert snapshot(output) == as_published(ONE)
    (output / "sv" / ".DS_Store").unlink(missing_ok=True)
    assert traces_of(b"secret-person", output.parent) == []
    known = published(output)
    assert known is not None
    assert known.privacy == "without that person"


def test_a_withdrawal_costs_no_whole_tree(output: Path) -> None:
    """The standby is cleansed, not thrown away: its other files stay, so that the next edit is quick."""
    secret = {**ONE, "sv/secret/index.html": b"secret"}
    publish(output, ONE)
    publish(output, secret)
    kept = {(tree / "sv/a/index.html").stat().st_ino for tree in [output, standby_of(output)]}
    publish(output, ONE, privacy="other")
    assert {(tree / "sv/a/index.html").stat().st_ino for tree in [output, standby_of(output)]} == kept
    assert snapshot(standby_of(output)) == as_published(ONE)


def test_a_withdrawal_that_fails_leaves_no_half_cleansed_standby(output: Path) -> None:
    """What is still published stays, for all or nothing; beside it nothing is left."""
    publish(output, {**TWO, "sv/secret-person": b"older"})
    publish(output, {**ONE, "sv/secret-person": b"x"})

    def fetch(digest: str) -> bytes:
        raise KeyError(digest)

    with pytest.raises(KeyError):
        write(listed({"new": b"new"}), output=output, fetch=fetch, privacy="other", about={})
    assert snapshot(output) == as_published({**ONE, "sv/secret-person": b"x"})
    assert sorted(place.suffix or place.name for place in state_of(output).iterdir()) == [".manifest", "lock"]


def test_a_withdrawal_trusts_no_date(output: Path) -> None:
    """Whatever lies in the standby goes, also where no folder tells that something was added."""
    publish(output, TWO)
    publish(output, ONE)
    folder = output / "sv" / "a"
    former = folder.stat()
    (folder / "Thumbs.db").write_bytes(b"secret-person")
    os.utime(folder, ns=(former.st_atime_ns, former.st_mtime_ns))
    publish(output, ONE | {"new": b"new"}, privacy="other")
    assert traces_of(b"secret-person", output.parent) == []


def test_an_emptied_output_leaves_no_old_names(output: Path) -> None:
    """Who deletes the published folder by hand and builds again finds nothing of it beside the new one."""
    publish(output, {**ONE, "sv/secret-person": b"x"})
    publish(output, {**TWO, "sv/secret-person": b"x"})
    shutil.rmtree(output)
    output.mkdir()
    publish(output, ONE, privacy="other")
    assert snapshot(output) == as_published(ONE)
    assert traces_of(b"secret-person", output.parent) == []


def test_nobody_vouches_for_a_tree_that_is_being_changed(output: Path) -> None:
    """While bytes are written in place, no manifest says that the standby is whole."""
    publish(output, TWO)
    publish(output, ONE)
    kept = len(list(manifests_of(output)))
    seen = []

    def fetch(digest: str) -> bytes:
        seen.append(len(list(manifests_of(output))))
        return b"new"

    write(listed({**TWO, "index.html": b"new"}), output=output, fetch=fetch, privacy="none", about={})
    assert (kept, set(seen)) == (2, {1})


def test_purge_removes_the_standby(output: Path) -> None:
    """For those who cannot wait for the next build."""
    publish(output, {**ONE, "secret": b"secret"})
    publish(output, ONE)
    purge_standby(output)
    assert traces_of(b"secret", output.parent) == []
    assert snapshot(output) == as_published(ONE)
    assert not publish(output, ONE).changed


def test_catch_up_makes_both_trees_the_same(output: Path) -> None:
    """After it, an edit of one page writes one page, also right after the first build."""
    publish(output, ONE)
    assert catch_up(output, fetch=ONE_BY_DIGEST.__getitem__) == 7
    assert snapshot(standby_of(output)) == snapshot(output) == as_published(ONE)
    assert catch_up(output, fetch=ONE_BY_DIGEST.__getitem__) == 0
    assert catch_up(output.parent / "nothing", fetch=ONE_BY_DIGEST.__getitem__) == 0


# Remarks and records


def test_remarks_are_kept_and_renewed(output: Path) -> None:
    """What a build notes about itself follows the build even where no file does."""
    publish(output, ONE, about={"date": "2026-11-22"})
    known = published(output)
    assert known is not None
    assert known.about == {"date": "2026-11-22"}
    assert [file.path for file in known.files] == sorted(ONE)
    assert known.files == tuple(sorted(listed(ONE), key=lambda file: file.path))

    assert not publish(output, ONE, about={"date": "2026-11-23"}).changed
    known = published(output)
    assert known is not None
    assert known.about == {"date": "2026-11-23"}


def test_nothing_of_ours_is_published_by_nobody(output: Path) -> None:
    """No folder, or a strange one, has no manifest."""
    assert published(output) is None
    output.mkdir()
    (output / "mine").touch()
    assert published(output) is None


def test_state_holds_nothing_superfluous(output: Path) -> None:
    """A lock, the standby, and one manifest for each tree."""
    for name in ["first", "second", "third"]:
        publish(output, site_of(name), privacy=name)
    names = sorted(place.name for place in state_of(output).iterdir())
    assert [name for name in names if not name.endswith(".manifest")] == ["lock", "standby"]
    assert len(names) == 4


def manifests_of(output: Path) -> Iterator[Path]:
    return state_of(output).glob("*.manifest")


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "old"])
def test_a_damaged_manifest_counts_as_none(output: Path, damage: str) -> None:
    """Then the tree is judged by its bytes, and the standby made anew."""
    publish(output, TWO)
    publish(output, ONE)
    for place in manifests_of(output):
        content = place.read_bytes()
        middle = len(content) // 2
        place.write_bytes(
            {
                "flip": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
                "cut": content[:middle],
                "empty": b"",
                "old": content.replace(b"manifest 1 ", b"manifest 0 ", 1),
            }[damage]
        )
    assert published(output) is None
    assert not publish(output, ONE).changed
    publish(output, TWO)
    assert snapshot(output) == as_published(TWO)


@given(
    pages=st.dictionaries(st.text("abcåäö-", min_size=1, max_size=8), st.binary(max_size=20), max_size=6),
    about=st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
    position=st.integers(min_value=0),
)
def test_a_manifest_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, pages: dict[str, bytes], about: dict[str, str], position: int
) -> None:
    """Whatever it holds; and a single wrong bit is noticed."""
    output = tmp_path_factory.mktemp("site") / "public"
    nfc = {os.path.join("p", name): content for name, content in pages.items()}
    publish(output, nfc, about=about, durable=False)
    known = published(output)
    assert known is not None
    assert known.about == about
    assert known.holds(Listing.of(listed(nfc)))
    place = output.parent / "copy"
    content = dump(known)
    place.write_bytes(content)
    assert load(str(place)) == known
    position %= len(content)
    place.write_bytes(content[:position] + bytes([content[position] ^ 4]) + content[position + 1 :])
    assert load(str(place)) is None


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        (lambda public: (public / "index.html").write_bytes(b"ONE"), False),
        (lambda public: os.utime(public / "index.html"), False),
        (lambda public: (public / "index.html").chmod(0o640), False),
        (lambda public: (public / "index.html").unlink(), False),
        (lambda public: (public / "new").touch(), False),
        (lambda public: (public / "sv" / "a" / "new").touch(), False),
        (lambda public: shutil.rmtree(public / "sv" / "a"), False),
        (lambda public: (public / "sv").chmod(0o700), False),
        (lambda public: public.chmod(0o700), False),
        (lambda public: shutil.rmtree(public), False),
        (lambda public: (public / "sv" / ".DS_Store").touch(), True),
        (lambda public: (public / "sv" / "empty").mkdir(), True),
        (lambda public: None, True),
    ],
)
def test_intact_is_told_by_looking_only(output: Path, change: object, stays: bool) -> None:
    """Every change to what is published is seen, without reading a byte."""
    publish(output, ONE)
    known = published(output)
    assert known is not None
    assert callable(change)
    change(output)
    assert is_intact(output, known) is stays


# Where it refuses to write


def places(base: Path) -> dict[str, Path]:
    project = base / "home" / "project"
    (project / "content").mkdir(parents=True)
    (base / "link").symlink_to(project / "content")
    (base / "dangling").symlink_to("nowhere")
    (base / "file").write_text("")
    (base / "way").symlink_to(base / "home")
    return {
        "root": Path("/"),
        "home": base / "home",
        "above home": base,
        "project": project,
        "content": project / "content",
        "in content": project / "content" / "public",
        "in content, by a link": base / "way" / "project" / "content" / "public",
        "project, by a link": base / "way" / "project",
        "project, by dots": project / "content" / "..",
        "link": base / "link",
        "dangling link": base / "dangling",
        "file": base / "file",
    }


@pytest.mark.parametrize(
    "name",
    [
        "root",
        "home",
        "above home",
        "project",
        "content",
        "in content",
        "in content, by a link",
        "project, by a link",
        "project, by dots",
        "link",
        "dangling link",
        "file",
    ],
)
def test_dangerous_outputs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Before anything is written, and whatever way leads there."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    output = places(tmp_path)[name]
    project = tmp_path / "home" / "project"
    before = looks(tmp_path)
    with pytest.raises(RefusedError) as refusal:
        check_output(output, [project, project / "content"], [project / "content"])
    assert refusal.value.hint
    assert looks(tmp_path) == before


@pytest.mark.parametrize("name", ["root", "home", "above home", "link", "dangling link", "file"])
def test_write_itself_refuses_the_worst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Even where a command forgot to ask."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    output = places(tmp_path)[name]
    before = looks(tmp_path)
    with pytest.raises(RefusedError):
        publish(output, ONE)
    assert looks(tmp_path) == before


def test_ordinary_outputs_are_accepted(tmp_path: Path) -> None:
    """Inside the project, beside it, or not there yet."""
    project = tmp_path / "project"
    (project / "content").mkdir(parents=True)
    for output in [project / "public", tmp_path / "site", tmp_path / "new" / "site"]:
        check_output(output, [project, project / "content"], [project / "content"])


def test_a_disk_of_its_own_is_refused() -> None:
    """A mount point cannot be exchanged."""
    with pytest.raises(RefusedError, match="disk of its own"):
        check_output(Path("/proc" if Path("/proc").is_mount() else "/dev"))


def test_links_in_the_place_of_our_folders_are_not_followed(output: Path) -> None:
    """A repository can hold links: nothing is deleted or written through one."""
    treasure = output.parent / "treasure"
    treasure.mkdir()
    (treasure / "gold").write_text("gold")
    state_of(output).mkdir()
    standby_of(output).symlink_to(treasure)
    (state_of(output) / "retired").symlink_to(treasure)
    publish(output, ONE)
    assert snapshot(output) == as_published(ONE)
    assert (treasure / "gold").read_text() == "gold"

    purge_standby(output)
    shutil.rmtree(state_of(output))
    state_of(output).symlink_to(treasure)
    with pytest.raises(RefusedError, match="not a folder"):
        publish(output, TWO)
    assert list(treasure.iterdir()) == [treasure / "gold"]


# When the disk is in the way


def test_too_small_a_disk_is_noticed_beforehand(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how much is needed, and nothing was touched."""
    publish(output, TWO)
    publish(output, ONE)
    before = looks(output.parent)
    real = os.statvfs(output.parent)
    full = os.statvfs_result((*real[:4], 1, *real[5:]))
    monkeypatch.setattr(os, "statvfs", lambda place: full)
    with pytest.raises(OutsideError, match=r"disk full writing .*: 1\d\d KB needed, \d+ B free"):
        publish(output, {**ONE, "large": b"x" * 100_000})
    assert snapshot(output) == as_published(ONE)
    after = looks(output)
    assert after == {place: look for place, look in before.items() if place in after}


def test_too_few_inodes_are_noticed_beforehand(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk can be full of files while it has bytes left."""
    publish(output, ONE)
    real = os.statvfs(output.parent)
    full = os.statvfs_result((*real[:5], 1000, 1, 1, *real[8:]))
    monkeypatch.setattr(os, "statvfs", lambda place: full)
    with pytest.raises(OutsideError, match="no room for 6 more files"):
        publish(output, {**ONE, "new": b"new"})
    assert snapshot(output) == as_published(ONE)


def test_short_writes_are_continued(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk may take less than it is given; the rest follows."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: real(handle, bytes(content)[: max(1, len(content) // 3)]))
    large = {**ONE, "large": bytes(range(256)) * 100}
    for pages in [large, ONE, large]:
        publish(output, pages)
        assert snapshot(output) == as_published(pages)


def test_a_disk_that_takes_nothing_ends_the_write(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No loop without end."""
    publish(output, ONE)
    real = os.write
    calls = []

    def reluctant(handle: int, content: bytes) -> int:
        calls.append(len(content))
        return real(handle, content) if len(calls) == 1 else 0  # the lock is signed first

    monkeypatch.setattr(os, "write", reluctant)
    with pytest.raises(OutsideError):
        publish(output, TWO)
    monkeypatch.undo()
    assert snapshot(output) == as_published(ONE)


def test_a_disk_that_lies_is_found_out(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written is looked at before anybody sees it."""
    publish(output, ONE)
    real = os.write

    def lie(handle: int, content: bytes) -> int:
        real(handle, content[:-1] if content == b"two" else content)
        return len(content)

    monkeypatch.setattr(os, "write", lie)
    with pytest.raises(OutsideError, match=r"index\.html was written with 2 bytes instead of 3"):
        publish(output, TWO)
    assert snapshot(output) == as_published(ONE)


def test_wrong_bytes_from_the_cache_are_not_published(output: Path) -> None:
    """A size that differs from the plan's stops the write."""
    publish(output, ONE)
    with pytest.raises(OutsideError, match="cache gave 3"):
        write(listed(TWO), output=output, fetch=lambda digest: b"???", privacy="none", about={})
    assert snapshot(output) == as_published(ONE)
    assert not standby_of(output).exists()


@pytest.mark.parametrize("error", [KeyError("gone"), KeyboardInterrupt(), MemoryError()])
def test_whatever_fails_the_site_stays_and_nothing_is_left(output: Path, error: BaseException) -> None:
    """The half-made standby goes on the way out, whatever the way."""
    publish(output, ONE)

    def fetch(digest: str) -> bytes:
        raise error

    with pytest.raises(type(error)):
        write(listed(TWO), output=output, fetch=fetch, privacy="none", about={})
    assert snapshot(output) == as_published(ONE)
    assert sorted(place.suffix or place.name for place in state_of(output).iterdir()) == [".manifest", "lock"]


UNDER_LIMITS = """
import os, resource, sys
from pathlib import Path
from cagsite.faults import OutsideError
from tests.small_sites import publish
output, limit, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if limit == "user":
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
elif limit != "none":
    resource.setrlimit(getattr(resource, limit), (int(sys.argv[4]),) * 2)
try:
    publish(output, {f"page-{number}/index.html": b"x" * size for number in range(40)})
except OutsideError as error:
    print(*error.render())
    sys.exit(3)
"""


def under_limits(output: Path, limit: str, size: int, value: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", UNDER_LIMITS, str(output), limit, str(size), str(value)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{SOURCE}{os.pathsep}{SOURCE.parent}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_limit_on_file_sizes(output: Path) -> None:
    """SIGXFSZ becomes a message that names the file."""
    publish(output, ONE)
    done = under_limits(output, "RLIMIT_FSIZE", 9000, 8192)
    assert done.returncode == 3, done.stderr
    assert "file size limit" in done.stdout
    assert "page-" in done.stdout
    assert snapshot(output) == as_published(ONE)
    assert not standby_of(output).exists()


def test_few_handles_are_enough(output: Path) -> None:
    """24 open files, of which Python has some already."""
    publish(output, ONE)
    done = under_limits(output, "RLIMIT_NOFILE", 9000, 24)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(snapshot(output)) == 80


@pytest.mark.parametrize("locked", ["parent", "public", "state"])
def test_folders_of_another_user(tmp_path_factory: pytest.TempPathFactory, locked: str) -> None:
    """No permission is a message, not half a site."""
    if os.getuid() == 0:
        base = Path("/tmp") / f"cagsite-{os.getpid()}-{locked}"  # a user without rights must be able to get there
        base.mkdir(mode=0o755)
    else:
        base = tmp_path_factory.mktemp("locked")
    output = base / "public"
    try:
        publish(output, ONE)
        publish(output, TWO)
        closed = {"parent": base, "public": output, "state": state_of(output)}[locked]
        if os.getuid() == 0:
            for place in [base, *base.rglob("*")]:
                if place != closed:
                    os.chown(place, 65534, 65534)
        closed.chmod(0o555)
        done = under_limits(output, "user" if os.getuid() == 0 else "none", 10)
        assert done.returncode == 3, done.stdout + done.stderr
        assert "no permission" in done.stdout
        assert done.stderr == ""
        assert {path: content for path, content in snapshot(output).items() if content} == TWO
    finally:
        for place in [base, *base.rglob("*")]:
            if place.is_dir():
                place.chmod(0o755)
        shutil.rmtree(base)


# A kill between two renames, where folders cannot be exchanged at once


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("by", ["recover", "write"])
def test_two_renames_are_completed(output: Path, monkeypatch: pytest.MonkeyPatch, step: int, by: str) -> None:
    """The next command ends what a kill has cut in two."""
    monkeypatch.setattr(system, "exchange_at_once", lambda one, other: False)
    publish(output, ONE)
    publish(output, TWO)
    publish(output, ONE)  # the standby is TWO
    retired = state_of(output) / "retired"
    output.rename(retired)
    if step == 2:
        standby_of(output).rename(output)
    if by == "recover":
        recover(output)
        assert snapshot(output) == as_published(TWO)
        assert snapshot(standby_of(output)) == as_published(ONE)
    assert publish(output, TWO).changed is False
    assert not retired.exists()


def test_a_cut_exchange_without_its_second_half_goes_back(output: Path) -> None:
    """Where the new tree was deleted meanwhile, the old one returns."""
    publish(output, ONE)
    output.rename(state_of(output) / "retired")
    recover(output)
    assert snapshot(output) == as_published(ONE)


def test_what_a_kill_left_is_written_over(output: Path) -> None:
    """A standby that nobody vouches for is never trusted, and never a reason to make ten thousand files anew."""
    publish(output, {**TWO, "deep/only/folders/index.html": b"deep"})
    publish(output, ONE)
    standby = standby_of(output)
    (standby / "deep" / "only").chmod(0o700)
    before = (standby / "sv" / "index.html").stat().st_ino
    (state_of(output) / f"{identify(str(standby))}.manifest").unlink()
    former = (standby / "sv" / "index.html").stat()
    (standby / "sv" / "index.html").write_bytes(b"xxx")
    os.utime(standby / "sv" / "index.html", ns=(former.st_atime_ns, former.st_mtime_ns))
    (standby / "sv" / "b").chmod(0o700)
    (standby / "junk").write_bytes(b"junk")
    (standby / "link").symlink_to("/etc")
    (standby / "links").mkdir()
    (standby / "links" / "link").symlink_to("/etc")
    (standby / "sv" / "c").mkdir()
    (standby / "index.html").unlink()
    os.mkfifo(standby / "index.html")
    third = {**TWO, "deep/only/folders/index.html": b"deep", "sv/c/index.html": b"c", "links": b"a file"}

    publish(output, third)

    assert snapshot(output) == as_published(third)
    assert (output / "sv" / "index.html").stat().st_ino == before
    publish(output, ONE)
    assert snapshot(output) == as_published(ONE)


def test_a_full_disk_gets_its_room_back(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the standby cannot be finished, it goes."""
    publish(output, TWO)
    publish(output, ONE)
    real = os.write

    def full(handle: int, content: bytes) -> int:
        if content == b"three":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(handle, content)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OutsideError, match=r"disk full writing .*index\.html: 5 B needed"):
        publish(output, {**TWO, "index.html": b"three"})
    assert not standby_of(output).exists()
    assert snapshot(output) == as_published(ONE)


def test_writers_at_the_same_time_take_turns(output: Path) -> None:
    """Each publishes its site whole; the last one stays."""
    names = ["first", "second", "third", "fourth"]
    faults: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for _ in range(5):
                publish(output, site_of(name), durable=False)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert snapshot(output) in [as_published(site_of(name)) for name in names]
