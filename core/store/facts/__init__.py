"""Counting in SQL: the facts indicators and printed tables are made of."""
