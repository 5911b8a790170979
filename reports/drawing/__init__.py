"""Bead rows and miniatures, as SVG."""
