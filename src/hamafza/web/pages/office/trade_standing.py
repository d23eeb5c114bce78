"""What markets and plans stand on now, who chose it, and what has become of it since."""

from typing import Any

from hamafza.runs.beside_trade import BesideTold
from hamafza.runs.market_grounds import standing
from hamafza.runs.potential import potential_run
from hamafza.runs.trade_choice import chosen_name, may_be_chosen
from hamafza.runs.trade_in_use import in_use
from hamafza.store.home import home
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.own_country import own_country
from hamafza.web.records.trade_choices import TradeChoice


def standing_facts() -> dict[str, Any]:
    """Return what the page of data sets shows above the sets."""
    used = in_use()
    choice = TradeChoice.objects.select_related("chosen_by").first()
    held = choice is not None and choice.set_name == chosen_name(home())
    return {
        "standing": standing(used),
        "chosen": chosen_name(home()),
        "usable": {each.name for each in may_be_chosen(home())},
        "choice": choice if held else None,
        "is_replaced": bool(choice and held and used.flows and choice.digest != used.flows.digest),
        "beside": _beside() if used.economies or used.tariffs else BesideTold(),
    }


def _beside() -> BesideTold | None:
    """Return which growth and tariffs enter; nothing where our own country has no potential."""
    try:
        return potential_run(own_country()).beside
    except Refusal:
        return None
