"""Potentials over flat flows of world size: exporter, importer and product as numbers, in order."""
