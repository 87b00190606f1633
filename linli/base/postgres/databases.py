"""Further databases in the embedded cluster: for tests, and for a restore beside the live one."""

from __future__ import annotations

import dataclasses

import psycopg
from psycopg import conninfo, sql

from linli.base.postgres.clusters import DATABASE, Cluster
from linli.base.postgres.errors import ClusterError
from linli.base.postgres.roles import prepare_database, restrict_connections
from linli.base.postgres.servers import APP_ROLE, OWNER_ROLE

_KEPT = {DATABASE, "postgres", "template0", "template1"}


def create_database(cluster: Cluster, name: str, template: str | None = None) -> Cluster:
    """Make a database that linli_owner owns, empty or as a copy of ``template``.

    The template must have no sessions. Returns the cluster with all URLs on the new database.
    Raises psycopg.errors.DuplicateDatabase, psycopg.errors.ObjectInUse.
    """
    made = point_at(cluster, name)
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY {}").format(
        sql.Identifier(name),
        sql.Identifier(OWNER_ROLE),
        sql.Identifier(template or "template1"),
        sql.Identifier("wal_log" if template is None else "file_copy"),
    )
    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        connection.execute(statement)
        restrict_connections(connection, name, APP_ROLE)
    if template is None:
        prepare_database(made.owner_url, APP_ROLE)
    return made


def drop_database(cluster: Cluster, name: str) -> None:
    """Drop a database and end its sessions; nothing happens if it is missing.

    Raises ClusterError for the live database and PostgreSQL's own.
    """
    if name in _KEPT:
        raise ClusterError(reason=f"DROP DATABASE {name}")
    admin = point_at(cluster, "postgres").superuser_url
    with psycopg.connect(admin, autocommit=True) as connection:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(statement.format(sql.Identifier(name)))


def point_at(cluster: Cluster, database: str) -> Cluster:
    """The same cluster with its three URLs on another database."""

    def moved(url: str) -> str:
        head, _, query = url.partition("?")
        return f"{head.rpartition('/')[0]}/{database}?{query}"

    for url in (cluster.owner_url, cluster.app_url, cluster.superuser_url):
        conninfo.conninfo_to_dict(moved(url))  # raises on a name that does not fit a URL
    return dataclasses.replace(
        cluster,
        owner_url=moved(cluster.owner_url),
        app_url=moved(cluster.app_url),
        superuser_url=moved(cluster.superuser_url),
    )
