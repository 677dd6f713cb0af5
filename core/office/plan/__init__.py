"""The plan: its state, proposals to change it, adopting it, next year's draft."""
