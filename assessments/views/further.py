"""The second page of a line, in a longer conversation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from assessments import selectors
from assessments.forms.further import FurtherForm
from assessments.views.pages import talk_page
from assessments.views.reach import Talk, of_conversation
from assessments.views.way import Way
from pages.answers import or_404
from record.choices import FactorKind
from record.last_time import last_on_line


@require_http_methods(["GET", "POST"])
@of_conversation
def further(request: HttpRequest, talk: Talk, code: str) -> HttpResponse:
    """Ask whether the bead still sits right, what helps here, what is in the way, what to try."""
    way = Way.through(talk, code)
    or_404(way.is_more)
    assessment, line = talk.assessment, way.line
    history = selectors.records(talk.service, before=assessment)
    known = [f for f in selectors.known_factors(history) if code in f.lines]
    last = last_on_line(history, code)
    notes = selectors.notes_about(assessment, line.id)
    inherited = {factor.id for factor in known}
    examples = selectors.examples(assessment, line.id)
    judgement = selectors.judgement(assessment, line.id)

    def make(data: Any, draft: Any) -> FurtherForm:
        return FurtherForm(
            data,
            tree=talk.tree,
            code=code,
            judgement=judgement,
            settled=bool(examples),
            last=last,
            known=known,
            followed={str(n.factor_id): n.state for n in notes if str(n.factor_id) in inherited},
            draft=draft,
        )

    named = [note for note in notes if str(note.factor_id) not in inherited]
    context = {
        "way": way,
        "line": line,
        "examples": examples,
        "now": talk.tree.level_by_id(judgement.level_id).name
        if judgement and judgement.level_id
        else "",
        "helps_said": [n for n in named if n.factor.kind == FactorKind.HELP],
        "obstacles_said": [n for n in named if n.factor.kind == FactorKind.OBSTACLE],
        "steps_said": selectors.reviews_about(assessment, line.id),
        "last_steps": [s for s in selectors.known_steps(history) if code in s.lines],
    }
    return talk_page(
        request,
        talk,
        page=f"further-{code}",
        make=make,
        template="assessments/further.html",
        onward=lambda form: way.where if form.stops else way.beyond,
        context=context,
    )
