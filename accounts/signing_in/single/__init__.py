"""Signing in at one's organisation, by OpenID Connect (docs/adr/0029)."""
