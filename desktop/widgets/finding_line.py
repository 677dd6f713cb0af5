"""What is wrong with a field, as one sentence under it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from core.faults import Finding, Severity
from desktop.theme import set_kind
from desktop.widgets.thai_label import ThaiLabel

KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMARK: "small"}
ORDER = (Severity.ERROR, Severity.WARNING, Severity.REMARK)


class FindingLine(ThaiLabel):
    """Hidden while there is nothing to say; errors red, warnings amber, remarks muted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, kind="error")
        self._findings: tuple[Finding, ...] = ()
        self.hide()

    def set_finding(self, finding: Finding | None) -> None:
        """Shows one finding, or none."""
        self.set_findings([finding] if finding else [])

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Shows the gravest kind of findings, a line each."""
        if tuple(findings) == self._findings:
            return
        self._findings = tuple(findings)
        worst = worst_severity(findings)
        chosen = [f.message for f in findings if f.severity is worst]
        if worst is not None:
            set_kind(self, KINDS[worst])
        self.setText("\n".join(chosen))
        self.setVisible(bool(chosen))


def worst_severity(findings: Sequence[Finding]) -> Severity | None:
    """The gravest severity among findings, None where there are none."""
    return next((s for s in ORDER if any(f.severity is s for f in findings)), None)
