"""The portable folder: the installed folder in an archive, to be unpacked anywhere and run without any right."""

import io
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from environment import SetupRefusal

from release.debian import need
from release.folder import linux, starter
from release.job import Job

READ_FIRST = """แผน {version} แบบพกพา สำหรับ Linux 64 บิต (Debian 12, Ubuntu 22.04 หรือใหม่กว่า และระบบอื่นที่มี glibc 2.35 ขึ้นไป)

ไม่ต้องติดตั้ง ไม่ต้องเป็นผู้ดูแลเครื่อง วางโฟลเดอร์นี้ไว้ที่ใดก็ได้ แล้วเปิดแฟ้ม phaen
ถ้าขาดไลบรารีของระบบ โปรแกรมจะบอกชื่อและคำสั่งติดตั้ง

phaen         เปิดโต๊ะทำงาน
phaenctl      บรรทัดคำสั่ง
add-to-menu   เพิ่มแผนในเมนูของผู้ใช้คนนี้ และให้ดับเบิลคลิกแฟ้ม .phaen ได้ (add-to-menu --remove เพื่อนำออก)

แฟ้มสำนักงานอยู่นอกโฟลเดอร์นี้ จะลบโฟลเดอร์นี้หรือวางรุ่นใหม่แทนเมื่อใดก็ได้ (ปิดโปรแกรมก่อน)
"""


def build(job: Job) -> Path:
    """Makes the archive of the Linux build; its path in ``job.work``. Refuses with SetupRefusal."""
    need({"xz": "xz-utils"})
    name = f"phaen-{job.release.number}"
    archive = job.work / f"{name}-linux-x86_64.tar.xz"
    extra = {
        "add-to-menu": (0o755, starter("linux_desktop", "บอกเมนูของผู้ใช้คนนี้").encode()),
        "อ่านก่อน.txt": (0o644, READ_FIRST.format(version=job.release.number).encode()),
    }
    with archive.open("wb") as target:
        # Two threads always: how many there are decides where blocks end.
        packer = subprocess.Popen(("xz", "-6", "--threads=2"), stdin=subprocess.PIPE, stdout=target)
        with suppress(BrokenPipeError):  # where it ended before all was written, it says so by its status
            _write(packer.stdin, members(linux(job), name, job.release.seconds, extra))
    if packer.wait():
        raise SetupRefusal(f"บีบอัด {archive} ไม่สำเร็จ โปรดตรวจเนื้อที่ แล้วเรียกใหม่")
    return archive


def _write(pipe: IO[bytes] | None, packed: Iterable[tuple[tarfile.TarInfo, bytes]]) -> None:
    assert pipe is not None
    with pipe, tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for member, content in packed:
            tar.addfile(member, io.BytesIO(content))


def members(
    folder: Path, name: str, seconds: int, extra: dict[str, tuple[int, bytes]]
) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    """The archive's members with their bytes: the files of ``folder`` below the folder ``name``, in order, of nobody's and
    of one time; then ``extra``, by name with rights and bytes."""
    for path in (folder, *sorted(folder.rglob("*"))):
        place = "/".join((name, *path.relative_to(folder).parts))
        if path.is_dir():
            yield _member(place, 0o755, seconds, 0, tarfile.DIRTYPE), b""
        else:
            content = path.read_bytes()
            yield _member(place, path.stat().st_mode & 0o777, seconds, len(content), tarfile.REGTYPE), content
    for place, (mode, content) in sorted(extra.items()):
        yield _member(f"{name}/{place}", mode, seconds, len(content), tarfile.REGTYPE), content


def _member(name: str, mode: int, seconds: int, size: int, kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.mode, member.mtime, member.size, member.type = mode, seconds, size, kind
    return member
