"""Records: find, list, check, save, delete, take back, and ask what happened."""
