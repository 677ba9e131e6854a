"""Palabre: software that runs communities of practice, in French and English."""
