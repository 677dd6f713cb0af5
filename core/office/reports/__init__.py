"""The official documents: their data gathered, printed and previewed."""
