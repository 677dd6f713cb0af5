"""Exchange packages (``*.phaenx``): what one file of the office has written, for the others to merge.

A package is a zip of members: ``entries`` (the change entries, each led by its length), ``evidence`` (files that prove records,
each led by its hash and its length; where any go along), ``manifest.json`` (what is in it, from whom, SHA-256 of every other
member) and ``signature`` (the PC's public key and its signature of the manifest). It may be sealed with a passphrase as a
whole, in the age format. Nothing of a package is trusted before its signature is.
"""
