"""A text as a PDF on A4, with a foot on every page; any worker thread may do it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QMarginsF,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from db.store import StoreFault

_MARGIN_MM = 15.0
_DPI = 96
_FOOT = 28.0
_INK = QColor(0, 0, 0)


def write_pdf(path: Path, html: str, title: str, foot: str) -> None:
    """Write the text as a PDF, whole or not at all; `foot` may hold {page} and {pages}.

    Raises StoreFault, and a file that was there before is as it was.
    """
    write_whole(path, pdf_of(html, title, foot))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all. Raises StoreFault, and one of before is as it was."""
    fresh = path.with_name(f"{path.name}.part")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as fault:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise StoreFault.of(fault, path) from fault


def pdf_of(html: str, title: str, foot: str) -> bytes:
    """The PDF itself."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("LIVE Room")
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    _paint(writer, _document(html, writer), foot)
    buffer.close()
    return bytes(buffer.data().data())


def _document(html: str, writer: QPdfWriter) -> QTextDocument:
    """Laid out for the page without its foot."""
    document = QTextDocument()
    font = QFont("Inter, Noto Sans, DejaVu Sans, sans-serif")
    font.setPixelSize(12)
    # Figures that its contextual alternates put in place are no figures to who searches the file.
    font.setFeature(QFont.Tag("calt"), 0)
    document.setDefaultFont(font)
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setPageSize(QSizeF(writer.width(), writer.height() - _FOOT))
    document.setHtml(html)
    return document


def _counted(foot: str, page: int, pages: int) -> str:
    """Not by `format`: a name in the foot may hold braces."""
    return foot.replace("{page}", str(page)).replace("{pages}", str(pages))


def _paint(writer: QPdfWriter, document: QTextDocument, foot: str) -> None:
    width, high = float(writer.width()), document.pageSize().height()
    pages = document.pageCount()
    painter = QPainter(writer)
    font = QFont(document.defaultFont())
    font.setPixelSize(10)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, _INK)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * high)
        context.clip = QRectF(0, page * high, width, high)
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(font)
        painter.setPen(_INK)
        where = QRectF(0, high, width, _FOOT)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(where, int(middle), _counted(foot, page + 1, pages))
    painter.end()
