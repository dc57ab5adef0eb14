"""Any kind of pixels to sRGB with 8 bits: RGB, or RGBA where something shows through."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cagsite.pictures.errors import PictureError, Remark
from cagsite.pictures.strips import in_strips

if TYPE_CHECKING:
    from PIL import Image

_SPACES = {"RGB ": ("RGB", "RGBA"), "GRAY": ("L", "LA"), "CMYK": ("CMYK",), "Lab ": ("LAB",)}
"""The colour spaces of ICC profiles that we follow, and the pixels that each can describe."""
_DESCRIBED = {mode for modes in _SPACES.values() for mode in modes}
_DEEP = {"I;16", "I;16L", "I;16B", "I;16N"}
_OTHERS = {"1", "La", "P", "PA", "RGBa", "RGBX", "YCbCr"}
_BITS_PER_SAMPLE = 0x0102
_PHOTOMETRIC = 0x0106


def check_mode(image: Image.Image, name: str) -> None:
    """Refuses pixels whose range of values the file does not tell: a guess could show what was hidden as black."""
    if image.mode not in _DESCRIBED | _DEEP | _OTHERS or _is_odd_tiff(image):
        raise PictureError(
            "picture-pixel-type",
            "{name} stores its pixels in an unusual way ({mode})",
            "export it as JPEG or PNG with 8 bits per channel",
            name=name,
            mode=image.mode,
        )


def _is_odd_tiff(image: Image.Image) -> bool:
    """Pillow scales no 12 bits to 16, and turns no deep negative into a positive."""
    if image.mode not in _DEEP or not hasattr(image, "tag_v2"):
        return False
    return image.tag_v2.get(_BITS_PER_SAMPLE) != (16,) or not image.tag_v2.get(_PHOTOMETRIC)


def to_srgb(image: Image.Image, name: str) -> tuple[Image.Image, tuple[Remark, ...]]:
    """The picture in sRGB, and a remark where its colours had to be guessed."""
    image, remarks = _followed(_describable(image), image.info.get("icc_profile"), name)
    if image.mode not in {"RGB", "RGBA"}:
        image = image.convert("RGBA" if image.mode == "LA" else "RGB")
    if image.mode == "RGBA":
        # what cannot be seen is not kept either
        image.paste((0, 0, 0, 0), mask=image.getchannel("A").point(lambda alpha: 0 if alpha else 255))
    return image, remarks


def _describable(image: Image.Image) -> Image.Image:
    """The same colours in one of the modes that a profile can describe."""
    if image.mode in _DEEP:
        return in_strips(image, _scaled)  # without `info`: a transparent grey there counts to 65535
    if image.mode == "CMYK" and image.format in {"JPEG", "MPO"} and "adobe" not in image.info:
        # Pillow takes each CMYK JPEG for an Adobe one, whose inks are stored upside down
        return image.point(lambda ink: 255 - ink)
    is_grey = image.mode in {"1", "L", "LA", "La"}
    if image.has_transparency_data:
        wanted = "LA" if is_grey else "RGBA"
    elif image.mode in _DESCRIBED:
        wanted = image.mode
    else:
        wanted = "L" if is_grey else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _scaled(deep: Image.Image) -> Image.Image:
    """16 bits to 8; plain conversion would cut off at 255 instead."""
    return deep.convert("I").point(lambda value: value * (255 / 65535) + 0.5).convert("L")


def _followed(image: Image.Image, profile: bytes | None, name: str) -> tuple[Image.Image, tuple[Remark, ...]]:
    """The colours that the profile means; those of the numbers as they stand, where there is none to follow."""
    if profile:
        try:
            return _through_profile(image, profile), ()
        except ValueError:
            return image, (
                Remark(
                    "picture-colour-profile",
                    "the colour profile of {name} cannot be used; its colours may be a little off",
                    "export the picture as JPEG with the sRGB profile",
                    {"name": name},
                ),
            )
    if image.mode == "CMYK":
        return image, (
            Remark(
                "picture-cmyk",
                "{name} is made for print (CMYK) and does not say with which inks; its colours may be off",
                "export the picture as RGB, with the sRGB profile",
                {"name": name},
            ),
        )
    return image, ()


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Raises `ValueError` for a profile that cannot be read, or that is for another kind of pixels."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        described = _SPACES.get(source.profile.xcolor_space, ())
        if image.mode in {"L", "LA"} and "RGB" in described:
            # grey pictures often keep the profile of the coloured one they come from
            image = image.convert("RGB" if image.mode == "L" else "RGBA")
        if image.mode not in described:
            raise ValueError(f"a profile for {described} in a picture of {image.mode}")
        is_in_place = image.mode in {"RGB", "RGBA"}
        colour = image.getchannel("L") if image.mode == "LA" else image
        result = ImageCms.profileToProfile(
            colour,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode=image.mode if is_in_place else "RGB",
            inPlace=is_in_place,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, TypeError) as error:
        raise ValueError("a profile that cannot be read") from error
    converted = result or image  # in place gives nothing back
    if image.mode == "LA":
        converted.putalpha(image.getchannel("A"))
    return converted
