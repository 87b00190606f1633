"""The door of the embedded PostgreSQL launcher."""

from linli.base.postgres.clusters import (
    Cluster,
    connect_cluster,
    is_running,
    start_cluster,
    stop_cluster,
)
from linli.base.postgres.databases import create_database, drop_database, point_at
from linli.base.postgres.dumps import dump_database, restore_database
from linli.base.postgres.errors import (
    BinariesMissing,
    ClusterError,
    ClusterInUse,
    ClusterNotOurs,
    ClusterNotRunning,
    ClusterStartFailed,
    DatabaseNotEmpty,
    DumpFailed,
    ServerUnsuitable,
)
from linli.base.postgres.roles import (
    MIN_VERSION,
    ServerDescription,
    describe_server,
    prepare_database,
)

__all__ = [
    "MIN_VERSION",
    "BinariesMissing",
    "Cluster",
    "ClusterError",
    "ClusterInUse",
    "ClusterNotOurs",
    "ClusterNotRunning",
    "ClusterStartFailed",
    "DatabaseNotEmpty",
    "DumpFailed",
    "ServerDescription",
    "ServerUnsuitable",
    "connect_cluster",
    "create_database",
    "describe_server",
    "drop_database",
    "dump_database",
    "is_running",
    "point_at",
    "prepare_database",
    "restore_database",
    "start_cluster",
    "stop_cluster",
]
