"""One file per kind of thing that is published, each with its `plan` and its makers; a new kind is a new file."""
