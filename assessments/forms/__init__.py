"""The forms of a conversation, by noun. One class serves every framework."""
