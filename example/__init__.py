"""An invented team that anybody may look at, without an account and without the database."""
