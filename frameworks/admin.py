"""What those who run the site choose: which frameworks an organisation offers its teams."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.admin.site import AccountsAdmin, site
from accounts.signing_in.signed_in import signed_in
from frameworks.models import Offer
from frameworks.selectors import published


class OfferForm(forms.ModelForm):  # type: ignore[type-arg]  # no argument at run time
    """One box for each framework there is."""

    slugs = forms.MultipleChoiceField(
        label=_("Frameworks"),
        help_text=_("None ticked: the teams may pick any."),
        required=False,
        # Django’s template asks for a class, and here a name that is not there is an error.
        widget=forms.CheckboxSelectMultiple({"class": "checkboxes"}),
    )

    class Meta:
        model = Offer
        fields = ("organisation", "slugs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names: dict[str, str] = {}
        for framework in published().first_offered_first():
            names.setdefault(framework.slug, framework.name)
        self.fields["slugs"].choices = list(names.items())  # type: ignore[attr-defined]


@admin.register(Offer, site=site)
class OfferAdmin(AccountsAdmin):
    """Which frameworks an organisation offers. What a team has used stays as it is."""

    form = OfferForm
    list_display = ("organisation",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("organisation",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj:
            return ("organisation",)
        return ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by, organisation = signed_in(request), obj.organisation
        actions.log("organisation_changed", by=by, object_id=obj.pk, organisation=organisation)
