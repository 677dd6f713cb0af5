"""Files that prove records: attached, looked at, taken away, bound; and which records have none."""
