"""Figures as of the end of a day: indicators, workings, what is due, what conflicts make of them."""
