"""The story, drawn once in each language, so that the first visitor does not wait for it."""

from django.utils import translation

from hamafza.vocabulary.progress import Report
from hamafza.web.pages.public.story import told_story


def build(report: Report) -> None:
    """Draw it; markets and words are read for the first time here."""
    for number, language in enumerate(("fa", "en"), start=1):
        with translation.override(language):
            told_story()
        report("story", number, 2)
