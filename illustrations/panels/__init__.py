"""One function per panel: its composition, by the folder of the panel under `content/`."""

from collections.abc import Callable

from illustrations.cut import Cut
from illustrations.panels import common, kazakhstan, kyrgyzstan, turkmenistan

COMPOSITIONS: dict[str, Callable[[], Cut]] = {
    panel: composition
    for room in (common, kazakhstan, kyrgyzstan, turkmenistan)
    for panel, composition in sorted(room.PANELS.items())
}
