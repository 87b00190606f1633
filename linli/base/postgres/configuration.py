"""The text of postgresql.conf and pg_hba.conf, written anew at every start."""

from __future__ import annotations

import os
from pathlib import Path

_ALWAYS = """\
# Written at every start. Your own settings belong in local.conf beside this file.
max_connections = 100
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
lc_messages = 'C'
lc_monetary = 'C'
lc_numeric = 'C'
lc_time = 'C'
default_text_search_config = 'pg_catalog.simple'
# our queries are short: compiling them costs more than it saves
jit = off
max_wal_size = '1GB'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = '1d'
log_rotation_size = 0
log_file_mode = 0600
log_line_prefix = '%m [%p] %u@%d '
# statements and details carry people's data, which has no place in a log
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
"""

_NOT_DURABLE = """\
# for tests only: a crash of the machine loses everything
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum_naptime = '5min'
"""

ACCESS = """\
# Everybody names a password, even on the socket: other users of the machine can reach it.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
"""


def write_configuration(
    data: Path, *, durable: bool, port: int | None, socket_dir: str, uid: int, gid: int
) -> None:
    """Write both files into the data directory, owned by the server's user."""
    text = _ALWAYS + ("" if durable else _NOT_DURABLE) + _sized_settings()
    text += f"unix_socket_directories = '{socket_dir}'\nport = {port or 5432}\n"
    text += f"listen_addresses = '{'127.0.0.1' if port else ''}'\n"
    text += "include_if_exists = 'local.conf'\n"
    for name, content in (("postgresql.conf", text), ("pg_hba.conf", ACCESS)):
        part = data / f"{name}.part"
        part.write_text(content, encoding="utf-8")
        part.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(part, uid, gid)
        part.replace(data / name)


def _sized_settings() -> str:
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    shared = max(64, min(512, memory_mb // 16))
    cache = max(256, memory_mb // 2)
    return f"shared_buffers = '{shared}MB'\neffective_cache_size = '{cache}MB'\n"
