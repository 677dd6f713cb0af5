"""What may be kept as evidence, what it may be called, and how it is looked at: a bomb is a sentence."""

import sys
from pathlib import Path

import evidence_files as files
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange.evidence import kinds, looking
from core.exchange.evidence.names import MOST_BYTES, clean_name
from core.faults import InputRefusal

LINUX = pytest.mark.skipif(sys.platform == "win32", reason="limits as Linux has them")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("ใบเสร็จ 12.pdf", "ใบเสร็จ 12.pdf"),
        ("../../etc/passwd", "passwd"),
        ("D:\\งาน\\a\\ใบเสร็จ.pdf", "ใบเสร็จ.pdf"),
        ("..", "หลักฐาน"),
        ("a/..", "a"),
        ("", "หลักฐาน"),
        (".bashrc", "bashrc"),
        ("a\x00b\nc\x1b[31m.pdf", "ab c[31m.pdf"),
        ("ใบ\u202efdp.exe", "ใบfdp.exe"),
        ("CON.pdf", "_CON.pdf"),
        ("com1", "_com1"),
        ('a:b*c?"<>|.pdf', "a-b-c-.pdf"),
        ("จบ. .pdf. ", "จบ.pdf"),
        ("\u200b\u200b.pdf", "pdf"),
    ],
)
def test_a_name_names_a_file_of_one_folder(raw: str, name: str) -> None:
    assert clean_name(raw) == name


@given(st.text(max_size=300))
def test_whatever_it_is_called(raw: str) -> None:
    name = clean_name(raw)
    assert name
    assert name == Path(name).name
    assert name.isprintable()
    assert name == name.strip(" .")
    assert not set(name) & set('\\/:*?"<>|')
    assert len(name.encode()) <= MOST_BYTES
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("made", "mime", "group"),
    [
        (lambda f: files.pdf(f / "a.pdf"), "application/pdf", "pdf"),
        (lambda f: files.picture(f / "a.JPG"), "image/jpeg", "picture"),
        (lambda f: files.picture(f / "a.png"), "image/png", "picture"),
        (lambda f: files.picture(f / "a.tif"), "image/tiff", "picture"),
        (lambda f: files.docx(f / "a.docx"), kinds._PARTS["word/"], "document"),
        (lambda f: _written(f / "a.csv", "ก,ข\n".encode("cp874")), "text/csv", "text"),
        (lambda f: _written(f / "a.doc", kinds._OLE + bytes(600)), "application/msword", "document"),
    ],
)
def test_a_kind_is_told_by_content_and_name(made, mime: str, group: str, tmp_path: Path) -> None:
    path = made(tmp_path)
    assert kinds.kind_of(path, path.name) == kinds.EvidenceKind(mime, group)
    assert kinds.group_of(mime) == group


@pytest.mark.parametrize(
    ("made", "name", "said"),
    [
        (lambda f: files.picture(f / "a.png"), "a.pdf", "ไม่ตรงกับนามสกุล"),
        (lambda f: files.pdf(f / "a.pdf"), "a.txt", "ไม่ตรงกับนามสกุล"),
        (lambda f: _written(f / "a", b"MZ" + bytes(99)), "a.pdf", "ชนิดที่เก็บเป็นหลักฐานไม่ได้"),
        (lambda f: _written(f / "a", b"#!/bin/sh\n"), "a.sh", "ชนิดที่เก็บเป็นหลักฐานไม่ได้"),
        (lambda f: _written(f / "a", b"<html>"), "a.html", "ชนิดที่เก็บเป็นหลักฐานไม่ได้"),
        (lambda f: files.docx(f / "a.zip"), "a.zip", "ชนิดที่เก็บเป็นหลักฐานไม่ได้"),
        (lambda f: files.docx(f / "a.docx", macro=True), "a.docx", "ชนิดที่เก็บเป็นหลักฐานไม่ได้"),
        (lambda f: files.docx(f / "a.docx", unpacked=4 << 20), "a.docx", "แตกออกแล้วใหญ่ผิดปกติ"),
        (lambda f: _written(f / "a", b"PK\3\4" + bytes(99)), "a.docx", "เสียหายหรือไม่ครบ"),
    ],
)
def test_what_is_no_evidence_is_a_sentence(made, name: str, said: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 3 << 20)
    with pytest.raises(InputRefusal, match=said):
        kinds.kind_of(made(tmp_path), name)


def test_a_page_is_shown_within_bounds(tmp_path: Path) -> None:
    seen = looking.picture_of(files.pdf(tmp_path / "a.pdf", 3, size=(14_400, 200)), "a.pdf", 7)
    assert (seen.pages, seen.width, len(seen.points)) == (3, 1400, seen.width * seen.height * 3)
    seen = looking.picture_of(files.picture(tmp_path / "b.png", (5000, 2500)), "b.png")
    assert (seen.pages, seen.width, seen.height) == (1, 1400, 700)


@LINUX
@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda f: files.picture_bomb(f / "a"), "ใหญ่ผิดปกติ"),
        (lambda f: _written(f / "a", b"\x89PNG\r\n\x1a\n" + bytes(50)), "เสียหาย"),
        (lambda f: _written(f / "a", b"%PDF-1.7\nnothing"), "เสียหาย"),
        (lambda f: _sealed(f / "a"), "มีรหัสผ่าน"),
    ],
)
def test_what_can_t_be_shown_is_a_sentence(made, said: str, tmp_path: Path) -> None:
    path = made(tmp_path)
    with pytest.raises(InputRefusal, match=said):
        looking.picture_of(path, "ใบเสร็จ.pdf")
    with pytest.raises(InputRefusal, match=said):
        looking.prepared(path, "ใบเสร็จ.pdf", tmp_path / "made.pdf")


@LINUX
def test_a_page_that_unpacks_without_end_is_a_sentence(tmp_path: Path) -> None:
    bomb = files.pdf_bomb(tmp_path / "bomb.pdf")
    assert bomb.stat().st_size < 100_000
    with pytest.raises(InputRefusal, match=r"ใหญ่ผิดปกติ|เสียหาย"):
        looking.prepared(bomb, "bomb.pdf", tmp_path / "made.pdf")


def test_pages_are_prepared_with_what_was_filled_in(tmp_path: Path) -> None:
    source = files.pdf(tmp_path / "a.pdf", 2, size=(595, 842), turned=90)
    made = looking.prepared(source, "a.pdf", tmp_path / "made.pdf")
    assert [tuple(map(round, size)) for size in made.sizes] == [(842, 595)] * 2
    with pikepdf.open(made.path) as pdf:
        assert len(pdf.pages) == 2
    made = looking.prepared(files.picture(tmp_path / "b.jpg"), "b.jpg", tmp_path / "made.pdf")
    assert len(made.sizes) == 1


def _written(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


def _sealed(path: Path) -> Path:
    with pikepdf.open(files.pdf(path.with_suffix(".plain"))) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    return path
