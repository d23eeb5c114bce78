"""
Runs one peer's economic complexity in its own environment: ``complexity_peers.py PEER IN OUT``.

IN has the columns country, product, value (text, text, number); OUT gets country, product, eci,
pci and what else the peer gives. Prints the seconds of the call alone as JSON. It imports nothing
of this project: the peers stand in an environment of their own (see ``benchmarks.markets``).
"""

import json
import sys
import time
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
COLUMNS = {"time": "year", "loc": "country", "prod": "product", "val": "value"}


def ecomplexity(frame: pd.DataFrame) -> pd.DataFrame:
    from ecomplexity import ecomplexity as peer

    return peer(frame, COLUMNS, verbose=False)


def econcomplex(frame: pd.DataFrame) -> pd.DataFrame:
    import econcomplex as peer

    names = {"loc": "country", "act": "product", "val": "value", "time": "year"}
    return peer.compute_complexity(frame, names)


def main(peer: str, table: str, out: str) -> None:
    """Run the peer once over one year, its imports before the clock starts."""
    frame = pd.read_parquet(table)
    frame["year"] = 2020
    run = {"ecomplexity": ecomplexity, "econcomplex": econcomplex}[peer]
    __import__(peer)
    began = time.perf_counter()
    found = run(frame)
    took = time.perf_counter() - began
    found.to_parquet(out)
    print(json.dumps({"call_s": round(took, 2)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
