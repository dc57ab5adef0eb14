"""One file per kind of thing that is published, each with `plan(exhibition)` and its makers; a new kind is a new file."""
