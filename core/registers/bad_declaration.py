"""Why a part of a declaration can't be used."""


class BadDeclaration(ValueError):
    """A Thai clause that says what is wrong and what to do; whoever reads the declaration adds where it stands."""
