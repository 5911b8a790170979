"""Figures that say how far Pizazz holds what it promises; `./run evidence` prints them."""
