"""What a command refuses, in words for the person at the terminal."""

from __future__ import annotations

from linli.base.errors import DomainError, translatable


class PortInUse(DomainError):
    code = "port_in_use"
    message = translatable(
        "%(host)s:%(port)s 已被别的程序占用。请先停掉它，或换一个端口：linli serve --port %(other)s"
    )


class AddressUnknown(DomainError):
    code = "address_unknown"
    message = translatable("本机没有地址 %(host)s。用 --host 127.0.0.1 只供本机访问。")


class DatabaseUnreachable(DomainError):
    code = "database_unreachable"
    message = translatable(
        "连不上数据库：%(reason)s。"
        "请检查 LINLI_DATABASE_URL，以及服务器是否在运行、是否允许本机连接。"
    )


class DatabaseUnsuitable(DomainError):
    code = "database_unsuitable"
    message = translatable("这个数据库不能用：%(reason)s。")


class DatabaseNewer(DomainError):
    code = "database_newer"
    message = translatable(
        "数据库由更新的版本升级过（%(names)s），这个版本不认识。请装回新版本，或恢复升级前的备份。"
    )


class DatabaseUnmigrated(DomainError):
    code = "database_unmigrated"
    message = translatable("数据库还没有升级到这个版本。请运行：linli migrate")


class NotReady(DomainError):
    code = "not_ready"
    message = translatable("启动没有成功：%(reason)s。请看上面的日志，或运行 linli doctor。")


class EstateExists(DomainError):
    code = "estate_exists"
    message = translatable(
        "数据库里已有小区“%(name)s”。请换一个空数据库（例如另设 LINLI_VAR），再运行一次。"
    )


class UnsafeSettings(DomainError):
    code = "unsafe_settings"
    message = translatable("设置不安全，没有启动。请按上面的提示改正；试用请加 --demo。")


class AnswerMissing(DomainError):
    code = "answer_missing"
    message = translatable("缺少 %(what)s。请在答案文件里写上，或直接在终端里回答。")


class AnswerWrong(DomainError):
    code = "answer_wrong"
    message = translatable("%(what)s 有误：%(reason)s")


class BackupUnfit(DomainError):
    code = "backup_unfit"
    message = translatable("这个备份不能恢复：%(reason)s。什么都没有改动。")


class BackupInTheWay(DomainError):
    code = "backup_in_the_way"
    message = translatable("目录 %(path)s 不是空的。请写一个新的目录名，以免混在一起。")


class ServiceRunning(DomainError):
    code = "service_running"
    message = translatable("邻里正在运行。请先停止 linli serve，再运行这个命令。")
