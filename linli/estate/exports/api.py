from linli.estate.exports.actions import export_register
from linli.estate.exports.data import ExportedFile, FileFormat

__all__ = ["ExportedFile", "FileFormat", "export_register"]
