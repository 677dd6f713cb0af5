"""Makes the desk's font copies at set-up, so that the first start doesn't have to.

Run with the environment's own Python: ``python installer/build_font.py [FOLDER]``; the folder is the user's cache
unless one is given.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from desktop.fontfile import build, cache_folder


def main() -> int:
    """Builds what is missing; prints the folder. Exit status 1 where Sarabun or the folder is out of reach."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else cache_folder()
    try:
        build(folder)
    except OSError as error:
        print(f"สร้างแบบอักษรไม่ได้ ({error}) โปรแกรมจะสร้างเองเมื่อเปิดครั้งแรก", file=sys.stderr)
        return 1
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
