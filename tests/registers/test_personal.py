"""What stands in the place of a personal value, and which fields hold one."""

from pathlib import Path

import pytest

from core import resources
from core.plan.personal import PERSONAL
from core.registers.declaration import read_register, written_in
from core.registers.fields import Covered
from core.registers.personal import mask_of, masked, withheld
from core.registers.reading import Unreadable, read_value

REGISTERS = {
    written_in(path)["name"]: read_register(written_in(path))
    for path in sorted(Path(resources.path("registers")).rglob("*.toml"))
}


@pytest.mark.parametrize(
    ("value", "mask"),
    [
        ("นายสมชาย ใจดี", "ส*****"),
        ("นางสาวเก่ง กล้า", "เก*****"),
        ("นาย", "น*****"),
        ("บริษัท สยาม จำกัด", "ส*****"),
        ("Somchai", "S*****"),
        ("0812345678", "0*****"),
        ("ก", "ก*****"),
    ],
)
def test_a_name_keeps_its_first_letter_and_nothing_else(value: str, mask: str) -> None:
    payee = REGISTERS["finance_requests"].field("payee")
    assert mask_of(payee, value) == mask
    assert mask_of(payee, mask_of(payee, value)) == mask


def test_what_stands_in_its_place_cannot_be_typed_as_a_value() -> None:
    payee, note = (REGISTERS["finance_requests"].field(name) for name in ("payee", "note"))
    for text in ("ส*****", "ส**** (เดิม)", "พ้นกำหนดเก็บ"):
        with pytest.raises(Unreadable, match="โปรด"):
            read_value(payee, text)
        assert read_value(note, text) == text


def test_only_what_is_filled_is_covered() -> None:
    register = REGISTERS["finance_requests"]
    values = {"payee": None, "request_no": "63/0001"}
    assert masked(register, values) is values
    assert withheld(register, values) is values
    told = withheld(register, {**values, "payee": "สมชาย"})
    assert isinstance(told["payee"], Covered)
    assert register.field("payee").show(told["payee"]) == "พ้นกำหนดเก็บ"


def test_the_registers_of_the_program_declare_what_older_files_are_read_with() -> None:
    declared = {
        name: frozenset(f.name for f in register.personal_fields) for name, register in REGISTERS.items()
    }
    assert {name: fields for name, fields in declared.items() if fields} == dict(PERSONAL)
