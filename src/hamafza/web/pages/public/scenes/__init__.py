"""The scenes of the public story, each told from the demo's own records or left out."""
