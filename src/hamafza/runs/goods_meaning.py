"""The encoder of English meanings: read when first asked; texts of codes encoded at setup."""

from collections.abc import Sequence
from functools import lru_cache

from hamafza.goods import documents
from hamafza.goods.encoder import LONGEST, Encoder
from hamafza.goods.index import Codes, Floats
from hamafza.goods.meaning import MeaningVectors
from hamafza.goods.wordpiece import WordPieces
from hamafza.runs.goods_tables import goods_tables
from hamafza.sources.sentence_model import is_installed, sentence_model
from hamafza.store.fanout import fan_out
from hamafza.store.prepared import PreparedVectors
from hamafza.vocabulary.codes import NOT_SPECIFIED

SIZE = 384
_NAME = "english-meanings"
_PART = 2_000


def meaning_vectors() -> MeaningVectors | None:
    """
    Return the encoder with the texts setup has encoded; nothing where either is missing.

    The encoder is read when an English text first asks: who reads Persian alone has no use for it.
    """
    if not is_installed() or not _prepared().is_there:
        return None
    return MeaningVectors(_encoded, _prepared().vectors, _prepared().places)


def prepare_meanings() -> int:
    """Encode the texts of codes that have no vector yet; return how many there were."""
    if not is_installed():
        return 0
    wanted = _prepared().unknown(_texts())
    parts = [wanted[at : at + _PART] for at in range(0, len(wanted), _PART)]
    for part, vectors in zip(parts, fan_out(_encoded, parts), strict=True):
        _prepared().keep(part, vectors)
    return len(wanted)


def _encoded(texts: Sequence[str]) -> Floats:
    return _encoder().encode(texts)


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    model = sentence_model()
    return Encoder(model.weights, WordPieces(model.pieces, LONGEST), model.heads, model.epsilon)


@lru_cache(maxsize=1)
def _prepared() -> PreparedVectors:
    return PreparedVectors(_NAME, SIZE)


def _texts() -> list[str]:
    tables = goods_tables()
    codes = Codes([c for c in tables.nomenclature["code"] if c[:4] != NOT_SPECIFIED])
    return [one.text for source in documents.english(tables, codes) for one in source]
