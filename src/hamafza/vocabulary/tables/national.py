"""A country's own lines below the six digits of the Harmonized System."""

import dataframely as dy


class NationalTariff(dy.Schema):
    """
    One line a row: ``code`` as the country writes it, without dots, below ``hs6``.

    ``edition`` is that of the six digits; ``source`` and ``dated`` stand under every figure.
    """

    code = dy.String(primary_key=True, regex=r"^\d{7,12}$")
    hs6 = dy.String(regex=r"^\d{6}$")
    name = dy.String(min_length=1)
    edition = dy.String(regex=r"^\d{4}$")
    source = dy.String(min_length=1)
    dated = dy.Date()
