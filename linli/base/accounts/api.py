from linli.base.accounts.actions import (
    AccountTaken,
    close_account,
    create_account,
    end_sessions,
    issue_token,
    revoke_token,
    set_elder_mode,
    set_language,
)
from linli.base.accounts.data import Actor, Grant, system_actor
from linli.base.accounts.models import AccessToken, User
from linli.base.accounts.queries import account_with_phone, token_in_force, tokens_of
from linli.base.accounts.rules import mask_name, mask_phone, read_mobile, token_digest

__all__ = [
    "AccessToken",
    "AccountTaken",
    "Actor",
    "Grant",
    "User",
    "account_with_phone",
    "close_account",
    "create_account",
    "end_sessions",
    "issue_token",
    "mask_name",
    "mask_phone",
    "read_mobile",
    "revoke_token",
    "set_elder_mode",
    "set_language",
    "system_actor",
    "token_digest",
    "token_in_force",
    "tokens_of",
]
