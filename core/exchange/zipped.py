"""Reading parts of zip packages that may lie about their sizes."""

import zipfile


def read_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part's bytes, never more than it says it has: read without a limit, a whole block is unpacked first and then cut.

    The faults of a broken package as they come, zipfile.BadZipFile where a part is longer than it says.
    """
    with package.open(part) as file:
        data = file.read(part.file_size)
        file.read(1)  # at the end the sum is checked
        return data
