"""Which fields of the registers that come with the program hold personal data where their declaration says nothing of it.

Declarations could say so from format 9 on, and those of files that were there before are fixed bytes. What is read here is the
same in every file, so that files of any age agree without an entry of their own. Who declares ``personal`` either way is heard.
"""

from collections.abc import Mapping

PERSONAL: Mapping[str, frozenset[str]] = {
    "finance_requests": frozenset({"payee"}),
    "letter_enquiries": frozenset({"user"}),
    "satisfaction_ratings": frozenset({"user"}),
    "complaints": frozenset({"complainant", "contact"}),
    "training_attendance": frozenset({"trainee"}),
    "documents_delivered": frozenset({"received_by"}),
}


def personal_by_itself(register: str, field: str) -> bool:
    """True for a field that holds personal data unless its declaration says that it doesn't."""
    return field in PERSONAL.get(register, ())
