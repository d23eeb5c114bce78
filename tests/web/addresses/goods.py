"""Arguments of the goods pages."""

ARGUMENTS = {
    "office:unit_goods": lambda cast: {"number": cast.unit.pk},
    "office:confirm_unit_goods": lambda cast: {"number": cast.unit.pk},
    "office:unit_national_line": lambda cast: {"number": cast.unit.pk},
}
