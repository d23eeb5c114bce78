"""Why a code is proposed: the maker's words, the rule, the texts they met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hamafza.goods.evidence import Evidence
from hamafza.goods.index import Source
from hamafza.goods.phrase import Phrase
from hamafza.goods.verdict import Reason, ReasonKind


@dataclass(frozen=True)
class Heard:
    """A phrase as read, what lexicon and rules say of it, and its weighted English stems."""

    phrase: Phrase
    evidence: Evidence
    query: Mapping[str, float]


class Reasons:
    """Names the evidence that speaks for a heading."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._words: dict[str, set[str]] = {}
        for source in sources:
            for document, stems in zip(source.documents, source.stems, strict=True):
                self._words.setdefault(document.code[:4], set()).update(stems)

    def of(self, hs4: str, heard: Heard) -> Reason:
        """Return the strongest evidence for the heading: rule, lexicon, answer, then words."""
        phrase, evidence = heard.phrase, heard.evidence
        main = phrase.main
        if evidence.rule and evidence.rule.code[:4] == hs4 and evidence.head:
            said = [main.attributes[name] for name in sorted(evidence.rule.attributes)]
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
        return self._met(hs4, heard.query)

    def without_code(self, phrase: Phrase) -> Reason:
        """Return why no code is proposed."""
        if phrase.service:
            words, term = phrase.service
            return Reason(ReasonKind.SERVICE, (words,), (term.english,), term.service_code)
        return Reason(ReasonKind.NOTHING)

    def _met(self, hs4: str, query: Mapping[str, float]) -> Reason:
        known = self._words.get(hs4, set())
        met = [word for word in query if word in known]
        return Reason(ReasonKind.WORDS if met else ReasonKind.CHAPTER, (), tuple(met))
