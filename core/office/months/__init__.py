"""Months: how far each unit is, submitting, approving and opening again, editions and what came late."""
