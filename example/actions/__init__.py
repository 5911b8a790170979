"""Making a place to practise in, and taking it away."""

from example.actions.practising import begin_practice, end_practice
