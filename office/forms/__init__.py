"""Forms of the pages with which an organisation runs itself."""
