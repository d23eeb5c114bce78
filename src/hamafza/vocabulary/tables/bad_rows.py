"""Rows of a registry file that were set aside, on their way to be kept."""

import dataframely as dy


class BadRows(dy.Schema):
    """One row of a file with its fault codes, the reasons in its language, and its cells."""

    line = dy.Int64(primary_key=True)
    codes = dy.String(nullable=False)
    reasons = dy.String(nullable=False)
    cells = dy.String(nullable=False)
    """A JSON list, as the cells stand in the file; national codes are left out."""
    hidden = dy.String(nullable=True)
    """Those, sealed."""
