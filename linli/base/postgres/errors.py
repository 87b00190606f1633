"""What can go wrong with the database server, in words for the person who starts it."""

from __future__ import annotations

from linli.base.errors import DomainError, translatable


class ClusterError(DomainError):
    """Base of all errors of this package. Params: reason."""

    code = "database"
    message = translatable("数据库出错：%(reason)s")
    status = 503


class ClusterInUse(ClusterError):
    """Another living process holds this data directory. Params: data_dir, pid."""

    message = translatable(
        "%(data_dir)s 的数据库正由另一个进程（%(pid)s）使用。请先停止那个进程，或换一个数据目录。"
    )


class ClusterNotRunning(ClusterError):
    """No server runs on this data directory. Params: data_dir."""

    message = translatable("%(data_dir)s 的数据库没有运行。请先用 linli serve 启动。")


class ClusterNotOurs(ClusterError):
    """The directory belongs to another user or holds something else. Params: data_dir, reason."""

    message = translatable(
        "无法使用数据目录 %(data_dir)s：%(reason)s。请用该目录的所有者运行，或换一个目录。"
    )


class ClusterStartFailed(ClusterError):
    """initdb or the server ended with an error. Params: data_dir, reason."""

    message = translatable("%(data_dir)s 的数据库无法启动：%(reason)s")


class BinariesMissing(ClusterError):
    """The wheel with the server's programs is missing or incomplete. Params: reason."""

    message = translatable("找不到 PostgreSQL 程序（%(reason)s）。请运行 make setup。")


class ServerUnsuitable(ClusterError):
    """An own server can't be used. Params: reason."""

    message = translatable("这个 PostgreSQL 服务器不能使用：%(reason)s")


class DatabaseNotEmpty(ClusterError):
    """A restore would mix with what is there. Params: database."""

    message = translatable("数据库 %(database)s 里已有数据表。请新建一个空数据库，再恢复到那里。")


class DumpFailed(ClusterError):
    """pg_dump or pg_restore ended with an error; nothing was changed. Params: reason."""

    message = translatable("备份或恢复没有完成，数据没有改动：%(reason)s")
