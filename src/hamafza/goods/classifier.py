"""The classifier: phrases in, verdicts out, a batch at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hamafza.goods.evidence import Clue, Evidence, Witness
from hamafza.goods.gloss import Glossary
from hamafza.goods.index import Codes, Document, Floats, Index, Source
from hamafza.goods.lexicon import Kind, Lexicon
from hamafza.goods.names import GoodsNames
from hamafza.goods.phrase import read
from hamafza.goods.questions import Answer, question_for
from hamafza.goods.ranking import Features, Weights, features, probabilities
from hamafza.goods.reasons import Heard, Reasons
from hamafza.goods.resources import GoodsTables
from hamafza.goods.rules import Rules
from hamafza.goods.verdict import Candidate, Reason, Verdict
from hamafza.goods.words import english_stems
from hamafza.vocabulary.codes import NOT_SPECIFIED

BATCH = 256
"""Phrases scored at once: 256 x 10,800 documents x 4 bytes is 11 MB."""


@dataclass(frozen=True)
class ClassifierParams:
    """
    Judgements of the classifier.

    ``ask_below_share``: a question is asked when the likeliest heading is less probable.
    ``undecided_ceiling_share``: a craft without an article, a part of nothing named, or an
    article whose heading its material decides («کفش») is never surer than this.
    """

    weights_fa: Weights
    weights_en: Weights
    ask_below_share: float = 0.5
    undecided_ceiling_share: float = 0.45


class Classifier:
    """Built once from the tables; then it only reads."""

    def __init__(self, tables: GoodsTables, params: ClassifierParams) -> None:
        self.params = params
        self.lexicon = Lexicon(tables.lexicon)
        self.names = GoodsNames(tables.nomenclature, tables.names_fa)
        self.codes = Codes([c for c in tables.nomenclature["code"] if c[:4] != NOT_SPECIFIED])
        sources = (_tariff(tables, self.codes), _trade(tables, self.codes))
        self.index = Index(sources)
        self._equal = _equal_terms(sources[1])
        self._witness = Witness(Rules(tables.rules, self.lexicon), tables.questions)
        self._glossary = Glossary(tables.dictionary, self.index.vocabulary)
        self._reasons = Reasons(sources)
        self._residual = np.array([self.names.is_residual(code) for code in self.codes.hs6])

    def classify(self, texts: Sequence[str], top: int = 10) -> Iterator[Verdict]:
        """Yield the verdict of each text, in order."""
        for start in range(0, len(texts), BATCH):
            yield from self._batch(texts[start : start + BATCH], top)

    def features(self, texts: Sequence[str]) -> tuple[list[Heard], Features]:
        """Return what the texts say, for the ranking and for fitting its weights."""
        heard = [self._hear(text) for text in texts]
        scores = self.index.scores([one.query for one in heard])
        phrases, evidences = [one.phrase for one in heard], [one.evidence for one in heard]
        return heard, features(phrases, evidences, scores, self.codes, self._residual)

    def _hear(self, text: str) -> Heard:
        phrase = read(text, self.lexicon)
        evidence = self._witness.hear(phrase)
        open_word = evidence.subject[1] if evidence.is_undecided else ""
        query = self._glossary.query(phrase, open_word)
        is_told = phrase.language == "fa" and evidence.head is not None
        same = () if is_told else self._equal.get(frozenset(query), ())
        evidence.clues += [(code, Clue.EQUAL_TERM, 1 / len(same)) for code in same]
        return Heard(phrase, evidence, query)

    def _batch(self, texts: Sequence[str], top: int) -> Iterator[Verdict]:
        heard, found = self.features(texts)
        persian = np.array([one.phrase.language == "fa" for one in heard])
        verdicts: dict[int, Verdict] = {}
        languages = ((persian, self.params.weights_fa), (~persian, self.params.weights_en))
        for rows, weights in languages:
            of4, of6 = probabilities(found.rows(rows), weights, self.codes)
            for place, at in enumerate(np.flatnonzero(rows).tolist()):
                verdicts[at] = self._verdict(heard[at], of4[place], of6[place], top)
        yield from (verdicts[at] for at in range(len(texts)))

    def _verdict(self, heard: Heard, of4: Floats, of6: Floats, top: int) -> Verdict:
        phrase, service = heard.phrase, heard.phrase.service
        if service or not phrase.language:
            of4 = np.zeros_like(of4)
        of4, of6 = self._never_sure_if_undecided(heard.evidence, of4, of6)
        candidates = tuple(self._candidates(heard, of4, of6, top))
        likeliest = candidates[0].probability if candidates else 0.0
        question = None
        if likeliest < self.params.ask_below_share:
            question = question_for(phrase, heard.evidence, self._nearest(candidates))
        service_code = service[1].service_code if service else ""
        reason = candidates[0].reason if candidates else self._reasons.without_code(phrase)
        return Verdict(phrase.text, phrase.language, candidates, question, service_code, reason)

    def _never_sure_if_undecided(
        self, evidence: Evidence, of4: Floats, of6: Floats
    ) -> tuple[Floats, Floats]:
        highest, ceiling = float(of4.max()), self.params.undecided_ceiling_share
        if not evidence.is_undecided or highest <= ceiling:
            return of4, of6
        return of4 * (ceiling / highest), of6 * (ceiling / highest)

    def _candidates(self, heard: Heard, of4: Floats, of6: Floats, top: int) -> Iterator[Candidate]:
        reasons: dict[str, Reason] = {}
        for at4, at6 in ranked(of4, of6, self.codes, top):
            hs4, hs6 = self.codes.hs4[at4], self.codes.hs6[at6]
            if hs4 not in reasons:
                reasons[hs4] = self._reasons.of(hs4, heard)
            yield Candidate(hs4, hs6, float(of4[at4]), float(of6[at6]), reasons[hs4])

    def _nearest(self, candidates: Sequence[Candidate]) -> list[Answer]:
        best: dict[str, Answer] = {}
        for candidate in candidates:
            name = self.names.name
            labels = name(candidate.hs4, "fa"), name(candidate.hs4, "en")
            best.setdefault(candidate.hs4, Answer(*labels, candidate.hs6))
        return list(best.values())


def ranked(of4: Floats, of6: Floats, codes: Codes, top: int) -> list[tuple[int, int]]:
    """
    Return up to ``top`` (heading, subheading) positions, the likeliest heading first.

    The best subheading of each of the first half of the places' headings comes in whatever
    happens; the likeliest other subheadings fill the rest, at most three of one heading.
    """
    headings = _highest(of4, top)
    best = [(h, _best_within(of6, h, codes, 3)) for h in headings]
    chosen = [(h, within[0]) for h, within in best[: (top + 1) // 2]]
    others = [(h, s) for h, within in best for s in within if (h, s) not in chosen]
    others.sort(key=lambda pair: (-of6[pair[1]], pair[1]))
    chosen += others[: top - len(chosen)]
    return sorted(chosen, key=lambda pair: (-of4[pair[0]], pair[0], -of6[pair[1]], pair[1]))


def _highest(of4: Floats, count: int) -> list[int]:
    """Ties go to the lower code, so that equal words always give equal answers."""
    few = np.argpartition(-of4, min(count * 2, len(of4) - 1))[: count * 2]
    order = sorted(few.tolist(), key=lambda at: (-of4[at], at))
    return [at for at in order[:count] if of4[at] > 0]


def _best_within(of6: Floats, heading: int, codes: Codes, count: int) -> list[int]:
    places = range(codes.starts[heading], codes.ends[heading])
    return sorted(places, key=lambda at: (-of6[at], at))[:count]


def _tariff(tables: GoodsTables, codes: Codes) -> Source:
    rows = tables.nomenclature.select("code", "description_en").iter_rows()
    known = codes.at4.keys() | codes.at6.keys()
    return Source([Document(code, text) for code, text in rows if code in known], codes)


def _trade(tables: GoodsTables, codes: Codes) -> Source:
    """Trade terms and the English of the lexicon; a code of another edition keeps its heading."""
    documents = []
    for term, code in tables.trade_terms.select("term", "code").iter_rows():
        if code[:4] in codes.at4:
            known = code[:6] if code[:6] in codes.at6 else code[:4]
            documents.append(Document(known, term))
    for row in tables.lexicon.fill_null("").iter_rows(named=True):
        code = row["hs6"] or row["hs4"]
        if code and row["kind"] in (Kind.ARTICLE, Kind.PART):
            documents += [Document(code, term) for term in row["english"].split("|")]
    return Source(documents, codes)


def _equal_terms(source: Source) -> Mapping[frozenset[str], tuple[str, ...]]:
    """Return the codes of each set of stems that is a whole trade term."""
    same: dict[frozenset[str], tuple[str, ...]] = {}
    for document in source.documents:
        key = frozenset(english_stems(document.text))
        if key and document.code not in same.get(key, ()):
            same[key] = (*same.get(key, ()), document.code)
    return same
