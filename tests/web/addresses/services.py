"""Arguments of the pages on markets of services."""

ARGUMENTS = {
    "public:service_group": lambda cast: {"group": "SD"},
    "public:service_group_table": lambda cast: {"group": "SD", "form": "csv"},
    "public:service_market": lambda cast: {"importer": "IRQ"},
    "public:service_market_table": lambda cast: {"importer": "IRQ", "form": "csv"},
    "office:unit_services": lambda cast: {"number": cast.unit.pk},
    "office:unit_services_file": lambda cast: {"number": cast.unit.pk, "form": "csv"},
    "producer:services_file": lambda cast: {"form": "csv"},
}
