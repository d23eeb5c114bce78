"""Papers sent and handed out: a picture or a PDF, known by what it holds and not by its name."""

from pathlib import Path

from django import forms
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.web.actions.papers import Paper

MOST_MB = 5
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_BEGINS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


class PaperField(forms.FileField):
    """A PDF, JPEG or PNG of at most a few megabytes."""

    def __init__(self, **options):
        told = gettext_lazy("PDF, JPEG or PNG, at most 5 MB. You may leave it out.")
        super().__init__(**({"help_text": told} | options))
        self.widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not hasattr(file, "chunks"):
            return None
        if file.size > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(_("This file is larger than 5 MB."))
        held = file.read()
        for begins, ending in _BEGINS.items():
            if held.startswith(begins):
                return Paper(Path(file.name).name[:255], held, ending)
        raise forms.ValidationError(_("This is no PDF, JPEG or PNG."))


def paper_answer(path: str, name: str) -> HttpResponse:
    """Hand a paper out to be kept, never to be run in the page."""
    if not path or not default_storage.exists(path):
        raise Http404
    with default_storage.open(path, "rb") as file:
        answer = HttpResponse(file.read(), content_type=TYPES[path.rpartition(".")[2]])
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
