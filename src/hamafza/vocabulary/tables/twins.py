"""Pairs of records that may be one unit."""

import dataframely as dy

DECISIONS = ("automatic", "review")
HELD = ("double-licence", "couple", "namesake", "other-name", "many")


class Twins(dy.Schema):
    """
    One row for each pair worth telling, the likeliest first.

    ``<attribute>_bits``: log2 of how much likelier what was seen is of one unit than of two; below
    zero it speaks against; null where either record tells nothing.
    """

    one_id = dy.Int64(primary_key=True)
    other_id = dy.Int64(primary_key=True)
    """The record that stands later in the registry."""
    probability = dy.Float64(nullable=False, min=0, max=1)
    decision = dy.String(nullable=False, check=lambda decision: decision.is_in(DECISIONS))
    held = dy.String(nullable=True, check=lambda held: held.is_in(HELD))
    """Why a pair is not joined by itself, where there is more to say than its probability."""
    bits = dy.Float64(nullable=False)
    """Sum of the evidence, with what was to be expected of any two records, nothing twice."""
    phone_bits = dy.Float64(nullable=True)
    licence_bits = dy.Float64(nullable=True)
    name_bits = dy.Float64(nullable=True)
    goods_bits = dy.Float64(nullable=True)
    trade_bits = dy.Float64(nullable=True)
    city_bits = dy.Float64(nullable=True)
    address_bits = dy.Float64(nullable=True)
    owner_bits = dy.Float64(nullable=True)
    workers_bits = dy.Float64(nullable=True)
    made_bits = dy.Float64(nullable=True)
    place_bits = dy.Float64(nullable=True)
