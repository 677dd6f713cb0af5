"""The file's registers as it declares them: told, written down, and new ones declared."""
