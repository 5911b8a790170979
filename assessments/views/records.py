"""What was kept: one finished conversation to read, for its team."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, may, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from assessments import selectors
from frameworks.selectors import tree_by_id
from record.choices import Length
from record.read_back.passages import besides, passages


@require_http_methods(["GET"])
def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one number of a record in sentences, with the others of the same conversation."""
    user = signed_in(request)
    closure = selectors.closure(user, pk)
    assessment = closure.assessment
    roles = roles_in_service(user, assessment.service)
    require(Act.READ_TEAM_RECORD, roles)
    numbers = selectors.numbers(assessment)
    is_last = closure.pk == numbers[-1].pk
    context = {
        "closure": closure,
        "assessment": assessment,
        "service": assessment.service,
        "passages": [*passages(closure.record), *besides(closure.record)],
        "others": [each for each in numbers if each.pk != closure.pk],
        "latest": None if is_last else numbers[-1],
        "may_open_further": (
            assessment.is_finished
            and assessment.length != Length.COFFEE
            and tree_by_id(assessment.framework_id).has_elements
            and assessment.service.archived_on is None
        ),
        "taken_out": closure.taken_out.all(),
        "may_take_out": may(Act.TAKE_OUT, roles),
        "may_put_right": (
            is_last
            and assessment.is_finished
            and assessment.service.archived_on is None
            and may(Act.PUT_RIGHT, roles)
        ),
    }
    return render(request, "assessments/record.html", context)
