"""The encoder of English meanings beside published values, and what the ranking takes from it."""

import numpy as np
import pytest

from hamafza.goods.encoder import Encoder
from hamafza.goods.index import Codes, Document
from hamafza.goods.meaning import Meaning, MeaningVectors
from hamafza.goods.verdict import ReasonKind
from hamafza.goods.wordpiece import WordPieces
from hamafza.runs.classifying import classifier
from hamafza.runs.goods_meaning import meaning_vectors
from hamafza.sources.sentence_model import sentence_model
from hamafza.store.prepared import PreparedVectors

PIECES = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "car": 3, "##pet": 4, "##s": 5, ",": 6, "cafe": 7}


def test_the_longest_piece_comes_first_and_marks_stand_alone():
    pieces = WordPieces(PIECES, longest=12)
    assert pieces.read("Carpets, Café") == [1, 3, 4, 5, 6, 7, 2]
    assert pieces.read("rug car") == [1, 0, 3, 2]
    assert pieces.read("") == [1, 2]


def test_a_long_text_is_read_from_its_beginning():
    assert WordPieces(PIECES, longest=4).read("car car car car") == [1, 3, 3, 2]
    assert WordPieces(PIECES, longest=9).read("c" * 101) == [1, 0, 2]


@pytest.fixture(scope="module")
def vectors() -> MeaningVectors:
    found = meaning_vectors()
    assert found is not None, "make setup prepares the vectors"
    return found


def test_vectors_are_those_of_the_reference(vectors):
    """First numbers and cosines by the package sentence-transformers 5 on the same weights."""
    texts = ["hand-knotted wool carpet", "persian rug", "diesel engine piston"]
    found = vectors.phrases(texts)
    assert found[0, :4] == pytest.approx([0.013368, 0.005515, 0.022861, 0.024041], abs=1e-5)
    cosines = found @ found.T
    assert cosines[0, 1] == pytest.approx(0.562182, abs=1e-5)
    assert cosines[0, 2] == pytest.approx(0.107290, abs=1e-5)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_text_has_the_same_vector_whatever_stands_beside_it(vectors):
    alone = vectors.phrases(["copper pots"])
    among = vectors.phrases(["copper pots", "a" * 400, "", "machines for making macaroni " * 9])
    assert among[0] == pytest.approx(alone[0], abs=1e-5)


def test_setup_has_prepared_every_text(vectors):
    shipped = classifier()
    texts = [one.text for source in shipped.sources for one in source]
    prepared = vectors.known[vectors.places(texts)]
    assert np.linalg.norm(prepared, axis=1) == pytest.approx(1.0, abs=1e-2)
    assert prepared[::4000] == pytest.approx(vectors.phrases(texts[::4000]), abs=1e-3)


def test_the_nearest_of_each_code_is_that_of_a_plain_search():
    codes = Codes(["0101", "010121", "010129", "0102", "010221"])
    sources = (
        [Document("0101", "a"), Document("010129", "b"), Document("0102", "c")],
        [Document("010121", "d"), Document("010121", "e"), Document("0102", "f")],
    )
    known = {name: unit(at) for at, name in enumerate("abcdefq")}
    prepared = ["of a text that is no more", *"fdbace"]
    rows = np.array([known.get(name, known["q"]) for name in prepared], np.float32)
    encode = lambda texts: np.array([known.get(t, np.zeros(5)) for t in texts], np.float32)  # noqa: E731
    places = lambda texts: np.array([prepared.index(t) if t in prepared else -1 for t in texts])  # noqa: E731
    unprepared = [*sources[1], Document("0101", "q")]
    vectors = MeaningVectors(encode, rows, places)
    of4, of6 = Meaning((sources[0], unprepared), codes, vectors).nearest(["q", ""])
    for at, source in enumerate(sources):
        for four in codes.hs4:
            best = max(0.0, *(known[d.text] @ known["q"] for d in source if d.code[:4] == four))
            assert of4[0, at, codes.at4[four]] == pytest.approx(best, abs=1e-6)
        for six in codes.hs6:
            near = [known[d.text] @ known["q"] for d in source if d.code == six]
            assert of6[0, at, codes.at6[six]] == pytest.approx(max([0.0, *near]), abs=1e-6)
    assert not of4[1].any()


def unit(seed: int) -> np.ndarray:
    told = np.random.default_rng(seed).normal(size=5).astype(np.float32)
    return told / np.linalg.norm(told)


def test_a_word_that_no_text_has_is_still_understood():
    shipped = classifier()
    assert "fizzy" not in shipped.english.vocabulary
    of4, _ = shipped.meaning.nearest(["fizzy drink"])
    assert shipped.codes.hs4[of4[0].max(axis=0).argmax()] == "2202"


@pytest.mark.parametrize("text", ["", "☺", "Tehran, Valiasr street, No. 12", "you idiot"])
def test_what_names_no_good_gets_no_sure_code_by_its_meaning(text):
    (verdict,) = classifier().classify([text])
    assert not verdict.candidates or verdict.candidates[0].probability < 0.5


def test_a_heading_met_by_meaning_alone_says_so():
    (verdict,) = classifier().classify(["brolly"])
    near = [one for one in verdict.candidates if one.reason.kind is ReasonKind.NEAR]
    assert all(one.reason.matched[0] for one in near)


def test_an_encoder_of_other_weights_is_another_encoder():
    model = sentence_model()
    pieces = WordPieces(model.pieces, 48)
    changed = dict(model.weights)
    name = "encoder.layer.0.output.dense.weight"
    changed[name] = changed[name] * 0
    whole = Encoder(model.weights, pieces, model.heads, model.epsilon).encode(["carpet"])
    broken = Encoder(changed, pieces, model.heads, model.epsilon).encode(["carpet"])
    assert abs(whole - broken).max() > 0.01


def test_prepared_vectors_stay_on_disk_and_know_what_is_new(tmp_path, monkeypatch):
    monkeypatch.setattr("hamafza.store.prepared.sys.prefix", str(tmp_path))
    kept = PreparedVectors("some", 2)
    assert kept.unknown(["a", "b", "a"]) == ["a", "b"]
    kept.keep(["a"], np.array([[0.6, 0.8]], np.float32))
    again = PreparedVectors("some", 2)
    assert again.is_there
    assert again.unknown(["a", "b"]) == ["b"]
    again.keep(["b"], np.array([[1.0, 0.0]], np.float32))
    kept = PreparedVectors("some", 2)
    assert kept.vectors[kept.places(["b", "a"])] == pytest.approx(np.array([[1, 0], [0.6, 0.8]]))
    file = next((tmp_path / "share").rglob("*.npy"))
    whole = file.read_bytes()
    for left in (whole[:-1], whole[:60], b"half a file", b""):
        file.write_bytes(left)
        broken = PreparedVectors("some", 2)
        assert not broken.is_there
        assert broken.unknown(["a"]) == ["a"]
    file.write_bytes(whole)
    assert not PreparedVectors("some", 3).is_there  # vectors of another encoder
