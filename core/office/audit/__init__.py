"""What was done, by whom and when: the log in words."""
