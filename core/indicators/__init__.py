"""Indicator formulas: facts in, a frozen Result out; no SQL, no Qt, no paper."""
