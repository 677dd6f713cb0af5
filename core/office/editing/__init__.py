"""One record edited or deleted, checked against the file; several as one batch."""
