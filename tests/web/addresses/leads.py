"""Arguments of the pages on buyers' leads, fairs and missions."""

from tests.web.leads.making import make_lead, make_mission, shared


def _a_lead(cast):
    return {"number": make_lead(cast).pk}


def _a_mission(cast):
    return {"number": make_mission(cast).pk}


ARGUMENTS = {
    "office:lead": _a_lead,
    "office:correct_lead": _a_lead,
    "office:move_lead": lambda cast: _a_lead(cast) | {"towards": "contacted"},
    "office:screen_lead": _a_lead,
    "office:share_lead": _a_lead,
    "office:forget_contact": _a_lead,
    "office:ask_from_lead": _a_lead,
    "office:leads_file": lambda cast: {"form": "csv"},
    "office:missions_file": lambda cast: {"form": "csv"},
    "office:mission": _a_mission,
    "office:correct_mission": _a_mission,
    "consortium:lead": lambda cast: {"number": shared(make_lead(cast)).pk},
}
