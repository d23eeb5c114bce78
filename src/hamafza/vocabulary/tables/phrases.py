"""Phrases that people have given a code."""

import dataframely as dy


class ConfirmedPhrases(dy.Schema):
    """
    A phrase with one of its codes; ``people`` said so, ``officers`` of them by office.

    ``edition`` is that of the code. Who they are does not leave the database.
    """

    text = dy.String(primary_key=True, min_length=1)
    hs6 = dy.String(primary_key=True, regex=r"^\d{6}$")
    edition = dy.String(regex=r"^\d{4}$")
    people = dy.Int64(min=1)
    officers = dy.Int64(min=0)
