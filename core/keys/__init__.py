"""Keys: a person's and a PC's, how they sign, and how a private key is kept under a secret."""
