"""The colour space of our pages: sRGB (IEC 61966-2-1) as an ICC profile of version 2, written here so that it is the same
on every PC."""

import struct

_STEPS = 1024  # of the curve of tones
# The primaries adapted to D50 (Bradford), as the ICC's own sRGB profile has them.
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
_D50 = (0.9642, 1.0, 0.8249)
_NAME = b"sRGB IEC61966-2.1\0"
_HEADER = 128


def profile() -> bytes:
    """The profile's bytes (ICC.1:2001-04)."""
    curve = b"curv\0\0\0\0" + struct.pack(f">I{_STEPS}H", _STEPS, *(_linear(n) for n in range(_STEPS)))
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(_NAME)) + _NAME + bytes(78),
        b"cprt": b"text\0\0\0\0" + b"Public domain\0",
        b"wtpt": _xyz(_D50),
        **{name: _xyz(value) for name, value in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    return _joined(tags)


def _joined(tags: dict[bytes, bytes]) -> bytes:
    """Header, table and bodies; tags of the same body share it."""
    offset = _HEADER + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    bodies = b""
    for body in tags.values():
        if body not in places:
            places[body] = offset + len(bodies)
            bodies += body + bytes(-len(body) % 4)
    table = b"".join(name + struct.pack(">II", places[body], len(body)) for name, body in tags.items())
    size = offset + len(bodies)
    header = struct.pack(">I4sI", size, bytes(4), 0x02100000) + b"mntrRGB XYZ "
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _fixed(_D50)
    return header.ljust(_HEADER, b"\0") + struct.pack(">I", len(tags)) + table + bodies


def _linear(step: int) -> int:
    """A tone's share of light, of 65535."""
    tone = step / (_STEPS - 1)
    light = tone / 12.92 if tone <= 0.04045 else ((tone + 0.055) / 1.055) ** 2.4
    return round(light * 65535)


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(value)


def _fixed(value: tuple[float, float, float]) -> bytes:
    return struct.pack(">3i", *(round(part * 65536) for part in value))
