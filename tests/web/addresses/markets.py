"""Arguments of the market pages."""

ARGUMENTS = {
    "public:market": lambda cast: {"importer": "IRQ"},
    "public:market_table": lambda cast: {"importer": "IRQ", "form": "csv"},
    "public:markets_table": lambda cast: {"form": "csv"},
    "public:compare_table": lambda cast: {"form": "csv"},
    "public:new_goods_table": lambda cast: {"form": "csv"},
    "office:unit_markets": lambda cast: {"number": cast.unit.pk},
    "office:unit_markets_file": lambda cast: {"number": cast.unit.pk, "form": "csv"},
    "producer:markets_file": lambda cast: {"form": "csv"},
}
