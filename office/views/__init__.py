"""The pages with which an organisation runs itself."""
