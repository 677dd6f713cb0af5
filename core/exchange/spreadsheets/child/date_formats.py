"""Thai formats of days and times in an ``.xlsx`` workbook, which the reader of workbooks takes for formats of numbers.

Excel's built-in Thai formats (numbers 71 to 81), and codes in Thai letters (``ว/ด/ปปปป``) or of nothing but a Buddhist
year (``bbbb``). Source: ECMA-376 part 1, 18.8.30, th-TH.
"""

import io
import re
import zipfile
from html import unescape
from pathlib import Path

from core.exchange.zipped import read_part

_STYLES = "styles.xml"
_FORMAT = re.compile(rb"(<(?:\w+:)?numFmt\s[^<>]*?formatCode\s*=\s*)(?:\"([^\"<]*)\"|'([^'<]*)')")
_OWN_NUMBER = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*?numFmtId\s*=\s*[\"'](\d+)[\"']")
_USE = re.compile(rb"(<(?:\w+:)?xf\s[^<>]*?numFmtId\s*=\s*[\"'])(7[1-9]|8[01])(?=[\"'])")
# The same by formats that every reader knows: 14 a day, 20 and 21 a time, 22 a moment, 45 to 47 a length of time.
_BUILT_IN = {71: 14, 72: 14, 73: 14, 74: 14, 75: 20, 76: 21, 77: 22, 78: 45, 79: 46, 80: 47, 81: 14}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|ทั่วไป')
_THAI_CODE = re.compile(r"[\s/.,:;@-]*[วดปชนทb][\s/.,:;@วดปชนทb-]*", re.IGNORECASE)
_DAY, _TIME = frozenset("วดปb"), frozenset("ชนท")


def with_plain_formats(path: Path) -> io.BytesIO | None:
    """The package with formats every reader knows instead of the Thai ones; None where it has none of these."""
    with zipfile.ZipFile(path) as package:
        part = next((i for i in package.infolist() if i.filename.lower().endswith(_STYLES)), None)
        styles = read_part(package, part) if part else b""
    plain = _plain(styles)
    if part is None or plain == styles:
        return None
    made = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        # The part stays where it is and is no longer listed; the new one is written behind all others.
        package.filelist.remove(package.NameToInfo.pop(part.filename))
        package.writestr(part.filename, plain)
    made.seek(0)
    return made


def _plain(styles: bytes) -> bytes:
    own = set(_OWN_NUMBER.findall(styles))
    styles = _USE.sub(
        lambda use: use[0] if use[2] in own else use[1] + b"%d" % _BUILT_IN[int(use[2])], styles
    )
    return _FORMAT.sub(_plain_format, styles)


def _plain_format(found: re.Match[bytes]) -> bytes:
    code = unescape((found[2] if found[2] is not None else found[3]).decode("utf-8", "replace"))
    bare = _LITERAL.sub("", code)
    if not _THAI_CODE.fullmatch(bare):
        return found[0]
    letters = set(bare.casefold())
    said = [b"yyyy-mm-dd"] * bool(letters & _DAY) + [b"hh:mm:ss"] * bool(letters & _TIME)
    return found[1] + b'"' + b" ".join(said) + b'"'
