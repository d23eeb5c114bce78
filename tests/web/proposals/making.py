"""Proposals for tests: units of one town, and what a run would have said of them."""

from hamafza.web.records.proposals import Proposal, ProposalMember
from hamafza.web.records.runs import Run, RunState
from tests.people import make_unit


def make_proposal(cast, size=4, **fields):
    """Return a proposal led by its first unit, with a market and a way of two legs."""
    units = [
        make_unit(
            name=f"کارگاه {number}",
            lat_deg=30.28 + 0.01 * number,
            women_owned=number % 2 == 0,
            readiness=0.7 if number == 0 else 0.2,
        )
        for number in range(size)
    ]
    run = Run.objects.create(kind="formation", actor=cast.parviz, state=RunState.DONE)
    made = Proposal.objects.create(
        **{
            "run": run,
            "consortium_id": 1,
            "family": "6302",
            "lead_unit": units[0],
            "size": size,
            "capacity": 0.2 * size,
            "value": 3.0,
            "bound": 12.0,
            "gap_share": 0.0008,
            "market": "OMN",
            "phase": 1,
            "potential_usd": 2e6,
            "actual_usd": 5e5,
            "gap_usd": 1.5e6,
            "route_km": 910.0,
            "route_days": 5.5,
            "route_cost_usd": 420.0,
            "route": [leg("road", "کرمان", 30.28, 57.08, 27.1, 56.1, 500.0),
                      leg("sea", "بندر شهید رجایی", 27.1, 56.1, 23.6, 58.6, 410.0)],
            "why": {"reasons": ["neighbour-by-sea"]},
        }
        | fields
    )  # fmt: skip
    for number, unit in enumerate(units):
        ProposalMember.objects.create(proposal=made, unit=unit, km_to_lead=1.1 * number)
    return made


def leg(mode, name, lat, lon, to_lat, to_lon, km):
    return {
        "mode": mode,
        "from_name": "A",
        "from_name_fa": name,
        "to_name": "B",
        "to_name_fa": "ب",
        "km": km,
        "hours": km / 40,
        "cost_usd": 200.0,
        "basis": "estimated",
        "line_lat_deg": [lat, to_lat],
        "line_lon_deg": [lon, to_lon],
    }
