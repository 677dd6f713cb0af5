"""Every document as it was last looked at: word for word, and one page of each as a picture."""

import pytest
from PIL import Image, ImageChops
from reports_golden import (
    DISTRICT_BOOK,
    NAMES,
    PAGES,
    district_book,
    picture_path,
    printed,
    text_of,
    text_path,
)
from reports_pictures import picture_of, tiles_of

from core.office import Office

TOLERANCE = 5  # of 255, in the mean grey of a tile


@pytest.mark.parametrize("name", NAMES)
def test_a_document_reads_and_looks_as_it_did(office: Office, name: str) -> None:
    pdf = printed(office, name)
    assert text_of(pdf) == text_path(name).read_text(encoding="utf-8")
    with Image.open(picture_path(name)) as opened:
        golden = opened.convert("L")
    picture = picture_of(pdf, PAGES.get(name, 1), 1.0)
    assert picture.size == golden.size
    worst = ImageChops.difference(tiles_of(picture), tiles_of(golden)).getextrema()[1]
    assert isinstance(worst, int | float)
    assert worst <= TOLERANCE


def test_a_book_with_no_row_typed_reads_as_it_did() -> None:
    assert text_of(district_book()) == text_path(DISTRICT_BOOK).read_text(encoding="utf-8")
