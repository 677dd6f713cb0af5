"""The office's own picture as it is printed. It may be anything: what it unpacks to is known before it is unpacked."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from core.faults import InputRefusal

MOST_POINTS = 10_000_000  # width x height of a picture that is unpacked: some 40 MB of memory
_HIGH = 360  # points a picture keeps of its height, 600 to the inch at 1.5 cm
_FORMATS = ("PNG", "JPEG")
# The library would only warn, on standard error; how large a picture is is asked below, before it is unpacked.
Image.MAX_IMAGE_PIXELS = None


@lru_cache(maxsize=4)
def opened(content: bytes) -> Image.Image:
    """A PNG or JPEG as it is printed: small, on white. InputRefusal for one that can't be read or is too large."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise InputRefusal(
                    f"ภาพครุฑใหญ่ {picture.width:,} x {picture.height:,} จุด เกินกว่าที่พิมพ์ได้ โปรดเลือกภาพที่เล็กกว่าในหน้าตั้งค่า"
                )
            return _on_white(picture)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as fault:
        raise InputRefusal("ภาพครุฑเปิดไม่ได้ โปรดเลือกแฟ้ม PNG หรือ JPEG อื่นในหน้าตั้งค่า") from fault


def unprintable(content: bytes) -> str:
    """Why a picture can't be printed, one Thai sentence; "" where it can, or there is none."""
    try:
        if content:
            opened(content)
    except InputRefusal as refusal:
        return str(refusal)
    return ""


def _on_white(picture: Image.Image) -> Image.Image:
    small = picture.convert("RGBA")
    if small.height > _HIGH:
        small = small.resize((max(1, round(small.width * _HIGH / small.height)), _HIGH))
    paper = Image.new("RGBA", small.size, "white")
    paper.alpha_composite(small)
    return paper.convert("RGB")
