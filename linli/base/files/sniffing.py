"""What bytes are, by their own first bytes: never by a name or a declared type."""

from __future__ import annotations

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


def sniff_type(head: bytes) -> str | None:
    """ "JPEG", "PNG", "WEBP", "HEIF", "PDF", or None for anything else; needs 1024 bytes."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "HEIF"
    if b"%PDF-" in head[:1024]:  # the standard lets some bytes stand before it
        return "PDF"
    return None
