"""Fields, their controls, how they are printed, and what was sent with them."""
