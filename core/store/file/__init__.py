"""The office file itself: header, opening, lock, tip file, backup, migrations, check."""
