"""Arguments of the pages on what markets ask."""

from tests.web.requirements.making import make_line


def _a_line(cast):
    return {"number": make_line(cast).pk}


ARGUMENTS = {
    "public:requirements": lambda cast: {"market": "OMN", "code": "630259"},
    "public:requirements_table": lambda cast: {"market": "OMN", "code": "630259"},
    "office:requirements_file": lambda cast: {"form": "csv"},
    "office:requirement": _a_line,
    "office:review_requirement": _a_line,
    "office:withdraw_requirement": _a_line,
}
