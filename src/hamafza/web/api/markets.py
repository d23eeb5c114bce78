"""Export potential for programs: the same table as the markets pages."""

from ninja import Path, Router, Schema

from hamafza.runs.potential import metadata, of_heading, potential_run
from hamafza.web.access import PUBLIC
from hamafza.web.api.answers import answered_to

router = Router(tags=["potential"])


class MarketOut(Schema):
    importer: str
    supply: float
    demand: float
    ease: float
    potential_usd: float
    actual_usd: float
    gap_usd: float
    quality: str
    """What the record behind the two countries' trade of it is worth."""
    phase: int
    neighbour: str


class PotentialOut(Schema):
    exporter: str
    hs4: str
    made_of: dict[str, str]
    """Variant, edition, sources and what was assumed."""
    markets: list[MarketOut]


@router.get("/{exporter}/{hs4}", response=PotentialOut, summary="Markets of a heading")
@answered_to(PUBLIC)
def potential(
    request,
    exporter: str = Path(..., pattern=r"^[A-Z]{3}$"),
    hs4: str = Path(..., pattern=r"^\d{4}$"),
):
    """Markets of one heading for one exporting country, the largest potential first."""
    run = potential_run(exporter)
    rows = of_heading(run.frame, hs4).sort("potential_usd", descending=True).to_dicts()
    return {"exporter": exporter, "hs4": hs4, "made_of": metadata(run), "markets": rows}
