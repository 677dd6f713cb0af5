"""Item models: what tables show of the office's records."""
