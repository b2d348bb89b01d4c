"""File choosers in the language of the screens; Qt brings no Indonesian words of its own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

translate = QCoreApplication.translate


def file_chooser(parent: QWidget, title: str, names: str, accept: str) -> QFileDialog:
    """A chooser that does not block and goes when it is closed.

    `names` is a filter such as "JSON (*.json)", `accept` the word on the button that takes.
    """
    dialog = QFileDialog(parent, title, "", names)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    for part, word in (
        (QFileDialog.DialogLabel.LookIn, translate("chooser", "Folder:")),
        (QFileDialog.DialogLabel.FileName, translate("chooser", "Nama berkas:")),
        (QFileDialog.DialogLabel.FileType, translate("chooser", "Jenis berkas:")),
        (QFileDialog.DialogLabel.Accept, accept),
        (QFileDialog.DialogLabel.Reject, translate("chooser", "Batal")),
    ):
        dialog.setLabelText(part, word)
    return dialog
