"""The sizes of pages and their margins, in points."""

from typing import Literal

from core.reports.typesetting.seal import CM

A4 = (21.0 * CM, 29.7 * CM)

# Left, right, top, bottom. The wider margin of upright pages is where they are filed.
MARGINS = {
    "portrait": (2.5 * CM, 1.8 * CM, 2.0 * CM, 2.0 * CM),
    "letter": (3.0 * CM, 2.0 * CM, 1.5 * CM, 2.0 * CM),
    "landscape": (2.0 * CM, 2.0 * CM, 1.6 * CM, 1.7 * CM),
}


def page_room(orientation: Literal["portrait", "landscape"]) -> tuple[float, float, float, float]:
    """Left, bottom, right and upper end of what stands between the margins of a page, from its lower left corner."""
    left, right, top, bottom = MARGINS[orientation]
    width, height = A4 if orientation == "portrait" else (A4[1], A4[0])
    return left, bottom, width - right, height - top
