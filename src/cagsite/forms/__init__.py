"""Editing in a browser: the forms of a git-based CMS, made from the one description of the files, and its own files.

`fields` makes the form of a value from its type, `configuration` the whole of what the CMS reads, `words` gives labels
in a reader's language; `package` takes the program out of its npm package, and `page` is where it runs.
"""

from __future__ import annotations

from cagsite.forms.backend import backend_of, origins
from cagsite.forms.configuration import Subject, Subjects, configuration, subjects_of

__all__ = ["Subject", "Subjects", "backend_of", "configuration", "origins", "subjects_of"]
