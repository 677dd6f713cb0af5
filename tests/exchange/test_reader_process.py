"""The process that reads a workbook: limited, ended when nobody wants it any more, and never taken at its last word."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import openpyxl
import pytest

from core.exchange import reader_process
from core.exchange.process_limits import MEMORY
from core.exchange.reader_process import ReaderProcess
from core.exchange.spreadsheets.child import serve
from core.exchange.spreadsheets.workbook import SERVE, WorkbookSource
from core.faults import FileRefusal, Stopped

LINUX = pytest.mark.skipif(sys.platform == "win32", reason="limits as Linux has them")
IMPORTED = "import sys; sys.path[:] = sys.argv[3:]; "


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sheets, the first of several blocks of rows."""
    book = openpyxl.Workbook()
    for row in range(9_000):
        book.active.append([row, f"ทะเบียนใบขอเบิกเงินที่ {row}"])
    book.create_sheet("สอง").append(["ข", 2])
    book.create_sheet("สาม").append(["ค", 3])
    made = tmp_path_factory.mktemp("books") / "สมุดงาน.xlsx"
    book.save(made)
    return made


@pytest.fixture
def source(path: Path) -> Iterator[WorkbookSource]:
    with closing(WorkbookSource(path)) as opened:
        yield opened


@pytest.fixture
def reading_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """``reading_by(code)``: what the process does instead of reading, ``sys.argv[1]`` being the workbook."""
    return lambda code: monkeypatch.setattr(reader_process, "_START", IMPORTED + code)


def test_a_sheet_read_in_part_is_read_on_later(source: WorkbookSource) -> None:
    first = next(source.rows(0))
    assert list(source.rows(1)) == [(1, ("ข", 2))]
    whole = list(source.rows(0))
    assert (first, len(whole)) == (whole[0], 9_000)
    assert list(source.rows(2)) == [(1, ("ค", 3))]
    assert list(source.rows(0)) == whole


def test_rows_that_have_come_are_kept_and_others_are_read_anew(source: WorkbookSource) -> None:
    whole = list(source.rows(1))
    next(source.rows(0))
    source.relieve()
    assert source._process is None
    assert list(source.rows(1)) == whole
    assert source._process is None
    assert len(list(source.rows(0))) == 9_000


def test_how_far_a_sheet_is_read_never_runs_backwards(source: WorkbookSource) -> None:
    shares = [source.share() for _ in source.rows(0)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5 < shares[-1] <= 1
    next(source.rows(0))
    assert source.share() == shares[0]


def test_whoever_waits_is_stopped_within_a_second_and_may_read_again(
    path: Path, reading_by: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as waiting:
        waiting.setattr(reader_process, "_START", IMPORTED + "import time; time.sleep(60)")
        source = WorkbookSource(path)
    with closing(source):
        stopping = Timer(0.1, source.stop)
        stopping.start()
        with pytest.raises(Stopped):
            list(source.rows(0))
        stopping.join()
        assert len(list(source.rows(0))) == 9_000
        source.stop()  # nobody waits
        assert len(list(source.rows(0))) == 9_000


def test_nothing_is_left_of_it_once_it_is_let_go_of(path: Path) -> None:
    source = WorkbookSource(path)
    next(source.rows(0))
    assert source._process is not None
    process = source._process._process
    source.close()
    assert process.returncode is not None
    source.close()


def test_nothing_is_left_of_it_where_nobody_lets_go_of_it(path: Path) -> None:
    source = WorkbookSource(path)
    next(source.rows(0))
    assert source._process is not None
    process = source._process._process
    del source
    gc.collect()
    assert process.returncode is not None


@pytest.mark.parametrize(
    "end",
    [
        "",
        "import os; os.abort()",
        "import os; os.write(1, b'x')",
        "import os; os.write(1, bytes(8))",
        "import os; os.write(1, b'\\xff' * 8)",
        "import os; os.write(1, b'\\x09' + bytes(7) + b'[[1')",
    ],
    ids=["at once", "aborted", "half a head", "nothing", "too much", "half a message"],
)
def test_however_it_ends_too_early_the_file_is_refused(
    path: Path, reading_by: Callable[[str], None], end: str
) -> None:
    reading_by(end)
    with closing(WorkbookSource(path)) as source, pytest.raises(FileRefusal, match="ใหญ่เกินกว่าจะอ่านได้"):
        list(source.rows(0))


def test_rows_without_the_word_that_they_are_whole_are_refused(
    path: Path, reading_by: Callable[[str], None]
) -> None:
    messages = [(0.0, b'[["a",false,true]]'), (0.0, b'{"hidden":[]}'), (0.5, b'[[1,"x"]]')]
    reading_by(
        "from core.exchange.spreadsheets.child import serve; "
        f"serve._answers = lambda path: iter({messages}); serve.main(sys.argv[1])"
    )
    with closing(WorkbookSource(path)) as source, pytest.raises(FileRefusal):
        list(source.rows(0))


def test_a_fault_of_our_own_is_no_fault_of_the_file(path: Path, reading_by: Callable[[str], None]) -> None:
    reading_by(
        "from core.exchange.spreadsheets.child import serve; serve.packed = None; serve.main(sys.argv[1])"
    )
    with (
        closing(WorkbookSource(path)) as source,
        pytest.raises(RuntimeError, match="'NoneType' object is not"),
    ):
        list(source.rows(0))


@LINUX
def test_it_can_t_fill_the_memory(path: Path, reading_by: Callable[[str], None]) -> None:
    reading_by(
        "from core.exchange.process_limits import limit_myself; limit_myself(); "
        "from core.exchange.spreadsheets.child import serve; serve._answers = lambda path: bytearray(1 << 30); "
        "serve.main(sys.argv[1])"
    )
    with closing(WorkbookSource(path)) as source, pytest.raises(FileRefusal, match="ใหญ่เกินกว่าจะอ่านได้"):
        list(source.rows(0))


@LINUX
def test_its_limits_hold_before_anything_of_the_file_is_read(path: Path) -> None:
    process = ReaderProcess(path, SERVE)
    try:
        process.receive()
        limits = Path(f"/proc/{process._process.pid}/limits").read_text().splitlines()
    finally:
        process.close()
    said = {line[:26].strip(): line[26:].split()[:2] for line in limits}
    assert said["Max address space"] == [str(MEMORY)] * 2
    assert said["Max core file size"] == ["0", "0"]
    assert said["Max cpu time"] == ["60", "60"]


@LINUX
def test_it_sees_no_place_to_import_from_but_those_it_is_given(path: Path) -> None:
    seen = subprocess.run(
        [
            *reader_process._command(path, SERVE)[:5],
            "-c",
            "import sys; print(sys.flags.isolated, sys.flags.no_site)",
        ],
        env={**os.environ, "PYTHONPATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen.stdout.split() == ["1", "1"]


def test_more_text_than_may_be_held_together_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    for row in range(1, 8, 2):  # the blank rows between them are no rows
        book.active.cell(row, 1, "ก" * 100)
    book.save(tmp_path / "in.xlsx")
    file = serve.XlsxFile(tmp_path / "in.xlsx")
    sheet, look = file.workbook().get_sheet_by_index(0), file.look(0, "Sheet")
    assert len(list(serve._blocks(sheet, look))) == 1
    monkeypatch.setattr(serve, "_MOST_TOGETHER", 1000)  # three rows
    with pytest.raises(serve.TooBig):
        list(serve._blocks(sheet, look))
    monkeypatch.setattr(serve, "_TOGETHER", 3)
    assert len(list(serve._blocks(sheet, look))) == 1
