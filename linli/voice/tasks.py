"""All jobs of this group, for the worker to find."""

from linli.voice.polls import tasks as polls_tasks

__all__ = ["polls_tasks"]
