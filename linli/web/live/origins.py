"""From which page's origin the stream may be asked, and where a page finds it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

_DEFAULT_PORTS = {"http": 80, "https": 443}


def stream_origin(request: HttpRequest) -> str:
    """Scheme, host and port of the streams for this page: the setting, or the next port.

    Raises DisallowedHost for a host that is none of ours.
    """
    if settings.LINLI.stream_url:
        return str(settings.LINLI.stream_url).rstrip("/")
    host, _port = split_domain_port(request.get_host())
    return f"{request.scheme}://{host}:{settings.LINLI.port + 1}"


def is_ours(origin: str) -> bool:
    """Whether a page of this origin is one of our own pages."""
    try:
        parts = urlsplit(origin)
        given_port = parts.port
    except ValueError:
        return False
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return False
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return False
    port = given_port or _DEFAULT_PORTS[parts.scheme]
    behind = settings.LINLI.behind_proxy or bool(settings.LINLI.stream_url)
    # the port of another program on this machine is another origin
    return port == settings.LINLI.port or (behind and port == _DEFAULT_PORTS[parts.scheme])
