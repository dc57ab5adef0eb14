"""One short file per verb: arguments in, exit status out."""
