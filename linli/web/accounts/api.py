from linli.web.accounts.second_factor import needs_second_factor
from linli.web.accounts.sessions import OWN_PHONE, actor_behind
from linli.web.accounts.trail import note

__all__ = ["OWN_PHONE", "actor_behind", "needs_second_factor", "note"]
