"""Printed reports: the figures of a day, a week or a month as PDF, XLSX or CSV."""

from db.domain.periods import Kind, Period, period_of
from server.reports.making import Maker, Material, make
from server.reports.paper import Document, Form

__all__ = ["Document", "Form", "Kind", "Maker", "Material", "Period", "make", "period_of"]
