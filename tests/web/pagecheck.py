"""What every page must hold to, in the language of its reader."""

import re
from html.parser import HTMLParser

LATIN_DIGIT = re.compile(r"[0-9]")
PERSIAN_DIGIT = re.compile(r"[۰-۹]")
ARABIC_LETTERS = re.compile(r"[يك]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
# Names, codes and terms that stay Latin in a Persian sentence.
STAYS_LATIN = re.compile(
    r"OpenStreetMap|Natural Earth|GeoNames|ODbL|CC BY(-SA)?( [\d.]+)?|English|Incoterms|HM-[\w-]+|"
    r"Parquet|[A-Z]{2,}[-\w]*|\w+\.(csv|xlsx|xml|toml|parquet|pdf|html)|[\w.+-]+@[\w.-]+|https?://\S+",
)
AS_WRITTEN = {"bdi", "code", "pre", "script", "style", "input", "textarea", "kbd", "title"}
VOID = {"input", "meta", "link", "br", "img", "hr", "path", "circle", "rect", "source", "stop"}


def assert_digits_fit(html: str, language: str) -> None:
    """No Latin digit in a Persian text, no Persian one in an English text; quotations are free."""
    strange = LATIN_DIGIT if language == "fa" else PERSIAN_DIGIT
    shown = [STAYS_LATIN.sub("", text) for text in texts(html, language)]
    wrong = [text for text in shown if strange.search(text)]
    assert not wrong, f"digits of the other script: {wrong[:5]}"


def assert_no_untranslated(html: str) -> None:
    """No English sentence and no Arabic letter form is left on a Persian page."""
    shown = [STAYS_LATIN.sub("", text) for text in texts(html, "fa")]
    english = [text for text in shown if LATIN_WORD.search(text)]
    assert not english, f"not Persian: {english[:5]}"
    arabic = [text for text in shown if ARABIC_LETTERS.search(text)]
    assert not arabic, f"Arabic forms of ye or kaf: {arabic[:5]}"


def texts(html: str, language: str) -> list[str]:
    """Return the texts a reader of this language is shown, without quotations and codes."""
    reader = _Texts(language)
    reader.feed(html)
    return reader.found


class _Texts(HTMLParser):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        other = dict(attrs).get("lang") not in (None, self.language)
        self.open.append((tag, tag in AS_WRITTEN or other))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(name == tag for name, _ in self.open):
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(quoted for _, quoted in self.open):
            self.found.append(data.strip())
