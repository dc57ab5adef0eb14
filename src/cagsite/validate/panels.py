"""One panel: its facts, its pictures, its words in each language, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from cagsite.codes import HINTS, problem
from cagsite.load import Document, Source
from cagsite.model import (
    Consent,
    ConsentStatus,
    Highlight,
    Kind,
    Link,
    Locale,
    Panel,
    PanelId,
    Photo,
    PhotoWords,
    Redaction,
    SourceFile,
    Translation,
)
from cagsite.naming import DEVICE_NAMES, suggestion
from cagsite.problems import Location, Problem
from cagsite.reading import KIND_FOLDERS
from cagsite.schema import record
from cagsite.schema.types import (
    EMAIL_PATTERN,
    WEB_PATTERN,
    Context,
    Values,
    report_unknown_language,
    whole_address,
)
from cagsite.seen import read_seen
from cagsite.validate.copies import copied_blocks, is_copied
from cagsite.validate.details import needed_labels, read_details
from cagsite.validate.folder import PICTURE, Folder, Known, file_names, is_left_out
from cagsite.validate.media import check_medium_words, read_media, read_medium_words
from cagsite.validate.rights import read_consent, read_status
from cagsite.validate.settings import Languages, codes_of, fields_of
from cagsite.validate.times import report_exact_times
from cagsite.yamltree import Mapping as Fields
from cagsite.yamltree import Scalar

RESERVED_SLUGS = frozenset({"404", "assets", "feed", "index", "p", "robots", "sitemap"})


def identity(key: str) -> tuple[PanelId, Kind]:
    """Id and kind of the panel in a folder."""
    parts = key.split("/")
    if len(parts) == 5:
        return PanelId(f"{parts[2]}#{parts[4]}"), Kind.SECTION
    return PanelId(parts[2]), KIND_FOLDERS[parts[1]]


def read_panel(source: Source, languages: Languages, root: Path, known: Known) -> tuple[Panel | None, list[Problem]]:
    """The panel as far as it can be read, and everything that is wrong with it alone."""
    panel_id, kind = identity(source.key)
    problems = list(source.problems)
    words = {name: document for name, document in source.documents.items() if name != "panel.yaml"}
    if "panel.yaml" not in source.documents:
        first = min((*words, *source.files))
        problems.append(problem("missing-panel-yaml", Location(f"{source.key}/{first}"), None, panel_id))
        return None, problems
    document = source.documents["panel.yaml"]
    context = Context(file=document.file, problems=problems, languages=codes_of(languages), subject=panel_id)
    values = fields_of(document, kind, context)
    reader = _PanelReader(source, panel_id, kind, languages, root, context, known)
    return reader.read(values, words), problems


class _PanelReader:
    """What the parts of one panel have in common while it is read."""

    def __init__(
        self,
        source: Source,
        panel_id: PanelId,
        kind: Kind,
        languages: Languages,
        root: Path,
        context: Context,
        known: Known,
    ) -> None:
        self.source = source
        self.panel_id = panel_id
        self.kind = kind
        self.languages = languages
        self.root = root
        self.context = context
        self.folder = Folder(source, languages, root, context, known)

    def read(self, values: Values | None, words: Mapping[str, Document]) -> Panel | None:
        """Everything; None where the facts cannot be read."""
        heads = self.heads(words)
        if values is None:
            for tag, (head, document) in heads.items():
                self.translation(tag, head, document, None)
            return None
        links = tuple(link for entry in values["links"] if (link := read_link(entry)) is not None)
        source = self.source_language(values, heads, words)
        photos = self.photos(values, source, words)
        media = read_media(values, self.folder, source, words)
        translations = {tag: self.translation(tag, head, document, values) for tag, (head, document) in heads.items()}
        if source in heads:
            self.compare(values, source, heads)
        return Panel(
            id=self.panel_id,
            kind=self.kind,
            folder=self.source.key,
            source=source,
            status=read_status(values),
            code=values["code"],
            themes=tuple(PanelId(theme) for theme in values["themes"]),
            related=tuple(PanelId(panel) for panel in values["related"]),
            places=values["places"],
            also=values["also"],
            as_of=values["as_of"],
            reviewed=values["reviewed"],
            is_anonymous=values["people"] == "anonymous",
            has_quick_exit=bool(values["quick_exit"]),
            photos=photos,
            media=media,
            links=links,
            details=read_details(self.kind, values, self.panel_id),
            translations=translations,
        )

    def heads(self, words: Mapping[str, Document]) -> dict[Locale, tuple[Values, Document]]:
        """The front matter of each language that can be read, in the order of the exhibition."""
        heads: dict[Locale, tuple[Values, Document]] = {}
        for name, document in words.items():
            tag = name.removeprefix("panel.").removesuffix(".md")
            context = replace(self.context, file=document.file)
            if self.languages is not None and tag not in {language.code for language in self.languages}:
                report_unknown_language(tag, Scalar("", 1, 1, True), context)
                continue
            if not document.is_readable:
                continue
            if not isinstance(document.tree, Fields):
                code = "empty-front-matter" if document.tree is None else "front-matter-not-fields"
                context.report(code, Scalar("", 1, 1, True))
                continue
            head = record("words").parse(document.tree, context)
            assert head is not None
            heads[Locale(tag)] = (head, document)
        order = codes_of(self.languages) or tuple(sorted(heads))
        return {tag: heads[tag] for tag in order if tag in heads}

    def source_language(self, values: Values, heads: Mapping[Locale, object], words: Mapping[str, Document]) -> Locale:
        """The language that the others are translated from."""
        tag = values["source"]
        if self.languages is None:
            return Locale(tag or next(iter(heads), ""))
        codes = [language.code for language in self.languages]
        if tag is not None and tag not in codes:
            report_unknown_language(tag, values.place("source"), self.context)
            return Locale(tag)
        source = Locale(tag or codes[0])
        if f"panel.{source}.md" not in words:
            others = [code for code in codes if f"panel.{code}.md" in words]
            hint = HINTS["name-source"] if others and not tag else None
            self.context.report(
                "missing-source", values.place("source"), hint, language=source, other=others[0] if others else ""
            )
        return source

    def photos(self, values: Values, source: Locale, words: Container[str]) -> tuple[Photo, ...]:
        """The photos, with their files looked at."""
        is_anonymous = values["people"] == "anonymous"
        photos = tuple(self.photo(entry, is_anonymous, source, words) for entry in values["photos"])
        named = [name for entry in values["photos"] for name in file_names(entry, "file")]
        self.folder.tell_of_unused(PICTURE.endings, named, "unused-picture")
        return photos

    def photo(self, entry: Values, is_anonymous: bool, source: Locale, words: Container[str]) -> Photo:
        """One photo."""
        file: SourceFile | None = None
        files: Mapping[Locale, SourceFile] = {}
        if entry["file"] and entry["awaited"]:
            entry.report("file-and-awaited", "awaited", id=entry["id"])
        elif entry["file"]:
            file, files = self.folder.files(entry, "file", words, PICTURE)
            if isinstance(entry["file"], dict):
                file = files.get(source) or next(iter(files.values()), None)
                for tag in self.folder.languages_without(entry, "file", words):
                    entry.report("picture-untranslated", "file", id=entry["id"], language=tag)
        elif not entry["awaited"] and is_left_out(entry, "file"):
            entry.report("no-file", "id", id=entry["id"])
        if entry["awaited"] and not entry["file"]:
            entry.report("photo-awaited", "id", id=entry["id"], panel=self.panel_id)
        redactions = tuple(
            Redaction(
                area=part["area"] or part["pixels"],
                style=part["style"] or "solid",
                is_in_pixels=not part["area"],
            )
            for part in entry["redact"]
            if part["area"] or part["pixels"]
        )
        is_illustration = entry["type"] == "illustration"
        consent = read_consent(entry)
        if is_anonymous and file is not None and not is_illustration:
            if not redactions:
                self.ask_for_people(entry, consent)
            if entry["date"] is not None and entry["date"].is_finer_than_year:
                entry.report("anonymous-date", "date", value=entry["date"])
        return Photo(
            id=entry["id"],
            is_illustration=is_illustration,
            file=file,
            files=files,
            credit=entry["credit"],
            licence=entry["licence"],
            taken=entry["date"],
            place=entry["place"],
            consent=consent,
            focal_point=entry["focal_point"] or (0.5, 0.5),
            redactions=redactions,
            is_decorative=bool(entry["decorative"]),
            status=read_status(entry),
        )

    def ask_for_people(self, entry: Values, consent: Consent | None) -> None:
        """Where nobody may be recognised, somebody has looked at each photo and says so."""
        people = entry["people"]
        is_person = consent is not None and consent.status is ConsentStatus.GIVEN
        if people == "recognisable" or (people is None and is_person):
            entry.report("anonymous-photo", "file", id=entry["id"])
        elif people is None:
            entry.report("people-unsaid", "id", id=entry["id"])

    def translation(self, tag: Locale, head: Values, document: Document, facts: Values | None) -> Translation:
        """The words of one language, with what the facts ask for."""
        default = self.panel_id.rpartition("#")[2]
        slug = head["slug"] or default
        self.check_slugs(head, slug, tag)
        if facts is not None:
            self.check_words(head, facts, tag)
            if facts["people"] == "anonymous":
                report_exact_times(tag, head, document)
        given = {entry["id"]: entry for entry in head["photos"]}
        ids = [entry["id"] for entry in facts["photos"]] if facts is not None else list(given)
        photos: dict[str, PhotoWords] = {}
        for photo_id in ids:
            entry = given.get(photo_id)
            photos[photo_id] = PhotoWords(
                alt=entry["alt"] if entry is not None else None,
                caption=entry["caption"] if entry is not None else None,
            )
        seen_path = f"panel.{tag}.seen.yaml"
        return Translation(
            locale=tag,
            seen=read_seen(self.root, self.source.files[seen_path].path, self.context.problems)
            if seen_path in self.source.files
            else None,
            title=head["title"] or "",
            slug=slug,
            aliases=head["aliases"],
            summary=head["summary"] or "",
            status=read_status(head),
            highlights=tuple(
                Highlight(id=entry["id"], text=entry["text"] or "", speaker=entry["speaker"], role=entry["role"])
                for entry in head["highlights"]
            ),
            photos=photos,
            media=read_medium_words(head, facts),
            links={entry["id"]: entry["title"] or "" for entry in head["links"]},
            labels={entry["id"]: entry["text"] or "" for entry in head["labels"]},
            body=document.body,
            body_line=document.body_line,
            file=document.file,
        )

    def check_slugs(self, head: Values, slug: str, tag: Locale) -> None:
        """No address may be one that the site or a file system needs for itself."""
        reserved = RESERVED_SLUGS if self.kind is not Kind.SECTION else RESERVED_SLUGS - {"404"}
        for name, found in (("slug", slug), *(("aliases", alias) for alias in head["aliases"])):
            if found in reserved or found in DEVICE_NAMES or found in (codes_of(self.languages) or ()):
                head.context.report("reserved-slug", head.place(name, found), value=found)
        if slug in head["aliases"]:
            head.context.report("alias-is-slug", head.place("aliases", slug), value=slug)

    def check_words(self, head: Values, facts: Values, tag: Locale) -> None:
        """Every photo that is shown has an alternative text, every id a word; and no word lacks its id."""
        photos = {entry["id"]: entry for entry in facts["photos"]}
        alts = {entry["id"]: entry for entry in head["photos"]}
        for photo_id, photo in photos.items():
            words = alts.get(photo_id)
            alt = words["alt"] if words is not None else None
            if photo["file"] and not photo["decorative"] and photo["status"] != "withdrawn" and not alt:
                where = words.node if words is not None else head.place("photos")
                head.context.report("missing-alt", where, id=photo_id, language=tag)
            elif photo["decorative"] and alt and words is not None:
                words.report("needless-alt", "alt", id=photo_id)
        self.check_ids(head, "photos", photos, "unknown-photo")
        check_medium_words(head, facts, tag)
        self.check_ids(head, "media", [entry["id"] for entry in facts["media"]], "unknown-recording")
        self.check_ids(head, "links", [entry["id"] for entry in facts["links"]], "unknown-link")
        labels = needed_labels(self.kind, facts)
        given = {entry["id"] for entry in head["labels"]}
        for label in labels.needed:
            if label not in given:
                head.report("missing-label", "labels", id=label, language=tag)
        self.check_ids(head, "labels", {*labels.needed, *labels.allowed}, "unused-label")

    def check_ids(self, head: Values, name: str, known: Iterable[str], code: str) -> None:
        known = tuple(known)
        for entry in head[name]:
            if entry["id"] not in known:
                near = suggestion(entry["id"], known)
                hint = HINTS["did-you-mean"] if near else None
                entry.report(code, "id", hint, id=entry["id"], suggestion=near)

    def compare(self, facts: Values, source: Locale, heads: Mapping[Locale, tuple[Values, Document]]) -> None:
        """What one language has, the others have; and nobody's words are only copied."""
        wanted = {entry["id"] for head, _ in heads.values() for entry in head["links"] if entry["title"]}
        wanted &= {entry["id"] for entry in facts["links"]}
        theirs, original = heads[source]
        for tag, (head, document) in heads.items():
            titled = {entry["id"] for entry in head["links"]}
            for link in sorted(wanted - titled):
                head.report("missing-link-title", "links", id=link, language=tag)
            if tag == source:
                continue
            own_ids = [entry["id"] for entry in head["highlights"]]
            source_ids = [entry["id"] for entry in theirs["highlights"]]
            for missing in source_ids:
                if missing not in own_ids:
                    head.report("missing-highlight", "highlights", id=missing, source=source)
            for entry in head["highlights"]:
                if entry["id"] not in source_ids:
                    entry.report("extra-highlight", "id", id=entry["id"], source=source)
            self.check_copies(head, theirs, tag)
            for line in copied_blocks(document.body, original.body):
                location = Location(document.file, document.body_line + line)
                found = problem("copied-text", location, None, self.panel_id, name="text", language=tag)
                self.context.problems.append(found)
            if not document.body.strip() and original.body.strip():
                location = Location(document.file, document.body_line)
                self.context.problems.append(problem("empty-body", location, None, self.panel_id, language=tag))

    def check_copies(self, head: Values, theirs: Values, tag: Locale) -> None:
        """Names may well be the same in two languages; sentences are not."""
        if head["summary"] and is_copied(head["summary"], theirs["summary"] or ""):
            head.report("copied-text", "summary", name="summary", language=tag)
        names = {
            "photos": ("alt", "caption"),
            "media": ("caption", "transcript"),
            "highlights": ("text", "role"),
            "labels": ("text",),
        }
        for name, fields in names.items():
            sources = {entry["id"]: entry for entry in theirs[name]}
            for entry in head[name]:
                original = sources.get(entry["id"])
                if original is None or (name == "labels" and not _SENTENCE_LABEL.match(entry["id"])):
                    continue
                for field in fields:
                    if entry[field] and is_copied(entry[field], original[field] or ""):
                        entry.report("copied-text", field, name=field, language=tag)


_SENTENCE_LABEL = re.compile(r"(?:chapter|event|demand|article)-")


_HANDLES = {
    "facebook": "https://www.facebook.com/{}",
    "instagram": "https://www.instagram.com/{}/",
    "twitter": "https://twitter.com/{}",
    "youtube": "https://www.youtube.com/@{}",
    "telegram": "https://t.me/{}",
}


def read_link(entry: Values) -> Link | None:
    """A way out, from a full address or from the name on a service."""
    kind, address, handle = entry["type"], entry["address"], entry["handle"]
    if kind is None:
        return None
    if (address is None) == (handle is None):
        code = "link-without-address" if address is None else "link-with-both"
        entry.report(code, "id", id=entry["id"])
        return None
    if kind in ("email", "phone"):
        found = _mail_or_phone(entry, kind, address or handle)
    elif handle is not None:
        found = _handle(entry, kind, handle)
    elif re.fullmatch(WEB_PATTERN, address) and address.isprintable():
        found = (address, re.sub(r"^www\.", "", re.split(r"[/?#]", address.split("://", 1)[1])[0]))
    else:
        mended = whole_address(address)
        hint = HINTS["write-it"] if mended else None
        entry.report("bad-address", "address", hint, value=address, suggestion=mended)
        return None
    if found is None:
        return None
    languages = tuple(Locale(tag) for tag in entry["languages"])
    return Link(id=entry["id"], type=kind, address=found[0], shown=found[1], languages=languages)


def _mail_or_phone(entry: Values, kind: str, text: str) -> tuple[str, str] | None:
    name = "address" if entry["address"] else "handle"
    if kind == "email":
        bare = text.removeprefix("mailto:")
        if re.fullmatch(EMAIL_PATTERN, bare):
            return f"mailto:{bare}", bare
        entry.report("bad-email", name, value=text)
        return None
    bare = text.removeprefix("tel:").strip()
    digits = re.sub(r"[ ()./-]", "", bare)
    if re.fullmatch(r"\+?[0-9]{3,15}", digits):
        return f"tel:{digits}", bare
    entry.report("bad-phone", name, value=text)
    return None


def _handle(entry: Values, kind: str, handle: str) -> tuple[str, str] | None:
    bare = handle.removeprefix("@")
    if kind not in _HANDLES or not re.fullmatch(r"[\w.-]{1,80}", bare):
        entry.report("bad-handle", "handle", value=handle)
        return None
    return _HANDLES[kind].format(bare), f"@{bare}"
