"""The steps of a self-test, in their order: an office's year in small."""

from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pikepdf
import pypdfium2
from openpyxl import Workbook

import core
from core.office import MonthAction, MonthState, Office, Query, Role
from core.office.encryption import encryption
from core.self_test.bench import THEIRS, Bench, demand, on_pc
from core.self_test.running import SelfTestStep
from core.thai.fiscal import Month

PLAN, YEAR = "2563", 2563
TITLE = "SQLite format 3"  # what a file that isn't encrypted begins with
TYPED, REQUESTS, UNIT = "letter_enquiries", "finance_requests", "finance"
PERSON, PASSWORD = "ผู้ตรวจ โปรแกรม", "ดอกไม้สามดอก"
# The plan's own example of indicator 3 (table B): received, paid, how many. 90 of October's 100 and 46 of November's 50 were
# in time; the mean of 90 and 92 is 91.
INDICATOR, MEAN = "3", 91
EXAMPLE = (
    (date(2019, 10, 24), date(2019, 11, 6), 90),
    (date(2019, 10, 24), date(2019, 11, 7), 10),
    (date(2019, 11, 1), date(2019, 11, 14), 46),
    (date(2019, 11, 1), date(2019, 11, 15), 4),
)
DAY, MONTH = date(2019, 12, 31), Month(2019, 12)
ON_THE_PAGE = ("รายงานการตรวจสอบและเบิกจ่ายเงินรายเดือน", "ตุลาคม 2562 100 90 10", "91.00")


def loads(_: Bench) -> None:
    """Every module of the program."""
    for module in walk_packages(core.__path__, "core."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def makes(bench: Bench) -> None:
    """An office file."""
    bench.hold(Office.create(bench.file, plan=PLAN))
    demand(bench.office.session.years == (YEAR,), "แฟ้มที่สร้างไม่มีแผนปี 2563")


def types(bench: Bench) -> None:
    """A record as clerks type it, found again by a word of it."""
    given = {"user": "คุณน้ำฝน ปั๊มน้ำ", "asked_at": "๑๕/๐๑/๒๕๖๓ ๐๙:๐๐", "acknowledged_at": "15 ม.ค. 63 09:10"}
    saved = bench.office.records.save(TYPED, given)
    found = bench.office.records.rows(TYPED, Query(text="น้ำฝน"))
    demand([row.id for row in found] == [saved.record_id], "ค้นรายการที่พิมพ์ไว้ไม่พบ")
    demand(found[0].values["asked_at"] == datetime(2020, 1, 15, 9), "อ่านวันที่ที่พิมพ์เป็นเลขไทยไม่ถูกต้อง")


def imports(bench: Bench) -> None:
    """A workbook, read by the guarded process."""
    labels = {field.name: field.label for field in bench.office.session.register(REQUESTS).fields}
    book, number = Workbook(write_only=True), 0
    rows = book.create_sheet("ใบขอเบิก")
    columns = ("request_no", "procurement", "amount", "received_on", "cheque_on")
    rows.append([labels[name] for name in columns])
    for received, paid, count in EXAMPLE:
        for _ in range(count):
            number += 1
            rows.append([f"63/{number:04d}", "ว.119", 1000, received, paid])
    source = bench.folder / "ตาราง ใบขอเบิก.xlsx"
    book.save(source)
    report = bench.office.sheets.import_records(REQUESTS, source)
    demand(report.accepted == number, f"นำเข้าตารางได้ {report.accepted} แถวจาก {number} แถว")


def counts(bench: Bench) -> None:
    """The plan's example comes to its figure."""
    _demand_mean(bench.office)


def _demand_mean(office: Office) -> None:
    value = office.figures.indicator(INDICATOR, YEAR, DAY).result.value
    demand(value == MEAN, f"ตัวชี้วัดที่ {INDICATOR} ได้ {value} แต่ต้องได้ {MEAN}")


def prints(bench: Bench) -> None:
    """A page, and its text read back."""
    target = bench.folder / "รายงาน รายเดือน.pdf"
    bench.office.reports.print_report("finance-months", target, month=MONTH)
    found = text_of_first_page(target)
    lacking = [words for words in ON_THE_PAGE if words not in found]
    demand(not lacking, f"อ่านข้อความ {' · '.join(lacking)} จากหน้าที่พิมพ์ไม่ได้")


def text_of_first_page(pdf: Path) -> str:
    """The text of a PDF's first page, as who copies it has it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def binds(bench: Bench) -> None:
    """A file of evidence, opened by the guarded process, and all evidence of an indicator as one PDF."""
    scan = bench.folder / "ใบเสร็จ (สแกน).pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(scan)
    office = bench.office
    (first,) = office.records.rows(REQUESTS, Query(limit=1))
    office.evidence.attach(REQUESTS, first.id, [scan])
    bound = office.evidence.bind(INDICATOR, bench.folder / "เล่มหลักฐาน.pdf", year=YEAR, as_of=DAY)
    demand(bound.files == 1 and not bound.apart, "รวมเล่มหลักฐานได้ไม่ครบ")


def packs(bench: Bench) -> None:
    """A package with all there is."""
    sent = bench.office.exchange.pack(bench.package)
    demand(sent.entries > 0 and sent.files == 1, "แพ็กเกจมีการเปลี่ยนแปลงหรือหลักฐานไม่ครบ")


def merges(bench: Bench) -> None:
    """The package, taken into another PC's file."""
    with (
        on_pc(bench.folder / THEIRS),
        Office.create(bench.folder / "แฟ้มงาน ของอีกเครื่อง.phaen", plan=PLAN, unit=UNIT) as office,
    ):
        merged = office.exchange.merge([bench.package], trust=True)
        demand(not merged.lacking and not merged.conflicts, "รวมแพ็กเกจได้ไม่ครบ")
        _demand_mean(office)


def signs_in(bench: Bench) -> None:
    """Accounts are begun with, and somebody signs in."""
    people = bench.office.people
    people.add(PERSON, PASSWORD, unit=UNIT, roles=frozenset(Role) - {Role.VIEWER})
    people.sign_out()
    demand(people.sign_in(PERSON, PASSWORD).name == PERSON, "ลงชื่อเข้าใช้แล้วไม่ได้เป็นผู้ใช้นั้น")


def approves(bench: Bench) -> None:
    """A unit's month, submitted and approved, holds its figures."""
    months = bench.office.months
    months.act(MonthAction.SUBMIT, UNIT, MONTH)
    months.act(MonthAction.APPROVE, UNIT, MONTH)
    demand(months.month(UNIT, MONTH).state is MonthState.APPROVED, "รับรองเดือนแล้วสถานะไม่เปลี่ยน")


def backs_up(bench: Bench) -> None:
    """A verified copy."""
    bench.office.file.backup(bench.backup)


def restores(bench: Bench) -> None:
    """What was deleted since comes back with the backup, and the file is sound."""
    office = bench.office
    typed = office.records.rows(TYPED)
    office.records.delete(TYPED, typed[0].id)
    bench.close()
    Office.restore_backup(bench.backup, bench.file)
    bench.hold(Office.open(bench.file))
    demand(bench.office.records.rows(TYPED) == typed, "คืนแฟ้มสำรองแล้วรายการที่ลบไม่กลับมา")
    problems = bench.office.file.check().problems
    demand(not problems, f"ตรวจแฟ้มที่คืนแล้วพบว่า {' · '.join(problems)}")


def encrypts(bench: Bench) -> None:
    """A file that nobody reads without its passphrase, and that opens with it."""
    path = bench.folder / "แฟ้มงาน ลับ.phaen"
    with Office.create(path, plan=PLAN) as office:
        order = encryption(office.session, PASSWORD)
    order.carry_out()
    demand(TITLE.encode() not in path.read_bytes(), "เข้ารหัสแฟ้มแล้วยังอ่านข้อความในแฟ้มได้")
    with Office.open(path, passphrase=PASSWORD) as office:
        demand(office.session.years == (YEAR,), "เปิดแฟ้มที่เข้ารหัสด้วยรหัสผ่านแล้วไม่พบแผน")


STEPS = (
    SelfTestStep("load", "โหลดทุกส่วนของโปรแกรม", loads),
    SelfTestStep("make", "สร้างแฟ้มงานในโฟลเดอร์ชื่อไทยที่มีช่องว่าง", makes),
    SelfTestStep("type", "พิมพ์รายการ แล้วค้นพบ", types, "make"),
    SelfTestStep("import", "นำเข้าตาราง Excel ผ่านตัวอ่านที่แยกไว้", imports, "make"),
    SelfTestStep("count", "คำนวณตัวอย่างในแผน ได้ร้อยละ 91", counts, "import"),
    SelfTestStep("print", "พิมพ์รายงาน แล้วอ่านข้อความบนหน้ากลับได้", prints, "import"),
    SelfTestStep("bind", "แนบไฟล์หลักฐาน แล้วรวมเล่ม", binds, "import"),
    SelfTestStep("pack", "เขียนแพ็กเกจแลกเปลี่ยน", packs, "bind"),
    SelfTestStep("merge", "รวมแพ็กเกจเข้าแฟ้มของอีกเครื่อง", merges, "pack"),
    SelfTestStep("sign-in", "เริ่มบัญชีผู้ใช้ และลงชื่อเข้าใช้", signs_in, "make"),
    SelfTestStep("approve", "ส่งและรับรองเดือน", approves, "sign-in"),
    SelfTestStep("backup", "สำรองแฟ้ม", backs_up, "make"),
    SelfTestStep("restore", "คืนแฟ้มสำรอง และตรวจว่าแฟ้มสมบูรณ์", restores, "backup"),
    SelfTestStep("encrypt", "เข้ารหัสแฟ้ม แล้วเปิดด้วยรหัสผ่าน", encrypts, "make"),
)
