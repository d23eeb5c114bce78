"""Arguments of the pages on market plans."""

from hamafza.web.records.runs import Run
from tests.web.market_plans.making import make_plan, waiting_plan


def _a_plan(cast):
    done = Run.objects.filter(kind="market-plan", state="done").first()
    return {"number": (done or make_plan(cast)).pk}


ARGUMENTS = {
    "office:market_plan": _a_plan,
    "office:cancel_market_plan": lambda cast: {"number": waiting_plan(cast).pk},
    "office:market_plan_file": lambda cast: _a_plan(cast) | {"form": "csv"},
    "office:who_serves_file": lambda cast: {"form": "csv"},
    "office:guild_part_file": lambda cast: {"form": "csv"},
    "public:guild_part_file": lambda cast: {"form": "csv"},
}
