"""Official Thai paper."""
