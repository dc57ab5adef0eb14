"""`python -m cagsite` is the same program."""

import sys

from cagsite.cli import main

if __name__ == "__main__":
    sys.exit(main())
