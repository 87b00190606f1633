"""Writes that a client may repeat: see `do_once`."""

from linli.base.requests.actions import KeyReused, do_once
from linli.base.requests.models import RequestKey

__all__ = ["KeyReused", "RequestKey", "do_once"]
