"""The one command `linli`. Django is loaded inside the commands that need it, never at import."""
