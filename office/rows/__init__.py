"""People to ask in, as rows: from a sheet, or as their addresses are pasted."""
