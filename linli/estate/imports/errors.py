"""Named errors: a file that cannot be read as a register at all."""

from typing import Any

from linli.base.errors import DomainError, translatable


class RegisterFileError(DomainError):
    """The whole file is refused."""

    code = "register_file"
    message = translatable("这个文件不能导入。")


class FileTooLarge(RegisterFileError):
    """Bytes above `limit`."""

    code = "file_too_large"
    message = translatable("文件太大：超过 %(limit)s。请拆成几个文件再导入。")


class TooManyRows(FileTooLarge):
    """Rows of a sheet above `limit`."""

    message = translatable("表太长：超过 %(limit)s 行。请拆成几个文件再导入。")


class TooManyColumns(FileTooLarge):
    """Columns of a sheet above `limit`."""

    message = translatable("表太宽：超过 %(limit)s 列。请删去用不着的列再导入。")


class TooManyCells(FileTooLarge):
    """Cells of a sheet above `limit`, or one far away from all others."""

    message = translatable(
        "表太大，或者有内容写在很远的格子里。请删去空行空列，或拆成几个文件再导入。"
    )


class ZipBomb(RegisterFileError):
    """The archive unpacks to far more than a register can be."""

    code = "zip_bomb"
    message = translatable(
        "这个文件解开后大得不正常，为安全起见没有打开。请另存为新的 .xlsx 再试。"
    )


class HasMacros(RegisterFileError):
    """The workbook carries macros."""

    code = "has_macros"
    message = translatable("这个工作簿带有宏，为安全起见没有打开。请另存为不带宏的 .xlsx 再导入。")


class OldWorkbook(RegisterFileError):
    """A binary workbook: .xls, .xlsb, .et."""

    code = "old_workbook"
    message = translatable("这是旧格式的工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。")


class EncryptedWorkbook(RegisterFileError):
    """The workbook asks for a password."""

    code = "encrypted_workbook"
    message = translatable("这个工作簿设了打开密码。请先取消密码再导入。")


class NotAWorkbook(RegisterFileError):
    """Neither a workbook nor a table as text."""

    code = "not_a_workbook"
    message = translatable("这不是表格文件。可以导入 .xlsx 和 .csv。")


class DamagedWorkbook(RegisterFileError):
    """A workbook by its name or signature, but unreadable."""

    code = "damaged_workbook"
    message = translatable(
        "这个工作簿打不开，可能已损坏。请用 Excel 或 WPS 打开，另存为新的 .xlsx 再试。"
    )


class UnknownEncoding(RegisterFileError):
    """Text in neither UTF-8 nor GB18030."""

    code = "unknown_encoding"
    message = translatable("看不懂这个文件的文字编码。请另存为 UTF-8 的 .csv，或直接导入 .xlsx。")


class ImportFailed(DomainError):
    """Nobody foresaw it; the log has the details."""

    code = "import_failed"
    message = translatable("没有做成，台账没有变化。请再试一次；还不行就告诉管理员。")
    status = 500


def fault_of(error: DomainError) -> dict[str, Any]:
    """An error to be kept and told later, in the language of who reads it then."""
    return {"code": error.code, "message": error.message, "params": error.params}
