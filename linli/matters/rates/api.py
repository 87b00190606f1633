"""The three rates and the honours."""

from linli.matters.rates.queries import compute_rates, honours, work_of

__all__ = ["compute_rates", "honours", "work_of"]
