"""A phrase read word by word: its article, material, make, craft or service."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from hamafza.goods.lexicon import Kind, Lexicon, Span, Term
from hamafza.goods.words import (
    PARTING_WORDS,
    PERSIAN_STOP_WORDS,
    PURPOSE_WORDS,
    SUPPLY_WORDS,
    language_of,
    segments,
)

_FEATURES = (Kind.MATERIAL, Kind.PROCESS, Kind.STATE)
_AFTER_HEAD = frozenset({"of", "for", "with", "from", "in"})
ON_OTHERS_GOODS = "SA"
_FOR_WAGES = frozenset({"اجرتی", "کارمزدی", "دستمزدی", "مزدی"})
"""Words that make any work a service to whoever owns the goods, wherever they stand."""
MAKING = "making"
"""The name of the words «ساخت», «تولید»: what follows is made, not a service."""


@dataclass
class Segment:
    """
    What one part of a phrase says.

    ``articles`` has the head first: the first article in Persian, in English the last before
    "of" or "for". ``attributes`` are names of materials, makes and states.
    """

    articles: list[tuple[str, Term]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    crafts: list[tuple[str, Term]] = field(default_factory=list)
    parts: list[tuple[str, Term]] = field(default_factory=list)
    service: tuple[str, Term] | None = None
    service_leads: bool = False
    is_made: bool = False
    is_led: bool = False
    """A word unknown, or a part, stands before the head: «پایه تلویزیون» is no television."""
    tokens: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        return len(self.tokens)


@dataclass
class Phrase:
    """A text as read; ``main`` is the first segment that names a good, a craft or a service."""

    text: str
    language: str
    segments: list[Segment]

    @cached_property
    def main(self) -> Segment:
        telling = [s for s in self.segments if s.articles or s.crafts or s.service]
        return telling[0] if telling else self.segments[0] if self.segments else Segment()

    @cached_property
    def attributes(self) -> dict[str, str]:
        """Return what is said of the main article, in its segment or in one that names no other."""
        said = dict(self.main.attributes)
        for segment in self.segments:
            if segment is self.main or not segment.articles:
                for name, words in segment.attributes.items():
                    said.setdefault(name, words)
                for words, craft in segment.crafts:
                    said.setdefault(craft.english, words)
        return said

    @cached_property
    def attributes_of_all(self) -> dict[str, str]:
        """Return what is said of any article: «دیگ و قابلمه مسی» are both of copper."""
        said = dict(self.attributes)
        for segment in self.segments:
            for name, words in segment.attributes.items():
                said.setdefault(name, words)
        return said

    @property
    def service(self) -> tuple[str, Term] | None:
        return self.main.service


def read(text: str, lexicon: Lexicon, mended: Callable[[str], str] = str) -> Phrase:
    """
    Read a text in Persian or English; never fails, and never says more than its words do.

    ``mended`` returns a word without the slip it was typed with.
    """
    language = language_of(text)
    read_parts: list[Segment] = []
    for spoken in segments(text) if language else ():
        tokens = [mended(word) for word in spoken] if language == "fa" else spoken
        spans = lexicon.spans(tokens, language)
        read_parts.extend(_parts(tokens, spans, lexicon, language))
    if any(segment.is_made for segment in read_parts):
        for segment in read_parts:
            _prefer_articles(segment)
    return Phrase(text, language, read_parts)


def _parts(
    tokens: list[str], spans: list[Span], lexicon: Lexicon, language: str
) -> Iterable[Segment]:
    """Part at «و» and "and" where they stand outside a term."""
    inside = {at for span in spans for at in range(span.start, span.end)}
    cuts = [at for at, token in enumerate(tokens) if token in PARTING_WORDS and at not in inside]
    made = _made(tokens, spans) if language == "fa" else spans
    start = 0
    for cut in (*cuts, len(tokens)):
        within = [span for span in spans if start <= span.start and span.end <= cut]
        if cut > start:
            yield _segment(tokens, start, cut, within, lexicon, language, made)
        start = cut + 1


def _segment(
    tokens: list[str],
    start: int,
    end: int,
    spans: list[Span],
    lexicon: Lexicon,
    language: str,
    made: list[Span],
) -> Segment:
    segment = Segment(tokens=tokens[start:end])
    inside = {at for span in spans for at in range(span.start, span.end)}
    segment.unknown = [tokens[at] for at in range(start, end) if at not in inside]
    head = _head(tokens, start, end, [span for span in spans if span in made] or spans, language)
    for span in spans:
        _take(segment, span, span is head, lexicon, is_made=span in made)
    if head is not None:
        segment.is_led = language == "fa" and _is_led(tokens[start : head.start], spans, head)
        segment.articles.sort(key=lambda article: article[0] != head.words)
    _settle(segment)
    return segment


def _made(tokens: list[str], spans: list[Span]) -> list[Span]:
    """
    Return the terms that stand before the first word of purpose, if one is told of.

    What supplies are for is a purpose too.
    """
    inside = {at for span in spans for at in range(span.start, span.end)}
    stops = (at for at, token in enumerate(tokens) if at not in inside and token in PURPOSE_WORDS)
    first = next(stops, len(tokens))
    return [span for span in spans if span.end <= first and not _serves(tokens, span)]


def _serves(tokens: list[str], span: Span) -> bool:
    is_service = all(term.kind is Kind.SERVICE for term in span.senses)
    return is_service and span.start > 0 and tokens[span.start - 1] in SUPPLY_WORDS


def _head(tokens: list[str], start: int, end: int, spans: list[Span], language: str) -> Span | None:
    """Return the span of the article that the phrase is about."""
    naming = [s for s in spans if any(t.kind is Kind.ARTICLE for t in s.senses)]
    naming = naming or [s for s in spans if any(t.hs4 for t in s.senses)]
    if language == "fa" or not naming:
        return naming[0] if naming else None
    stops = [at for at in range(start, end) if tokens[at] in _AFTER_HEAD]
    before = [s for s in naming if not stops or s.end <= stops[0]]
    return before[-1] if before else naming[0]


def _is_led(before: list[str], spans: list[Span], head: Span) -> bool:
    known = {word for span in spans for word in span.words.split()}
    if any(word not in known and word not in PERSIAN_STOP_WORDS for word in before):
        return True
    parts = (span for span in spans if span.start < head.start)
    return any(term.kind is Kind.PART for span in parts for term in span.senses)


def _take(segment: Segment, span: Span, is_head: bool, lexicon: Lexicon, *, is_made: bool) -> None:
    """Take the sense that fits the place: «خودرو» is an article alone, a purpose after «رنگ»."""
    features = [term for term in span.senses if term.kind in _FEATURES]
    others = [term for term in span.senses if term.kind not in _FEATURES]
    for term in features:
        if is_head and not others and term.hs4:
            segment.articles.append((span.words, term))
        _attribute(segment, span.words, term.english, lexicon)
    if features and not is_head:
        return
    for term in others:
        if term.kind is not Kind.SERVICE or is_made:
            _other(segment, span.words, term)
        for name in term.features:
            _attribute(segment, span.words, lexicon.name(name), lexicon)


def _other(segment: Segment, words: str, term: Term) -> None:
    if term.kind is Kind.CRAFT:
        segment.crafts.append((words, term))
    elif term.kind is Kind.SERVICE:
        segment.service = segment.service or (words, term)
        on_others = term.service_code == ON_OTHERS_GOODS and words in _FOR_WAGES
        if on_others or (not segment.articles and MAKING not in segment.attributes):
            segment.service_leads = True
    elif term.kind is Kind.PART and not term.hs4:
        segment.parts.append((words, term))
    elif term.hs4 or term.kind is Kind.ARTICLE:
        segment.articles.append((words, term))


def _attribute(segment: Segment, words: str, name: str, lexicon: Lexicon) -> None:
    while name:
        segment.attributes.setdefault(name, words)
        name = lexicon.implied.get(name, "")


def _settle(segment: Segment) -> None:
    """Let a craft outweigh its ground cloth, and an article outweigh a later service word."""
    if segment.crafts:
        segment.articles = [a for a in segment.articles if a[1].kind is not Kind.GROUND]
    segment.is_made = bool(segment.attributes.pop(MAKING, ""))
    if not segment.service_leads:
        _prefer_articles(segment)


def _prefer_articles(segment: Segment) -> None:
    """«ساخت و نصب کابینت» is a cabinet, «نصب کابینت» a service."""
    if segment.articles:
        segment.service = None
