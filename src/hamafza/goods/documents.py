"""What describes a code: the tariff's text, terms of trade, our own words, in two languages."""

from collections.abc import Iterator

from hamafza.goods.index import Codes, Document
from hamafza.goods.lexicon import Kind
from hamafza.goods.resources import GoodsTables
from hamafza.goods.words import language_of

_NAMING = (Kind.ARTICLE, Kind.PART, Kind.GROUND)


def english(tables: GoodsTables, codes: Codes) -> tuple[list[Document], list[Document]]:
    """Return the nomenclature's texts, and the terms that people trade under."""
    rows = tables.nomenclature.select("code", "description_en").iter_rows()
    known = codes.at4.keys() | codes.at6.keys()
    return [Document(code, text) for code, text in rows if code in known], _trade(tables, codes)


def persian(tables: GoodsTables, codes: Codes) -> tuple[list[Document], list[Document]]:
    """Return the names of headings, and the terms of makers and traders."""
    names = [
        Document(code, name) for code, name in tables.names_fa.iter_rows() if code in codes.at4
    ]
    terms = [
        *_lexicon(tables, "term_fa", "variants"),
        *_own(tables, "words_fa"),
        *_confirmed(tables, codes, "fa"),
    ]
    return names, terms


def _trade(tables: GoodsTables, codes: Codes) -> list[Document]:
    """A term whose code is of another edition keeps its heading."""
    documents = []
    for term, code in tables.trade_terms.select("term", "code").iter_rows():
        if code[:4] in codes.at4:
            known = code[:6] if code[:6] in codes.at6 else code[:4]
            documents.append(Document(known, term))
    own = (*_lexicon(tables, "english"), *_own(tables, "words_en"))
    return [*documents, *own, *_confirmed(tables, codes, "en")]


def _lexicon(tables: GoodsTables, *columns: str) -> Iterator[Document]:
    for row in tables.lexicon.fill_null("").iter_rows(named=True):
        code = row["hs6"] or row["hs4"]
        if code and row["kind"] in _NAMING:
            for column in columns:
                yield from (Document(code, term) for term in row[column].split("|") if term)


def _own(tables: GoodsTables, column: str) -> Iterator[Document]:
    for code, words in tables.subheadings.select("code", column).iter_rows():
        yield from (Document(code, term) for term in words.split("|") if term.strip())


def _confirmed(tables: GoodsTables, codes: Codes, language: str) -> Iterator[Document]:
    for text, code in tables.confirmed.select("text", "code").iter_rows():
        if code in codes.at6 and language_of(text) == language:
            yield Document(code, text)
