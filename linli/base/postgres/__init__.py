"""The embedded PostgreSQL server: found, initialised, guarded, stopped. Enter through ``api``."""
