"""Arguments of the pages on formations."""

from tests.web.formations.making import make_formation


def _a_formation(cast):
    return {"number": make_formation(cast).run_id}


def _a_group(cast):
    return {"number": make_formation(cast).run_id, "group": 1}


ARGUMENTS = {
    "office:formation": _a_formation,
    "office:cancel_formation": _a_formation,
    "office:undo_regrouping": _a_formation,
    "office:take_formation": _a_formation,
    "office:adopt_formation": _a_formation,
    "office:formation_first": _a_formation,
    "office:formation_group": _a_group,
}
