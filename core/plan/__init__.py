"""The plan: what the office promised for one fiscal year."""
