"""Where the data live: the embedded cluster, or an own server by URL.

Two roles: `default` is the application's, `owner` migrates and does nothing else.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from linli.base.postgres.api import ClusterError, connect_cluster
from linli.web.configuration import Configuration

PREPARED_FROM = (
    5  # the sixth time that a connection sends the same statement; psycopg's own default
)


class OwnerMigrates:
    """Migrations run through the owner's connection only."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"


def database_settings(configuration: Configuration) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. Without a URL the running embedded cluster is asked for its own."""
    app_url, owner_url = configuration.database_url, configuration.database_owner_url
    if not app_url:
        app_url, owner_url = _embedded_urls(configuration)
    return {"default": parse_url(app_url), "owner": parse_url(owner_url or app_url)}


def _embedded_urls(configuration: Configuration) -> tuple[str, str]:
    try:
        cluster = connect_cluster(configuration.var / "postgres")
    except ClusterError:
        # commands that need no database (check, messages) must still load the settings
        return "postgresql:///linli", "postgresql:///linli"
    return cluster.app_url, cluster.owner_url


def parse_url(url: str) -> dict[str, Any]:
    """One entry of DATABASES from a postgresql:// URL."""
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or (str(parts.port) if parts.port else ""),
        # psycopg's own cursors prepare what comes again (`ledger_post`); Django's never do
        "OPTIONS": {"prepare_threshold": PREPARED_FROM} | options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
