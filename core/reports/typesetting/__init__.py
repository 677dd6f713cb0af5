"""Thai on paper: fonts, shaping, line breaks, paragraphs and tables. Documents never see a glyph."""
