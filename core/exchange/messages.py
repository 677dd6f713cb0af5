"""Messages on the pipe between a process that reads a file and the one that asked: a head (length, and how much has been
read, 0 to 1), then the bytes."""

from struct import Struct
from typing import BinaryIO

HEAD = Struct("<If")


def send(out: BinaryIO, share: float, message: bytes) -> None:
    """Write one message."""
    out.write(HEAD.pack(len(message), share) + message)
    out.flush()
