"""The exhibition's pictures: for each panel one ornament cut through two felts.

`python -m illustrations` draws them into `content/`; README.md tells how to compose a new one.
"""

from illustrations.pictures import draw, encode

__all__ = ["draw", "encode"]
