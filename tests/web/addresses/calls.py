"""Arguments of the API's calls, by the names of their path's parts."""

from tests.web.proposals.making import make_proposal

ARGUMENTS = {
    "GET /api/units/{public_id}": lambda cast: {"public_id": cast.unit.public_id},
    "GET /api/potential/{exporter}/{hs4}": lambda cast: {"exporter": "IRN", "hs4": "6302"},
    "GET /api/proposals/{number}": lambda cast: {"number": make_proposal(cast).pk},
    "GET /api/marks/{scanned}": lambda cast: {"scanned": "none"},
}
