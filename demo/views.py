"""Every component once, for those who build pages. In DEBUG only."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from demo.gallery import GalleryForm, example_miniature, example_rod
from frameworks.selectors import current_framework, tree_by_id
from pages.answers import or_404


@require_http_methods(["GET"])
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the gallery; a page that does not exist outside DEBUG."""
    or_404(settings.DEBUG)
    words = tree_by_id(current_framework().pk, "residents")
    context = {
        "form": GalleryForm(tree=words),
        "others": GalleryForm({}, tree=words),
        "rod": example_rod(words),
        "small": example_miniature(words),
    }
    return render(request, "demo/gallery.html", context)
