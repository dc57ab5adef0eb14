"""`cagsite photo`: photos into panels, without what a camera puts into them; and pictures that are there, cleaned."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cagsite.cli import WrongUseError
from cagsite.commands._request import request_of
from cagsite.faults import outside
from cagsite.guard import as_refused
from cagsite.intake import (
    UnusualFileError,
    arrival,
    faults_of,
    free_id,
    free_name,
    nearest_place,
    write_arrival,
)
from cagsite.load import read_document
from cagsite.model import Exhibition, Locale, Panel, PanelId, Photo
from cagsite.naming import DEVICE_NAMES, ID, plain_id, suggestion
from cagsite.normal import scalar
from cagsite.pictures import PictureError, Redaction
from cagsite.pictures.masters import Master, cleaned_picture, master
from cagsite.pictures.telling import DEVICE, PERSON, PLACE, WORDS, Told, told_by
from cagsite.problems import ContentError, Problem, Severity
from cagsite.refusal import problem_of
from cagsite.replacing import replace_file
from cagsite.schema.files import USES
from cagsite.sources import Project
from cagsite.terminal import Terminal
from cagsite.validate import load_and_validate
from cagsite.yamltree import Mapping as Fields
from cagsite.yamltree import Node, Scalar, Sequence, find_entry

FILE_LIMIT = 64_000_000
"""Bytes of a photo."""
PEOPLE = {
    "none": "there is nobody in it",
    "unrecognisable": "there are people, but nobody can be recognised: not by face, clothes, tattoos, place or company",
    "recognisable": "somebody can be recognised",
}
CONSENT = {
    "given": "they have said yes, and that is written down in our register",
    "not_needed": "no consent is needed",
}
"""Answers and what they mean (msgids)."""


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, with what; what is not given is asked for on a terminal."""
    say: Callable[[str], str] = getattr(parser, "say", str)
    parser.usage = "\n       ".join(("cagsite photo add ID FILE [OPTIONS]", "cagsite photo clean [FILE...]"))
    parser.add_argument("verb", choices=("add", "clean"))
    parser.add_argument("words", nargs="*", metavar="...", help=say("as shown above; ID is a panel"))
    group = parser.add_argument_group(say("what is known of the photo; on a terminal you are asked for it"))
    group.add_argument("--id", metavar="ID", help=say("its name within the panel; that of an awaited photo fulfils it"))
    group.add_argument(
        "--alt", metavar="TAG=TEXT", action="append", default=[], help=say("what it shows, per language of the panel")
    )
    group.add_argument(
        "--caption", metavar="TAG=TEXT", action="append", default=[], help=say("the text below it, per language")
    )
    group.add_argument("--decorative", action="store_true", help=say("it says nothing, and needs no such words"))
    group.add_argument("--credit", metavar="TEXT", help=say("who made it"))
    group.add_argument("--licence", metavar="TEXT", help=say("under which licence"))
    group.add_argument("--taken", metavar="DATE", help=say("when it was taken, as exactly as visitors may know"))
    group.add_argument("--place", metavar="ID", help=say("id of a place in places.yaml"))
    group.add_argument("--focal-point", metavar="X,Y", help=say("what must stay in view, as parts of width and height"))
    group.add_argument("--people", choices=tuple(PEOPLE), help=say("whether anybody in it can be recognised"))
    group.add_argument(
        "--cover",
        metavar="X,Y,W,H",
        action="append",
        default=[],
        help=say("an area to paint over for good before the picture is kept, as parts of width and height"),
    )
    group.add_argument("--consent", choices=tuple(CONSENT), help=say("whether those in it have said yes"))
    group.add_argument(
        "--consent-by", metavar="CODE", help=say("who said yes: a code of your own register, never a name")
    )
    group.add_argument("--consent-date", metavar="YYYY-MM-DD", help=say("the day on which they said yes"))
    group.add_argument("--uses", metavar="USE,USE", help=say("what they said yes to: web, print, press"))
    group.add_argument("--expires", metavar="YYYY-MM-DD", help=say("the last day on which it may be shown"))
    group.add_argument("--reason", metavar="TEXT", help=say("why no consent is needed"))


def run(options: Namespace, terminal: Terminal) -> int:
    """One of the two verbs."""
    words: list[str] = options.words
    project = request_of(options, terminal, writes=False).project
    if options.verb == "clean":
        return _clean(words, project, terminal)
    if len(words) != 2:
        raise WrongUseError("use: cagsite photo add ID FILE", "'cagsite photo --help' shows the options")
    exhibition = load_and_validate(project).exhibition
    panel = exhibition.panels.get(PanelId(words[0]))
    if panel is None:
        near = suggestion(words[0], exhibition.panels)
        hint = "did you mean '{near}'?" if near else "'cagsite status' lists the panels"
        raise WrongUseError("there is no panel '{id}'", hint, id=words[0], near=near)
    return _add(panel, Path(words[1]), exhibition, project, _Answers(options, terminal), terminal)


@dataclass(slots=True)
class _Answers:
    """What the options say, and what a person at a terminal is asked for instead."""

    options: Namespace
    terminal: Terminal
    missing: list[str] = field(default_factory=list)
    """Options without which nothing can be done."""

    @property
    def can_ask(self) -> bool:
        return sys.stdin.isatty() and not self.terminal.is_quiet

    def ask(self, option: str, question: str, *, needed: bool = True, **values: object) -> str:
        """The answer to a question; an empty one only where it may be left out."""
        given: str | None = getattr(self.options, option.replace("-", "_"), None)
        if given is not None:
            return given.strip()
        if not self.can_ask:
            if needed:
                self.missing.append(f"--{option}")
            return ""
        return self.typed(question, needed=needed, **values)

    def typed(self, question: str, *, needed: bool, **values: object) -> str:
        while True:
            print(f"{self.terminal.worded(question, values)} ", end="", file=sys.stderr, flush=True)
            line = sys.stdin.readline()
            if not line:
                raise WrongUseError("the questions were not answered; nothing was written")
            if line.strip() or not needed:
                return line.strip()

    def choose(self, option: str, question: str, choices: Mapping[str, str]) -> str:
        """One of a few words, by its number or as a word."""
        given: str | None = getattr(self.options, option.replace("-", "_"))
        if given is not None or not self.can_ask:
            return self.ask(option, question)
        self.terminal.say(question)
        for number, meaning in enumerate(choices.values(), 1):
            self.terminal.say("  {number} {meaning}", number=number, meaning=self.terminal.translate(meaning))
        while True:
            answer = self.typed("type the number:", needed=True)
            if answer in choices:
                return answer
            if answer.isdecimal() and 1 <= int(answer) <= len(choices):
                return list(choices)[int(answer) - 1]

    def per_language(self, option: str, locales: tuple[Locale, ...]) -> dict[str, str]:
        """Texts given as TAG=TEXT."""
        texts: dict[str, str] = {}
        for given in getattr(self.options, option):
            tag, mark, text = given.partition("=")
            if not mark or tag not in locales:
                raise WrongUseError(
                    "--{option} takes a language of the panel and a text, as in --{option} {example}",
                    "the panel is written in: {codes}",
                    option=option,
                    example=f'{locales[0]}="…"',
                    codes=", ".join(locales),
                )
            texts[tag] = text.strip()
        return texts


def _add(
    panel: Panel, path: Path, exhibition: Exhibition, project: Project, answers: _Answers, terminal: Terminal
) -> int:
    data = _original(path, project, terminal)
    id, awaited = _identity(panel, answers)
    told = told_by(data)
    copy = _master(data, path, answers)  # before any question: nobody should answer ten of them for a broken file
    _tell(told, exhibition, terminal)
    known = _written(project, panel, id)
    facts = _facts(known, panel, answers)
    words = _words(panel, id, awaited, project, answers)
    if answers.missing:
        raise WrongUseError(
            "what is to be said about the photo is missing: {options}; nothing was written",
            "give it with these options, or run the command on a terminal and answer its questions",
            options=" ".join(answers.missing),
        )
    name = free_name(project.root / panel.folder, id, copy.ending)
    try:
        new = arrival(project, panel, id, (name, copy.content), {"file": scalar(name), **facts}, words)
    except UnusualFileError as error:
        raise WrongUseError(
            "{file} is written in a way to which nothing can be added; nothing was written",
            "put it in order first, with: cagsite tidy",
            file=error.path,
        ) from None
    problems = as_refused(faults_of(project, new))
    if any(problem.severity is Severity.ERROR for problem in problems):
        terminal.report(problems)
        terminal.fail("nothing was written", "correct the answers and try again")
        return 1
    write_arrival(project, new)
    terminal.report([problem for problem in problems if f"'{id}'" in problem.says() or name in problem.location.file])
    terminal.say(
        "the photo '{id}' is in {file}: {width} × {height} pixels, without anything else that the camera wrote",
        id=id,
        file=f"{panel.folder}/{name}",
        width=copy.size[0],
        height=copy.size[1],
    )
    terminal.say("keep the original outside the exhibition's folder, or delete it; it must never be committed")
    return 0


def _original(path: Path, project: Project, terminal: Terminal) -> bytes:
    """The bytes of the photo, which must not lie where a commit would take it along."""
    if not path.is_file():
        raise WrongUseError("there is no file {file}", "give the name of a picture on this computer", file=path)
    place = path.resolve()
    for name in ("content", "static", "templates", "locales"):
        if place.is_relative_to(project.root.resolve() / name):
            raise WrongUseError(
                "{file} lies inside the exhibition, where a commit would take it along with all that it tells",
                "move it to a folder outside the exhibition, and add it from there",
                file=path,
            )
    if place.is_relative_to(project.root.resolve()):
        terminal.say(
            "careful: {file} lies in the exhibition's folder; move it away before anything is committed", file=path
        )
    with outside(str(path)):
        if path.stat().st_size > FILE_LIMIT:
            raise WrongUseError("{file} is too large", "export it as JPEG, at most 6000 pixels wide", file=path)
        return path.read_bytes()


def _identity(panel: Panel, answers: _Answers) -> tuple[str, Photo | None]:
    """The id, and the awaited photo that it belongs to."""
    waiting = [photo.id for photo in panel.photos if photo.file is None]
    proposed = waiting[0] if len(waiting) == 1 else free_id(panel)
    id: str = answers.options.id or ""
    if not id and answers.can_ask:
        id = answers.typed("name of the photo within the panel, such as office [{id}]:", needed=False, id=proposed)
    id = id or proposed
    if not ID.fullmatch(id) or id in DEVICE_NAMES:
        raise WrongUseError(
            "'{id}' cannot be an id",
            "use lower-case letters a-z, digits and hyphens, as in {example}",
            id=id,
            example=plain_id(id) or "office",
        )
    found = next((photo for photo in panel.photos if photo.id == id), None)
    if found is not None and found.file is not None:
        raise WrongUseError(
            "the panel has a photo '{id}' already", "choose another name with --id, such as {example}", id=id,
            example=free_id(panel),
        )  # fmt: skip
    return id, found


def _master(data: bytes, path: Path, answers: _Answers) -> Master:
    covered = tuple(Redaction(area=_area(text)) for text in answers.options.cover)
    try:
        return master(data, name=path.name, covered=covered)
    except PictureError as error:
        raise ContentError([problem_of(error, path.name)]) from None


def _area(text: str) -> tuple[float, float, float, float]:
    try:
        x, y, width, height = (float(part) for part in text.split(","))
    except ValueError:
        x = y = width = height = -1
    if min(x, y) < 0 or min(width, height) <= 0 or max(x + width, y + height) > 1.000001:
        raise WrongUseError(
            "'{text}' is no area of the picture",
            "write left, top, width and height as parts of the upright picture, as in 0.4,0.1,0.2,0.3",
            text=text,
        )
    return x, y, width, height


def _tell(told: Told, exhibition: Exhibition, terminal: Terminal) -> None:
    """What the file would have given away."""
    if told.position is not None:
        north, east = told.position
        near = nearest_place(exhibition, told.position)
        values = {"north": f"{north:.4f}", "east": f"{east:.4f}"}
        if near is None:
            terminal.say("warning: the photo tells where it was taken: {north}, {east}; that is taken out", **values)
        else:
            place, distance = near
            terminal.say(
                "warning: the photo tells where it was taken: {north}, {east}, {distance} km from {place};"
                " that is taken out",
                place=next(iter(place.name.values()), place.id),
                distance=f"{distance:.1f}" if distance < 10 else f"{distance:.0f}",
                **values,
            )
    elif PLACE in told.kinds:
        terminal.say("warning: the photo tells where it was taken; that is taken out")
    if PERSON in told.kinds:
        terminal.say("warning: the photo holds names of people; they are taken out")
    if DEVICE in told.kinds:
        terminal.say("warning: the photo tells which camera or phone it comes from; that is taken out")
    if WORDS in told.kinds:
        terminal.say("warning: the photo holds words such as a description; they are taken out")


def _written(project: Project, panel: Panel, id: str) -> dict[str, Node]:
    """The fields that panel.yaml has for this photo already."""
    return _entry(read_document(project.root, f"{panel.folder}/panel.yaml", []).tree, id)


def _entry(tree: Node | None, id: str) -> dict[str, Node]:
    photos = tree.fields.get("photos") if isinstance(tree, Fields) else None
    found = find_entry(photos[1] if photos else None, id)
    return {name: node for name, (_, node) in found[1].fields.items()} if found else {}


def _facts(known: Mapping[str, Node], panel: Panel, answers: _Answers) -> dict[str, Node]:
    """What panel.yaml is to say of the photo besides what stands there."""
    options = answers.options
    facts: dict[str, Node] = {}

    def put(name: str, value: str) -> None:
        if value:
            facts[name] = scalar(value)

    if options.credit or "credit" not in known:
        put("credit", answers.ask("credit", "who made it, as it is to be credited:"))
    if options.licence or "licence" not in known:
        put("licence", answers.ask("licence", "under which licence, such as CC BY 4.0:"))
    put("date", options.taken or "")
    put("place", options.place or "")
    if options.people or "people" not in known:
        put("people", answers.choose("people", "Can anybody in the photo be recognised?", PEOPLE))
    if panel.is_anonymous and facts.get("people") == scalar("recognisable") and "redact" not in known:
        raise WrongUseError(
            "nobody in this panel may be recognised; nothing was written",
            "paint over whoever can be recognised with --cover, and then say --people unrecognisable",
        )
    if "consent" not in known:
        facts["consent"] = _consent(answers, str(getattr(facts.get("people"), "text", "")))
    elif options.consent:
        raise WrongUseError(
            "panel.yaml has a consent for this photo already", "take --consent away, or change it there"
        )
    if options.focal_point:
        facts["focal_point"] = _list(options.focal_point.split(","))
    if options.decorative and "decorative" not in known:
        facts["decorative"] = Scalar("true", 1, 1, True)
    return facts


def _consent(answers: _Answers, people: str) -> Fields:
    """Who has allowed what, until when; a person at a terminal is asked only what still matters."""
    options = answers.options
    if people == "none" and options.consent is None and answers.can_ask:
        status = "not_needed"
    else:
        status = answers.choose("consent", "Have those in the photo said yes to its being shown?", CONSENT)
    fields: dict[str, Node] = {"status": scalar(status)}
    if status == "given":
        by = answers.ask("consent-by", "who said yes: their code in your register, never a name, such as p-017:")
        given = answers.ask("consent-date", "on which day (YYYY-MM-DD):")
        uses = answers.ask("uses", "to what: web, print, press (with commas between):")
        expires = answers.ask("expires", "until which day (YYYY-MM-DD; nothing where there is no end):", needed=False)
        fields |= {"by": scalar(by), "date": scalar(given)}
        fields["uses"] = _list(uses.split(","))
        wrong = [use for use in (part.strip() for part in uses.split(",")) if use and use not in USES]
        if wrong:
            raise WrongUseError("'{use}' is no use that one can say yes to", "they are: {uses}", use=wrong[0],
                                uses=", ".join(USES))  # fmt: skip
        if expires:
            fields["expires"] = scalar(expires)
    elif status == "not_needed":
        reason = answers.ask("reason", "why is no consent needed:")
        fields["reason"] = scalar(reason)
    return Fields({name: (Scalar(name, 1, 1, True), value) for name, value in fields.items()}, 1, 1)


def _list(parts: list[str]) -> Sequence:
    return Sequence(tuple(scalar(part.strip()) for part in parts if part.strip()), 1, 1)


def _words(
    panel: Panel, id: str, awaited: Photo | None, project: Project, answers: _Answers
) -> dict[str, dict[str, Node]]:
    """What each language of the panel is to say of the photo."""
    locales = tuple(panel.translations)
    alts, captions = answers.per_language("alt", locales), answers.per_language("caption", locales)
    words: dict[str, dict[str, Node]] = {}
    for tag in locales:
        known = _entry(read_document(project.root, f"{panel.folder}/panel.{tag}.md", []).tree, id) if awaited else {}
        fields: dict[str, Node] = {}
        if (tag in alts or "alt" not in known) and not answers.options.decorative:
            alt = alts.get(tag, "")
            if not alt and answers.can_ask:
                alt = answers.typed(
                    "what does the photo show, in one sentence in the language '{tag}', for those who cannot see it:",
                    needed=True,
                    tag=tag,
                )
            if not alt:
                answers.missing.append(f"--alt {tag}=…")
            fields["alt"] = scalar(alt)
        if captions.get(tag):
            fields["caption"] = scalar(captions[tag])
        words[tag] = fields
    return words


def _clean(words: list[str], project: Project, terminal: Terminal) -> int:
    """Pictures in panels, rewritten without what they tell; those that tell nothing are left as they are."""
    from cagsite.reading import PICTURE_TYPES

    if words:
        paths = [Path(word) for word in words]
    else:
        paths = [
            Path(folder, name)
            for folder, _, names in os.walk(project.content)
            for name in sorted(names)
            if os.path.splitext(name)[1].lower() in PICTURE_TYPES
        ]
    cleaned = 0
    problems: list[Problem] = []
    for path in sorted(paths):
        if not path.is_file() or path.is_symlink():
            raise WrongUseError("there is no file {file}", "give the name of a picture on this computer", file=path)
        with outside(str(path)):
            data = path.read_bytes()
        if not told_by(data).kinds:
            continue
        try:
            content = cleaned_picture(data, name=path.name, ending=path.suffix)
        except PictureError as error:
            problems.append(problem_of(error, _shown(path, project)))
            continue
        replace_file(path, content)
        terminal.say("cleaned: {file}", file=_shown(path, project))
        cleaned += 1
    if problems:
        raise ContentError(problems)
    if not cleaned:
        terminal.say("no picture tells more than it shows")
        return 0
    terminal.say(
        "{count} pictures cleaned; what was committed before is still in the repository's history, see docs/photos.md",
        count=cleaned,
    )
    return 0


def _shown(path: Path, project: Project) -> str:
    place = path.resolve()
    return place.relative_to(project.root).as_posix() if place.is_relative_to(project.root) else path.as_posix()
