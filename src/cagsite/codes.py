"""Every problem that the content can have, in one table: how much it weighs, what it says, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cagsite.problems import Location, Problem, Severity

VALUE_LIMIT = 120
"""Characters of a value that a message repeats."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem."""

    severity: Severity
    meaning: str
    """English msgid with named `{}` fields."""
    remedy: str = ""
    """English msgid: how to mend it."""


def problem(code: str, location: Location, hint: str | None = None, subject: str = "", /, **values: object) -> Problem:
    """The record of one problem, with the words of the table; `hint` is another remedy, taken from HINTS."""
    entry = CODES[code]
    remedy = entry.remedy if hint is None else hint
    return Problem(
        location=location,
        severity=entry.severity,
        code=code,
        message=entry.meaning,
        hint=remedy,
        parameters=tuple(
            sorted(
                (name, _short(str(value)))
                for name, value in values.items()
                if "{" + name + "}" in entry.meaning or "{" + name + "}" in remedy
            )
        ),
        subject=subject,
    )


def _short(value: str) -> str:
    """Long values are cut, so that the message around them stays whole."""
    return value if len(value) <= VALUE_LIMIT else value[:VALUE_LIMIT] + "…"


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTICE

CODES: Mapping[str, Code] = {
    # files and folders
    "missing-settings": Code(
        _E, "exhibition.yaml is missing", "a project has exhibition.yaml in its top folder; cagsite init makes one"
    ),
    "symbolic-link": Code(
        _E, "this is a symbolic link, or lies behind one", "put the real file or folder in its place"
    ),
    "not-a-file": Code(_E, "this is not an ordinary file", "take it away, or put a file in its place"),
    "not-a-folder": Code(_E, "this should be a folder", "take it away, or make a folder of that name"),
    "outside-project": Code(
        _E,
        "this path leads out of the project",
        "name a file inside the project, without .. and without a slash at the beginning",
    ),
    "missing-file": Code(_E, "this file is missing", "put it back, or take away what refers to it"),
    "unreadable-file": Code(_E, "this file may not be read", "give yourself the right to read it"),
    "too-large": Code(_E, "this file is too large: {size}, at most {limit}", "make it smaller, or divide it"),
    "changed-while-reading": Code(_E, "this file was changed while it was being read", "save it and try again"),
    "bad-name": Code(
        _E,
        "the name '{name}' has characters that a file name may not have",
        "give the file a name of ordinary letters, digits and hyphens",
    ),
    "name-collision": Code(_E, "'{name}' and '{other}' are the same name on some computers", "rename one of the two"),
    "reserved-name": Code(_E, "'{name}' is a name that Windows keeps for itself", "choose another name"),
    "unknown-folder": Code(_E, "unknown folder '{name}'", "the folders are: {known}"),
    "unknown-list": Code(_E, "unknown file '{name}'", "the files here are: {known}"),
    "misplaced-file": Code(
        _E, "'{name}' does not lie in the folder of a panel", "every panel has a folder of its own: {folder}/<id>/"
    ),
    "unknown-panel-file": Code(
        _E,
        "unknown file '{name}' in the folder of a panel",
        "a panel has panel.yaml, and panel.<language>.md for each language",
    ),
    "unexpected-file": Code(
        _W, "'{name}' is of no use here, and is not published", "take it away, or give it the name that it should have"
    ),
    "unused-picture": Code(
        _W,
        "no photo in panel.yaml names the file '{name}', so it is not published",
        "add it under photos, or take it away",
    ),
    "bad-id": Code(_E, "'{value}' is not an id", "an id has small letters a to z, digits and single hyphens"),
    "bad-section-number": Code(
        _E, "'{name}' is not the number of a section", "the folder of a section has its number as name, such as 8"
    ),
    "duplicate-id": Code(
        _E,
        "another panel has the id '{name}': {other}",
        "an id is given once, whatever the kind; rename one of the two folders",
    ),
    "missing-panel-yaml": Code(_E, "panel.yaml is missing in this folder", "add panel.yaml, or take the folder away"),
    "missing-document": Code(
        _E,
        "there are sections here, but the document itself has no panel.yaml",
        "add panel.yaml and the words of the document",
    ),
    # encoding and characters
    "not-utf8": Code(_E, "this file is not saved as UTF-8", "save it as UTF-8"),
    "control-character": Code(
        _E, "there is an invisible control character here ({number})", "delete it, and type the word again"
    ),
    "private-character": Code(
        _E, "there is a character here that only one font knows ({number})", "replace it with an ordinary character"
    ),
    "direction-character": Code(
        _E,
        "there is an invisible character here that turns the direction of the text ({number})",
        "delete it; mark foreign words with [words]{lang=xx}",
    ),
    "invisible-character": Code(
        _W, "there is an invisible character here ({number})", "delete it, and type the words around it again"
    ),
    "merge-conflict": Code(
        _E,
        "two versions of this text stand here side by side: a conflict that was not solved",
        "keep the right lines; delete the others and the lines with <<<<<<<, ======= and >>>>>>>",
    ),
    # YAML
    "no-front-matter": Code(
        _E,
        "the file does not begin with its front matter",
        "the first line is ---, then title and summary, then --- again, then the text",
    ),
    "unclosed-front-matter": Code(
        _E, "the front matter has no end", "put a line with --- between the fields and the text"
    ),
    "empty-front-matter": Code(_E, "the front matter is empty", "write title and summary between the lines with ---"),
    "front-matter-not-fields": Code(
        _E, "the front matter has no fields", "write fields such as title: and summary: between the lines with ---"
    ),
    "tab": Code(_E, "the line begins with a tab", "begin it with spaces"),
    "unquoted-colon": Code(
        _E, "a colon inside a text needs quotation marks around the whole text", "put the text in quotation marks"
    ),
    "needs-quotes": Code(
        _E, "a text that begins with {character} needs quotation marks", "put the text in quotation marks"
    ),
    "open-quote": Code(_E, "the quotation marks here do not match", "close the text with the same mark that opens it"),
    "missing-space": Code(_E, "after the colon a space is missing", "put a space after the colon"),
    "missing-colon": Code(_E, "after the name of the field a colon is missing", "put a colon and a space after it"),
    "open-bracket": Code(_E, "the bracket that opens here is not closed", "close it on the same line"),
    "bad-indent": Code(
        _E, "the line begins with {found} spaces, which fits no line above it", "begin it with {wanted} spaces"
    ),
    "bad-yaml": Code(
        _E,
        "this line cannot be understood: {line}",
        "compare it and the line above with a file that works: spaces before it, a colon and a space after a name",
    ),
    "bad-key": Code(
        _E,
        "braces or brackets at the beginning of a text need quotation marks around the whole text",
        "put the text in quotation marks",
    ),
    "yaml-feature": Code(
        _E,
        "anchors (&), aliases (*), tags (!) and << are not used here",
        "write the text out; if it begins with such a character, put it in quotation marks",
    ),
    "second-document": Code(
        _E, "a second document begins here", "take away the line with ---, or put the rest in another file"
    ),
    "too-deep": Code(_E, "more than {limit} levels inside each other", "write it with fewer levels"),
    "duplicate-field": Code(
        _E, "the field '{name}' stands here for the second time; the first is on line {first}", "keep one of the two"
    ),
    # the map
    "bad-json": Code(_E, "from here on this is not JSON", "mend it here, or save the map as GeoJSON once again"),
    "map-not-a-collection": Code(
        _E, "the map is not a GeoJSON FeatureCollection", "save it as GeoJSON, with its shapes in a list of features"
    ),
    "map-not-an-area": Code(
        _E, "feature {number} is not an area: {type}", "a map has features of the types Polygon and MultiPolygon"
    ),
    "map-bad-ring": Code(
        _E,
        "a line of feature {number} encloses nothing",
        "it needs at least three points, and its last point is the first one again",
    ),
    "map-bad-position": Code(
        _E,
        "{value} in feature {number} is not longitude and latitude",
        "save the map in WGS 84 (EPSG:4326): degrees east, then degrees north",
    ),
    "map-bad-id": Code(
        _E,
        "feature {number} has the id {value}, which is no text",
        "write the id of the country's panel; land around the countries has no id",
    ),
    "map-country-twice": Code(
        _E,
        "feature {number} has the same id as an earlier one: '{value}'",
        "a country with several parts is one feature of the type MultiPolygon",
    ),
    "map-without-country": Code(
        _E, "no feature of the map has the id of a country", "give each country's feature the id of its panel"
    ),
    "bad-parallels": Code(
        _E,
        "a map has two parallels, and one does not lie as far south as the other lies north",
        "write them as in [37, 52], or leave them out",
    ),
    # fields
    "unknown-field": Code(_E, "unknown field '{name}'", "the fields here are: {known}"),
    "missing-field": Code(_E, "the field '{name}' is missing", "add {name}: and its value"),
    "too-many-ways": Code(_E, "'{first}' and '{second}' say the same in two ways", "keep one of the two"),
    "empty-field": Code(_E, "the field '{name}' is empty", "write its value after the colon"),
    "needless-field": Code(
        _E, "'{name}' has no meaning here; it belongs to {field}: {value}", "take it away, or correct {field}"
    ),
    "empty-entry": Code(_E, "an entry of the list is empty", "write something after the hyphen, or take the line away"),
    "duplicate-entry": Code(
        _E, "'{value}' stands here for the second time; the first is on line {first}", "keep one of the two"
    ),
    "not-a-text": Code(_E, "here a text is expected", "write the text on the line, after the colon"),
    "not-a-list": Code(
        _E, "here a list is expected", "write each entry on a line of its own, with a hyphen and a space before it"
    ),
    "not-fields": Code(_E, "here fields are expected, each with its name and a colon", "write name: value"),
    "not-per-language": Code(_E, "here a text per language is expected", "write it below, as {line}"),
    "too-long": Code(_E, "the text is too long: {length} characters, at most {limit}", "shorten it"),
    "bad-label-id": Code(
        _E, "'{value}' is not an id", "an id here has letters a to z, digits, hyphens and underscores"
    ),
    "bad-language": Code(_E, "'{value}' is not a language tag", "a language tag is written like sv, pt-BR or zh-Hant"),
    "unknown-language": Code(
        _E,
        "the language '{language}' is not among those of the exhibition",
        "add it under languages in exhibition.yaml, or correct it",
    ),
    "bad-reference": Code(
        _E, "'{value}' is not the id of anything", "an id has small letters a to z, digits and single hyphens"
    ),
    "bad-choice": Code(_E, "'{value}' is not one of the possible words", "write one of: {choices}"),
    "bad-boolean": Code(_E, "'{value}' is neither true nor false", "write true or false"),
    "bad-integer": Code(
        _E, "'{value}' is not a whole number in digits", "write the digits only, without spaces and points"
    ),
    "bad-number": Code(_E, "'{value}' is not a number", "write it in digits, with a point before decimals"),
    "out-of-range": Code(_E, "{value} is not between {least} and {most}", "correct the number"),
    "bad-year": Code(_E, "'{value}' is not a year in four digits", "write it as YYYY, for example 1999"),
    "bad-date": Code(
        _E, "'{value}' is not a date of the form YYYY-MM-DD", "write it as YYYY-MM-DD, for example 2026-02-28"
    ),
    "no-such-day": Code(_E, "'{value}' is not a day in the calendar", "write it as YYYY-MM-DD, for example 2026-02-28"),
    "bad-partial-date": Code(
        _E,
        "'{value}' is not a date",
        "write it as exactly as it is known: 2016-09-01, 2016-09, 2016-autumn, 2016, 1990s or c18",
    ),
    "bad-period": Code(_E, "'{value}' is not a year, a date or two years", "write 2019, 2016-2019 or 2019-05-03"),
    "ends-before-start": Code(_E, "the end lies before the beginning", "correct one of the two"),
    "bad-address": Code(_E, "'{value}' is not a web address", "an address begins with https:// or http://"),
    "bad-base-address": Code(_E, "'{value}' does not end in a slash", "write {suggestion}"),
    "bad-email": Code(_E, "'{value}' is not an e-mail address", "write it as name@example.org"),
    "bad-phone": Code(_E, "'{value}' is not a phone number", "write it with the country's number, as +46 8 123 45 67"),
    "bad-handle": Code(
        _E, "'{value}' is not a name on this service", "write the name as '@name', or give the full address as address:"
    ),
    "bad-territory": Code(
        _E, "'{value}' is not the two-letter code of a country", "write the ISO 3166 code in capitals, such as KZ"
    ),
    "bad-code": Code(
        _E, "'{value}' is not a code for a printed address", "use 2 to 16 small letters and digits, such as a7f3"
    ),
    "bad-slug": Code(
        _E, "'{value}' cannot be part of an address", "use small letters a to z, digits and single hyphens, at most 80"
    ),
    "bad-file-name": Code(
        _E,
        "'{value}' is not the name of a file in this folder",
        "write the bare name, such as office.jpg; the file lies beside panel.yaml",
    ),
    "bad-fractions": Code(
        _E, "here {count} numbers from 0 to 1 are expected: {names}", "write them in brackets, as in [0.5, 0.4]"
    ),
    "bad-repository": Code(_E, "'{value}' is not the name of a repository", "write owner/name, as in its address"),
    "bad-branch": Code(_E, "'{value}' is not the name of a branch", "write it as the host shows it, such as main"),
    "admin-without-repository": Code(
        _W,
        "nobody can sign in at /admin/ of the published site",
        "add repository: with host: and name:, or take admin: away",
    ),
    "unknown-timezone": Code(_E, "unknown time zone '{value}'", "write its name, such as Europe/Stockholm"),
    "text-missing": Code(_E, "'{name}' has no text for the language '{language}'", "add {language}: and the text"),
    "text-untranslated": Code(
        _N, "'{name}' has no text for the language '{language}' yet", "add {language}: and the text"
    ),
    # settings
    "fallback-cycle": Code(
        _E, "the languages fall back on each other in a circle: {cycle}", "take one of them away under fallback"
    ),
    "quick-exit-nowhere": Code(
        _E,
        "quick_exit says that readers may leave at once, but no address says where to",
        "add quick_exit: to exhibition.yaml, with an address that tells nothing, such as https://www.smhi.se/",
    ),
    "tour-without-rooms": Code(
        _E, "the walk '{id}' leads nowhere", "add rooms: here, or the order of all rooms under rooms: in this file"
    ),
    "same-word": Code(_E, "'{value}' is already the word for {other} in this language", "choose another word"),
    # panels
    "embargo-without-date": Code(
        _E, "an embargo needs its end", "add embargo_until: and the first day on which it may be shown"
    ),
    "missing-source": Code(
        _E, "the words in the source language are missing: panel.{language}.md", "add panel.{language}.md"
    ),
    "language-incomplete": Code(
        _E,
        "the panel '{id}' is missing in the language '{language}', which is to be complete",
        "add panel.{language}.md, or take away complete: true for that language",
    ),
    "translation-missing": Code(
        _N, "the panel '{id}' is not translated into '{language}' yet", "add panel.{language}.md"
    ),
    "missing-label": Code(
        _E, "the label '{id}' has no words in the language '{language}'", "add it under labels, with id: {id} and text:"
    ),
    "unused-label": Code(_W, "nothing in panel.yaml uses the label '{id}'", "correct its id, or take it away"),
    "missing-highlight": Code(
        _E,
        "the highlight '{id}' is missing here; it stands in panel.{source}.md",
        "add it under highlights, or take it away there",
    ),
    "extra-highlight": Code(
        _E, "the highlight '{id}' does not stand in panel.{source}.md", "add it there too, or take it away here"
    ),
    "missing-link-title": Code(
        _E,
        "the link '{id}' has no title in the language '{language}', but in another",
        "add it under links, with id: {id} and title:",
    ),
    "unknown-link": Code(_E, "panel.yaml has no link '{id}'", "add it there, or take it away here"),
    "copied-text": Code(
        _W, "'{name}' is the same in '{language}' as in the source language: it is not translated", "translate it"
    ),
    "seen-unreadable": Code(
        _W,
        "cagsite cannot read what this translation was made from",
        "compare the translation with its source, then: cagsite translation confirm",
    ),
    "term-otherwise": Code(
        _W,
        "in {unit}, '{term}' is not translated as agreed: '{agreed}'",
        "use the agreed word; or add yours to the forms of '{id}' in content/glossary.yaml; or link yours: (term:{id})",
    ),
    # files of translators, on their way back
    "bad-catalogue": Code(
        _E,
        "this is not a gettext catalogue: {reason}",
        "open it in a program for translators, such as Poedit, which shows the place",
    ),
    "damaged-line": Code(
        _E,
        "this line of the catalogue is damaged: it is no comment, and no text in quotation marks",
        'write it as msgid "..." or msgstr "...", with \\" for a quotation mark inside',
    ),
    "bad-plural-forms": Code(
        _E,
        "the rule for plural forms cannot be used: {rule}",
        "write Plural-Forms: as the catalogue had it when 'cagsite language add' made it, or as CLDR has it",
    ),
    "bad-form": Code(
        _E,
        "this is not a page that cagsite has made for a translator",
        "import the file that the button 'Save' on the page has made, or a catalogue",
    ),
    "wrong-language": Code(
        _E,
        "this file holds words in '{found}', not in '{language}'",
        "take it back as what it is: cagsite translation import {found} FILE; or export '{language}' anew",
    ),
    "foreign-file": Code(
        _E,
        "no text of this exhibition is in this file",
        "take back a file that 'cagsite translation export {language}' has made from this exhibition",
    ),
    "text-gone": Code(_W, "the exhibition has no text {unit} any more", "export again, to see what is there now"),
    "source-changed": Code(
        _W, "the source of {unit} has changed since the export", "export again, and translate what is new"
    ),
    "no-place": Code(
        _W,
        "the translation has no place for {unit}: its blocks are not those of the source",
        "write it into {file} by hand, so that both languages have the same blocks in the same order",
    ),
    "lost-part": Code(
        _E,
        "in {unit}, '{part}' of the source is missing",
        "keep addresses, and what stands in ( ) after ], in [^ ] and in { }, exactly as in the source",
    ),
    "strange-part": Code(
        _E,
        "in {unit}, '{part}' is not in the source",
        "keep addresses, and what stands in ( ) after ], in [^ ] and in { }, exactly as in the source",
    ),
    "loose-mark": Code(
        _E, "in {unit}, a mark {mark} stands alone", "set the marks in pairs around the words, as in the source"
    ),
    "lost-mark": Code(
        _E,
        "in {unit}, {mark} is used {found} times, in the source {expected} times",
        "set the same marks around the words as in the source",
    ),
    "other-shape": Code(
        _E,
        "in {unit}, the text is read as {found}; in the source it is {expected}",
        "leave no blank line in it, and begin no line with #, -, > or ::: where the source does not",
    ),
    "damaged-placeholder": Code(
        _E,
        "the placeholders of '{message}' are not those of the original: {found}",
        "keep {expected} exactly as in the original",
    ),
    "empty-body": Code(
        _W,
        "below the front matter there is no text in the language '{language}'",
        "write the text, or set status: draft until it is there",
    ),
    "shares-over-100": Code(_E, "the shares add up to {total} per cent", "together they are at most 100"),
    "link-without-address": Code(_E, "the link '{id}' leads nowhere", "add address: or handle:"),
    "link-with-both": Code(_E, "the link '{id}' has both address and handle", "keep one of the two"),
    "bad-payment-number": Code(
        _E, "'{value}' is not a number that money can be sent to", "compare it with the original, digit by digit"
    ),
    "payment-unverified": Code(
        _N,
        "the number of the payment '{id}' is as of {time}, and is still to be verified",
        "ask whoever receives the money, then write verified: and the day",
    ),
    # photos
    "no-file": Code(_E, "the photo '{id}' has no file", "add file: and the name of the picture, or awaited: true"),
    "file-and-awaited": Code(_E, "the photo '{id}' has a file, and is awaited too", "take awaited away"),
    "photo-awaited": Code(
        _N,
        "the photo '{id}' is still awaited",
        "when it is there: cagsite photo add {panel} FILE --id {id}",
    ),
    "missing-picture": Code(
        _E,
        "there is no picture '{name}' in this folder",
        "put the picture beside panel.yaml, or write awaited: true instead of file:",
    ),
    "picture-place": Code(
        _W,
        "the picture '{name}' tells where it was taken",
        "take that out with: cagsite photo clean; what comes in by cagsite photo add has nothing of the kind",
    ),
    "picture-person": Code(
        _W,
        "the picture '{name}' holds names of people, such as who took it",
        "take them out with: cagsite photo clean; whoever is to be named stands under credit",
    ),
    "picture-device": Code(
        _W,
        "the picture '{name}' tells which camera or phone it comes from, as by a serial number",
        "take that out with: cagsite photo clean",
    ),
    "picture-words": Code(
        _W,
        "the picture '{name}' holds words, such as a description, which may tell of people",
        "take them out with: cagsite photo clean; what visitors are to read stands under caption",
    ),
    "camera-name": Code(
        _W,
        "'{name}' is a name as cameras and phones give it: it may tell of the device, and of when it was used",
        "rename the file by what it shows, here and under file",
    ),
    "not-a-picture": Code(
        _E, "'{name}' is not a picture of a kind that can be shown", "export it as JPEG, PNG or WebP"
    ),
    "file-without-words": Code(
        _W,
        "'{id}' has a file for the language '{language}', but the panel is not written in it",
        "add panel.{language}.md, or take the file away",
    ),
    "picture-untranslated": Code(
        _N,
        "the photo '{id}' has no picture for the language '{language}' yet",
        "add {language}: and the name of the picture below file:",
    ),
    "missing-alt": Code(
        _E,
        "the photo '{id}' has no alternative text in the language '{language}'",
        "add alt: and say in one sentence what the picture shows",
    ),
    "needless-alt": Code(_W, "the photo '{id}' is decorative, but has an alternative text", "take away one of the two"),
    "unknown-photo": Code(_E, "panel.yaml has no photo '{id}'", "add it there, or take it away here"),
    # recordings
    "missing-recording": Code(
        _E, "there is no recording '{name}' in this folder", "put the recording beside panel.yaml, or correct the name"
    ),
    "not-a-recording": Code(
        _E, "'{name}' is not a recording of a kind that browsers play", "export it as MP3 (sound) or MP4 (film)"
    ),
    "unused-recording": Code(
        _W,
        "nothing under media in panel.yaml names the file '{name}', so it is not published",
        "add it under media, or take it away",
    ),
    "missing-captions-file": Code(
        _E, "there are no captions '{name}' in this folder", "put them beside panel.yaml, or correct the name"
    ),
    "not-captions": Code(_E, "'{name}' is no file of captions", "save them as WebVTT, in a file that ends in .vtt"),
    "missing-captions": Code(
        _E,
        "the film '{id}' has no captions in the language '{language}'",
        "add captions: with {language}: and the name of a .vtt file; or speech: false where nobody speaks",
    ),
    "missing-transcript": Code(
        _E,
        "the recording '{id}' has no transcript in the language '{language}'",
        "add it under media, with id: {id}, a title: and transcript: with all that is said",
    ),
    "unknown-recording": Code(_E, "panel.yaml has no recording '{id}'", "add it there, or take it away here"),
    "anonymous-recording": Code(
        _E,
        "nobody in this panel may be recognised, but a voice or a way of moving tells who is in the recording '{id}'",
        "change voices and faces and say so with altered: true, or take the recording away",
    ),
    "bad-duration": Code(
        _E, "'{value}' is no length of time", "write minutes and seconds as 4:05, or hours too as 1:04:05"
    ),
    "bad-pixels": Code(
        _E,
        "here 4 whole numbers are expected: x, y, width, height in pixels of the upright picture",
        "write them in brackets, as in [640, 200, 320, 400]",
    ),
    "area-outside": Code(
        _E, "the area reaches outside the picture, or is empty", "x + width and y + height are at most 1"
    ),
    "redaction-missing": Code(
        _E,
        "must_redact says that somebody must not be recognised, but no area is given",
        "add redact: with the area; until then the photo cannot be shown",
    ),
    "anonymous-photo": Code(
        _E,
        "nobody in this panel may be recognised, but the photo '{id}' has no area to redact",
        "add redact: with the areas, or take the photo away",
    ),
    "anonymous-place": Code(
        _E,
        "nobody in this panel may be found, but '{value}' is too exact a place",
        "name the region or the country instead",
    ),
    "people-unsaid": Code(
        _E,
        "nobody in this panel may be recognised, but it is not said whether somebody can be on the photo '{id}'",
        "add people: none, or people: unrecognisable; where somebody can be recognised, redact: with the areas",
    ),
    "anonymous-date": Code(
        _E,
        "nobody in this panel may be found, but '{value}' is too exact a time",
        "write the year alone",
    ),
    "anonymous-date-in-text": Code(
        _W,
        "nobody in this panel may be found, but '{value}' is perhaps too exact a time",
        "write the year alone, unless the day tells of something that everybody knows",
    ),
    "denied-name": Code(
        _E,
        "here stands a name from your list of names that may stand nowhere",
        "take it away, or write what the person does instead; who is meant stands in your own register",
    ),
    "denied-name-of-file": Code(
        _E,
        "the name of this file or of its folder holds a name from your list of names that may stand nowhere",
        "rename it",
    ),
    "names-unreadable": Code(
        _E,
        "the list of names that may stand nowhere cannot be read, so nobody knows whether one of them is there",
        "delete it, and make it anew with: cagsite deny",
    ),
    "consent-incomplete": Code(_E, "the consent lacks '{name}'; it counts as no consent", "add {name}:"),
    "consent-name": Code(_E, "here stands a code from your own register, never a name", "write a code such as p-017"),
    "consent-dates": Code(_E, "the consent ends before it begins", "correct the dates"),
    # references
    "unknown-panel": Code(_E, "there is no panel '{value}'", "correct the id, or take it away"),
    "unknown-theme": Code(
        _E, "there is no theme '{value}'", "correct the id, or make a panel for it in content/themes"
    ),
    "unknown-country": Code(
        _E, "there is no country '{value}'", "correct the id, or make a panel for it in content/countries"
    ),
    "country-without-shape": Code(
        _N,
        "the map has no shape for the country '{value}'",
        "add a feature whose id is {value}; until then the country stands only in the list beside the map",
    ),
    "unknown-place": Code(_E, "there is no place '{value}' in places.yaml", "correct the id, or add the place"),
    "wrong-kind": Code(_E, "'{value}' lies in {kind}/, but here an id from {wanted}/ is expected", "correct the id"),
    "self-reference": Code(_E, "the panel names itself as related", "take it away"),
    "missing-section": Code(
        _E, "there is no section {number} of '{document}'", "correct the number, or add the folder sections/{number}"
    ),
    "section-twice": Code(_E, "section {number} already stands in chapter {other}", "keep it in one chapter"),
    "section-without-chapter": Code(_E, "section {number} stands in no chapter", "add its number to a chapter"),
    "sections-of-appeal": Code(
        _E, "only a report has sections", "write type: report, or take the folder sections away"
    ),
    "same-term": Code(
        _W, "the term '{value}' is also that of the entry '{other}'", "keep one of the two, or make them different"
    ),
    # addresses
    "reserved-slug": Code(
        _E, "'{value}' cannot be the address of a panel: the site needs it for itself", "choose another slug"
    ),
    "same-slug": Code(
        _E, "the address '{value}' is already taken by {other}", "choose another slug for one of the two"
    ),
    "slug-is-word": Code(
        _E, "the address '{value}' is already the word for a kind of panels or a list", "choose another slug"
    ),
    "same-alias": Code(_E, "the former address '{value}' belongs to {other}", "take it away in one of the two files"),
    "alias-is-slug": Code(
        _W, "'{value}' is the present slug, so it need not stand among the former ones", "take it away under aliases"
    ),
    "code-twice": Code(_E, "the code '{value}' is already that of {other}", "choose another code"),
    "telling-code": Code(
        _E,
        "the code '{value}' tells which panel it leads to",
        "choose letters and digits that say nothing, such as a7f3",
    ),
    # withdrawal
    "mention": Code(
        _N, "a text that stays speaks of what is withdrawn: {what}", "read it, and decide whether it may stay"
    ),
    "status-by-hand": Code(
        _E,
        "cagsite cannot write into this file without risk to what stands there",
        "write 'status: withdrawn' into it yourself, and run the command again",
    ),
}

HINTS: Mapping[str, str] = {
    "area-empty": "width and height are at least 1",
    "did-you-mean": "did you mean '{suggestion}'?",
    "write-it": "write {suggestion}",
    "not-a-recording-audio": "export it as MP3, M4A, Ogg or Opus",
    "not-a-recording-video": "export it as MP4 or WebM",
    "write-line": "write: {line}",
    "name-it": "name it {suggestion}",
    "name-encoding": "its name is not in UTF-8; rename it",
    "utf16": "it seems to be UTF-16: in your editor, choose to save it as UTF-8",
    "save-as-utf8": "save it as UTF-8; the line probably reads: {line}",
    "leading-blank": "take away what stands before the first ---",
    "not-a-text-list": "take away the hyphen; if the text begins with [, put it in quotation marks",
    "not-a-text-fields": "put the text on the same line; with a colon or a brace in it, in quotation marks",
    "list-line": "write it on a line of its own: {line}",
    "first-fields": "write fields such as {fields}, each with a colon",
    "reference-form": "an id has small letters a to z, digits and hyphens; a section is written document#number",
    "name-source": "add panel.{language}.md, or write source: {other} in panel.yaml",
}
