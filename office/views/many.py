"""Asking many people in: from a sheet or pasted rows, looked at first, then all or nobody."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import actions
from office import selectors, sheets
from office.forms.many import ManyForm
from office.views.reach import of_lead
from pages.answers import form_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def ask_many(request: HttpRequest, slug: str) -> HttpResponse:
    """Take rows, show whom they ask in, then ask them: all of them or nobody."""
    user, organisation = of_lead(request, slug)
    posted = request.method == "POST"
    form = ManyForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        organisation=organisation,
        by=user,
    )
    context = {"organisation": organisation}
    if not form.is_valid():
        return form_page(request, "office/ask_many.html", form, context)
    if request.POST.get("sure") != "yes":
        more = {"people": form.people, "rows": sheets.as_lines(form.people), "form": form}
        return render(request, "office/ask_many_look.html", context | more)
    try:
        made = actions.invite_many(form.people, organisation=organisation, by=user)
    except ValidationError as error:  # somebody was quicker
        form.add_error("rows", error)
        return form_page(request, "office/ask_many.html", form, context)
    by_hand = [(each, actions.link_of(each)) for each in made if each.by_hand]
    more = {"letters": any(not each.by_hand for each in made), "by_hand": by_hand}
    return render(request, "office/asked_many.html", context | more, status=HTTPStatus.OK)


@require_http_methods(["GET"])
def people_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Send an empty sheet with the right columns and the names of the teams."""
    _user, organisation = of_lead(request, slug)
    names = selectors.teams_in(organisation).values_list("name", flat=True)
    saved_as = {"Content-Disposition": 'attachment; filename="people.xlsx"'}
    return HttpResponse(sheets.template(names), content_type=XLSX, headers=saved_as)
