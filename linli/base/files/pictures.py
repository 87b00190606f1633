"""Pictures are drawn anew: nothing of the sent bytes survives but what the eye sees."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from linli.base.files.errors import FileRefused, PictureAnimated, PictureBroken, PictureTooBig

LONGEST_SIDE = 2560  # pixels
QUALITY = 82
# a JPEG is read at a fraction of its size, so a phone's 108 megapixels fit in memory
MOST_PIXELS = {"JPEG": 120_000_000}
MOST_PIXELS_ELSE = 50_000_000

pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Picture:
    data: bytes  # WebP
    width: int
    height: int


def redraw_picture(data: bytes, kind: str) -> Picture:
    """Decode, turn upright, shrink to 2560 pixels, encode as WebP without any metadata.

    Raises PictureBroken, PictureAnimated, PictureTooBig.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below
            image = Image.open(BytesIO(data), formats=[kind])
        _check_size(image, kind)
        return _encode(_upright(image, kind))
    except Image.DecompressionBombError as error:
        raise PictureTooBig(width="?", height="?") from error
    except FileRefused:
        raise
    except Exception as error:  # decoders meet hostile bytes with whatever error they like
        raise PictureBroken from error


def shrink_picture(data: bytes, longest_side: int) -> bytes:
    """A thumbnail of one of our own WebP pictures."""
    image = Image.open(BytesIO(data), formats=["WEBP"])
    image.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "WEBP", quality=75, method=4)
    return out.getvalue()


def _check_size(image: Image.Image, kind: str) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS.get(kind, MOST_PIXELS_ELSE):
        raise PictureTooBig(width=width, height=height)
    if kind in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise PictureAnimated


def _upright(image: Image.Image, kind: str) -> Image.Image:
    if kind == "JPEG":
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    image = _as_srgb(ImageOps.exif_transpose(image))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _as_srgb(image: Image.Image) -> Image.Image:
    """Colours as a screen without colour management shows them; the profile is left behind."""
    seen_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode
            )
            image = converted or image
        except ImageCms.PyCMSError:
            pass  # a broken profile: the plain values are close enough
    return image.convert("RGBA" if seen_through else "RGB")


def _encode(image: Image.Image) -> Picture:
    bare = Image.new(image.mode, image.size)
    bare.paste(image)  # takes pixels, no metadata
    out = BytesIO()
    bare.save(out, "WEBP", quality=QUALITY, method=4)
    return Picture(out.getvalue(), bare.width, bare.height)
