"""Forms generated from a register's declaration, with a layout of their own where one helps."""

from desktop.forms.record_form import RecordForm

__all__ = ["RecordForm"]
