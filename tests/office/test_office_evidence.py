"""Evidence: attached, listed, looked at, taken away; what is refused changes nothing."""

import io
import os
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import evidence_files as files
import pikepdf
import pytest

from core.faults import ClosedRefusal, FileRefusal, InputRefusal, Refusal, Stopped, UsageRefusal
from core.office import EvidenceLimits, EvidenceUse, Office
from core.office.evidence import taking_in
from core.office.evidence.limits import MB
from core.plan.office_records import MONTH_STATES
from core.store.file.blob_writer import put_file
from core.store.log.changes import ActionInfo, Put
from core.store.tables import blobs
from core.thai.fiscal import Month

REQUESTS = "finance_requests"


def request(office: Office, number: str = "1/2563", day: str = "2020-05-20", **more: object) -> str:
    given = {"request_no": number, "procurement": "w119", "amount": Decimal(100), "received_on": day, **more}
    return office.records.save(REQUESTS, given).record_id


def limit(office: Office, file_mb: int, total_mb: int, kinds: str = "") -> None:
    office.settings.set("evidence_file_mb", str(file_mb))
    office.settings.set("evidence_total_mb", str(total_mb))
    office.settings.set("evidence_kinds", kinds)


def kept(office: Office) -> tuple[int, int]:
    """How many files are attached, and how many pieces lie in the file."""
    with office.session.reading() as connection:
        asked = ("SELECT count(*) FROM office_evidence WHERE deleted = 0", "SELECT count(*) FROM blob_parts")
        return tuple(connection.exec_driver_sql(one).scalar_one() for one in asked)  # type: ignore[return-value]


def test_files_are_attached_listed_and_handed_out(office: Office, tmp_path: Path) -> None:
    record = request(office)
    scan, photo = files.pdf(tmp_path / "ใบเสร็จ.pdf", 2), files.picture(tmp_path / "ภาพ.jpg")
    done = office.evidence.attach(REQUESTS, record, [scan, photo], note="ตรวจแล้ว")
    assert done.said == "แนบหลักฐาน 2 ไฟล์ กับใบขอเบิกเงิน 1/2563"
    items = office.evidence.of(REQUESTS, record)
    assert [(i.name, i.kind, i.note, i.unit, i.held, i.shown) for i in items] == [
        ("ใบเสร็จ.pdf", "application/pdf", "ตรวจแล้ว", "finance", True, True),
        ("ภาพ.jpg", "image/jpeg", "ตรวจแล้ว", "finance", True, True),
    ]
    assert office.evidence.counts(REQUESTS, [record, "x"]) == {record: 2}
    assert office.evidence.copy_out(items[0].id, tmp_path / ".").read_bytes() == scan.read_bytes()
    saved = office.evidence.save_as(items[1].id, tmp_path / "เก็บ.jpg")
    assert saved.read_bytes() == photo.read_bytes()
    seen = office.evidence.picture(items[0].id, 1)
    assert (seen.pages, len(seen.points)) == (2, seen.width * seen.height * 3)
    whole = scan.stat().st_size + photo.stat().st_size
    assert office.evidence.used() == EvidenceUse(whole, 0, 0)
    office.evidence.detach([items[0].id])
    assert office.evidence.used() == EvidenceUse(whole, 0, scan.stat().st_size)
    assert office.file.check().problems == ()


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("plan_indicators", {"fiscal_year": 2563, "code": "3"}),
        ("plan_steps", {"fiscal_year": 2563, "project": 1, "step": 2}),
        ("project_steps", {"fiscal_year": 2563, "project": 1, "step": 2}),
    ],
)
def test_what_came_with_the_plan_has_evidence_too(
    office: Office, tmp_path: Path, register: str, values: dict[str, object]
) -> None:
    record = office.session.file.registers[register].id_for(values) or ""
    office.evidence.attach(register, record, [files.pdf(tmp_path / "a.pdf")])
    assert [i.name for i in office.evidence.of(register, record)] == ["a.pdf"]


def test_taking_away_and_attaching_are_undone_and_done_again(office: Office, tmp_path: Path) -> None:
    record = request(office)
    office.evidence.attach(REQUESTS, record, [files.pdf(tmp_path / "a.pdf")])
    (item,) = office.evidence.of(REQUESTS, record)
    assert office.evidence.detach([item.id]).said == "เอาหลักฐาน “a.pdf” ออก"
    assert office.evidence.of(REQUESTS, record) == ()
    office.records.undo()
    assert office.evidence.of(REQUESTS, record) == (item,)
    office.records.undo()
    assert office.evidence.of(REQUESTS, record) == ()
    office.records.redo()
    assert office.evidence.of(REQUESTS, record)[0].held


def test_the_bytes_are_kept_once_whoever_attaches_them(office: Office, tmp_path: Path) -> None:
    scan = files.pdf(tmp_path / "a.pdf")
    for number in ("1/2563", "2/2563"):
        office.evidence.attach(REQUESTS, request(office, number), [scan])
    assert kept(office) == (2, 1)


def link(folder: Path) -> Path:
    files.pdf(folder / "real.pdf")
    (folder / "a.pdf").symlink_to(folder / "real.pdf")
    return folder / "a.pdf"


def written(folder: Path, name: str, body: bytes) -> Path:
    (folder / name).write_bytes(body)
    return folder / name


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "a.pdf")
    return folder / "a.pdf"


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a link": (link, "ทางลัด"),
    "nothing": (lambda f: f / "a.pdf", "ไม่พบไฟล์"),
    "a folder": (lambda f: f, "โฟลเดอร์"),
    "a pipe": (pipe, "อุปกรณ์"),
    "0 bytes": (lambda f: written(f, "a.pdf", b""), "ว่างเปล่า"),
    "a program": (lambda f: written(f, "a.pdf", b"MZ\0\0" * 99), "ชนิดที่เก็บเป็นหลักฐานไม่ได้"),
    "another kind": (lambda f: files.picture(f / "b.png").rename(f / "a.pdf"), "ไม่ตรงกับนามสกุล"),
    "a picture bomb": (lambda f: files.picture_bomb(f / "a.png"), "ใหญ่ผิดปกติ"),
    "a cut PDF": (lambda f: written(f, "a.pdf", b"%PDF-1.7\n%cut"), "เสียหาย"),
    "too large": (lambda f: written(f, "a.txt", b"x" * (2 * MB + 1)), "เกินเพดานไฟล์ละ 2.0 MB"),
    "too much in all": (lambda f: written(f, "a.txt", b"x" * (2 * MB)), "ทั้งแฟ้มจะเป็น"),
}


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
@pytest.mark.parametrize(("made", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_changes_nothing(
    office: Office, tmp_path: Path, made: Callable[[Path], Path], said: str
) -> None:
    limit(office, 2, 3)
    record = request(office)
    good = written(tmp_path, "ดี.txt", b"y" * MB + b"y")
    (tmp_path / "in").mkdir()
    with pytest.raises(Refusal, match=said):
        office.evidence.attach(REQUESTS, record, [good, made(tmp_path / "in")])
    assert kept(office) == (0, 0)
    assert office.records.undo_label == "เพิ่มใบขอเบิกเงิน 1/2563"


def test_the_same_file_twice_on_a_record_is_refused(office: Office, tmp_path: Path) -> None:
    record, scan = request(office), files.pdf(tmp_path / "a.pdf")
    again = tmp_path / "b.pdf"
    again.write_bytes(scan.read_bytes())
    with pytest.raises(InputRefusal, match="ไว้แล้ว"):
        office.evidence.attach(REQUESTS, record, [scan, again])
    office.evidence.attach(REQUESTS, record, [scan])
    with pytest.raises(InputRefusal, match=r"ไว้แล้วในชื่อ “a\.pdf”"):
        office.evidence.attach(REQUESTS, record, [again])
    assert kept(office) == (1, 1)


def test_a_file_that_changes_while_it_is_read_is_refused(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, source = request(office), written(tmp_path, "a.txt", b"x" * 3 * MB)
    stream = taking_in._stream

    def written_to(reading, writing, most, on_read):  # type: ignore[no-untyped-def]
        with source.open("ab") as other:
            other.write(b"more")
        return stream(reading, writing, most, on_read)

    monkeypatch.setattr(taking_in, "_stream", written_to)
    with pytest.raises(InputRefusal, match="ถูกแก้ไขขณะกำลังอ่าน"):
        office.evidence.attach(REQUESTS, record, [source])
    assert kept(office) == (0, 0)


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, source = request(office), written(tmp_path, "a.txt", os.urandom(1).hex().encode() * 4 * MB)
    with office.session.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    put = blobs.put_piece

    def full(connection, *rest):  # type: ignore[no-untyped-def]
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1000}")
        put(connection, *rest)

    monkeypatch.setattr(blobs, "put_piece", full)
    with pytest.raises(FileRefusal, match="เต็ม"):
        office.evidence.attach(REQUESTS, record, [source])
    assert kept(office) == (0, 0)


def test_attaching_stops_when_asked(office: Office, tmp_path: Path) -> None:
    class Stop:
        cancelled = True

        def report(self, share: float | None, text: str = "") -> None: ...

    record = request(office)
    with pytest.raises(Stopped):
        office.evidence.attach(REQUESTS, record, [files.pdf(tmp_path / "a.pdf")], progress=Stop())
    assert kept(office) == (0, 0)


def test_a_name_from_elsewhere_leads_out_of_no_folder(office: Office, tmp_path: Path) -> None:
    record = request(office)
    office.evidence.attach(REQUESTS, record, [files.pdf(tmp_path / "a.pdf")])
    with office.session.file.transaction() as connection:
        connection.exec_driver_sql("UPDATE office_evidence SET name = '../../a\x1b.pdf'")
    (item,) = office.evidence.of(REQUESTS, record)
    (tmp_path / "out").mkdir()
    assert office.evidence.copy_out(item.id, tmp_path / "out") == tmp_path / "out" / "a.pdf"


def test_only_what_is_there_takes_evidence(office: Office, tmp_path: Path) -> None:
    record, scan = request(office), files.pdf(tmp_path / "a.pdf")
    with pytest.raises(UsageRefusal):
        office.evidence.attach("plan_texts", "x", [scan])
    with pytest.raises(InputRefusal, match="ไม่พบรายการ"):
        office.evidence.attach(REQUESTS, "x", [scan])
    office.records.delete(REQUESTS, record)
    with pytest.raises(InputRefusal, match="ถูกลบแล้ว"):
        office.evidence.attach(REQUESTS, record, [scan])


def test_limits_are_the_offices(office: Office, tmp_path: Path) -> None:
    groups = frozenset({"pdf", "picture", "document", "text"})
    assert office.evidence.limits() == EvidenceLimits(20 * MB, 2048 * MB, groups)
    limit(office, 1, 5, "pdf nonsense")
    assert office.evidence.limits() == EvidenceLimits(MB, 5 * MB, frozenset({"pdf"}))
    with pytest.raises(InputRefusal, match=r"ไม่รับไฟล์ชนิดของ “a\.png”"):
        office.evidence.attach(REQUESTS, request(office), [files.picture(tmp_path / "a.png")])


def test_what_has_no_evidence_is_told_by_month_and_unit(office: Office, tmp_path: Path) -> None:
    first, second = request(office), request(office, "2/2563")
    request(office, "3/2563", "2020-06-02")
    office.evidence.attach(REQUESTS, first, [files.pdf(tmp_path / "a.pdf")])

    def told(**asked: object) -> dict[str, list[str]]:
        found = office.evidence.missing(**asked)  # type: ignore[arg-type]
        return {one.register: [record for record, _ in one.records] for one in found}

    assert told(month=Month(2020, 5)) == {REQUESTS: [second]}
    assert told(month=Month(2020, 5), unit="central") == {}
    assert len(told()[REQUESTS]) == 2
    step = office.session.file.registers["project_steps"].id_for(
        {"fiscal_year": 2563, "project": 1, "step": 1}
    )
    office.records.save("project_steps", {"started_on": "2020-05-04", "finished_on": "2020-05-20"}, step)
    assert told(month=Month(2020, 5), unit="central") == {"project_steps": [step]}


def words(path: Path) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_evidence_is_bound_with_index_and_a_line_on_each_page(office: Office, tmp_path: Path) -> None:
    record = request(office, cheque_on="2020-05-25")
    other = request(office, "9/2563", procurement="other")
    own = office.session.file.registers["plan_indicators"].id_for({"fiscal_year": 2563, "code": "3"}) or ""
    office.evidence.attach("plan_indicators", own, [files.picture(tmp_path / "ภาพรวม.png", (900, 300))])
    office.evidence.attach(
        REQUESTS,
        record,
        [files.pdf(tmp_path / "ใบเสร็จ.pdf", 2, words="slip"), files.docx(tmp_path / "บันทึก.docx")],
    )
    office.evidence.attach(REQUESTS, other, [files.pdf(tmp_path / "ไม่นับ.pdf")])
    done = office.evidence.bind("3", tmp_path / "เล่ม.pdf")
    assert (done.pages, done.files, [name for name, _ in done.apart]) == (4, 2, ["บันทึก.docx"])
    index, *pages = words(done.path)
    assert "ไม่นับ" not in index
    assert all(word in index for word in ("ใบเสร็จ.pdf", "ภาพรวม.png", "บันทึก.docx", "1/2563"))
    assert ["หน้า 2 / 4" in pages[0], "ภาพรวม.png" in pages[0]] == [True, True]
    assert ["slip page 1" in pages[1], "หน้า 1 / 2 ของไฟล์" in pages[1]] == [True, True]
    assert ["slip page 2" in pages[2], "หลักฐานของ 1/2563" in pages[2]] == [True, True]
    with pikepdf.open(done.path) as pdf:
        lies = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
    assert lies == [False, True, False, False]


def test_binding_refuses_what_it_can_t_do(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputRefusal, match="ยังไม่มีหลักฐาน"):
        office.evidence.bind("3", tmp_path / "a.pdf")
    with pytest.raises(UsageRefusal):
        office.evidence.bind("99", tmp_path / "a.pdf")
    with pytest.raises(UsageRefusal, match=r"\.pdf"):
        office.evidence.bind("3", tmp_path / "a.docx")
    assert not (tmp_path / "a.pdf").exists()


def test_submitting_a_month_says_what_has_no_evidence(office: Office, tmp_path: Path) -> None:
    first = request(office)
    for number in range(2, 6):
        request(office, f"{number}/2563")
    office.evidence.attach(REQUESTS, first, [files.pdf(tmp_path / "a.pdf")])
    may = Month(2020, 5)
    said = [one for one in office.months.missing("finance", may) if one.kind.value == "evidence"]
    assert [(one.register, one.text) for one in said] == [
        (REQUESTS, "ทะเบียนใบขอเบิกเงิน 4 ฉบับยังไม่มีหลักฐาน (2/2563, 3/2563, 4/2563 และอีก 1)")
    ]
    assert not [one for one in office.months.missing("central", may) if one.kind.value == "evidence"]


PROGRAMS = {
    "ใบเสร็จ.pdf.exe": b"MZ" * 99,
    "ใบเสร็จ.pdf": b"MZ" * 99,
    "a.bat": b"del",
    "a.desktop": b"[Desktop]",
    "a.hta": b"<hta>",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_came_in_a_package_is_judged_before_it_is_handed_out(
    office: Office, tmp_path: Path, name: str
) -> None:
    body, record = PROGRAMS[name], request(office)
    blob = blobs.Blob(sha256(body).hexdigest(), len(body))
    put_file(office.session.file, io.BytesIO(body), blob)
    values = {"register_name": REQUESTS, "record": record, "name": name, "file": blob.hash, "unit": "finance"}
    office.session.file.commit(
        lambda _: [Put("office_evidence", "e1", {**values, "kind": "application/pdf"})], ActionInfo("x")
    )
    (item,) = office.evidence.of(REQUESTS, record)
    (tmp_path / "out").mkdir()
    for act in (
        lambda: office.evidence.copy_out(item.id, tmp_path / "out"),
        lambda: office.evidence.save_as(item.id, tmp_path / "out" / name),
        lambda: office.evidence.picture(item.id),
    ):
        with pytest.raises(InputRefusal, match=r"เก็บเป็นหลักฐานไม่ได้|ไม่ตรงกับนามสกุล"):
            act()
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_month_was_approved_with_is_not_taken_away(office: Office, tmp_path: Path) -> None:
    record, later = request(office), request(office, "2/2563", "2020-06-10")
    for one in (record, later):
        office.evidence.attach(REQUESTS, one, [files.pdf(tmp_path / "a.pdf")])
    month = MONTH_STATES.id_for({"unit": "finance", "month": "2020-05"})
    state = {"unit": "finance", "month": "2020-05", "fiscal_year": 2563, "state": "approved"}
    office.session.write([Put(MONTH_STATES.name, month or "", state)], "รับรองเดือน")
    (item,), (free,) = office.evidence.of(REQUESTS, record), office.evidence.of(REQUESTS, later)
    with pytest.raises(ClosedRefusal, match="นำหลักฐานออกไม่ได้ เพราะเดือน"):
        office.evidence.detach([item.id])
    office.evidence.detach([free.id])
    office.evidence.attach(REQUESTS, record, [files.picture(tmp_path / "b.png")])
    assert [i.name for i in office.evidence.of(REQUESTS, record)] == ["a.pdf", "b.png"]
