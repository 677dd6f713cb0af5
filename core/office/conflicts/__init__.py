"""Conflicts: what two people wrote differently apart, what it matters for, and settling it."""
