"""
The capacitated p-median problem: the published yardstick of the formation's engine.

Exactly p of n points become medians; every point goes to one median; the weights that go to a
median, its own included, stay within that median's capacity; the sum of distances is least.
"""
