"""What stands above the cells of a printed table."""

from core.plan.model import PrintedRow, PrintedTable


def column_heads(table: PrintedTable, row: PrintedRow) -> tuple[str, ...]:
    """What stands above each cell of a row: the nearest block of head rows, a cell's lines joined."""
    above = [r for r in table.rows if r.ordinal < row.ordinal]
    block: list[PrintedRow] = []
    for r in reversed(above):
        if r.kind == "head":
            block.insert(0, r)
        elif block:
            break
    width = len(row.cells)
    cells = [[*r.cells, *[""] * width][:width] for r in block]
    return tuple("".join("".join(column).split()) for column in zip(*cells, strict=True))
