"""Packages somebody brought, looked at: what each says of itself, from whom, and what it needs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.exchange.packages import refusals
from core.exchange.packages.reader import Package, opened_package
from core.faults import StrangerRefusal
from core.keys.pc_key import pc_key, words_of
from core.office.exchange.sending import moment
from core.office.exchange.types import Lacking, PackageInfo, Pc
from core.store.connection import Connection
from core.store.file.office_file import OfficeFile
from core.store.log import exchange_state

OnRead = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MergeOrder:
    """What a person asks to be merged. ``on_read`` hears of the changes read so far and of all there are; it may raise to
    stop, and nothing is changed then. ``allow_deletes``: also where a plan or a unit goes; ``accept_accounts``: also where
    accounts come that know nothing of the file's. ``most_evidence``: the bytes that all evidence of the file may be."""

    paths: Sequence[Path]
    author: str
    trust: bool = False
    passphrase: str | None = None
    on_read: OnRead = lambda *_: None
    allow_deletes: bool = False
    accept_accounts: bool = False
    most_evidence: int = 0


@contextmanager
def opened(order: MergeOrder) -> Iterator[list[Package]]:
    """The packages of an order, opened for reading; refuses what ``opened_package`` refuses."""
    with ExitStack() as stack:
        yield [stack.enter_context(opened_package(path, order.passphrase)) for path in order.paths]


def examine(file: OfficeFile, path: Path, passphrase: str | None) -> PackageInfo:
    """What a package says of itself, whether its PC is trusted or not."""
    with opened_package(path, passphrase) as package, file.reading() as connection:
        refuse_other_office(connection, package)
        return info_of(connection, package)


def info_of(connection: Connection, package: Package) -> PackageInfo:
    """What an opened package says of itself, to this file."""
    manifest = package.manifest
    trusted = {one.key: one.by for one in exchange_state.trusted(connection)}
    known = package.key in trusted or package.key == pc_key().public
    sender = Pc(
        manifest.unit, manifest.pc, package.key, words_of(package.key), known, trusted.get(package.key, "")
    )
    units = sorted({manifest.units.get(replica, "") for replica in manifest.spans})
    written = moment(manifest.written_ms)
    count, lacking = manifest.entries.count, lacking_of(connection, [package])
    return PackageInfo(package.name, sender, manifest.author, written, count, tuple(units), lacking)


def lacking_of(connection: Connection, packages: Sequence[Package]) -> tuple[Lacking, ...]:
    """What packages need and the file doesn't hold."""
    found = set[Lacking]()
    for package in packages:
        manifest = package.manifest
        missing = manifest.needs.keys() - exchange_state.held(connection, manifest.needs).keys()
        found.update(Lacking(manifest.units.get(r, ""), r, manifest.needs[r].seq) for r in missing)
    return tuple(sorted(found, key=lambda one: (one.unit, one.replica, one.up_to)))


def refuse_other_office(connection: Connection, package: Package) -> None:
    """FileRefusal for a package of files that began otherwise."""
    if package.manifest.office != exchange_state.office_id(connection):
        raise refusals.other_office(package.name)


def stranger(package: Package) -> StrangerRefusal:
    """The sentence for a package of a PC the file doesn't trust."""
    said, words = package.manifest, words_of(package.key)
    sentence = (
        f"ยังไม่รู้จักเครื่อง “{said.pc}” ({said.unit}) ที่ลงลายเซ็นแพ็กเกจ “{package.name}” "
        f"โปรดโทรศัพท์ถามผู้ส่งว่าคำประจำเครื่องคือ {' '.join(words)} หากตรงกันจึงยืนยันเครื่องนี้ (--trust) แล้วรวมใหม่"
    )
    return StrangerRefusal(sentence, said.unit, said.pc, package.key, words)
