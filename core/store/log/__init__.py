"""The change log: entries, chains, clock, folding, conflicts, history, undo, exchanges."""
