"""The classifier: phrases in, verdicts out, a batch at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hamafza.goods import documents
from hamafza.goods.evidence import Clue, Witness
from hamafza.goods.gloss import Glossary, letters_of, persian_query
from hamafza.goods.index import Codes, Document, Index, Postings
from hamafza.goods.lexicon import Lexicon
from hamafza.goods.meaning import Meaning, MeaningVectors
from hamafza.goods.names import GoodsNames
from hamafza.goods.phrase import Phrase, read
from hamafza.goods.plain import PlainWords
from hamafza.goods.questions import Answer, question_for
from hamafza.goods.ranking import Ranked, Weights, ranked
from hamafza.goods.reasons import Heard, Reasons
from hamafza.goods.resources import GoodsTables
from hamafza.goods.rules import Rules
from hamafza.goods.saying import said_by
from hamafza.goods.scoring import Queries, empty_table, tree_of
from hamafza.goods.spelling import Spelling
from hamafza.goods.sureness import believed
from hamafza.goods.verdict import Candidate, Reason, ReasonKind, Verdict
from hamafza.goods.words import (
    LONGEST_READ,
    english_stems,
    language_of,
    letter_runs,
    persian_stems,
    tokens,
)
from hamafza.vocabulary.codes import NOT_SPECIFIED
from hamafza.vocabulary.text import match_key

BATCH = 512
"""Phrases ranked at once."""
_SISTERS_TOLD = 3
"""Subheadings of one heading among the candidates."""


@dataclass(frozen=True)
class ClassifierParams:
    """
    Judgements of the classifier.

    ``weights_en_words`` serve English where no encoder of meaning is at hand.
    ``ask_below_share``: a question is asked when the likeliest subheading is less probable.
    ``undecided_ceiling_share``: a craft without an article, a part of nothing named, or an
    article whose heading its material decides («کفش») is never surer than this.
    """

    weights_fa: Weights
    weights_en: Weights
    weights_en_words: Weights
    ask_below_share: float = 0.6
    undecided_ceiling_share: float = 0.45


@dataclass(frozen=True)
class Pair:
    """A subheading, the ``sister``-th of its heading, with the probabilities of both."""

    hs4: str
    hs6: str
    of4: float
    of6: float
    sister: int


class Classifier:
    """Built once from the tables; then it only reads."""

    def __init__(
        self, tables: GoodsTables, params: ClassifierParams, vectors: MeaningVectors | None = None
    ) -> None:
        self.params = params
        self.vectors = vectors
        self.lexicon = Lexicon(tables.lexicon)
        self.names = GoodsNames(tables.nomenclature, tables.names_fa, tables.subheadings)
        self.codes = Codes([c for c in tables.nomenclature["code"] if c[:4] != NOT_SPECIFIED])
        tariff, trade = documents.english(tables, self.codes)
        self.english = Index((tariff, trade), self.codes, english_stems)
        own = documents.persian(tables, self.codes)
        self.persian = Index(own, self.codes, persian_stems)
        self.indexes = (
            self.english,
            self.persian,
            Index((tariff, trade), self.codes, letter_runs),
            Index(own, self.codes, letter_runs),
        )
        self._equal = _equal_terms(trade)
        self._witness = Witness(Rules(tables.rules, self.lexicon), tables.questions)
        self._glossary = Glossary(tables.dictionary, self.english.vocabulary)
        self._plain = PlainWords(tables.plain_words, tables.vague_terms, self.lexicon.names)
        self._spelling = _spelling(self.lexicon, own, self._plain, tables)
        self.sources = tariff, trade
        """What describes codes in English: the tariff's texts, and terms of trade."""
        self._reasons = Reasons(self.english, self.persian, self.codes)
        residual = [self.names.is_residual(code) for code in self.codes.hs6]
        self.tree = tree_of(self.codes, np.array(residual, np.float32))
        most = max(len(tariff) + len(trade), sum(map(len, own)))
        # One table for all threads: a ranking fills and wipes it in one compiled call, which holds
        # the interpreter's lock from its beginning to its end.
        self.table = empty_table(self.codes, most)

    def classify(self, texts: Sequence[str], top: int = 10) -> Iterator[Verdict]:
        """Yield the verdict of each text, in order."""
        for start in range(0, len(texts), BATCH):
            yield from self._batch(texts[start : start + BATCH], top)

    def heard(self, texts: Sequence[str]) -> tuple[list[Heard], Queries]:
        """Return what texts of one language say, for the ranking and for fitting its weights."""
        heard = [self._hear(text) for text in texts]
        return heard, self._queries(heard)

    @cached_property
    def meaning(self) -> Meaning | None:
        """How near English texts lie by what they mean; laid out when first asked for."""
        return Meaning(self.sources, self.codes, self.vectors) if self.vectors else None

    def _hear(self, text: str) -> Heard:
        spoken = tokens(text[:LONGEST_READ])
        phrase = Phrase(text, language_of(text), [])
        is_known = self.lexicon.knows("".join(spoken))  # «نمایندگی فروش», of plain words alone
        if is_known or not self._plain.says_nothing(spoken, phrase.language):
            read_of = read(text[:LONGEST_READ], self.lexicon, self._spelling.mended)
            phrase = replace(read_of, text=text)
        evidence = self._witness.hear(phrase)
        evidence.is_undecided |= self._plain.is_address(spoken)
        open_word = evidence.subject[1] if evidence.is_undecided else ""
        query = self._glossary.query(phrase, open_word)
        is_told = phrase.language == "fa" and evidence.head is not None
        same = () if is_told else self._equal.get(frozenset(query), ())
        evidence.clues += [(code, Clue.EQUAL_TERM, 1 / len(same)) for code in same]
        own = persian_query(phrase, self.persian.vocabulary)
        letters = letters_of(query) if phrase.language == "en" else {}
        return Heard(phrase, evidence, query, own, letters, letters_of(own))

    def _batch(self, texts: Sequence[str], top: int) -> Iterator[Verdict]:
        verdicts: dict[int, Verdict] = {}
        heard = [self._hear(text) for text in texts]
        for weights in {id(of): of for of in map(self._weights, heard)}.values():
            chosen = [at for at, one in enumerate(heard) if self._weights(one) is weights]
            found = self._ranked([heard[at] for at in chosen], weights)
            for place, at in enumerate(chosen):
                verdicts[at] = self._verdict(heard[at], found, place, top)
        yield from (verdicts[at] for at in range(len(texts)))

    def _weights(self, heard: Heard) -> Weights:
        if heard.phrase.language == "fa":
            return self.params.weights_fa
        return self.params.weights_en if self.vectors else self.params.weights_en_words

    def _ranked(self, heard: Sequence[Heard], weights: Weights) -> Ranked:
        return ranked(self._queries(heard), self.postings, self.tree, self.table, weights)

    def _queries(self, heard: Sequence[Heard]) -> Queries:
        is_english = any(one.phrase.language == "en" for one in heard)
        return said_by(heard, self.codes, self.indexes, self.meaning if is_english else None)

    @property
    def postings(self) -> tuple[Postings, ...]:
        """The postings of each field."""
        return tuple(index.postings for index in self.indexes)

    def _verdict(self, heard: Heard, found: Ranked, at: int, top: int) -> Verdict:
        phrase, service = heard.phrase, heard.phrase.service
        is_good = not service and bool(phrase.language)
        pairs = self._pairs(heard, found, at) if is_good else []
        candidates = tuple(self._candidates(heard, pairs, top))
        surest = max((pair.of6 for pair in pairs), default=0.0)
        question = None
        if surest < self.params.ask_below_share:
            question = question_for(phrase, heard.evidence, self._nearest(pairs))
        service_code = service[1].service_code if service else ""
        reason = candidates[0].reason if candidates else self._reasons.without_code(phrase)
        return Verdict(phrase.text, phrase.language, candidates, question, service_code, reason)

    def _pairs(self, heard: Heard, found: Ranked, at: int) -> list[Pair]:
        """Return the likeliest codes, the likeliest heading first."""
        pairs = []
        shares = self._shares(heard, found.of_heading[at].tolist())
        for rank, h in enumerate(found.heading[at].tolist()):
            if h < 0:
                break
            share = shares[min(rank, 1)]
            of4 = share * float(found.of_heading[at, rank])
            for n, s in enumerate(found.subheading[at, rank].tolist()):
                if s >= 0:
                    of6 = share * float(found.of_subheading[at, rank, n])
                    pairs.append(Pair(self.codes.hs4[h], self.codes.hs6[s], of4, of6, n))
        return pairs

    def _shares(self, heard: Heard, of_heading: Sequence[float]) -> tuple[float, float]:
        """
        Return by what the first heading's probability is multiplied, and that of all others.

        A phrase that leaves the heading open cannot be sure of one.
        """
        sure = self._weights(heard).sure
        first, others = believed(heard.phrase, of_heading[0], of_heading[1], sure)
        highest, ceiling = first * of_heading[0], self.params.undecided_ceiling_share
        if not heard.evidence.is_undecided or highest <= ceiling:
            return first, others
        return first * ceiling / highest, others * ceiling / highest

    def _candidates(self, heard: Heard, pairs: Sequence[Pair], top: int) -> Iterator[Candidate]:
        reasons: dict[str, Reason] = {}
        for pair in told(pairs, top):
            if pair.hs4 not in reasons:
                reasons[pair.hs4] = self._reason(pair.hs4, heard)
            yield Candidate(pair.hs4, pair.hs6, pair.of4, pair.of6, reasons[pair.hs4])

    def _reason(self, hs4: str, heard: Heard) -> Reason:
        reason = self._reasons.of(hs4, heard)
        if reason.kind is not ReasonKind.NEAR or not self.meaning:
            return reason
        return replace(reason, matched=(self.meaning.text_near(heard.phrase.text, hs4),))

    def _nearest(self, pairs: Sequence[Pair]) -> list[Answer]:
        """Return the likeliest subheadings as answers, by the names people use for them."""
        likeliest = sorted(pairs, key=lambda pair: (-pair.of6, pair.hs6))
        label = self.names.label
        return [Answer(label(p.hs6, "fa"), label(p.hs6, "en"), p.hs6) for p in likeliest]


def told(pairs: Sequence[Pair], top: int) -> list[Pair]:
    """
    Return up to ``top`` of the pairs, the likeliest heading first.

    The best subheading of each of the first half of the places' headings comes in whatever
    happens; the likeliest other subheadings fill the rest, at most three of one heading.
    """
    best = [pair for pair in pairs if pair.sister == 0]
    firsts = best[: (top + 1) // 2]
    others = best[len(firsts) :] + [p for p in pairs if 0 < p.sister < _SISTERS_TOLD]
    others.sort(key=lambda pair: (-pair.of6, pair.hs6))
    chosen = [*firsts, *others[: top - len(firsts)]]
    return sorted(chosen, key=lambda pair: (-pair.of4, pair.hs4, -pair.of6, pair.hs6))


def _spelling(
    lexicon: Lexicon,
    persian: Sequence[Sequence[Document]],
    plain: PlainWords,
    tables: GoodsTables,
) -> Spelling:
    """The words of goods, and right words of the language that no slip should be seen in."""
    counts = Counter(lexicon.words)
    counts.update(word for source in persian for one in source for word in tokens(one.text))
    dictionary = (match_key(word) for word in tables.dictionary["fa"].drop_nulls())
    right = [word for words in dictionary for word in words.split()]
    return Spelling(counts, [*right, *plain.kinds])


def _equal_terms(trade: Sequence[Document]) -> Mapping[frozenset[str], tuple[str, ...]]:
    """Return the codes of each set of stems that is a whole trade term."""
    same: dict[frozenset[str], tuple[str, ...]] = {}
    for document in trade:
        key = frozenset(english_stems(document.text))
        if key and document.code not in same.get(key, ()):
            same[key] = (*same.get(key, ()), document.code)
    return same
