"""Where the job queue looks for this group's tasks."""

from linli.estate.imports import tasks as import_tasks

__all__ = ["import_tasks"]
