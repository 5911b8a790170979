"""Which kind of address a request is for."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve


def kind_of_address(request: HttpRequest | None) -> str:
    """Return how an address is written, without whose page it is: "/share/<uuid:pk>/".

    Also of a request that was answered before anybody looked it up. "no address of ours": of none.
    """
    if request is None:
        return "no address of ours"
    try:
        return f"/{(request.resolver_match or resolve(request.path_info)).route}"
    except Resolver404:
        return "no address of ours"
