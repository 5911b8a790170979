"""What is held about oneself, as a page and a file; erasing oneself or others."""

import json
import uuid

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import accounts_merged_into
from accounts.selectors import teams_managed_alone
from accounts.signing_in.again import asks_again, asks_again_to_open
from accounts.signing_in.sign_ins import sign_out_for_good
from accounts.signing_in.signed_in import signed_in
from office.actions import erase_person
from office.forms.accounts import EraseForm
from office.personal_data.about import as_file, personal_data_of, teams_with_words_of
from office.views.reach import person_to_change
from pages.answers import RefusalOnField, file_answer, form_page, posted

MOST_ON_THE_PAGE = 8


@require_http_methods(["GET", "HEAD"])
def about_me(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    kinds = list(personal_data_of(user, most=MOST_ON_THE_PAGE))
    context = {"kinds": kinds, "teams": teams_with_words_of(user)}
    return render(request, "office/about_me.html", context)


@asks_again_to_open
@require_http_methods(["GET", "HEAD"])
def about_me_file(request: HttpRequest) -> HttpResponse:
    kinds = as_file(signed_in(request))
    text = json.dumps(kinds, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return file_answer(text, "application/json; charset=utf-8", "about-me.json")


@require_http_methods(["GET", "POST"])
@asks_again
def erase_me(request: HttpRequest) -> HttpResponse:
    """Erase oneself, once one's name is typed; then nobody is signed in any more."""
    user = signed_in(request)
    form = EraseForm(posted(request), name=user.display_name)
    if form.is_valid():
        with RefusalOnField(form, "name"):
            erase_person(user, by=user)
            words = _("Your account is erased. What you wrote stays with those you wrote it for.")
            return sign_out_for_good(request, words)
    context = {"others": accounts_merged_into(user), "alone": teams_managed_alone(user)}
    context["teams"] = teams_with_words_of(user)
    return form_page(request, "office/erase_me.html", form, context)


@require_http_methods(["GET", "POST"])
@asks_again
def erase_somebody(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, person = person_to_change(request, pk)
    if user == person:
        return redirect("erase-me")
    form = EraseForm(posted(request), name=person.display_name)
    if form.is_valid():
        with RefusalOnField(form, "name"):
            erase_person(person, by=user)
            messages.success(request, _("Erased. What they wrote stays, without their name."))
            return redirect("site-people")
    context = {"person": person, "others": accounts_merged_into(person)}
    return form_page(request, "office/erase_person.html", form, context)
