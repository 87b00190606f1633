"""Where the job queue looks for this group's tasks."""

from linli.matters.clears import tasks as clears_tasks
from linli.matters.guides import tasks as guides_tasks
from linli.matters.handling import tasks as handling_tasks
from linli.matters.projects import tasks as projects_tasks
from linli.matters.topics import tasks as topics_tasks

__all__ = ["clears_tasks", "guides_tasks", "handling_tasks", "projects_tasks", "topics_tasks"]
