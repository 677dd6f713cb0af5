"""What stands on the office's memoranda lies in the office file: it travels, is undone, and is told of in words."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from tomllib import loads

import pytest
from exchange_helpers import Desk, desk_of
from PIL import Image
from pypdf import PdfReader

from core.faults import FileRefusal, InputRefusal
from core.office import Asked, Letterhead, Office, proposes
from core.plan.record_rules import EMBLEM_SIZE
from core.store.log.changes import Put
from core.thai.fiscal import Month

YEAR = 2563
RED = (170, 20, 20)


def picture(
    folder: Path, name: str = "ครุฑ.png", size: tuple[int, int] = (500, 600), kind: str = "PNG"
) -> Path:
    path = folder / name
    Image.new("RGB", size, RED).save(path, kind)
    return path


def kept(office: Office) -> Letterhead:
    found = office.plan.letterhead(YEAR)
    assert found is not None
    return found


def shown(letterhead: Letterhead) -> Image.Image:
    return Image.open(BytesIO(letterhead.picture))


def history(office: Office) -> list[str]:
    """What the history of the plan says of the picture, newest first."""
    register = office.session.register("plan_years")
    record = register.id_for({"fiscal_year": YEAR})
    field = register.field("emblem")
    items = office.records.history("plan_years", record or "")
    return [f"{field.show(i.old)} > {field.show(i.new)}" for i in items if i.field == "emblem"]


def images_on(memo: Path) -> int:
    return len(PdfReader(memo).pages[0].images)


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("ไม่มีนามสกุล", "PNG")])
def test_a_picture_is_taken_printed_undone_and_redone(
    office: Office, tmp_path: Path, name: str, kind: str
) -> None:
    changes = office.plan.set_emblem(YEAR, picture(tmp_path, name, kind=kind))
    assert not proposes(changes)
    small = shown(kept(office))
    assert small.size == (300, 360)
    assert all(abs(a - b) < 6 for a, b in zip(small.getpixel((9, 9)), RED, strict=True))  # type: ignore[arg-type]
    told: list[int] = []
    for act in (lambda: None, office.records.undo, office.records.redo):
        act()
        office.reports.print_report("memo", tmp_path / "memo.pdf", as_of=date(2020, 6, 30))
        told.append(images_on(tmp_path / "memo.pdf"))
    assert told == [1, 0, 1]
    office.plan.set_emblem(YEAR, None)
    assert kept(office).picture == b""


def test_the_history_tells_of_pictures_in_words(office: Office, tmp_path: Path) -> None:
    office.plan.set_emblem(YEAR, picture(tmp_path))
    size = max(1, round((tmp_path / "ครุฑ.png").stat().st_size / 1000))
    office.plan.set_emblem(YEAR, None)
    assert history(office) == [f"ภาพ {size} กิโลไบต์ > ", f" > ภาพ {size} กิโลไบต์"]


def test_telephone_e_mail_and_addressee_are_kept(office: Office) -> None:
    office.plan.set_letterhead(YEAR, {"telephone": "0 2221 2141", "email": "a@bangkok.go.th"})
    office.plan.set_letterhead(YEAR, {"addressee": "ผู้ว่าราชการกรุงเทพมหานคร"})
    found = kept(office)
    assert (found.telephone, found.email, found.addressee) == (
        "0 2221 2141",
        "a@bangkok.go.th",
        "ผู้ว่าราชการกรุงเทพมหานคร",
    )
    office.records.undo()
    assert kept(office).addressee == "ปลัดกรุงเทพมหานคร"
    assert office.plan.letterhead(2599) is None


def _unfit(folder: Path) -> Iterator[tuple[str, Path]]:
    text = folder / "ครุฑ.txt"
    text.write_text("ครุฑ", encoding="utf-8")
    yield "no picture", text
    large = folder / "ใหญ่.png"
    large.write_bytes(picture(folder).read_bytes() + b"\0" * EMBLEM_SIZE)
    yield "a large file", large
    cut = folder / "ขาด.png"
    cut.write_bytes(picture(folder).read_bytes()[:150])
    yield "cut", cut
    bomb = folder / "ระเบิด.png"
    Image.new("1", (30_000, 20_000)).save(bomb)  # 75 MB in a file of 10 kB
    yield "a bomb", bomb
    yield "another kind", picture(folder, "ครุฑ.gif", kind="GIF")


@pytest.mark.parametrize("which", ["no picture", "a large file", "cut", "a bomb", "another kind"])
def test_what_is_no_small_picture_is_refused_and_changes_nothing(
    office: Office, tmp_path: Path, which: str
) -> None:
    unfit = dict(_unfit(tmp_path))[which]
    assert (unfit.stat().st_size > EMBLEM_SIZE) == (which == "a large file")
    with pytest.raises(InputRefusal, match=r"ภาพครุฑ.*โปรดเลือก"):
        office.plan.set_emblem(YEAR, unfit)
    assert kept(office).picture == b""
    assert history(office) == []


def test_a_picture_that_is_gone_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(FileRefusal, match="อ่านแฟ้มภาพ"):
        office.plan.set_emblem(YEAR, tmp_path / "none.png")


BROKEN = b64encode(b"\x89PNG\r\n\x1a\nnothing").decode()


def test_a_picture_that_cannot_be_printed_is_not_saved_either(office: Office, tmp_path: Path) -> None:
    record = office.session.register("plan_years").id_for({"fiscal_year": YEAR})
    with pytest.raises(InputRefusal, match="ภาพครุฑ"):
        office.records.save("plan_years", {"emblem": BROKEN}, record)
    office.plan.set_emblem(YEAR, picture(tmp_path))
    office.plan.export(tmp_path / "แผน")
    (tmp_path / "แผน" / "emblem.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    with pytest.raises(FileRefusal, match="emblem"):
        Office.create(tmp_path / "b.phaen", plan=tmp_path / "แผน")


def test_one_that_came_in_leaves_its_place_empty_and_is_said(office: Office, tmp_path: Path) -> None:
    """An older file or a package may hold what can't be printed."""
    record = office.session.register("plan_years").id_for({"fiscal_year": YEAR})
    office.session.write([Put("plan_years", record or "", {"emblem": BROKEN})], "รวมแฟ้ม")
    assert "ภาพครุฑเปิดไม่ได้" in kept(office).fault
    told: list[str] = []
    june = Month(2020, 6)
    office.reports.print_report("memo", tmp_path / "memo.pdf", month=june, on_lacking=told.append)
    office.reports.preview_report(Asked("memo", YEAR, june), lambda _: None, on_lacking=told.append)
    told.append(office.reports.print_bundle(tmp_path / "ชุด", june).lacking)
    assert [said.startswith("ภาพครุฑเปิดไม่ได้") for said in told] == [True] * 3
    assert images_on(tmp_path / "memo.pdf") == 0


def test_it_travels_to_the_offices_other_files(plan_file: Path, tmp_path: Path, finance: Desk) -> None:
    keeper = desk_of(plan_file, tmp_path, "admin", "วิภา")
    with keeper.open() as office:
        office.plan.set_emblem(YEAR, picture(tmp_path))
        office.plan.set_letterhead(YEAR, {"telephone": "0 2221 2141"})
        before = kept(office)
    finance.take(keeper.send(tmp_path / "a.phaenx"))
    with finance.open() as office:
        assert kept(office) == before
        assert history(office)[0].startswith(" > ภาพ")
        assert proposes(office.plan.set_letterhead(YEAR, {"telephone": "1555"}))
        assert kept(office) == before


def test_it_goes_into_a_plan_folder_and_comes_out_of_it(office: Office, tmp_path: Path) -> None:
    source = picture(tmp_path)
    office.plan.set_emblem(YEAR, source)
    office.plan.set_letterhead(YEAR, {"telephone": "0 2221 2141", "email": "a@bangkok.go.th"})
    office.plan.export(tmp_path / "แผน")
    said = loads((tmp_path / "แผน" / "plan.toml").read_text(encoding="utf-8"))["settings"]
    assert (tmp_path / "แผน" / said["emblem"]).read_bytes() == source.read_bytes()
    with Office.create(tmp_path / "b.phaen", plan=tmp_path / "แผน") as other:
        assert kept(other) == kept(office)


@pytest.mark.parametrize(("addressee", "said"), [("เลขานุการ ปลัดกรุงเทพมหานคร", 1), ("ปลัดกรุงเทพมหานคร", 0)])
def test_a_memorandum_handed_to_its_own_signer_is_a_finding(
    sample: Office, addressee: str, said: int
) -> None:
    sample.plan.set_letterhead(YEAR, {"addressee": addressee})
    found = [f for f in sample.plan.check_plan(YEAR) if f.code == "memo.addressee"]
    assert len(found) == said
    assert all("ผู้ลงนามเอง" in f.message for f in found)


def test_two_pictures_in_conflict_are_told_of_in_words(plan_file: Path, tmp_path: Path) -> None:
    desks = [desk_of(plan_file, tmp_path, "admin", name) for name in ("วิภา", "มานี")]
    for n, desk in enumerate(desks):
        with desk.open() as office:
            office.plan.set_emblem(YEAR, picture(tmp_path, size=(400 + n, 600)))
    desks[0].take(desks[1].send(tmp_path / "b.phaenx"))
    with desks[0].open() as office:
        (found,) = office.conflicts.open()
        assert all(side.shown.startswith("ภาพ ") and len(side.shown) < 30 for side in found.sides)


def test_a_later_plan_shares_the_letterhead_until_it_has_its_own(office: Office, tmp_path: Path) -> None:
    office.plan.roll_over(YEAR + 1)
    office.plan.set_letterhead(YEAR, {"telephone": "0 2221 2141"})
    office.plan.set_emblem(YEAR, picture(tmp_path))
    later = office.plan.letterhead(YEAR + 1)
    assert later is not None
    assert (later.telephone, bool(later.picture), later.own_picture) == ("0 2221 2141", True, False)
    office.plan.export(tmp_path / "แผน", YEAR + 1)
    assert not list((tmp_path / "แผน").glob("emblem.*"))
