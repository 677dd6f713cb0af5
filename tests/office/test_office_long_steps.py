"""A step of many records, an import above all: taken back and done again as one, and stopped half way without a trace."""

from contextlib import closing
from math import inf
from pathlib import Path
from time import monotonic

import pytest
from office_helpers import everything

from core.exchange import reader_process
from core.faults import Stopped
from core.office import Office
from core.store.log import append, blocks, compensation

REQUESTS = "finance_requests"
ROWS = 25
NEVER = inf


class Stopper:
    """Asks to stop when told so often how far it is, by the work or while it is silent; NEVER: not at all."""

    def __init__(self, after: float) -> None:
        self.left = after
        self.shares: list[float] = []

    @property
    def cancelled(self) -> bool:
        return self.left <= 0

    def report(self, share: float | None, text: str = "") -> None:
        self.shares.append(share or 0)
        self.left -= 1


@pytest.fixture
def imported(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Twenty-five requests imported in entries of ten each, as an import of many thousand is."""
    monkeypatch.setattr(blocks, "BLOCK", 10)
    source = tmp_path / "in.csv"
    rows = [f"63/{n},w119,100,26/06/2563" for n in range(ROWS)]
    source.write_text("\n".join(["request_no,procurement,amount,received_on", *rows]), encoding="utf-8")
    assert office.sheets.import_records(REQUESTS, source).accepted == ROWS
    return office


LABEL = f"นำเข้าใบขอเบิกเงิน {ROWS} รายการ"


def test_an_import_is_one_step_back_and_one_forth(imported: Office) -> None:
    before = imported.records.rows(REQUESTS)
    assert (imported.records.undo_label, imported.records.redo_label) == (LABEL, None)
    imported.records.undo()
    assert imported.records.count(REQUESTS) == 0
    assert (imported.records.undo_label, imported.records.redo_label) == (None, LABEL)
    imported.records.redo()
    assert imported.records.rows(REQUESTS) == before
    assert (imported.records.undo_label, imported.records.redo_label) == (LABEL, None)


def test_an_import_can_be_taken_back_after_a_later_step_was(imported: Office) -> None:
    first = imported.records.rows(REQUESTS)[0]
    imported.records.save(REQUESTS, {"amount": "200"}, first.id)
    assert imported.records.undo_label != LABEL
    imported.records.undo()
    assert imported.records.undo_label == LABEL
    imported.records.undo()
    assert imported.records.count(REQUESTS) == 0


def test_an_import_somebody_wrote_over_stays(imported: Office) -> None:
    path, first = imported.session.path, imported.records.rows(REQUESTS)[0]
    imported.close()
    with Office.open(path, author="วิชัย") as other:
        other.records.save(REQUESTS, {"amount": "200"}, first.id)
    with Office.open(path, author="สมศรี") as again:
        assert again.records.undo_label is None
        assert again.records.undo() is None
        assert again.records.count(REQUESTS) == ROWS


def test_whether_a_long_step_was_written_over_is_found_while_it_is_taken_back(
    imported: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compensation, "LONG", 2)
    path, first = imported.session.path, imported.records.rows(REQUESTS)[0]
    imported.close()
    with Office.open(path, author="วิชัย") as other:
        other.records.save(REQUESTS, {"amount": "200"}, first.id)
    with Office.open(path, author="สมศรี") as again:
        before = everything(again)
        with monkeypatch.context() as unread:
            unread.setattr(compensation, "reversal", None)  # nobody looks it through for its name
            assert again.records.undo_label == LABEL
        assert again.records.undo() is None
        assert everything(again) == before
        assert again.records.undo_label is None  # and isn't offered again


@pytest.mark.parametrize("late", [False, True], ids=["half way", "after the last entry"])
@pytest.mark.parametrize("redo", [False, True], ids=["undo", "redo"])
def test_a_long_step_tells_how_far_it_is_and_can_be_stopped(
    imported: Office, monkeypatch: pytest.MonkeyPatch, *, redo: bool, late: bool
) -> None:
    monkeypatch.setattr("core.office.progress.EVERY", 0)
    if redo:
        imported.records.undo()
    step = imported.records.redo if redo else imported.records.undo
    before = everything(imported)
    with pytest.raises(Stopped):
        step(Stopper(2 if not late else 3))
    assert everything(imported) == before
    listener = Stopper(NEVER)
    assert step(listener)
    assert listener.shares == sorted(listener.shares)
    assert listener.shares[-1] > 0.5
    assert imported.records.count(REQUESTS) == (ROWS if redo else 0)


def test_of_very_many_records_only_their_register_is_named(
    imported: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(append, "MOST_NAMED", 15)
    done = imported.records.undo()
    assert done is not None
    assert (done.records, done.registers) == (frozenset(), {REQUESTS})


def test_a_look_at_a_workbook_that_takes_for_ever_is_stopped(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in.xlsx"
    office.sheets.write_template(REQUESTS, source)
    with monkeypatch.context() as waiting:
        waiting.setattr(reader_process, "_START", "import time; time.sleep(60)")
        opened = office.sheets.open_sheet(REQUESTS, source)
    with closing(opened):
        begun = monotonic()
        with pytest.raises(Stopped):
            opened.look(progress=Stopper(2))
        assert monotonic() - begun < 10, "not as long as it would take"
        assert "request_no" in opened.look(progress=Stopper(NEVER)).proposed
