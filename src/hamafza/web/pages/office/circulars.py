"""Messages to a union's members: written, counted, sent; and what became of every message."""

import secrets

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.vocabulary.text import latin_digits
from hamafza.web import notifier
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import circulars as act
from hamafza.web.actions import outbox
from hamafza.web.actions.reach import units_within
from hamafza.web.records.accounts import BRANCH, Role, User
from hamafza.web.records.outbox import Circular, Message, MessageState
from hamafza.web.sentences import sentence

READERS = (*OFFICE, *BRANCH)
PAGE = 20
NOT_GONE = (MessageState.FAILED, MessageState.UNSURE)


class CircularForm(forms.Form):
    """To whom, and what."""

    union = forms.CharField(label=gettext_lazy("Union"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Message"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    token = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args, user: User, **options):
        super().__init__(*args, **options)
        self.fields["text"].max_length = outbox.params().most_text
        if user.role == Role.UNION:
            del self.fields["union"]


@seen_by(*READERS)
def circulars(request: HttpRequest) -> HttpResponse:
    """What was sent, with the form for the next; it is counted before it goes."""
    form = CircularForm(_posted(request), user=request.user, initial=_fresh())
    audience = None
    if request.method == "POST" and form.is_valid():
        try:
            audience = act.audience_of(request.user, _union(request.user, form))
        except act.NotYourMembers as refusal:
            form.add_error(None, sentence(refusal, get_language() or "fa"))
        else:
            if "send" in request.POST and _sent(request, form):
                return redirect("office:circulars")
    sent = (
        _within(request.user)
        .order_by("-pk")
        .annotate(
            whole=Count("messages"),
            gone=Count("messages", filter=Q(messages__state=MessageState.SENT)),
            failed=Count("messages", filter=Q(messages__state__in=NOT_GONE)),
        )
    )
    page = Paginator(sent, PAGE).get_page(latin_digits(request.GET.get("page", "1")))
    facts = {
        "form": form,
        "audience": audience,
        "page": page,
        "most": outbox.params().most_text,
        "folder": notifier.folder_of(notifier.Channel.SMS),
        "lost": _lost(request.user),
    }
    return render(request, "desk/circulars.html", facts)


@seen_by(*OFFICE)
@require_POST
def send_again(request: HttpRequest, number: int) -> HttpResponse:
    """Let a message that did not go out, or perhaps did, wait once more."""
    outbox.send_again(actor=request.user, message=get_object_or_404(Message, pk=number))
    messages.success(request, _("It waits to be sent again."))
    return redirect("office:circulars")


def _lost(user: User) -> list[Message]:
    """Return the messages that did not leave, for those who may send them again."""
    if user.role not in OFFICE:
        return []
    return list(Message.objects.filter(state__in=NOT_GONE, holds_until=None)[:PAGE])


def _sent(request: HttpRequest, form: CircularForm) -> bool:
    told = form.cleaned_data
    shown = latin_digits(request.POST.get("telephones", "0"))
    try:
        act.send(
            actor=request.user,
            union=_union(request.user, form),
            text=told["text"],
            telephones=int(shown) if shown.isdecimal() else 0,
            token=told["token"],
        )
    except (act.AudienceChanged, act.NobodyToTell, act.TextTooLong) as refusal:
        form.add_error(None, sentence(refusal, get_language() or "fa"))
        return False
    messages.success(request, _("Laid in the outbox; the messages leave one after another."))
    return True


def _posted(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _fresh() -> dict[str, str]:
    return {"token": secrets.token_urlsafe(16)}


def _union(user: User, form: CircularForm) -> str:
    return user.union if user.role == Role.UNION else form.cleaned_data["union"].strip()


def _within(user: User):
    rows = Circular.objects.select_related("asked_by")
    if user.role in BRANCH:
        return rows.filter(union__in=units_within(user).values("union"))
    return rows


urlpatterns = [
    path("messages/", circulars, name="circulars"),
    path("messages/<int:number>/again/", send_again, name="send_message_again"),
]
