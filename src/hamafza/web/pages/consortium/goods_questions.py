"""The questions that a deal's goods ask, for its manager to answer."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from hamafza.web.access import seen_by
from hamafza.web.actions import goods_control as act
from hamafza.web.pages.consortium import deal_facts
from hamafza.web.pages.consortium.deals import own
from hamafza.web.records.accounts import Role
from hamafza.web.records.deals import Deal
from hamafza.web.screeningwords import ANSWERS, GOODS_QUESTIONS


class QuestionsForm(forms.Form):
    """One choice for each question of these goods; none is answered beforehand."""

    def __init__(self, asked, *args, **options):
        super().__init__(*args, **options)
        for one in asked:
            self.fields[one] = forms.ChoiceField(
                label=GOODS_QUESTIONS[one],
                choices=[(key.value, word) for key, word in ANSWERS.items()],
                widget=forms.RadioSelect,
            )


@seen_by(Role.MANAGER, scope=own)
def goods_questions(request, number: int):
    """Answer what the goods of a deal ask, once."""
    kept = get_object_or_404(Deal.objects.select_related("consortium"), pk=number)
    form = QuestionsForm(act.questions(kept), request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.answer(actor=request.user, deal=kept, answers=form.cleaned_data)
        messages.success(request, _("Your answers are written down."))
        return redirect("consortium:deal", number)
    facts = {
        "deal": kept,
        "line": kept.lines.first(),
        "destination": deal_facts.place(kept),
        "form": form,
        "is_open": act.standing(kept) is act.Standing.OPEN,
    }
    return render(request, "screening/goods.html", facts)


urlpatterns = [path("deals/<int:number>/goods/", goods_questions, name="goods_questions")]
