"""What comes in and goes out: spreadsheets, LINE chats, and the packages files travel in."""
