"""The self-test: does the program do an office's work on this PC? Steps over the office, and a report to send to support."""
