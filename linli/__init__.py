"""邻里 (Linli): the software of a housing estate."""

__version__ = "0.1.0"
