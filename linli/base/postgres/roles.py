"""The two roles and their rights, on the embedded cluster and on somebody's own server.

The owner migrates. The application reads and writes rows; it can neither alter nor create nor
truncate. Rights on tables come from default privileges, so that a migration needs no GRANT.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

import psycopg
from psycopg import sql

from linli.base.errors import translatable
from linli.base.postgres.errors import ServerUnsuitable

MIN_VERSION = 150000

TOO_OLD = translatable("版本低于 15，请升级 PostgreSQL")
NOT_UTF8 = translatable("数据库编码不是 UTF8，请用 ENCODING 'UTF8' 新建数据库")
APP_IS_SUPERUSER = translatable("应用角色是超级用户，请换一个普通角色")
APP_MAY_CREATE = translatable("应用角色可以建表，请运行 linli check 给出的授权语句")
APP_OWNS_TABLES = translatable(
    "应用角色拥有数据表，请让迁移用另一个角色（LINLI_DATABASE_OWNER_URL）"
)
SAME_ROLE = translatable("两个数据库地址用的是同一个角色，请为迁移另建一个角色")


@dataclass(frozen=True)
class ServerDescription:
    """What a server says of itself and of the role that asks. ``version`` is e.g. 150004."""

    version: int
    version_text: str
    database: str
    role: str
    encoding: str
    is_superuser: bool
    may_create: bool
    owns_tables: bool

    @property
    def problems(self) -> tuple[str, ...]:
        """msgids of what keeps this role from being the application's, empty if all is well."""
        found = (
            (self.version < MIN_VERSION, TOO_OLD),
            (self.encoding != "UTF8", NOT_UTF8),
            (self.is_superuser, APP_IS_SUPERUSER),
            (self.may_create and not self.is_superuser, APP_MAY_CREATE),
            (self.owns_tables and not self.is_superuser, APP_OWNS_TABLES),
        )
        return tuple(message for wrong, message in found if wrong)


def describe_server(url: str) -> ServerDescription:
    """Ask a server for its version and the rights of the role in ``url`` (the application's).

    Raises psycopg.OperationalError if it can't be reached.
    """
    with psycopg.connect(url) as connection:
        row = connection.execute(
            """
            SELECT current_setting('server_version'), current_database(), current_user,
                   current_setting('server_encoding'), role.rolsuper,
                   has_schema_privilege('public', 'CREATE')
                   OR has_database_privilege(current_database(), 'CREATE'),
                   EXISTS (SELECT FROM pg_class WHERE relowner = role.oid AND relkind IN ('r', 'p'))
              FROM pg_roles role WHERE role.rolname = current_user
            """
        ).fetchone()
        assert row is not None
        return ServerDescription(connection.info.server_version, *row)


def prepare_database(owner_url: str, app_role: str) -> None:
    """Give ``app_role`` its rights on the database that ``owner_url`` owns. Repeatable.

    Later REVOKEs by migrations on single tables stay as they are.
    Raises ServerUnsuitable if the version is too old or both are one role, and
    psycopg.errors.UndefinedObject if the role is missing.
    """
    with psycopg.connect(owner_url) as connection:
        if connection.info.server_version < MIN_VERSION:
            raise ServerUnsuitable(reason=TOO_OLD)
        if connection.info.user == app_role:
            raise ServerUnsuitable(reason=SAME_ROLE)
        first_time = not _has_default_rights(connection, app_role)
        for statement in _GRANTS + (_FIRST_GRANTS if first_time else ()):
            connection.execute(_fill(statement, connection.info.dbname, app_role))


@contextmanager
def without_default_rights(owner_url: str) -> Iterator[None]:
    """Suspend the default rights while a dump is restored.

    A dump's grants are written for tables that start with none: on top of default rights, what a
    migration has revoked would come back.
    """
    with psycopg.connect(owner_url) as connection:
        app_roles = _read_default_grantees(connection)
        for role, kind in product(app_roles, ("TABLES", "SEQUENCES")):
            statement = (
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON {kind} FROM {{app}}"
            )
            connection.execute(_fill(statement, "", role))
    try:
        yield
    finally:
        for role in app_roles:
            prepare_database(owner_url, role)


def provision_roles(
    superuser_url: str, owner_url: str, passwords: dict[str, str], database: str
) -> None:
    """Make both roles with their passwords, and the database with its rights, where missing."""
    owner_role, app_role = passwords
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role, password in passwords.items():
            _ensure_role(connection, role, password)
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        if known.fetchone() is None:
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(
                statement.format(sql.Identifier(database), sql.Identifier(owner_role))
            )
    prepare_database(owner_url, app_role)


def restrict_connections(
    connection: psycopg.Connection[tuple[object, ...]], database: str, app_role: str
) -> None:
    """Let only the owner and the application into a database; a template does not copy this."""
    for statement in _DATABASE_GRANTS:
        connection.execute(_fill(statement, database, app_role))


_DATABASE_GRANTS = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {app}",
)
_GRANTS = (
    *_DATABASE_GRANTS,
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {app}",
)
# Only before the default rights exist: granting again would undo what migrations revoke.
_FIRST_GRANTS = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app}",
)


def _fill(statement: str, database: str, app_role: str) -> sql.Composed:
    names = {"database": sql.Identifier(database), "app": sql.Identifier(app_role)}
    return sql.SQL(statement).format(**names)


def _has_default_rights(connection: psycopg.Connection[tuple[object, ...]], app_role: str) -> bool:
    return app_role in _read_default_grantees(connection)


def _read_default_grantees(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    found = connection.execute(
        """
        SELECT DISTINCT role.rolname::text
          FROM pg_default_acl, aclexplode(defaclacl) entry
          JOIN pg_roles role ON role.oid = entry.grantee
         WHERE defaclobjtype = 'r' AND defaclrole = current_user::regrole
           AND defaclnamespace = 'public'::regnamespace AND role.rolname <> current_user
        """
    )
    return [str(row[0]) for row in found]


def _ensure_role(
    connection: psycopg.Connection[tuple[object, ...]], role: str, password: str
) -> None:
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("CREATE" if known is None else "ALTER")
    # only the verifier travels, so that no log can ever hold the password
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    )
    rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(
            verb, sql.Identifier(role), rights, sql.Literal(verifier.decode())
        )
    )
