"""All tables of this group, for Django's migrations."""

__all__: list[str] = []
