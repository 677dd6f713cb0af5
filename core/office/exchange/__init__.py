"""Files that travel: packages written and merged, PCs trusted, conflicts settled."""
