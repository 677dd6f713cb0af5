"""Approved reports: kept as they were printed, given again as they were, verified by code and by PDF, signed, corrected."""

import datetime
import json
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from exchange_helpers import REQUESTS
from openpyxl import load_workbook
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf

from core.faults import InputRefusal
from core.keys.signer import new_private_key, signer_from
from core.office import Office
from core.office.reports.kept import kept_of
from core.office.reports.types import Asked, Certificate, Pages
from core.office.reports.verifying import verify_pdf
from core.plan.months import OFFICE, MonthAction
from core.plan.office_records import EDITIONS, PRINTED_REPORTS
from core.plan.proof import code_of, read_proof
from core.reports.archive import attached
from core.store.file.blob_writer import put_pieces
from core.store.log.changes import Delete, Put
from core.store.tables import blobs, records
from core.store.tables.blobs import Blob
from core.store.tables.records import Query
from core.thai.fiscal import Month

MAY, JUNE = Month(2020, 5), Month(2020, 6)
REQUEST = {
    "request_no": "1/2563",
    "procurement": "w119",
    "amount": "100",
    "received_on": "2020-05-20",
    "cheque_on": "2020-05-25",
}
SECRET = "ความลับ"


def approve(office: Office, month: Month = MAY) -> str:
    """Every unit's month and the whole office's; the code."""
    for unit in office.session.plan(2563).units:
        office.months.act(MonthAction.SUBMIT, unit.code, month)
        office.months.act(MonthAction.APPROVE, unit.code, month)
    office.months.act(MonthAction.APPROVE, OFFICE, month)
    edition = office.months.edition(OFFICE, month)
    assert edition is not None
    return edition.code


def reopen(office: Office, reason: str) -> None:
    office.months.act(MonthAction.REOPEN, OFFICE, MAY, reason)
    office.months.act(MonthAction.REOPEN, "finance", MAY, reason)


def printed(office: Office, target: Path, name: str = "monthly", month: Month = MAY, **more: object) -> bytes:
    return office.reports.print_report(name, target, month=month, **more).read_bytes()  # type: ignore[arg-type]


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


@pytest.fixture(scope="module")
def approved(office_file_of: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """May 2563 approved of the whole office, to be copied from."""
    path = Path(shutil.copy(office_file_of(), tmp_path_factory.mktemp("approved") / "office.phaen"))
    with Office.open(path, author="สมศรี") as office:
        office.session.today = lambda: datetime.date(2020, 7, 1)
        office.records.save(REQUESTS, REQUEST)
        approve(office)
    return path


@pytest.fixture
def office(approved: Path, tmp_path: Path) -> Iterator[Office]:
    with Office.open(Path(shutil.copy(approved, tmp_path / "office.phaen")), author="สมชาย") as opened:
        opened.session.today = lambda: datetime.date(2020, 7, 1)
        yield opened


@pytest.fixture(scope="module")
def p12(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate the test made itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "สำนักงานทดสอบ")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(17)
        .not_valid_before(datetime.datetime(2020, 1, 1))
        .not_valid_after(datetime.datetime(2040, 1, 1))
        .sign(key, hashes.SHA256())
    )
    sealed = serialization.BestAvailableEncryption(SECRET.encode())
    path = tmp_path_factory.mktemp("p12") / "office.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"office", key, certificate, None, sealed))
    return path


def test_a_reprint_is_the_kept_file_whatever_has_come_since(office: Office, tmp_path: Path) -> None:
    first = printed(office, tmp_path / "a.pdf")
    office.session.now = lambda: datetime.datetime(2030, 1, 1)
    office.records.save(
        REQUESTS, {**REQUEST, "request_no": "2/2563", "received_on": "2020-06-02", "cheque_on": None}
    )
    again = printed(office, tmp_path / "b.pdf", thai_digits=True)
    assert again == first
    shown: list[bytes] = []
    assert office.reports.preview_report(Asked("monthly", month=MAY), shown.append) == first
    assert shown == [first]


def test_a_workbook_is_given_as_it_was_approved(office: Office, tmp_path: Path) -> None:
    first = printed(office, tmp_path / "a.xlsx")
    footer = load_workbook(BytesIO(first)).worksheets[0].oddFooter.left.text
    assert f"รหัสตรวจสอบ {approve_code(office)}" in footer
    office.session.now = lambda: datetime.datetime(2030, 1, 1)
    office.records.save(
        REQUESTS, {**REQUEST, "request_no": "2/2563", "received_on": "2020-06-02", "cheque_on": None}
    )
    assert printed(office, tmp_path / "b.xlsx") == first
    drafted = load_workbook(BytesIO(printed(office, tmp_path / "c.xlsx", month=JUNE)))
    assert drafted.worksheets[0].oddHeader.center.text == "ร่าง"
    with pytest.raises(InputRefusal, match=r"เฉพาะรายงานแบบ \.pdf"):
        printed(office, tmp_path / "d.xlsx", certificate=Certificate(Path("office.p12"), SECRET))


def test_a_units_own_papers_are_kept_as_it_approves_its_month(office: Office, tmp_path: Path) -> None:
    office.months.act(MonthAction.SUBMIT, "finance", JUNE)
    office.months.act(MonthAction.APPROVE, "finance", JUNE)
    edition = office.months.edition("finance", JUNE)
    assert edition is not None
    first = printed(office, tmp_path / "a.pdf", "finance-months", JUNE)
    said = words(first)
    assert f"รหัสตรวจสอบ {edition.code}" in said
    assert f"({office.session.plan(2563).unit('finance').name})" in " ".join(said.split())
    book = printed(office, tmp_path / "a.xlsx", "finance-months", JUNE)
    office.records.save(
        REQUESTS, {**REQUEST, "request_no": "2/2563", "received_on": "2020-07-01", "cheque_on": None}
    )
    assert printed(office, tmp_path / "b.pdf", "finance-months", JUNE) == first
    assert printed(office, tmp_path / "b.xlsx", "finance-months", JUNE) == book
    assert office.reports.verify_pdf(tmp_path / "b.pdf").pages is Pages.KEPT
    for name in ("monthly", "centre-months"):
        assert "ร่าง" in words(printed(office, tmp_path / "c.pdf", name, JUNE)).split()


def test_the_months_whole_set_is_kept_with_the_code(office: Office, tmp_path: Path) -> None:
    code = approve_code(office)
    bundle = office.reports.print_bundle(tmp_path / "set", MAY)
    ours = [file for file in bundle.files if "รายการ" not in file.name]
    assert len(ours) > 4
    for file in ours:
        body = file.read_bytes()
        assert f"รหัสตรวจสอบ {code}" in words(body), file.name
        assert "รับรองเมื่อ 1 กรกฎาคม 2563 โดย สมศรี" in words(body)
        proved = read_proof(attached(body)["figures.csv"])
        assert proved is not None
        assert proved.code == code


def approve_code(office: Office) -> str:
    edition = office.months.edition(OFFICE, MAY)
    assert edition is not None
    return edition.code


def test_what_isnt_approved_is_a_draft(office: Office, tmp_path: Path) -> None:
    for name in ("monthly", "memo", "finance-months"):
        assert "ร่าง" in words(printed(office, tmp_path / "a.pdf", name, JUNE)).split()
    middle = office.reports.print_report("monthly", tmp_path / "b.pdf", as_of=datetime.date(2020, 5, 20))
    assert "ร่าง" in words(middle.read_bytes()).split()
    for name in ("swot", "list:finance_requests"):
        assert "ร่าง" not in words(printed(office, tmp_path / "c.pdf", name, JUNE)).split()


def test_an_office_that_closes_no_months_prints_as_ever(
    office_file_of: Callable[..., Path], tmp_path: Path
) -> None:
    with Office.open(Path(shutil.copy(office_file_of(), tmp_path / "plain.phaen"))) as plain:
        assert "ร่าง" not in words(printed(plain, tmp_path / "a.pdf")).split()


def test_a_corrected_edition_says_which_and_what_changed(office: Office, tmp_path: Path) -> None:
    first = printed(office, tmp_path / "a.pdf")
    code = approve_code(office)
    reopen(office, "เช็คออกวันที่ 29")
    draft = words(printed(office, tmp_path / "b.pdf"))
    assert "ร่าง" in draft.split()
    (row,) = office.records.rows(REQUESTS)
    office.records.save(REQUESTS, {**REQUEST, "cheque_on": "2020-06-29"}, record_id=row.id)
    office.months.act(MonthAction.SUBMIT, "finance", MAY)
    office.months.act(MonthAction.APPROVE, "finance", MAY)
    office.months.act(MonthAction.APPROVE, OFFICE, MAY)
    second = words(printed(office, tmp_path / "c.pdf"))
    assert "ฉบับแก้ไขครั้งที่ 1 รับรองเมื่อ" in second
    assert "สิ่งที่แก้ไขจากฉบับที่รับรองเมื่อ 1 กรกฎาคม 2563" in second
    assert "เช็คออกวันที่ 29" in second
    assert approve_code(office) != code
    found = office.reports.verify_code(code)
    assert (found.good, found.stands) == (True, False)
    assert any((c.code, c.name, c.was) == ("3", "value", "100.00") for c in found.changes)
    (tmp_path / "old.pdf").write_bytes(first)
    old = office.reports.verify_pdf(tmp_path / "old.pdf")
    assert (old.pages, old.good, old.stands) == (Pages.KEPT, True, False)
    assert "ฉบับนี้ไม่ใช้แล้ว" in old.answer


def test_a_code_is_verified(office: Office) -> None:
    code = approve_code(office)
    found = office.reports.verify_code(code.lower().replace("-", " "))
    assert (found.found, found.good, found.stands, found.figures_match, found.changes) == (True,) * 4 + ((),)
    assert found.edition is not None
    assert (found.edition.by, found.edition.month, found.edition.proved.number) == ("สมศรี", MAY, 1)
    assert "ตรงกับที่รับรองไว้" in found.answer
    with pytest.raises(InputRefusal, match="ไม่ใช่รหัสตรวจสอบ"):
        office.reports.verify_code("ABC")


def test_a_code_of_another_office_is_not_found(office: Office) -> None:
    found = office.reports.verify_code(code_of("[]", datetime.date(2020, 5, 31), "", 1, "x"))
    assert (found.found, found.good, found.edition) == (False, False, None)
    assert "ไม่พบรหัส" in found.answer


def test_a_pdf_is_verified_with_and_without_the_file(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    printed(office, target)
    found = office.reports.verify_pdf(target)
    assert (found.pages, found.good, found.code) == (Pages.KEPT, True, approve_code(office))
    alone = verify_pdf(None, target)
    assert (alone.pages, alone.good, alone.code, alone.file) == (Pages.NOT_COMPARED, True, found.code, "")


def test_a_changed_page_is_seen(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    body = printed(office, target)
    with pikepdf.open(BytesIO(body)) as opened:
        opened.pages[0].contents_add(b"0 0 0 rg 0 0 300 300 re f")
        opened.save(target)
    found = office.reports.verify_pdf(target)
    assert (found.pages, found.good) == (Pages.CHANGED, False)
    assert "ไม่ตรงกับที่รับรองไว้" in found.answer


def test_changed_figures_are_seen(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    body = printed(office, target)
    with pikepdf.open(BytesIO(body)) as opened:
        told = opened.attachments["figures.csv"].get_file().read_bytes()
        del opened.attachments["figures.csv"]
        opened.attachments["figures.csv"] = pikepdf.AttachedFileSpec(
            opened, told.replace(b"100.00", b"99.00", 1)
        )
        opened.save(target)
    assert office.reports.verify_pdf(target).good is False
    assert verify_pdf(None, target).code != approve_code(office)


def test_what_bears_no_code_is_refused(office: Office, tmp_path: Path) -> None:
    drafted = tmp_path / "draft.pdf"
    printed(office, drafted, month=JUNE)
    for body in (drafted.read_bytes(), b"", b"%PDF-1.7 torn"):
        drafted.write_bytes(body)
        with pytest.raises(InputRefusal, match="ไม่ใช่รายงานที่รับรองแล้ว"):
            office.reports.verify_pdf(drafted)


def test_a_certificate_signs_behind_the_kept_pages(office: Office, p12: Path, tmp_path: Path) -> None:
    kept = printed(office, tmp_path / "a.pdf")
    target = tmp_path / "signed.pdf"
    body = printed(office, target, certificate=Certificate(p12, SECRET))
    assert body.startswith(kept)
    assert len(body) > len(kept)
    found = office.reports.verify_pdf(target)
    assert (found.pages, found.good) == (Pages.SIGNED, True)
    assert found.signature is not None
    assert (found.signature.by, found.signature.sound) == ("สำนักงานทดสอบ", True)


def test_tampering_with_a_signed_page_is_seen(office: Office, p12: Path, tmp_path: Path) -> None:
    target = tmp_path / "signed.pdf"
    body = bytearray(printed(office, target, certificate=Certificate(p12, SECRET)))
    body[len(body) // 3] ^= 1
    target.write_bytes(body)
    try:
        found = office.reports.verify_pdf(target)
    except InputRefusal:
        return  # not even the code can be read any more
    assert not found.good


def test_a_page_painted_over_and_signed_by_somebody_is_seen(
    office: Office, p12: Path, tmp_path: Path
) -> None:
    """A signature of whomever is sound of what it signs; but that isn't what was kept."""
    kept = printed(office, tmp_path / "a.pdf")
    writer = IncrementalPdfFileWriter(BytesIO(kept))
    page = writer.root["/Pages"]["/Kids"][0]
    paint = writer.add_object(generic.StreamObject(stream_data=b"0 0 0 rg 0 0 300 300 re f"))
    page[generic.pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), paint])
    writer.update_container(page)
    signer = SimpleSigner.load_pkcs12_data(p12.read_bytes(), (), SECRET.encode())
    forged = BytesIO()
    sign_pdf(writer, PdfSignatureMetadata(field_name="Approval"), signer, output=forged)
    target = tmp_path / "forged.pdf"
    target.write_bytes(forged.getvalue())
    found = office.reports.verify_pdf(target)
    assert found.signature is not None
    assert found.signature.sound
    assert (found.pages, found.good) == (Pages.CHANGED, False)


def test_a_certificate_that_cant_sign_is_refused_and_nothing_written(
    office: Office, p12: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.p12"
    torn.write_bytes(b"no certificate")
    target = tmp_path / "a.pdf"
    for certificate in (Certificate(p12, "ผิด"), Certificate(torn, SECRET)):
        with pytest.raises(InputRefusal, match="เปิดใบรับรอง"):
            printed(office, target, certificate=certificate)
    with pytest.raises(InputRefusal, match="ยังไม่ได้รับรอง"):
        printed(office, target, month=JUNE, certificate=Certificate(p12, SECRET))
    assert not target.exists()
    assert SECRET not in repr(Certificate(p12, SECRET))


def test_figures_a_file_holds_must_give_the_code(office: Office) -> None:
    """An edition's figures written over in the file don't give its code any more."""
    edition = office.months.edition(OFFICE, MAY)
    assert edition is not None
    with office.session.reading() as connection:
        row = records.row(connection, EDITIONS, edition.id)
    assert row is not None
    told = json.loads(str(row.values["figures"]))
    told[0]["value"] = "99.99"
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    office.session.write([Put(EDITIONS.name, edition.id, {"figures": text})], "แก้ตัวเลข")
    found = office.reports.verify_code(edition.code)
    assert (found.figures_match, found.good) == (False, False)


def test_pages_of_somebody_else_take_no_place(office: Office, tmp_path: Path) -> None:
    """A record that another copy of the file made for the same edition, with pages of its own, is believed by nobody."""
    kept = printed(office, tmp_path / "a.pdf")
    edition = office.months.edition(OFFICE, MAY)
    assert edition is not None
    forged = b"%PDF-1.7 forged"
    with office.session.reading() as connection:
        (mine,) = (one for one in kept_of(connection, edition.id) if one.report == "monthly")
        row = next(
            r for r in records.rows(connection, PRINTED_REPORTS, Query()) if r.values["file"] == mine.file
        )
    blob = Blob(sha256(forged).hexdigest(), len(forged))
    put_pieces(office.session.file, BytesIO(forged), blob)
    wires = {f.name: f.to_wire(row.values[f.name]) for f in PRINTED_REPORTS.stored_fields} | {
        "file": blob.hash
    }
    low = "00000000-0000-7000-8000-000000000000"
    put = Put(PRINTED_REPORTS.name, low, wires)
    office.session.file.signer = signer_from(new_private_key())
    office.session.write([put], "ปลอม", read=lambda c: blobs.finish(c, blob))
    assert printed(office, tmp_path / "b.pdf") == kept
    (tmp_path / "c.pdf").write_bytes(forged)
    with pytest.raises(InputRefusal):
        office.reports.verify_pdf(tmp_path / "c.pdf")


def test_a_copied_code_doesnt_shadow_the_true_edition(office: Office) -> None:
    edition = office.months.edition(OFFICE, MAY)
    assert edition is not None
    with office.session.reading() as connection:
        row = records.row(connection, EDITIONS, edition.id)
    assert row is not None
    wires = {f.name: f.to_wire(row.values[f.name]) for f in EDITIONS.stored_fields} | {"figures": "[]"}
    office.session.write([Put(EDITIONS.name, "00000000-0000-7000-8000-000000000000", wires)], "ปลอม")
    assert office.reports.verify_code(edition.code).good


def test_what_changed_while_it_was_printed_isnt_kept(office: Office) -> None:
    reopen(office, "ทดสอบ")
    (row,) = office.records.rows(REQUESTS)
    edition = office.months.editions(OFFICE, MAY)[0]
    office.records.save(REQUESTS, {**REQUEST, "cheque_on": "2020-06-29"}, record_id=row.id)
    with office.session.reading() as connection:
        found = records.rows(connection, PRINTED_REPORTS, Query())
    office.session.write([Delete(PRINTED_REPORTS.name, one.id) for one in found], "ลบ")
    with pytest.raises(InputRefusal, match="ตัวเลขของเดือนเปลี่ยนไป"):
        office.reports.keep(edition.id)
