"""The hamafza command."""

import os

# Memory that tables let go is given back at once, here and in every process started from here: a
# national run has the judge's copies beside the search's (150 MB at 600,000 units). It is read
# when the table library loads, so it has to stand before any import.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
