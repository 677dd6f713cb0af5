"""A program that is killed: opens a file, does what it is told, says that it is ready, and waits for its end."""

import signal
import sys
from pathlib import Path

from core.keys.pc_key import pc_key
from core.store.file.office_file import OfficeFile
from core.store.log.append import Log
from core.store.log.changes import ActionInfo, Put


def main(path: str, doing: str) -> None:
    with OfficeFile.open(Path(path), holder="ผู้ถูกตัดไฟ") as file:
        if doing == "hold":
            wait()
        with file.transaction() as connection:
            # A cache this small makes SQLite write into the file before the transaction ends.
            connection.exec_driver_sql("PRAGMA cache_size = 2")
            changes = [Put("finance_requests", f"new-{n}", {"note": "ก" * 300}) for n in range(300)]
            changes += [Put("finance_requests", f"old-{n}", {"note": "ข" * 300}) for n in range(300)]
            Log(connection, file.now_ms, pc_key()).commit(changes, ActionInfo("ก"))
            wait()


def wait() -> None:
    print("ready", flush=True)
    signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
