"""A picture of the map as a file, PNG or PDF, whole or not at all."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from console.printing import write_whole

_DPI = 300
_MARGIN_MM = 10.0


async def save_picture(path: str, image: QImage, title: str) -> None:
    """Write it as what the name of the file ends with, away from this thread. Raises StoreFault."""
    await asyncio.get_running_loop().run_in_executor(None, _write, path, image, title)


def _write(path: str, image: QImage, title: str) -> None:
    pdf = path.lower().endswith(".pdf")
    write_whole(Path(path), pdf_of(image, title) if pdf else png_of(image))


def png_of(image: QImage) -> bytes:
    """The picture as PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want a name in bytes
    buffer.close()
    return bytes(data.data())


def pdf_of(image: QImage, title: str) -> bytes:
    """The picture on one page of A4, lying if it is wider than high."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("LIVE Room")
    writer.setResolution(_DPI)
    lies = image.width() > image.height()
    turned = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(turned)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    room = QSizeF(writer.width(), writer.height())
    fits = QSizeF(image.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(
        QRectF((room.width() - fits.width()) / 2, 0, fits.width(), fits.height()), image
    )
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())
