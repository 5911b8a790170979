"""Pages to read a framework on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frameworks.selectors import published, tree_by_id


@login_not_required
@require_http_methods(["GET", "HEAD"])
def framework_list(request: HttpRequest) -> HttpResponse:
    """Show which frameworks there are; with a single one, go straight to it."""
    frameworks = published().first_offered_first()
    if len(frameworks) == 1:
        return redirect(frameworks[0])
    return render(request, "frameworks/framework_list.html", {"frameworks": frameworks})


@login_not_required
@require_http_methods(["GET", "HEAD"])
def framework(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Show everything a framework says: themes, elements, questions, levels, where it comes from.

    Public: it is the same for everybody, holds nothing of a team, and a commissioner without an
    account may want to look a word up. A page that leads here in the middle of something says in
    `from` where to go back to.
    """
    row = get_object_or_404(published(), slug=slug, version=version)
    # No service is meant here, so its people have no word of their own.
    people = _("the people we work with")
    words = tree_by_id(row.pk, people)
    context = {
        "framework": words,
        "by_voice": [tree_by_id(row.pk, people, voice.kind) for voice in words.voices],
        "back": _address_here(request.GET.get("from", "")),
    }
    return render(request, "frameworks/framework_page.html", context)


def _address_here(address: str) -> str:
    """Return an address of this site as it is, and nothing for any other."""
    here = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    if here:
        return address
    return ""
