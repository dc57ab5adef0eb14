"""What programs for translators say of a catalogue: gettext, and translate-toolkit, on which Weblate builds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

CHECKS = ["escapes", "newlines", "tabs", "variables", "urls", "emails", "xmltags", "nplurals", "validchars"]
CHECKS += ["startwhitespace", "endwhitespace", "doublespacing", "compendiumconflicts", "kdecomments"]
"""Those that find damage; the others guess at style."""


def msgfmt(file: Path) -> str:
    """What gettext's own check says."""
    done = subprocess.run(["msgfmt", "-c", "-o", "-", str(file)], capture_output=True, check=False)
    return done.stderr.decode()


def complaints(*files: Path, into: Path) -> list[str]:
    """What the checks of translate-toolkit find damaged."""
    into.mkdir()
    tests = [option for check in CHECKS for option in ("-t", check)]
    for file in files:
        out = into / f"{'-'.join(file.parts[-3:])}"
        command = [sys.executable, "-m", "translate.filters.pofilter", "--progress=none", *tests, str(file), str(out)]
        subprocess.run(command, check=True, capture_output=True)
    texts = [path.read_text(encoding="utf-8") for path in sorted(into.iterdir())]
    return [line for text in texts for line in re.findall(r"^# \(pofilter\) .*", text, re.MULTILINE)]
