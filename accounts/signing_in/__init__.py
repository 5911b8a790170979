"""Signing in: by password, by a code or not at all; allauth is asked in our words."""
