"""The commands of `pdmon`, one module a topic; `__main__` puts them together."""
