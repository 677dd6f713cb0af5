"""What tells a Linux desktop of the program: menu entry, file types and icons, as the freedesktop specifications have them.

Ships in ``app/`` too: ``python -m linux_desktop [--remove]`` tells the desktop of one user of a portable folder, or forgets it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

FILE_TYPE, PACKAGE_TYPE = "application/x-phaen", "application/x-phaen-package"
APPLICATION_ICON, FILE_ICON = "phaen.svg", "phaen-file.svg"  # of resources/icons
ENTRY = """[Desktop Entry]
Type=Application
Name=Phaen
Name[th]=แผน
GenericName=Office plan and registers
GenericName[th]=แผนปฏิบัติราชการและทะเบียน
Comment=Registers, indicators and official documents of a government office
Comment[th]=ทะเบียน ตัวชี้วัด และเอกสารราชการของหน่วยงาน
Exec={command} %f
Icon=phaen
Terminal=false
Categories=Office;
Keywords=plan;register;indicator;แผน;ทะเบียน;ตัวชี้วัด;
MimeType={types}
StartupNotify=true
StartupWMClass=Phaen
"""
TYPES = f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{FILE_TYPE}">
    <comment>Office file of Phaen</comment>
    <comment xml:lang="th">แฟ้มสำนักงานของแผน</comment>
    <glob pattern="*.phaen" weight="60"/>
  </mime-type>
  <mime-type type="{PACKAGE_TYPE}">
    <comment>Package of Phaen</comment>
    <comment xml:lang="th">แพ็กเกจของแผน</comment>
    <glob pattern="*.phaenx" weight="60"/>
  </mime-type>
</mime-info>
"""
CACHES = (
    ("update-mime-database", "mime"),
    ("update-desktop-database", "applications"),
    ("gtk-update-icon-cache", "icons/hicolor"),
)


def files(command: str, icons: Path) -> dict[str, bytes]:
    """The files that tell a desktop of the program that ``command`` starts, by their place below a data folder
    (``/usr/share``, ``~/.local/share``); ``icons`` is the folder of the program's icons."""
    application, file = (icons / name for name in (APPLICATION_ICON, FILE_ICON))
    types = f"{FILE_TYPE};{PACKAGE_TYPE};"
    kinds = (kind.replace("/", "-") for kind in (FILE_TYPE, PACKAGE_TYPE))
    return {
        "applications/phaen.desktop": ENTRY.format(command=command, types=types).encode(),
        "mime/packages/phaen.xml": TYPES.encode(),
        "icons/hicolor/scalable/apps/phaen.svg": application.read_bytes(),
        **{f"icons/hicolor/scalable/mimetypes/{kind}.svg": file.read_bytes() for kind in kinds},
    }


def quoted(program: Path) -> str:
    """A program's path as an ``Exec`` line wants it: in quotes, and no sign of it taken for another."""
    escaped = "".join("\\" + sign if sign in '"`$\\' else sign for sign in str(program))
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def main(arguments: Sequence[str]) -> int:
    """Tells this user's desktop of the folder this runs in, or forgets it (``--remove``); the exit status."""
    if list(arguments) not in ([], ["--remove"]):
        print("วิธีใช้: add-to-menu [--remove]", file=sys.stderr)
        return 2
    home = Path(__file__).resolve().parents[1]
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    try:
        told = files(quoted(home / "phaen"), home / "app" / "resources" / "icons")
        (forget if arguments else put)(data, told)
    except OSError as fault:
        print(f"เขียนลงใน {data} ไม่ได้ ({fault.strerror}) โปรดตรวจสิทธิ์และเนื้อที่ แล้วเรียกใหม่", file=sys.stderr)
        return 1
    for program, folder in CACHES:
        if shutil.which(program) and (data / folder).is_dir():
            subprocess.run((program, str(data / folder)), stderr=subprocess.DEVNULL, check=False)
    print("นำแผนออกจากเมนูแล้ว" if arguments else "เพิ่มแผนในเมนูแล้ว และดับเบิลคลิกแฟ้ม .phaen เปิดได้")
    return 0


def put(data: Path, told: dict[str, bytes]) -> None:
    """Writes the files below the folder ``data``."""
    for name, content in told.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)


def forget(data: Path, told: dict[str, bytes]) -> None:
    """Removes the files from below the folder ``data``; folders stay."""
    for name in told:
        (data / name).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
