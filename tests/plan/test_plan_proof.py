"""The code on paper: made of figures, day and approval, the same everywhere, and told from a slip of the pen."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from core.plan import proof
from core.plan.proof import Difference, Figure, Proved

FIGURES = (
    Figure(
        "1", "ความสำเร็จ, “ครบ”\nทุกข้อ", "percent", "100.00", "50.00", "50.00", "80.00", 2, "50.00", "behind"
    ),
    Figure("5.1", "ผู้ใช้บริการ", "person", None, None, None, None, 0, None, "no_data"),
)
PROVED = Proved(proof.figures_text(FIGURES), date(2020, 6, 30), "", 1, "0190-abc")


def test_the_code_is_a_promise() -> None:
    """Codes on paper must be found again in ten years: this one may never change."""
    assert PROVED.code == "29P2-X06Y-HPV77"


def test_whatever_a_code_is_made_of_changes_it() -> None:
    others = (
        replace(PROVED, figures=PROVED.figures.replace("50.00", "50.01", 1)),
        replace(PROVED, day=date(2020, 7, 31)),
        replace(PROVED, unit="finance"),
        replace(PROVED, number=2),
        replace(PROVED, approval="0190-abd"),
    )
    assert len({p.code for p in (PROVED, *others)}) == len(others) + 1


@pytest.mark.parametrize("typed", ["{}", "  {} ", "PHAEN:{}", "phaen:{}"])
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    code = PROVED.code
    for way in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), code.replace("0", "o")):
        assert proof.read_code(typed.format(way)) == code
    assert proof.read_code(proof.machine_text(code)) == code
    assert proof.read_code("๒9p2-x06y-hpv77") == code


def test_a_slip_is_no_code() -> None:
    """Each wrong letter is seen but by chance, one in 32; two that changed places, likewise."""
    code, missed, tried = PROVED.code.replace("-", ""), 0, 0
    for place in range(len(code)):
        for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".replace(code[place], ""):
            tried += 1
            with suppress(ValueError):
                proof.read_code(code[:place] + letter + code[place + 1 :])
                missed += 1
    assert missed / tried < 0.06
    for text in ("", "AB", "U" * 13, code + "0", "พิมพ์ผิด"):
        with pytest.raises(ValueError, match="รหัสตรวจสอบ"):
            proof.read_code(text)


def test_figures_are_written_in_one_way_and_read_back() -> None:
    assert proof.read_figures(PROVED.figures) == FIGURES
    assert proof.figures_text(proof.read_figures(PROVED.figures)) == PROVED.figures
    later = PROVED.figures.replace('{"achievement"', '{"a_later_thing":1,"achievement"')
    assert proof.read_figures(later) == FIGURES
    assert proof.read_figures("") == ()
    for text in ("{", "3", '[{"code":"1"}]', "[1]"):
        with pytest.raises(ValueError):  # noqa: PT011  # json's own, too
            proof.read_figures(text)


def test_what_differs_is_named() -> None:
    now = (replace(FIGURES[0], value="60.00", status="on_track"), replace(FIGURES[1], code="5.2"))
    assert proof.differences(FIGURES, now) == (
        Difference("1", "value", "50.00", "60.00"),
        Difference("1", "status", "behind", "on_track"),
        Difference("5.1", "code", "5.1", None),
        Difference("5.2", "code", None, "5.2"),
    )
    assert proof.differences(FIGURES, FIGURES) == ()


def test_the_table_within_a_pdf_is_the_whole_proof() -> None:
    data = proof.proof_csv(PROVED)
    assert proof.read_proof(data) == PROVED
    assert data.startswith("\ufeffas_of,office_unit,edition,approval,code,".encode())
    changed = proof.read_proof(data.replace(b"50.00", b"50.01", 1))
    assert changed is not None
    assert changed.code != PROVED.code


def test_a_table_that_is_none_is_none() -> None:
    seeded = random.Random(17)
    whole = proof.proof_csv(PROVED)
    for data in (b"", b"\xff\xfe", b"a,b\r\n1,2\r\n", whole.replace(b"2020-06-30", b"soon", 1), whole[:60]):
        assert proof.read_proof(data) is None
    for _ in range(200):
        place = seeded.randrange(len(whole))
        read = proof.read_proof(whole[:place] + bytes([seeded.randrange(256)]) + whole[place + 1 :])
        assert read is None or read == PROVED or read.code != PROVED.code
