"""A slow, plain-Python second opinion on every figure, written from the rules alone."""

from .engine import figures

__all__ = ["figures"]
