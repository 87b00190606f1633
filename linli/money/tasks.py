"""All jobs of this group, for the worker to find."""

from linli.money.fees import running as billing

__all__ = ["billing"]
