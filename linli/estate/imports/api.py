"""Workbooks into the register. Reading alone needs no database: see `reader` through `data`."""

from linli.estate.imports.actions import (
    AlreadyHandled,
    PreviewOutdated,
    change_columns,
    confirm_import,
    drop_import,
    preview_register,
)
from linli.estate.imports.errors import RegisterFileError
from linli.estate.imports.events import RegisterImported
from linli.estate.imports.jobs import (
    TooLate,
    start_columns,
    start_confirm,
    start_preview,
    stop_import,
)
from linli.estate.imports.models import ImportRun
from linli.estate.imports.queries import list_runs, load_homes, make_shape, open_plan, run_for
from linli.estate.imports.reader import read_sheets

__all__ = [
    "AlreadyHandled",
    "ImportRun",
    "PreviewOutdated",
    "RegisterFileError",
    "RegisterImported",
    "TooLate",
    "change_columns",
    "confirm_import",
    "drop_import",
    "list_runs",
    "load_homes",
    "make_shape",
    "open_plan",
    "preview_register",
    "read_sheets",
    "run_for",
    "start_columns",
    "start_confirm",
    "start_preview",
    "stop_import",
]
