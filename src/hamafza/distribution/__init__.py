"""How it gets there: routes by road and sea, and the traders near the way."""
