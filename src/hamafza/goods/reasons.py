"""Why a code is proposed: the maker's words, the rule, the texts they met."""

from collections.abc import Mapping
from dataclasses import dataclass

from hamafza.goods.evidence import Evidence
from hamafza.goods.index import Codes, Index
from hamafza.goods.phrase import Phrase
from hamafza.goods.verdict import Reason, ReasonKind
from hamafza.goods.words import PERSIAN_STOP_WORDS, PURPOSE_WORDS, without_ending


@dataclass(frozen=True)
class Heard:
    """
    A phrase as read, what lexicon and rules say of it, and what it is searched by.

    ``query`` English stems, ``persian`` its own, and runs of letters of both.
    """

    phrase: Phrase
    evidence: Evidence
    query: Mapping[str, float]
    persian: Mapping[str, float]
    english_letters: Mapping[str, float]
    persian_letters: Mapping[str, float]

    @property
    def fields(self) -> tuple[Mapping[str, float], ...]:
        """What the texts of each field are searched by, in the order of ``scoring.SEARCHED``."""
        return self.query, self.persian, self.english_letters, self.persian_letters


class Reasons:
    """Names the evidence that speaks for a heading."""

    def __init__(self, english: Index, persian: Index, codes: Codes) -> None:
        self._english = english
        self._persian = persian
        self._at4 = codes.at4

    def of(self, hs4: str, heard: Heard) -> Reason:
        """Return the strongest evidence for the heading: rule, lexicon, answer, then words."""
        phrase, evidence = heard.phrase, heard.evidence
        main = phrase.main
        if evidence.rule and evidence.rule.code[:4] == hs4 and evidence.head:
            attributes = phrase.attributes_of_all
            said = [attributes[name] for name in sorted(evidence.rule.attributes)]
            words = dict.fromkeys((evidence.head[0], *said))
            return Reason(ReasonKind.RULE, tuple(words), (), evidence.rule.note)
        for segment in phrase.segments:
            for words_said, term in segment.articles:
                if term.hs4 == hs4:
                    return Reason(ReasonKind.LEXICON, (words_said,), (term.english,))
        if any(option.code[:4] == hs4 for option in evidence.options):
            if evidence.subject[0] == "craft":
                return Reason(ReasonKind.CRAFT, (main.crafts[0][0],))
            return Reason(ReasonKind.OPEN, (evidence.open_words,))
        return self._met(hs4, heard)

    def without_code(self, phrase: Phrase) -> Reason:
        """Return why no code is proposed."""
        if phrase.service:
            words, term = phrase.service
            return Reason(ReasonKind.SERVICE, (words,), (term.english,), term.service_code)
        return Reason(ReasonKind.NOTHING)

    def _met(self, hs4: str, heard: Heard) -> Reason:
        """Words of the maker's own language are shown before their English."""
        h = self._at4[hs4]
        said = [word for segment in heard.phrase.segments for word in segment.tokens]
        own = [
            word
            for word in dict.fromkeys(said)
            if _tells(word) and h in self._persian.headings(without_ending(word))
        ]
        met = own or [word for word in heard.query if h in self._english.headings(word)]
        if met:
            return Reason(ReasonKind.WORDS, (), tuple(met))
        is_chapter = any(code == hs4[:2] for code, _, _ in heard.evidence.clues)
        is_near = heard.phrase.language == "en" and not is_chapter
        return Reason(ReasonKind.NEAR if is_near else ReasonKind.CHAPTER)


def _tells(word: str) -> bool:
    return word not in PERSIAN_STOP_WORDS and word not in PURPOSE_WORDS and len(word) > 1
