"""Does harm to the program in six ways and prints one table: how often it was tried, how often everything held.

Run: ``python tests/faults/run.py [--faults N] [--cuts N] [--kills N] [--bytes N] [--bombs] [--steps N] [--seed N]
[--only COMMAND] [--seconds N] [--python]``; without numbers a short look at all. ``--only`` tries the faults of the commands
whose name begins so; ``--seconds`` ends each way by then; ``--python`` tries faults without the preloaded library. Exit 1
where something didn't hold: what and where is listed below the table.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from faults_damage import bombs, kills, tampered
from faults_inject import Patched, Preloaded, is_preloaded, with_shim
from faults_office import prepare
from faults_power import cuts
from faults_steps import random_steps
from faults_walk import Tally, walk

SHORT = {"kills": 5, "faults": 100, "cuts": 50, "bytes": 20, "steps": 300}
MOST_PLACES_TOLD = 3


def main() -> int:
    """Measure and print."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="phaen-faults-") as folder:
        shim = None if is_preloaded() or asked.python else with_shim(Path(folder))
        if shim:
            return subprocess.run([sys.executable, *sys.argv], env=shim, check=False).returncode
        tallies = []
        for tally in _tallies(asked, Path(folder).resolve()):
            print(f"{tally.name:16} {tally.tried:9,} tried {tally.held:9,} held   {tally.note}", flush=True)
            tallies.append(tally)
    for tally in tallies:
        for what, where in sorted(tally.wrong.items(), key=lambda found: -len(found[1])):
            print(f"- {tally.name}: {len(where)} x {what} <- {'; '.join(where[:MOST_PLACES_TOLD])}")
    return int(any(tally.wrong for tally in tallies))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in SHORT:
        parser.add_argument(f"--{name}", type=int, metavar="N")
    parser.add_argument("--bombs", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="COMMAND")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--python", action="store_true")
    asked = parser.parse_args()
    if not asked.bombs and all(getattr(asked, name) is None for name in SHORT):
        vars(asked).update(SHORT, bombs=True)
    return asked


def _tallies(asked: argparse.Namespace, folder: Path) -> Iterator[Tally]:
    injector = Preloaded() if is_preloaded() else Patched()
    room = prepare(folder / "room")
    if asked.kills:
        yield kills(room, asked.kills, asked.seed)
    if asked.faults:
        tally = walk(room, injector, asked.faults, asked.seed, asked.only, asked.seconds)
        tally.note += f"; {injector.says}"
        yield tally
    if asked.cuts and isinstance(injector, Preloaded):
        yield cuts(room, injector, asked.cuts, asked.seed, asked.seconds)
    elif asked.cuts:
        yield Tally("power cuts", note="skipped: the preloaded library needs Linux and gcc")
    if asked.bytes:
        yield tampered(room, asked.bytes, asked.seed)
    if asked.bombs:
        yield bombs(room)
    if asked.steps:
        yield random_steps(room, asked.steps, asked.seed, asked.seconds)


if __name__ == "__main__":
    os.environ["PYTHONUTF8"] = "1"
    sys.exit(main())
