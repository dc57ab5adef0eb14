"""What depends on the whole text: footnote numbers, typography, glossary links, ids; then the result."""

from __future__ import annotations

from cagsite.markdown.render import Renderer
from cagsite.markdown.signs import BLOCK, PIECE, escaped, placeholder, restored, restored_html
from cagsite.markdown.slugs import slug, unique
from cagsite.markdown.terms import Mention, Terms, find_mentions
from cagsite.markdown.text import Heading, MarkdownProblem, Text, Unit
from cagsite.markdown.typography import Typography, typeset
from cagsite.markdown.units import normalised
from cagsite.naming import suggestion
from cagsite.problems import Severity

RESERVED_IDS = ("main", "menu")
"""Ids of every page around the text; others of the theme end in `-title`."""


def assemble(renderer: Renderer, typography: Typography, terms: Terms | None, problems: list[MarkdownProblem]) -> Text:
    """The text as a value."""
    tags, words, prepared = renderer.tags, renderer.words, renderer.prepared
    back_links = _number_notes(renderer) if renderer.notes else {}
    text = typeset(PIECE.join(words), typography)
    pieces = text.split(PIECE)
    if renderer.raw:
        for number in renderer.raw:
            pieces[number] = words[number]
        text = PIECE.join(pieces)
    headings, anchors = _name_headings(renderer, pieces)
    plain = _plain(text, prepared.has_literals)
    mentions = find_mentions(text, renderer.closed, renderer.linked_terms, terms) if terms else {}

    shown = escaped(text.replace(BLOCK, "")).split(PIECE)
    for number, found in mentions.items():
        shown[number] = _linked(pieces[number], found)
    parts = [""] * (2 * len(tags))
    parts[::2], parts[1::2] = tags, shown
    html = _with_notes(parts, renderer.notes, back_links) if renderer.notes else "".join(parts)
    if prepared.has_literals:
        html = restored_html(html)
    if len(problems) > 1:
        problems.sort(key=lambda problem: (problem.line, problem.column, problem.code))
    return Text(
        html=html,
        headings=headings,
        references=tuple(renderer.references),
        links=tuple(renderer.links),
        units=_units(renderer),
        problems=tuple(problems),
        words=plain.count(" ") + plain.count("\n") + 1 if plain else 0,
        anchors=anchors,
        terms_used=_terms_used(renderer.linked_terms, mentions),
        plain=plain,
    )


def _plain(text: str, has_literals: bool) -> str:
    plain = text.replace(PIECE, "").replace("\n", " ")
    if has_literals:
        plain = restored(plain)
    return "\n".join([line for line in map(str.strip, plain.split(BLOCK)) if line])


def _linked(piece: str, mentions: list[Mention]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, id in mentions:
        parts.append(escaped(piece[position:start]))
        parts.append(f'<a class="term" href="{placeholder("term", id)}">{escaped(piece[start:end])}</a>')
        position = end
    parts.append(escaped(piece[position:]))
    return "".join(parts).replace(BLOCK, "")


def _terms_used(linked: dict[int, str], mentions: dict[int, list[Mention]]) -> tuple[str, ...]:
    places = [(piece, -1, id) for piece, id in linked.items() if id != "-"]
    places += [(piece, start, id) for piece, found in mentions.items() for start, _, id in found]
    return tuple(dict.fromkeys(id for _, _, id in sorted(places)))


def _units(renderer: Renderer) -> tuple[Unit, ...]:
    spans, data, prepared = renderer.spans, renderer.data, renderer.prepared
    texts = normalised(spans, data, prepared.has_literals)
    units: list[Unit] = []
    line = offset = 0
    for (key, kind, start, _), text in zip(spans, texts, strict=True):
        line += data.count(b"\n", offset, start)
        offset = start
        units.append(Unit(key, text, kind, prepared.line_in_file(line)))
    return tuple(units)


def _name_headings(renderer: Renderer, pieces: list[str]) -> tuple[tuple[Heading, ...], tuple[str, ...]]:
    """Gives headings and boxes their ids; ids chosen by the author come first, so that they never change."""
    taken = dict.fromkeys(RESERVED_IDS, 0)
    for anchored in renderer.anchored:
        if anchored.id in taken:
            renderer.problem(
                anchored.offset,
                "duplicate-anchor",
                "there are two anchors {shown}",
                "give each heading its own",
                shown=f"{{#{anchored.id}}}",
            )
            anchored.id = ""
        elif anchored.id:
            taken[anchored.id] = 0
    headings: list[Heading] = []
    anchors: list[str] = []
    for anchored in renderer.anchored:
        wording = "".join(pieces[anchored.first : anchored.last]).replace(BLOCK, "").replace("\n", " ").strip()
        if renderer.prepared.has_literals:
            wording = restored(wording)
        id = anchored.id
        if not id:
            id = unique(slug(wording) or f"section-{anchored.section}", taken)
        anchors.append(id)
        tag = f'<h{anchored.level} id="{id}">'
        if anchored.is_box:
            tag = f'<aside class="box" aria-labelledby="{id}">\n{tag}'
        else:
            line = renderer.position(anchored.offset)[0]
            headings.append(Heading(level=anchored.level, id=id, text=wording, line=line))
        renderer.tags[anchored.first] = tag
    for wanted, offset in renderer.anchor_links:
        if wanted not in taken:
            near = suggestion(wanted, taken)
            renderer.problem(
                offset,
                "unknown-anchor",
                "there is no heading with the anchor '{wanted}'",
                "did you mean #{near}?" if near else "write {#{wanted}} after the words of the heading",
                wanted=wanted,
                near=near,
            )
    return tuple(headings), tuple(anchors)


def _number_notes(renderer: Renderer) -> dict[str, list[str]]:
    """Numbers footnotes in the order in which a reader meets them, and gives for each label its links back."""
    inside: dict[str | None, list[tuple[str, int]]] = {}
    for label, piece, container in renderer.note_links:
        if label in renderer.notes:
            inside.setdefault(container, []).append((label, piece))
    back_links: dict[str, list[str]] = {}
    numbers: dict[str, int] = {}
    met: list[str | None] = [None]
    for container in met:
        for label, piece in inside.get(container, ()):
            if label not in back_links:
                back_links[label] = []
                met.append(label)
                numbers[label] = len(numbers) + 1
            number, times = numbers[label], len(back_links[label]) + 1
            id = f"fnref_{number}" if times == 1 else f"fnref_{number}_{times}"
            back_links[label].append(id)
            renderer.tags[piece] = f'<sup><a href="#fn_{number}" id="{id}" role="doc-noteref">{number}</a></sup>'
    offsets = {span.key: span.start for span in renderer.spans if span.kind == "footnote"}
    for label, (first, last) in renderer.notes.items():
        if label not in back_links:
            renderer.problem(
                offsets[f"footnote.{label}"],
                "unused-footnote",
                "nothing leads to the footnote [^{label}]",
                "write [^{label}] in the text where it belongs, or delete the note",
                Severity.WARNING,
                label=label,
            )
            for piece in range(first, last):
                renderer.tags[piece] = renderer.words[piece] = ""
    return back_links


def _with_notes(parts: list[str], notes: dict[str, tuple[int, int]], back_links: dict[str, list[str]]) -> str:
    """The text, and after it the footnotes that were taken out of it."""
    body: list[str] = []
    position = 0
    for first, last in notes.values():
        body += parts[position : 2 * first]
        position = 2 * last
    body += parts[position:]
    items = []
    for number, (label, ids) in enumerate(back_links.items(), 1):
        first, last = notes[label]
        note = "".join(parts[2 * first : 2 * last])
        message = placeholder("message", "back to text")
        back = " ".join(
            f'<a href="#{id}" role="doc-backlink" aria-label="{message} {id[6:].replace("_", ".")}">↩\ufe0e</a>'
            for id in ids
        )
        note = f"{note[:-5]} {back}</p>\n" if note.endswith("</p>\n") else f"{note}<p>{back}</p>\n"
        items.append(f'<li id="fn_{number}">\n{note}</li>\n')
    if items:
        label = placeholder("message", "footnotes")
        body += (
            f'<section class="footnotes" role="doc-endnotes" aria-label="{label}">\n<ol>\n',
            *items,
            "</ol>\n</section>\n",
        )
    return "".join(body)
