"""Thai office time and text: Buddhist dates, fiscal years, working days, digits, sorting, word boundaries.

This room knows nothing of plans, registers or files.
"""
