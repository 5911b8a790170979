"""The pages of a conversation, by noun."""
