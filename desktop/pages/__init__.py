"""The pages of the desk, each imported on its first visit."""
