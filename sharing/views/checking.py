"""*Check this copy*: whether a fingerprint is this report’s. For its readers and its team."""

import re
import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.policy import Act
from pages.answers import form_page, or_404
from pages.forms.fields import OurForm, WordsField
from sharing.frozen import Altered, frozen_report
from sharing.models import Share
from sharing.selectors import knows_openings
from sharing.views.reach import altered, gone, of_reader, of_team

DIGITS = 64


class CheckForm(OurForm):
    """A fingerprint as somebody reads it off a page: with spaces, in capitals, over two lines."""

    fingerprint = WordsField(
        most=200,
        rows=2,
        required=True,
        label=gettext_lazy("The fingerprint of the copy you have"),
        help_text=gettext_lazy("It stands under “Where this comes from”. Spaces do not matter."),
        error_messages={"required": gettext_lazy("Type the fingerprint of the copy you have.")},
    )

    def clean_fingerprint(self) -> str:
        """Return its figures and letters alone. Refuses what is no fingerprint."""
        digits = re.sub(r"[\s.:–-]", "", self.cleaned_data["fingerprint"]).lower()
        if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", digits):
            raise forms.ValidationError(
                _(
                    "A fingerprint has 64 figures and letters, from 0 to 9 and from a to f. Look "
                    "at each once more; what you typed is still here."
                )
            )
        return digits


@require_http_methods(["GET"])
def shared_check(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a reader check the copy they have."""
    user, share = of_reader(request, reference)
    if not share.is_live:
        return gone(request, share)
    if not knows_openings(user):
        return redirect("shared-report", share.reference)
    return _checked(request, share, back=reverse("shared-report", args=[reference]))


@require_http_methods(["GET"])
def share_check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the team check a copy somebody has."""
    _user, share = of_team(request, pk, Act.SEE_SHARES)
    or_404(share.document)
    return _checked(request, share, back=share.get_absolute_url())


def _checked(request: HttpRequest, share: Share, *, back: str) -> HttpResponse:
    try:
        own = frozen_report(share).provenance.fingerprint
    except Altered:
        return altered(request, back)
    form = CheckForm(request.GET if "fingerprint" in request.GET else None)
    context = {"share": share, "back": back, "checked": False}
    if not form.is_valid():
        return form_page(request, "sharing/check.html", form, context)
    same = form.cleaned_data["fingerprint"] == own
    told = {"form": form, "checked": True, "same": same}
    return render(request, "sharing/check.html", {**context, **told})
