"""What the first bytes of a photo or video tell: its media type, and how large it may be."""

from __future__ import annotations

LARGEST_PHOTO = 25 * 1024 * 1024
LARGEST_VIDEO = 200 * 1024 * 1024
"""Bytes of a file as the camera made it."""

HEAD = 32
"""Bytes from the beginning of a file that tell its kind."""

_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_MOVIE = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV",
     b"dash", b"3gp4", b"3gp5", b"3gp6", b"3g2a"}
)  # fmt: skip


def kind_of(head: bytes) -> str:
    """The media type that the first `HEAD` bytes of a file tell; "" for any that is not taken.

    Names and extensions count for nothing. Sources: the formats' own signatures (ISO/IEC 10918-1,
    15948, 14496-12 and 23008-12; RFC 9649; RFC 8794).
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm"
    if head[4:8] == b"ftyp":
        return _boxed(head[8:12])
    return ""


def _boxed(brand: bytes) -> str:
    if brand in _HEIC:
        return "image/heic"
    if brand == b"qt  ":
        return "video/quicktime"
    return "video/mp4" if brand in _MOVIE else ""


def is_video(kind: str) -> bool:
    """Whether a media type is one of moving pictures."""
    return kind.startswith("video/")


def largest(kind: str) -> int:
    """How many bytes a file of this media type may have."""
    return LARGEST_VIDEO if is_video(kind) else LARGEST_PHOTO
