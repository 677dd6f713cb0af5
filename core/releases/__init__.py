"""Releases of the program: the one that runs, and a newer one on a stick."""
