"""Distance travelled in words: the forms of docs/sentences.md, and no others."""
