"""Groups or units that count capacity in export shipments, as the supply of a plan."""

from dataclasses import dataclass

import dataframely as dy
import polars as pl

from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.market_plan import CAPACITIES, PlanSupply

MONTHS_A_QUARTER = 3


@dataclass(frozen=True)
class ShipmentUnits:
    """How a shipment is counted where nothing else is known of a good."""

    shipment_usd: int = 10_000
    parts: int = 100
    """A lot is a whole shipment; what is sent beyond it may be any of so many parts."""

    def __post_init__(self) -> None:
        """Refuse shipments of nothing."""
        if self.shipment_usd < 1 or not 1 <= self.parts <= self.shipment_usd:
            raise ValueError("parts must lie between 1 and shipment_usd")


def supply_of(groups: pl.DataFrame, shipments: ShipmentUnits) -> dy.DataFrame[PlanSupply]:
    """
    Return the supply of groups with a heading.

    Reads group_id, label, hs4, lat_deg, lon_deg, capacity (shipments a month) and, where there
    are such columns, province, margin_share and readiness.
    """
    optional = {"province": pl.String, "margin_share": pl.Float64, "readiness": pl.Float64}
    absent = {
        name: pl.lit(None, kind) for name, kind in optional.items() if name not in groups.columns
    }
    quarterly = (pl.col("capacity") * (MONTHS_A_QUARTER * shipments.parts)).floor().cast(pl.Int64)
    told = groups.filter(pl.col("hs4").str.contains(r"^\d{4}$")).with_columns(
        **absent,
        **dict.fromkeys(CAPACITIES, quarterly),
        lot_units=pl.lit(shipments.parts, pl.Int64),
        unit_usd_cents=pl.lit(shipments.shipment_usd * 100 // shipments.parts, pl.Int64),
    )
    return checked(PlanSupply, told)
