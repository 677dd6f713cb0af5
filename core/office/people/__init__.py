"""People: their accounts, and signing in. Source: docs/domain.md, "Accounts"."""
