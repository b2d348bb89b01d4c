"""A policy brief to be read, and into a file."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QTextBrowser, QWidget

from console.async_slot import async_slot
from console.desk import Policies, StoreFault
from console.pages import links
from console.pages import policy_words as told
from console.pages.chooser import file_chooser
from db.domain.city import City
from db.domain.policy import Policy, Signed
from widgets.theme import Theme


class Reading(QTextBrowser):
    """A brief on the screen. `claim_opened` carries the place of a claim whose cases are asked."""

    claim_opened = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(theme.space.l)
        self._link = theme.text.main.name()
        self.anchorClicked.connect(self._clicked)

    def show_policy(self, policy: Policy, signed: Signed | None, city: City) -> None:
        """Show all of it; each claim has a link to its cases."""
        word = self.tr("Buka {n} kasusnya")
        blocks = told.paper(policy, signed, city)
        opens = [word.format(n=len(claim.cases)) for claim, _ in policy.shown]
        self.setHtml(told.html(blocks, opens, self._link))

    @Slot(QUrl)
    def _clicked(self, url: QUrl) -> None:
        self.claim_opened.emit(int(url.path()))


class PolicyPaper(QObject):
    """Asks where to, and has the file written. `said` what became of it."""

    said = Signal(str)

    def __init__(self, page: QWidget, city: City, policies: Policies) -> None:
        super().__init__(page)
        self._page, self._city, self._policies = page, city, policies

    def ask(self, signed: Signed, kind: str) -> None:
        """Ask where a signed brief is to be saved, as "pdf" or "txt", then save it."""
        kinds = {"pdf": "PDF (*.pdf)", "txt": self.tr("Teks (*.txt)")}
        title = self.tr("Simpan naskah kebijakan")
        dialog = file_chooser(self._page, title, kinds[kind], self.tr("Simpan"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{told.file_name(signed.policy, self._city)}.{kind}")
        dialog.fileSelected.connect(lambda path: self.write(signed, path))
        dialog.open()

    @async_slot
    async def write(self, signed: Signed, path: str) -> None:
        """Write it; what it becomes follows from the ending."""
        policy, city = signed.policy, self._city
        blocks = told.paper(policy, signed, city)
        try:
            if path.endswith(".txt"):
                await self._policies.write(told.plain(blocks), path)
            else:
                head, foot = told.title(policy.facts, city), told.foot(policy, city)
                await self._policies.print(told.html(blocks), head, foot, path)
        except StoreFault as fault:
            self.said.emit(links.store_fault(fault))
            return
        self.said.emit(self.tr("Tersimpan: {path}").format(path=path))
