"""Sign in: which server, who, and what state the connection is in; works without the server too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.banner import Banner
from widgets.labels import label
from widgets.theme import Theme


class SignIn(QWidget):
    """`submitted` server, login, password, desk; `offline_asked` login, password."""

    submitted = Signal(str, str, str, str)
    offline_asked = Signal(str, str)
    trusted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._box(theme))
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)

    def prefill(self, server: str, login: str, desk: str) -> None:
        """What the last session used; keys go to the first empty field."""
        self._server.setText(server)
        self._login.setText(login)
        self._desk.setText(desk)
        fields = (self._server, self._login, self._password)
        next((f for f in fields if not f.text()), self._password).setFocus()

    def show_connection(self, text: str, icon: str) -> None:
        """Which kind of connection it is: encrypted, pinned, or plain on this machine only."""
        picture = self._theme.icons.icon(icon, "secondary")
        self._lock.setPixmap(picture.pixmap(16, 16))
        self._connection.setText(text)

    def set_busy(self, busy: bool) -> None:
        """The server is being asked."""
        for part in (self._enter, self._offline, self._password, self._login, self._server):
            part.setEnabled(not busy)
        self._enter.setText(self.tr("Masuk …") if busy else self.tr("Masuk"))

    def refuse(self, sentence: str, *, offer_offline: bool = False, trust: bool = False) -> None:
        """Why it did not work; the password is to be typed again."""
        self.set_busy(False)
        action = self.tr("Percayai sertifikat ini") if trust else ""
        self._banner.show_notice("error", sentence, action)
        self._offline.setVisible(offer_offline)
        self._password.selectAll()
        (self._offline if offer_offline else self._password).setFocus()

    def _box(self, theme: Theme) -> QFrame:
        box = QFrame(self)
        box.setProperty("kind", "panel")
        box.setFixedWidth(theme.px(420))
        column = QVBoxLayout(box)
        column.setContentsMargins(*(theme.space.l * 2,) * 4)
        column.setSpacing(theme.space.m)
        column.addWidget(label(self.tr("LIVE Room"), theme.fonts.display, box))
        column.addWidget(label(self.tr("Meja petugas jaga"), theme.fonts.text, box, "secondary"))
        self._banner = Banner(theme, box)
        self._banner.clear()
        self._banner.acted.connect(self.trusted)
        column.addWidget(self._banner)
        column.addLayout(self._form(theme, box))
        column.addLayout(self._state_row(theme, box))
        self._enter = QPushButton(self.tr("Masuk"), box)
        self._enter.setProperty("kind", "primary")
        self._enter.setMinimumHeight(theme.px(40))
        self._enter.setDefault(True)
        self._enter.clicked.connect(self._submit)
        self._offline = QPushButton(self.tr("Bekerja luring dengan data terakhir"), box)
        self._offline.setMinimumHeight(theme.px(36))
        self._offline.setAutoDefault(True)
        self._offline.clicked.connect(self._ask_offline)
        self._offline.hide()
        column.addWidget(self._enter)
        column.addWidget(self._offline)
        return box

    def _form(self, theme: Theme, box: QFrame) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(theme.space.s)
        form.setHorizontalSpacing(theme.space.m)
        self._server, self._login = QLineEdit(box), QLineEdit(box)
        self._password, self._desk = QLineEdit(box), QLineEdit(box)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._server.setPlaceholderText("https://liveroom.tangerangkota.go.id")
        self._desk.setPlaceholderText(self.tr("Meja 3"))
        for caption, field in (
            (self.tr("Server"), self._server),
            (self.tr("Nama pengguna"), self._login),
            (self.tr("Kata sandi"), self._password),
            (self.tr("Meja"), self._desk),
        ):
            field.setAccessibleName(caption)
            field.returnPressed.connect(self._submit)
            form.addRow(label(caption, theme.fonts.secondary, box, "secondary"), field)
        return form

    def _state_row(self, theme: Theme, box: QFrame) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        self._lock = label("", theme.fonts.secondary, box)
        self._connection = label("", theme.fonts.secondary, box, "secondary", wrap=True)
        row.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._connection, 1)
        return row

    @Slot()
    def _submit(self) -> None:
        server = self._server.text().strip().rstrip("/")
        for field in (self._server, self._login, self._password):
            if not field.text():
                self.refuse(self.tr("Isi dulu: {what}.").format(what=field.accessibleName()))
                field.setFocus()
                return
        if "://" not in server:
            server = f"https://{server}"
        self._banner.clear()
        self.set_busy(True)
        self.submitted.emit(
            server, self._login.text().strip(), self._password.text(), self._desk.text().strip()
        )

    @Slot()
    def _ask_offline(self) -> None:
        self.set_busy(True)
        self.offline_asked.emit(self._login.text().strip(), self._password.text())
