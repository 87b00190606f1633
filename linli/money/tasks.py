"""All jobs of this group, for the worker to find."""

__all__: list[str] = []
