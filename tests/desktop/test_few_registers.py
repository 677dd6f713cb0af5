"""The desk over a file whose plan declares hardly any registers."""

import pytest
from bare_plan import plan_folder

from core.office import Office
from core.store.log.changes import Delete


@pytest.fixture(params=["six", "none"])
def few(request, tmp_path):
    """A file with the registers of any plan alone, and one whose declarations all went by merging."""
    path = tmp_path / "เขต.phaen"
    with Office.create(path, plan=plan_folder(tmp_path), unit="gov", author="สมศรี") as office:
        for row in office.records.rows("plan_registers") if request.param == "none" else ():
            office.session.write([Delete("plan_registers", row.id)], "ลบ")
    return path


def test_every_page_opens_whatever_registers_the_file_lacks(few, desk, settle):
    desk.open_file(few)
    settle()
    for page in desk.window.pages:
        desk.window.show_page(page.name)
        settle()
        assert desk.window.page_name == page.name
