"""What declares a register and is in use stays, and is read no other way, whoever writes it."""

import pytest

from core.faults import InputRefusal
from core.office.records.types import Edit

FIELD, REGISTER = "plan_register_fields", "plan_registers"
BASKETS = {
    "name": "baskets",
    "title": "ทะเบียนตะกร้า",
    "key": ["code"],
    "fixed_id": True,
    "fields": [
        {"name": "code", "type": "text", "label": "รหัส", "required": True},
        {"name": "weight", "type": "number", "label": "น้ำหนัก"},
        {"name": "spare", "type": "number", "label": "สำรอง"},
    ],
}


@pytest.fixture
def used(office):
    """A file with a register that has a record."""
    office.registers.save(BASKETS, new=True)
    office.records.save("baskets", {"code": "a", "weight": "1.5"})
    return office


def record_of(office, register, name):
    rows = (r for r in office.records.rows(register) if r.values["name"] == name)
    return next(r.id for r in rows if r.values.get("register_name") in (None, "baskets"))


def typed(office, register, name, values):
    office.records.save(register, values, record_of(office, register, name))


def edited_many(office, register, name, values):
    office.records.save_many(register, [Edit(record_of(office, register, name), values)])


def imported(office, register, name, values, tmp_path):
    columns = {"register_name": "baskets", "name": name} if register == FIELD else {"name": name}
    told = {**columns, "label" if register == FIELD else "title": "ใหม่", **values}
    sheet = tmp_path / "x.csv"
    quoted = ['"' + str(value).replace('"', '""') + '"' for value in told.values()]
    sheet.write_text("\n".join([",".join(told), ",".join(quoted)]), "utf-8")
    report = office.sheets.import_records(register, sheet, update=True)
    if report.problems:
        raise InputRefusal(report.problems[0].message)


CHANGES = [
    (FIELD, "weight", {"type": "text"}, "ชนิด"),
    (FIELD, "weight", {"decimals": "3"}, "ทศนิยม"),
    (REGISTER, "baskets", {"key": '["weight"]'}, "เลขหรือรหัส"),
    (REGISTER, "baskets", {"fixed_id": "ไม่ใช่"}, "รหัสตายตัว"),
    (REGISTER, "baskets", {"plan_born": "ใช่"}, "มากับแผน"),
]


@pytest.mark.parametrize(("register", "name", "values", "said"), CHANGES)
@pytest.mark.parametrize("way", [typed, edited_many])
def test_what_records_hold_is_read_no_other_way(used, way, register, name, values, said):
    with pytest.raises(InputRefusal, match=said):
        way(used, register, name, values)
    assert used.registers.declaration("baskets") == BASKETS


@pytest.mark.parametrize(("register", "name", "values", "said"), CHANGES)
def test_nor_is_it_by_a_sheet(used, register, name, values, said, tmp_path):
    with pytest.raises(InputRefusal, match=said):
        imported(used, register, name, values, tmp_path)
    assert used.registers.declaration("baskets") == BASKETS


def test_nor_by_a_proposal_that_was_made_before(office):
    office.registers.save(BASKETS, new=True)
    office.session.set_unit("finance")
    typed(office, FIELD, "weight", {"type": "text"})
    office.session.set_unit("admin")
    office.records.save("baskets", {"code": "a", "weight": "1.5"})
    (wished,) = office.plan.proposals()
    with pytest.raises(InputRefusal, match="ชนิด"):
        office.plan.take_proposals([wished.id])
    assert office.registers.declaration("baskets") == BASKETS


def test_nor_by_taking_back_an_older_step(office):
    office.registers.save(BASKETS, new=True)
    typed(office, FIELD, "weight", {"type": "money"})
    mine, office.session.typed_name = office.session.typed_name, "มานี"
    office.records.save("baskets", {"code": "a", "weight": "1.5"})
    office.session.typed_name = mine
    with pytest.raises(InputRefusal, match="ชนิด"):
        office.records.undo()
    assert office.registers.declaration("baskets")["fields"][1]["type"] == "money"


@pytest.mark.parametrize(
    ("register", "name", "values"),
    [
        (FIELD, "spare", {"type": "text"}),
        (FIELD, "spare", {"decimals": "3"}),
        (FIELD, "weight", {"decimals": "2"}),  # as it is
        (FIELD, "weight", {"label": "น้ำหนักสุทธิ"}),
        (REGISTER, "baskets", {"title": "ทะเบียนเข่ง", "key": '["code" ]'}),
    ],
)
def test_what_nobody_filled_in_and_what_is_no_reading_may_change(used, register, name, values):
    typed(used, register, name, values)


def test_neither_goes_what_is_in_use(used):
    for register, name in ((FIELD, "weight"), (REGISTER, "baskets")):
        with pytest.raises(InputRefusal, match="เลิกใช้แทน"):
            used.records.delete(register, record_of(used, register, name))
    used.records.delete(FIELD, record_of(used, FIELD, "spare"))
