from linli.base.accounts.data import Actor, Grant, system_actor
from linli.base.accounts.models import User

__all__ = ["Actor", "Grant", "User", "system_actor"]
