"""Files that prove a record: what they may be called, what they may be, and how they are shown as pages."""
