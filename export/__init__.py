"""Everything out, and in again: a team's own file, what teams showed, a whole organisation."""
