"""One module a file format, frozen the day it is released."""
