"""The frame around every page: rail, top bar, page stack, messages, and the context pages work in."""
