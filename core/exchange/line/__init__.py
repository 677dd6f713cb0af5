"""Chats exported from LINE, in."""
