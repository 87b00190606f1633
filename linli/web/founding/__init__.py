"""A real estate's first day: its places, its organisations, its first administrator."""
