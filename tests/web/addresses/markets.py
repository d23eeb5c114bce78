"""Arguments of the market pages."""

ARGUMENTS = {"public:market": lambda cast: {"importer": "IRQ"}}
