"""Where units belong in the tree of offices."""

import dataframely as dy


class Seats(dy.Schema):
    """The office of the units of one place and one union, as their records write both."""

    province = dy.String(nullable=False)
    city = dy.String(nullable=False)
    union = dy.String(nullable=True)
    office_id = dy.Int64(nullable=False)
