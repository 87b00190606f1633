"""For whoever keeps Linli running: health, figures."""
