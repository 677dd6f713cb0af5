"""The office file's own tables: its settings, the change log, exchanges, rival values and folded texts."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

META = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# ``n`` is the order of folding; ``body`` the entry's bytes (zlib where ``packed``) and never written anew. ``author`` and
# ``key`` (the signer's public key in hex, "" where nobody signed) repeat what the bytes say. ``authority`` names what the
# entry's past says of who may what (``authorities``).
ENTRIES = Table(
    "entries",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", LargeBinary(32), nullable=False),
    Column("replica", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("clock", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("packed", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("authority", Integer, nullable=False, server_default="0"),
    UniqueConstraint("id"),
    Index("entries_chain", "replica", "seq"),
    Index("entries_author", "author"),
    Index("entries_clock", "clock"),
)

# Sets of the entries that say who may what, each once: ``members`` are their numbers. 0 is the empty set, which has no row.
AUTHORITIES = Table(
    "authorities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("members", Text, nullable=False),
    UniqueConstraint("members"),
)

# Files kept once by the SHA-256 of their bytes (hex), beside the log and not folded, in pieces of 1 MiB.
BLOBS = Table(
    "blobs",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("parts", Integer, nullable=False),
)
BLOB_PARTS = Table(
    "blob_parts",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Entries whose past is missing wait here, outside the fold: each for the one entry it ``lacks`` (NULL: nobody has
# looked yet), those that fit no chain for themselves, which is for good.
WAITING = Table(
    "waiting",
    metadata,
    Column("id", LargeBinary(32), primary_key=True),
    Column("replica", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("lacks", LargeBinary(32)),
    Column("body", LargeBinary, nullable=False),
    Index("waiting_chain", "replica", "seq"),
    Index("waiting_lacks", "lacks"),
)

# What this file knows of its exchanges with others. These three tables stay here; nothing in them is sent.

# The PCs whose packages are taken in: their public keys, and who trusted them when.
TRUSTED = Table(
    "trusted_keys",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("pc", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

# How far other copies had come by their own last word: ``holds`` is JSON, replica -> [seq, id].
PEERS = Table(
    "peers",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("replica", Text, primary_key=True),
    Column("key", LargeBinary(32), nullable=False),
    Column("pc", Text, nullable=False),
    Column("written_ms", BigInteger, nullable=False),
    Column("holds", Text, nullable=False),
)

# What was sent, received and taken back. ``copy`` names the copy made before a merge, ``upto`` the last entry after it.
EXCHANGES = Table(
    "exchanges",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("pc", Text, nullable=False),
    Column("package", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("fresh", Integer, nullable=False),
    Column("copy", Text, nullable=False),
    Column("upto", Integer, nullable=False),
)

# Rival values of a field, one row a head, only while there is more than one.
RIVALS = Table(
    "rivals",
    metadata,
    Column("register", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("value", Text, nullable=False),
)

# The texts of a record, folded, where search doesn't find them letter by letter: entries of older programs hold text as it
# was typed. What is written today is stored clean, and nothing of it is kept here.
SEARCHED = Table(
    "search_texts",
    metadata,
    Column("register", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("words", Text, nullable=False),
)
