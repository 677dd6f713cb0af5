"""Backups that are made by themselves, what a restore would change, and restoring."""
