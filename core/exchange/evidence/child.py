"""What runs in the process that looks at one file of evidence: everything hostile in a PDF or a picture happens here.

It is started by ``core.exchange.evidence.looking`` and answers on its standard output, a message a line it is sent:

- ``page N``: JSON with how many ``pages`` there are and the ``width`` and ``height`` of the picture, a line break, the
  picture of page N (from 0), three bytes a point; never more than ``MOST_SIDE`` points on a side;
- ``prepare PATH``: writes a PDF to that path which needs nothing but its pages (a picture becomes a page, what was stamped
  or filled in stays where it is), and answers with the ``sizes`` of its pages in points;
- or ``fault``: ``locked``, ``big``, ``damaged``.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.exchange.messages import send

MOST_SIDE = 1400  # points of a page's picture
MOST_POINTS = 120_000_000  # of a picture that is unpacked: 360 MB of memory
MOST_PAGES = 2000
PRINTED_SIDE = 2400  # points of a picture on a page: 200 to the inch on A4


class UnpacksTooFar(Exception):
    """It unpacks to more than is looked at."""


def main(name: str) -> None:
    """Answer about the file of this name until nobody asks any more."""
    path, out = Path(name), sys.stdout.buffer
    for line in sys.stdin:
        asked, _, what = line.rstrip("\n").partition(" ")
        try:
            answer = _prepared(path, Path(what)) if asked == "prepare" else _page(path, int(what))
        except BrokenPipeError:
            return
        except BaseException as fault:  # native code raises what can't be named here
            answer = _said({"fault": _word(fault)})
        send(out, 1.0, answer)


def _said(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode()


def _word(fault: BaseException) -> str:
    name = type(fault).__name__
    if isinstance(fault, (UnpacksTooFar, MemoryError)) or "DecompressionBomb" in name:
        return "big"
    return "locked" if "assword" in f"{name} {fault}" else "damaged"


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


# Pictures of pages


def _page(path: Path, page: int) -> bytes:
    pages, picture = _page_of_pdf(path, page) if _is_pdf(path) else _page_of_picture(path, page)
    head = _said({"pages": pages, "width": picture.width, "height": picture.height})
    points: bytes = picture.tobytes()
    return head + b"\n" + points


def _page_of_pdf(path: Path, page: int) -> tuple[int, Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    if not len(document):
        raise ValueError("no pages")
    found = document[min(page, len(document) - 1)]
    width, height = found.get_size()
    scale = min(MOST_SIDE / max(width, height, 1.0), 3.0)
    return len(document), found.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")


def _page_of_picture(path: Path, page: int) -> tuple[int, Any]:
    return next(_frames(path, MOST_SIDE, only=page))


def _frames(path: Path, side: int, only: int | None = None) -> Iterator[tuple[int, Any]]:
    """The pictures of a file (of an animation the first), each on white and no larger than ``side``, with their number."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")) as opened:
        pages = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
        if pages > MOST_PAGES:
            raise UnpacksTooFar
        for number in range(pages) if only is None else [min(only, pages - 1)]:
            opened.seek(number)
            if opened.width * opened.height > MOST_POINTS:
                raise UnpacksTooFar
            opened.draft("RGB", (side, side))  # a JPEG unpacks no more than is shown
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((side, side))
            yield pages, _on_white(picture)


def _on_white(picture: Any) -> Any:
    from PIL import Image

    if picture.mode in ("I;16", "I;16L", "I;16B", "I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode == "RGB":
        return picture
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper.convert("RGB")


# Pages to be bound


def _prepared(path: Path, target: Path) -> bytes:
    if _is_pdf(path):
        return _said({"sizes": _flattened(path, target)})
    pictures = [picture for _, picture in _frames(path, PRINTED_SIDE)]
    first, *more = pictures
    first.save(target, "PDF", resolution=200.0, save_all=True, append_images=more)
    return _said({"sizes": [_upright(picture) for picture in pictures]})


def _upright(picture: Any) -> tuple[float, float]:
    return (picture.width * 72 / 200, picture.height * 72 / 200)


def _flattened(path: Path, target: Path) -> list[tuple[float, float]]:
    import pikepdf

    with pikepdf.open(path) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise UnpacksTooFar
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("print")
        bare = pikepdf.new()
        bare.pages.extend(pdf.pages)
        sizes = [_size(page) for page in bare.pages]
        for page in bare.pages:
            page.contents_coalesce()
            if "/Contents" in page.obj:  # what is too much for this process is bound by none
                page.obj.Contents.read_bytes()
        if not sizes:
            raise ValueError("no pages")
        bare.save(target)
    return sizes


def _size(page: Any) -> tuple[float, float]:
    """Width and height of a page as it is seen."""
    left, bottom, right, top = (float(side) for side in page.trimbox)
    turned = int(page.obj.get("/Rotate", 0)) % 180
    width, height = abs(right - left), abs(top - bottom)
    return (height, width) if turned else (width, height)
