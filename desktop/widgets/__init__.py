"""The small parts screens are made of. They read the theme's tokens and know nothing of the office."""
