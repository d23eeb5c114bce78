"""Pages for what went wrong: a sentence on what happened and what one can do."""

from django.http import HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from hamafza.web.access import PUBLIC, seen_by


@seen_by(PUBLIC)
def forbidden(request, exception=None):
    """This page is for another role."""
    return render(request, "403.html", status=403)


@seen_by(PUBLIC)
def not_found(request, exception=None):
    """Nothing stands at this address."""
    return render(request, "404.html", status=404)


@seen_by(PUBLIC)
def broken(request):
    """A fault of ours. The page needs neither database nor session: either may be what broke."""
    english = request.path_info.startswith("/en/")
    page = render_to_string("500.html", {"english": english})
    return HttpResponseServerError(page)


@seen_by(PUBLIC)
def not_understood(request, exception=None):
    """The request itself is not sound: an unknown host, or a form too large."""
    english = request.path_info.startswith("/en/")
    return HttpResponseBadRequest(render_to_string("400.html", {"english": english}))


@seen_by(PUBLIC)
def forgery(request, reason=""):
    """A form came back without its token: usually a page that lay open too long."""
    return render(request, "csrf.html", status=403)
