"""A certificate's signature on a kept PDF (PAdES, by pyHanko), and what a signature found on one is worth.

A signature is added behind the bytes that were kept, which stay as they are: so a signed copy still shows that its pages are
those that were approved.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from pikepdf import Dictionary, Object, Pdf, PdfError, Stream

from core.faults import FileRefusal, InputRefusal
from core.plan.proof import Signature

FIELD = "Approval"
_REASON = "รับรองรายงาน"
# What signing adds to a catalog and to the page that holds the field.
_IN_CATALOG = ("/AcroForm", "/Extensions", "/Version")
_ON_PAGE = ("/Annots",)


def signed(pdf: bytes, certificate: Path, passphrase: str) -> bytes:
    """A PDF with a signature by a certificate (.p12) behind it. FileRefusal where that can't be read, InputRefusal where the
    passphrase doesn't fit, or what is in it can't sign."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  # half a second
    from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf  # noqa: PLC0415
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415

    class SignatureWriter(IncrementalPdfFileWriter):
        """Adds the signature and nothing else: what the file says of itself stays what was approved."""

        def _update_meta(self) -> None:
            """Leave information and XMP alone."""

    try:
        data = certificate.read_bytes()
    except OSError as fault:
        raise FileRefusal(f"เปิดใบรับรอง “{certificate.name}” ไม่ได้ โปรดตรวจชื่อและที่เก็บ") from fault
    try:
        signer = SimpleSigner.load_pkcs12_data(data, (), passphrase.encode())
    except (ValueError, TypeError):
        signer = None
    if signer is None or signer.signing_cert is None:
        raise InputRefusal(
            f"เปิดใบรับรอง “{certificate.name}” ไม่ได้ โปรดตรวจรหัสผ่านของใบรับรอง และใช้แฟ้ม .p12 ที่มีกุญแจส่วนตัว"
        )
    about = PdfSignatureMetadata(
        field_name=FIELD, reason=_REASON, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    target = BytesIO()
    sign_pdf(SignatureWriter(BytesIO(pdf)), about, signer, output=target)
    return target.getvalue()


def signature_of(pdf: bytes) -> Signature | None:
    """The last signature on a PDF; None where it has none. What can't be read isn't sound."""
    if b"/ByteRange" not in pdf:
        return None
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415

    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        if not found:
            return None
        last = found[-1]
        by, at = str(last.signer_cert.subject.native.get("common_name", "")), last.self_reported_timestamp
        digest = last.compute_digest()
        intact, valid = validate_sig_integrity(last.signer_info, last.signer_cert, "data", digest)
        whole = last.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
        return Signature(by, at.isoformat() if at else "", bool(intact and valid and whole))
    except Exception:  # whatever a hostile file makes a parser raise
        return Signature("", "", False)


def signed_over(pdf: bytes, kept: bytes) -> bool:
    """True where a signed PDF is the kept bytes with a signature behind them and nothing else: no page, font or attachment
    was laid over, and nothing is shown that wasn't."""
    if not pdf.startswith(kept):
        return False
    try:
        with Pdf.open(BytesIO(kept)) as before, Pdf.open(BytesIO(pdf)) as after:
            return _same_but_for_signature(before, after)
    except (PdfError, KeyError, TypeError, ValueError, AttributeError):
        return False


def _same_but_for_signature(before: Pdf, after: Pdf) -> bool:
    """Each object that was there is as it was, but that the catalog names a form, and the first page one field without
    a place on it."""
    added = {before.Root.objgen: _IN_CATALOG, before.pages[0].obj.objgen: _ON_PAGE}
    for old in before.objects:
        new = after.get_object(old.objgen)
        if _parts(new, added.get(old.objgen, ())) != _parts(old, ()):
            return False
    fields = [field for page in after.pages for field in page.get("/Annots", ())]
    return after.Root.objgen == before.Root.objgen and all(
        field.get("/FT") == "/Sig" and not any(float(side) for side in field.Rect) for field in fields
    )


def _parts(thing: Object, without: Iterable[str]) -> tuple[bytes, bytes]:
    """An object as it is written, and a stream's packed bytes, without some of its entries."""
    if not isinstance(thing, Dictionary | Stream):
        return thing.unparse(), b""
    told = Dictionary({key: value for key, value in thing.items() if key not in without})
    return told.unparse(), thing.read_raw_bytes() if isinstance(thing, Stream) else b""
