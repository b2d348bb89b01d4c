"""Screens of viewing as another role."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.app import Program
from console.pages.view_hands import Viewing


class ViewScenes:
    """The question as whom, and a desk under the banner; `over` brings the own one back."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def sheet(self) -> None:
        """As whom?"""
        assert self._program.frame is not None
        self._program.frame.viewing.toggle()

    async def banner(self) -> None:
        """A desk as its role sees it; the cases are those of who sits here."""
        program = self._program
        actor = replace(program.desk.author, id="view:officer")
        program.views.viewing = Viewing(actor, program.clock.now() + timedelta(minutes=15))
        program.show_desk_again()

    def over(self) -> None:
        """One's own desk."""
        if self._program.views.viewing is not None:
            self._program.views.hide()
            self._program.show_desk_again()
