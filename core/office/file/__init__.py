"""The office file: checked, backed up, restored, copied."""
