"""Tables of the goods room: candidates for each phrase, and the best code of each."""

import dataframely as dy


class Classified(dy.Schema):
    """
    Candidates of each line by rank.

    ``probability`` is the heading's, equal among its subheadings; a service or a text that says
    nothing keeps one row of rank 1 without codes and with probability 0.
    """

    line = dy.Int64(primary_key=True, min=0)
    rank = dy.Int64(primary_key=True, min=1)
    hs4 = dy.String(nullable=True, regex=r"^\d{4}$")
    hs6 = dy.String(nullable=True, regex=r"^\d{6}$")
    probability = dy.Float64(min=0, max=1)
    probability_hs6 = dy.Float64(min=0, max=1)
    reason = dy.String()
    question = dy.String()


class BestCodes(dy.Schema):
    """The likeliest code of each distinct text; codes are null for services and for nothing."""

    text = dy.String(primary_key=True)
    hs4 = dy.String(nullable=True, regex=r"^\d{4}$")
    hs6 = dy.String(nullable=True, regex=r"^\d{6}$")
    probability = dy.Float64(min=0, max=1)
    probability_hs6 = dy.Float64(min=0, max=1)
    reason = dy.String()
    service_code = dy.String(nullable=True)
