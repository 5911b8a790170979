"""What people read while the database is busy or away."""
