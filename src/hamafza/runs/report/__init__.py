"""The plan as one page that stands alone: no server, no network, two languages."""

from hamafza.runs.report.facts import PlanFacts
from hamafza.runs.report.page import page

__all__ = ["PlanFacts", "page"]
