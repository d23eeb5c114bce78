"""The API under /api/: JSON for programs, each call with its readers declared."""

from ninja import NinjaAPI

from hamafza.web.api import markets, marks, proposals, units
from hamafza.web.api.answers import refusals_answered

api = NinjaAPI(
    title="Hamafza",
    version="1",
    urls_namespace="api",
    docs_url=None,
    description="Units, potential, proposals and marks, as the pages show them.",
)
refusals_answered(api)
api.add_router("/units", units.router)
api.add_router("/potential", markets.router)
api.add_router("/proposals", proposals.router)
api.add_router("/marks", marks.router)
