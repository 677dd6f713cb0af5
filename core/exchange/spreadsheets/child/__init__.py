"""What runs in the process that reads one workbook: everything hostile in a file happens here.

The process is started by ``core.exchange.spreadsheets.workbook``. It limits its own memory and time
(``core.exchange.process_limits``) before it imports anything else, opens the workbook with python-calamine, and answers on
its standard output (``serve``):

- one message with the sheets: name, hidden or not, and whether anything stands on it;
- for each sheet whose number it is sent on its standard input: a message with the sheet's hidden rows, its rows in blocks,
  and a message that says it was read to its end;
- or one message that says why it gave up.

A message (``core.exchange.messages``) says how much of the sheet has been read, and holds JSON. That a sheet is whole
is known from the message that says so, never from how the process ends: what fills the memory is aborted in native code.

python-calamine gives errors and formulas that were never computed as blank cells, and knows neither hidden rows nor Thai
formats of days. Those are found by one plain look at the file (``xlsx``, ``xls``, ``ods``): a stream past patterns.
"""
