"""Doing the steps of a self-test one after another, and what came of each."""

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.faults import Refusal, disk_sentence
from core.self_test.bench import Bench, Wrong, bench

OUR_FAULT = "โปรแกรมขัดข้องในขั้นนี้ รายละเอียดอยู่ท้ายรายงาน โปรดส่งรายงานให้ผู้ดูแล"


@dataclass(frozen=True, slots=True)
class SelfTestStep:
    """One step: its ``name``, a Thai sentence that says what is tried, how, and the ``key`` of the step it can't do
    without."""

    key: str
    name: str
    do: Callable[[Bench], None]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a step: ``fault`` says in Thai what failed ("" where it passed), ``trace`` where in the program. One whose
    ``tried`` is False wasn't: its turn hasn't come, or a step it needs had failed."""

    name: str
    seconds: float = 0.0
    fault: str = ""
    trace: str = ""
    tried: bool = True

    @property
    def passed(self) -> bool:
        """True where it did what it must."""
        return self.tried and not self.fault


@dataclass(frozen=True, slots=True)
class SelfTestOutcome:
    """What has come of the steps so far, begun at a moment of this PC's clock; the turn of ``count`` of them is over."""

    begun: datetime
    steps: tuple[Done, ...]
    count: int

    @property
    def passed(self) -> bool:
        """True where every step did."""
        return all(step.passed for step in self.steps)


def run(
    steps: Sequence[SelfTestStep], told: Callable[[SelfTestOutcome], None] = lambda _: None
) -> SelfTestOutcome:
    """Do the steps; ``told`` hears how far it is before the first and after each, so that a program that is ended by one
    has said which. Nothing is left behind. OSError where there is no folder to work in."""
    begun = datetime.now()
    done = {step.key: Done(step.name, tried=False) for step in steps}
    with bench() as made:
        told(SelfTestOutcome(begun, tuple(done.values()), 0))
        for number, step in enumerate(steps, 1):
            if not step.needs or done[step.needs].passed:
                done[step.key] = _done(step, made)
            told(SelfTestOutcome(begun, tuple(done.values()), number))
    return SelfTestOutcome(begun, tuple(done.values()), len(steps))


def _done(step: SelfTestStep, made: Bench) -> Done:
    started = time.monotonic()
    fault = trace = ""
    try:
        step.do(made)
    except Exception as error:
        fault, trace = _sentence_of(error), traceback.format_exc()
    return Done(step.name, time.monotonic() - started, fault, trace)


def _sentence_of(error: Exception) -> str:
    if isinstance(error, Wrong | Refusal):
        return str(error)
    return disk_sentence(error) if isinstance(error, OSError) else OUR_FAULT
