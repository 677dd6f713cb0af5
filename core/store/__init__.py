"""The office file: engine, transactions, change log, facts, migrations, backup."""
