"""The commands, gathered. Each imports what it needs when it runs, so that ``--help`` is quick."""

from typing import Annotated

import typer

from core.cli import (
    adoption,
    audit,
    backups,
    encryption,
    evidence,
    exchange,
    figures,
    files,
    months,
    paper,
    people,
    plan,
    proposals,
    records,
    registers,
    self_test,
)
from core.cli.opening import by_somebody
from core.releases.installed import installed

app = typer.Typer(
    name="phaenctl",
    help="แผน: งานของสำนักงานจากบรรทัดคำสั่ง ใช้แฟ้มและกฎเดียวกับโต๊ะทำงาน",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


OPENING_NONE = (files.init, files.restore, self_test.self_test)  # those that make a file, of their own


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(installed().version)
        raise typer.Exit


@app.callback()
def phaenctl(
    version: Annotated[
        bool, typer.Option("--version", help="รุ่นของโปรแกรม", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """แผน: งานของสำนักงานจากบรรทัดคำสั่ง ใช้แฟ้มและกฎเดียวกับโต๊ะทำงาน"""


for _command in (
    files.init,
    figures.indicators,
    figures.workings,
    registers.registers,
    registers.register,
    records.import_,
    records.import_line,
    records.template,
    records.export,
    paper.reports,
    paper.report,
    paper.verify,
    files.check,
    files.backup,
    files.restore,
    backups.backups,
    encryption.encrypt,
    audit.audit,
    plan.plan,
    plan.rollover,
    adoption.adopt,
    adoption.adopt_anew,
    proposals.proposals,
    proposals.decide,
    exchange.pack,
    exchange.merge,
    exchange.conflicts,
    exchange.settle,
    people.people,
    months.months,
    months.month,
    evidence.evidence,
    self_test.self_test,
):
    _asked = _command if _command in OPENING_NONE else by_somebody(_command)
    app.command(_command.__name__.rstrip("_").replace("_", "-"))(_asked)
