"""All jobs of this group, for the worker to find."""

from linli.contact.mailings import running
from linli.contact.messages import actions

__all__ = ["actions", "running"]
