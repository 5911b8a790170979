"""Finding teams among many, and gathering what may be read of them."""
