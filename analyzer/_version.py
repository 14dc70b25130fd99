"""The version, said here alone: the package, the command and the outputs read it."""

__version__ = "0.1.0"
