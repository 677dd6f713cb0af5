"""Phaen's core: everything the desk does, without a screen."""
