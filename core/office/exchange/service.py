"""What a person does with packages: send, look at, try, take in, take back, and ask who has what."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from core.faults import UsageRefusal
from core.office.exchange import dry_run, inspecting, merging, sending
from core.office.exchange import trust as trusting
from core.office.exchange.inspecting import MergeOrder
from core.office.exchange.types import ExchangeItem, Freshness, Merged, MergeDryRun, PackageInfo, Pc, Sent
from core.office.office_settings import SettingService
from core.office.session import Session
from core.plan.rights import UseCase
from core.store.file.backup_set import Why
from core.store.file.office_file import OfficeFile
from core.store.log.authorship import signing_keys
from core.store.log.changes import Changes
from core.whole_files import temporary_folder

OnRead = Callable[[int, int], None]


def _silent(done: int, of: int) -> None:
    pass


class ExchangeService:
    """What a person does with packages."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # Sending

    def pack(
        self,
        target: Path,
        *,
        unit: str | None = None,
        passphrase: str | None = None,
        with_evidence: bool = True,
    ) -> Sent:
        """Write a package of everything, or of what a unit is known to lack, replacing an older one of that name. The files of
        evidence go along, or are left out and asked for later.

        With a passphrase it is sealed (age format). FileRefusal where it can't be written; UsageRefusal for a unit the
        plan doesn't have. Notes in the exchange log that it was sent.
        """
        self._session.rights.require(UseCase.PACK)
        return sending.pack(self._session, Path(target), unit, passphrase, with_evidence=with_evidence)

    def freshness(self) -> tuple[Freshness, ...]:
        """How fresh each unit's data is in this file, and how much there is to send to it."""
        return sending.freshness(self._session)

    def exchanges(self) -> tuple[ExchangeItem, ...]:
        """What was sent to and received from whom, newest first."""
        return sending.exchanges(self._session.file)

    # PCs

    def this_pc(self) -> Pc:
        """This PC as others see it, with the words a colleague compares it by."""
        return sending.own_pc(self._session.unit)

    def trusted_pcs(self) -> tuple[Pc, ...]:
        """The PCs whose packages this file takes in, beside this one."""
        return trusting.trusted(self._session.file)

    def unknown_pcs(self) -> tuple[Pc, ...]:
        """The PCs that signed entries of this file and that nobody here has trusted."""
        return trusting.unknown(self._session.file)

    def unproved(self) -> tuple[str, ...]:
        """What of the file nobody is known to have signed, in Thai sentences: chains of older programs, unknown PCs."""
        return trusting.unproved(self._session.file)

    def trust(self, pc: Pc) -> None:
        """Trust a PC (once its words were compared); harmless where it is trusted already."""
        self._session.rights.require(UseCase.TRUST_PC)
        trusting.trust(self._session.file, pc, self._session.author)

    def distrust(self, pc: Pc) -> None:
        """Trust a PC no longer: what it has brought stays, its next package is refused."""
        self._session.rights.require(UseCase.TRUST_PC)
        trusting.distrust(self._session.file, pc)

    # Merging

    def examine(self, package: Path, *, passphrase: str | None = None) -> PackageInfo:
        """What a package says of itself and whether its PC is trusted; nothing is changed.

        FileRefusal where it is no sound package of this office; SealRefusal where it needs a (better) passphrase.
        """
        return inspecting.examine(self._session.file, Path(package), passphrase)

    def try_merge(
        self,
        packages: Sequence[Path],
        *,
        trust: bool = False,
        passphrase: str | None = None,
        on_read: OnRead = _silent,
        year: int | None = None,
        as_of: date | None = None,
    ) -> MergeDryRun:
        """What merging would come to, worked out in a copy: what comes in, which figures move as of the end of a day
        (default today), what conflicts, which plans and units would go.

        Refuses whatever ``merge`` would refuse but for the last. Works on a file opened read-only too.
        """
        order = _order(self._session, packages, trust, passphrase, on_read)
        return dry_run.try_merge(self._session, order, year, as_of)

    def merge(
        self,
        packages: Sequence[Path],
        *,
        trust: bool = False,
        allow_deletes: bool = False,
        accept_accounts: bool = False,
        passphrase: str | None = None,
        on_read: OnRead = _silent,
    ) -> Merged:
        """Take packages in: any order, any number of times, all of them or none.

        ``on_read`` hears how many changes were read of how many; what it raises stops the merge and nothing is changed.
        FileRefusal for a package that isn't sound, StrangerRefusal for one of a PC this file doesn't trust (unless
        ``trust``), SealRefusal for a sealed one, DeletesRefusal where a plan or unit would go (unless ``allow_deletes``),
        AccountsRefusal where accounts come that know nothing of the file's (unless ``accept_accounts``).
        What needs an earlier package waits for it, see ``Merged.lacking``.
        """
        self._session.rights.require(UseCase.MERGE)
        if trust or accept_accounts:
            self._session.rights.require(UseCase.TRUST_PC)
        order = _order(self._session, packages, trust, passphrase, on_read)
        return self._merge(replace(order, allow_deletes=allow_deletes, accept_accounts=accept_accounts))

    def _merge(self, order: MergeOrder) -> Merged:
        self._session.before(Why.MERGE)
        done = merging.merge(self._session.file, order)
        self._session.committed(done.changes)
        return done

    @property
    def merge_to_take_back(self) -> ExchangeItem | None:
        """The last merge, while it can be taken back: until anything is saved, sent or merged after it."""
        return None if self._session.read_only else merging.to_take_back(self._session.file)

    def take_merge_back(self) -> Changes:
        """Return to the copy made before the last merge, whole, under a new replica id. InputRefusal where something was
        saved or sent since."""
        self._session.rights.require(UseCase.MERGE)
        done = merging.take_back(self._session.file, self._session.author)
        self._session.committed(done)
        return done

    def take_in_copy(self, copy: Path) -> Merged:
        """Take in all that a copy of this file holds beyond it, as if it came in a package of this PC. RightRefusal where it
        brings entries of a PC this file doesn't know, for who may not trust one."""
        self._session.rights.require(UseCase.MERGE)
        with temporary_folder() as folder:
            package = folder / "copy.phaenx"
            author = self._session.author
            key = self._session.file.key
            with Session(OfficeFile.open(Path(copy), holder=author, key=key), author) as other:
                if self._brings_strangers(other):
                    self._session.rights.require(UseCase.TRUST_PC)
                sending.pack(other, package, None, None)
            return self._merge(_order(self._session, [package], True, None, _silent))

    def _brings_strangers(self, copy: Session) -> bool:
        """True where a copy holds entries signed by keys that this file doesn't know."""
        with copy.reading() as connection:
            theirs = signing_keys(connection)
        with self._session.reading() as connection:
            known = signing_keys(connection)
        own = {pc.key.hex() for pc in (self.this_pc(), *self.trusted_pcs())}
        people = {person.key.hex() for person in self._session.accounts.people.values()}
        return not theirs <= known | own | people


def _order(
    session: Session, paths: Sequence[Path], trust: bool, passphrase: str | None, on_read: OnRead
) -> MergeOrder:
    if not paths:
        raise UsageRefusal("ยังไม่ได้ระบุแพ็กเกจที่จะรวม")
    most = SettingService(session).number("evidence_total_mb") << 20
    return MergeOrder(tuple(map(Path, paths)), session.author, trust, passphrase, on_read, most_evidence=most)
