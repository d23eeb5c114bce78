"""One's own data: who read it, all of it in one file, and the wish that it be forgotten."""

import io
import json
import zipfile

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import SIGNED_IN, seen_by
from hamafza.web.actions import privacy as act
from hamafza.web.personal_data import personal_data
from hamafza.web.records.privacy import DeletionRequest, SensitiveRead
from hamafza.web.sensitivewords import shown_reads

SHOWN = 50


@seen_by(*SIGNED_IN)
def own_data(request):
    """What a person may do with the data kept of them, and who has read what is sensitive."""
    unit = request.user.unit_id
    reads = SensitiveRead.objects.filter(unit=unit) if unit else SensitiveRead.objects.none()
    facts = {
        "has_unit": unit is not None,
        "reads": shown_reads(reads.select_related("reader", "unit")[:SHOWN]),
        "asked": DeletionRequest.objects.filter(account=request.user).last(),
    }
    return render(request, "account/data.html", facts)


@require_POST
def take_along(request):
    """Hand out all that is kept of the person: for programs as JSON, and to be read as HTML."""
    told = personal_data(request.user)
    act.note_export(actor=request.user)
    at = timezone.localtime()
    facts = {"told": told, "at": at, "name": request.user.get_full_name()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("my-data.json", json.dumps(told, ensure_ascii=False, indent=1))
        file.writestr("my-data.html", render_to_string("account/data_file.html", facts))
    answer = HttpResponse(packed.getvalue(), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="my-data-{at:%Y-%m-%d}.zip"'
    return answer


@require_POST
def ask_deletion(request):
    """Ask that the data be forgotten."""
    act.ask_deletion(actor=request.user, words=request.POST.get("words", ""))
    messages.success(request, _("Your wish is written down; an administrator answers it."))
    return redirect("accounts:own_data")


urlpatterns = [
    path("data/", own_data, name="own_data"),
    path("data/my-data.zip", seen_by(*SIGNED_IN)(take_along), name="take_data"),
    path("data/delete/", seen_by(*SIGNED_IN)(ask_deletion), name="ask_deletion"),
]
