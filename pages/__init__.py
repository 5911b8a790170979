"""The frame of every page: fields, tags, errors, headers, help."""
