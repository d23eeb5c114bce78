"""With whom, and with what, a deal may be done."""
