"""How sure is an answer: draws, halves, documents left out, other cuts."""
