"""Exporting a register to ``.xlsx`` against XlsxWriter writing the same cells by itself, in the same run.

Run: ``python tests/benchmarks/bench_export.py [rows]`` (default 30,000). Prints seconds of each (the processor's), the
ratio, the longest silence between two reports of progress, and the memory the export added at its height.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench_import import Listener, alone, megabytes, workbook


def written_alone(target: Path, rows: list[list[Any]]) -> float:
    """The floor: the same values, texts as texts, numbers as numbers, days in one format."""
    from xlsxwriter import Workbook

    begun = time.process_time()
    book = Workbook(target, {"constant_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "d mmm yyyy"})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, value)
            elif hasattr(value, "year"):
                sheet.write_datetime(number, place, value, day)
            elif value is not None:
                sheet.write_number(number, place, value)
    book.close()
    return time.process_time() - begun


def main(count: int) -> None:
    """Measures and prints."""
    from core.office import Office

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.xlsx", Path(folder) / "out.xlsx"
        alone(workbook, source, count)
        with Office.create(Path(folder) / "office.phaen") as office:
            office.sheets.import_records("finance_requests", source)
            rows = office.records.rows("finance_requests")
            fields = [f.name for f in office.session.register("finance_requests").fields]
            floor = written_alone(target, [[row.values[name] for name in fields] for row in rows])
            listener, before, begun = Listener(), megabytes(), time.process_time()
            office.sheets.export_records("finance_requests", target, rows=rows, progress=listener)
            took = time.process_time() - begun
    print(f"{count:,} rows: export {took:.2f} s; XlsxWriter alone {floor:.2f} s; ratio {took / floor:.2f}")
    print(f"longest silence {listener.longest * 1000:.0f} ms; memory {megabytes() - before} MB more")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000)
