"""How goods get there: roads, crossings, ports and sea, in km, days and a first cost."""
