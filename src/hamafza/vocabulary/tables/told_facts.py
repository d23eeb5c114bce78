"""What a registry file tells beside its units, on its way to be kept; no code lies in the clear."""

import dataframely as dy


class ToldPeople(dy.Schema):
    """An owner: the national code as its keyed hash, and sealed where nobody knows it yet."""

    owner = dy.String(nullable=True)
    gender = dy.String(nullable=True)
    code_key = dy.String(nullable=True)
    code_sealed = dy.String(nullable=True)


class ToldLicences(dy.Schema):
    """A licence; days as ISO 8601 writes them."""

    licence_kind = dy.String(nullable=True)
    number = dy.String(nullable=True)
    trade = dy.String(nullable=True)
    activity_class = dy.String(nullable=True)
    issuer = dy.String(nullable=True)
    issued_on = dy.String(nullable=True)
    expires_on = dy.String(nullable=True)


class ToldWorkshops(dy.Schema):
    """Where a unit works, and how many work there."""

    county = dy.String(nullable=True)
    address = dy.String(nullable=True)
    postal_code = dy.String(nullable=True)
    jobs = dy.Int64(nullable=True)
    jobs_women = dy.Int64(nullable=True)


class UnreadCells(dy.Schema):
    """A cell that could not be read in a row that became a unit; a national code lies sealed."""

    line = dy.Int64(nullable=False)
    field = dy.String(nullable=False)
    code = dy.String(nullable=False)
    cell = dy.String(nullable=False)
    hidden = dy.String(nullable=True)
