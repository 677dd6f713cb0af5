"""The kept reports against Debian's PDFBox preflight, on demand (``apt-get install libpdfbox2-java libactivation-java
libjaxb-api-java``): ``python tests/reports/preflight.py``.

It knows PDF/A-1b alone. So each page is asked for as that: part 1 in XMP, PDF 1.4 without compressed objects, no
attachment, and each font with the CIDSet that part 1 wanted and part 3 no longer does; what is left is what both want.
"""

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pikepdf
from reports_golden import NAMES, printed, sample_office
from reports_sample import CREATED

from core.reports.archive import archived

JARS = (
    "preflight",
    "pdfbox2",
    "fontbox2",
    "xmpbox",
    "jaxb-api",
    "javax.activation",
    "commons-logging",
    "commons-io",
)
CLASSPATH = ":".join(f"/usr/share/java/{name}.jar" for name in JARS)
VALIDATOR = "org.apache.pdfbox.preflight.Validator_A1b"


def as_part_1(pdf: bytes, target: Path) -> None:
    """The same pages as they would have to be written in PDF/A-1b."""
    with pikepdf.open(BytesIO(archived(pdf, "PHAEN:0", (), CREATED))) as opened:
        told = opened.Root.Metadata.read_bytes().replace(b"<pdfaid:part>3", b"<pdfaid:part>1")
        opened.Root.Metadata.write(told)
        for font in (o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/CIDToGIDMap" in o):
            count = len(font.CIDToGIDMap.read_bytes()) // 2
            bits = bytearray(-(-count // 8))
            for cid in range(count):
                bits[cid // 8] |= 0x80 >> cid % 8
            font.FontDescriptor.CIDSet = opened.make_indirect(pikepdf.Stream(opened, bytes(bits)))
        disabled = pikepdf.ObjectStreamMode.disable
        opened.save(target, force_version="1.4", object_stream_mode=disabled)


def main() -> int:
    """Ask of every report; 0 where each is valid."""
    bad = 0
    with tempfile.TemporaryDirectory() as folder, sample_office() as office:
        for name in NAMES:
            target = Path(folder) / f"{name}.pdf"
            as_part_1(printed(office, name), target)
            done = subprocess.run(
                ["java", "-cp", CLASSPATH, VALIDATOR, str(target)], capture_output=True, text=True
            )
            valid = "is a valid PDF/A-1b file" in done.stdout
            print(name, "valid" if valid else (done.stdout + done.stderr).strip(), flush=True)
            bad += not valid
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
