"""Supply to large factories: a need, and the units able to meet it."""
