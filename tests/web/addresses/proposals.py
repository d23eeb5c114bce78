"""Arguments of the pages on proposals."""

from tests.web.proposals.making import make_proposal


def _a_proposal(cast):
    return {"number": make_proposal(cast).pk}


ARGUMENTS = {
    "office:proposal": _a_proposal,
    "office:adopt_proposal": _a_proposal,
    "office:decline_proposal": _a_proposal,
    "public:proposal": _a_proposal,
}
