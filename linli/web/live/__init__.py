"""The stream process: one LISTEN connection, many open pages."""
