from linli.web.accounts.second_factor import needs_second_factor

__all__ = ["needs_second_factor"]
