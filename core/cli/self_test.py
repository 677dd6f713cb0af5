"""The command ``self-test``: does the program do an office's work on this PC?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from core.self_test.running import SelfTestOutcome

BAD_ANSWER = 1


def self_test(
    report: Annotated[
        Path | None,
        typer.Argument(
            metavar="[REPORT]", help="แฟ้ม .txt ที่จะเขียนรายงานสำหรับส่งให้ผู้ดูแล (ปกติ: ข้างแฟ้มบันทึกของโปรแกรม)"
        ),
    ] = None,
) -> int:
    """ตรวจว่าโปรแกรมทำงานครบบนเครื่องนี้ โดยไม่แตะแฟ้มของสำนักงาน"""
    from core.self_test.report import line_of, save, target_of, text_of
    from core.self_test.running import run
    from core.self_test.steps import STEPS

    target = target_of(report)

    def so_far(outcome: "SelfTestOutcome") -> None:
        save(text_of(outcome), target)

    outcome = run(STEPS, so_far)
    print("\n".join((*map(line_of, outcome.steps), f"รายงานอยู่ที่ {target}")))
    return 0 if outcome.passed else BAD_ANSWER
