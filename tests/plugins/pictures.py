"""Photos and videos for tests, made byte by byte where a library would not make such a thing."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import zlib

from PIL import ExifTags, Image

GPS: dict[int, object] = {
    ExifTags.GPS.GPSLatitudeRef: "S",
    ExifTags.GPS.GPSLatitude: (6.0, 10.0, 41.88),
    ExifTags.GPS.GPSLongitudeRef: "E",
    ExifTags.GPS.GPSLongitude: (106.0, 37.0, 54.84),
}


def sha256(data: bytes) -> str:
    """The name of a file."""
    return hashlib.sha256(data).hexdigest()


def picture(width: int = 640, height: int = 480, seed: int = 1) -> Image.Image:
    """Something that does not compress to nothing, and is another one for each seed."""
    small = Image.new("RGB", (16, 12))
    small.putdata([((seed * 37 + n * 11) % 256, (n * 23) % 256, n % 256) for n in range(192)])
    return small.resize((width, height), Image.Resampling.BICUBIC)


def jpeg(width: int = 640, height: int = 480, seed: int = 1, orientation: int = 1) -> bytes:
    """A phone's photo: with place, time, maker and comment beside the picture."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SekretPhone"
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.DateTimeOriginal: "2026:11:21 14:02:11",
            ExifTags.Base.OffsetTimeOriginal: "+07:00",
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
    out = io.BytesIO()
    picture(width, height, seed).save(
        out, "JPEG", quality=90, exif=exif, comment=b"SekretComment", xmp=b"<x>SekretXmp</x>"
    )
    return out.getvalue()


def saved(kind: str, image: Image.Image | None = None, **how: object) -> bytes:
    """A picture in another format."""
    out = io.BytesIO()
    (image or picture()).save(out, kind, **how)
    return out.getvalue()


def heic() -> bytes:
    """A phone's HEIC, 64 by 48: blue, its left upper quarter red, with a maker's name beside."""
    return base64.b64decode(_HEIC)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that claims to have 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(100_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


# --- MP4 -----------------------------------------------------------------------------------------


def box(kind: bytes, *content: bytes) -> bytes:
    """One box of ISO/IEC 14496-12."""
    inside = b"".join(content)
    return struct.pack(">I4s", 8 + len(inside), kind) + inside


def track(handler: bytes, offset: int, size: int, width: int = 0, *more: bytes) -> bytes:
    """A track with one sample of this size at this place of the file."""
    none = bytes(4)
    table = box(
        b"stbl",
        box(b"stsz", none, struct.pack(">II", size, 1)),
        box(b"stsc", none, struct.pack(">IIII", 1, 1, 1, 1)),
        box(b"stco", none, struct.pack(">II", 1, offset)),
    )
    size_fields = struct.pack(">II", width << 16, (width * 3 // 4) << 16)
    header = box(b"tkhd", bytes(76), size_fields)
    kind = box(b"hdlr", none, none, handler, bytes(12), b"\0")
    return box(b"trak", header, box(b"mdia", kind, box(b"minf", table)), *more)


def movie(brand: bytes = b"isom", *, measured: bool = True, handler: bytes = b"vide") -> bytes:
    """A video whose metadata, track and samples all tell where it was taken."""
    start = box(b"ftyp", brand, bytes(4), b"isommp41")
    frame, place = b"FRAMEDATA" * 10, b"-6.178300,+106.631900 SEKRET"
    at = len(start) + 8
    made = 122 * 31_556_952 + 10_000_000
    told = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7", b"-06.1783+106.6319/"))
    tracks = [track(handler, at, len(frame), 320, box(b"udta", box(b"name", b"SekretTrack")))]
    if measured:
        tracks.append(track(b"meta", at + len(frame), len(place)))
    moov = box(
        b"moov",
        box(b"mvhd", bytes(4), struct.pack(">I", made), bytes(92)),
        *tracks,
        told,
        box(b"meta", b"com.apple.quicktime.location.ISO6709"),
    )
    return start + box(b"mdat", frame, place) + moov + box(b"uuid", b"x" * 16, b"SekretXmp")


# --- WebM ----------------------------------------------------------------------------------------


def element(id: int, content: bytes, *, unknown: bool = False) -> bytes:
    """One element of RFC 8794, with a size of eight bytes, or with none known."""
    name = id.to_bytes((id.bit_length() + 7) // 8, "big")
    size = b"\x01" + b"\xff" * 7 if unknown else (len(content) | 1 << 56).to_bytes(8, "big")
    return name + size + content


def webm(*, live: bool = False, track_type: int = 1) -> bytes:
    """A video with tags and a title that tell where it was taken."""
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    video = element(0xE0, element(0xB0, b"\x01\x40") + element(0xBA, b"\x00\xf0"))
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, bytes([track_type])) + video))
    info = element(0x1549A966, element(0x7BA9, b"SekretTitle") + element(0x4461, bytes(8)))
    cluster = element(0x1F43B675, element(0xA3, b"FRAMEDATA" * 10), unknown=live)
    tags = element(0x1254C367, element(0x7373, b"SekretPlace -6.17 106.6"))
    segment = info + tracks + cluster + tags + cluster
    return head + element(0x18538067, segment, unknown=live)


# Made once with libheif 1.20 and x265; nothing we depend on can write the format.
_HEIC = (
    b"AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    b"AAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAADQAAgAAAAACFgABAAAAAAAAADAAAAA4aWluZgAAAAAA"
    b"AgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADd"
    b"aXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAq"
    b"QgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQAN"
    b"AAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBp"
    b"eGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAbG1kYXQA"
    b"AAAwKAGvGYD3hEl/v6v5P1+SDNXivv8VDoRz5WGsrjIztv+czg5Uwfy967IH2ThSWR5QAAAABkV4aWYAAE1NACoAAAAI"
    b"AAEBDwACAAAADAAAABoAAAAAU2VrcmV0UGhvbmUA"
)
