"""Many rows at once by compiled statements: each key's row once, however many keys there are."""

import pytest
from store_desk import REQUESTS, put, write

from core.store.tables.bulk import CHUNK, chosen
from core.store.tables.register_tables import SHIPPED, table_of


@pytest.mark.parametrize("keys", [0, 1, 3, 5, CHUNK, CHUNK + 1, 2 * CHUNK + 700])
def test_each_key_gives_its_row_once(desk, keys):
    write(desk, *(put(f"r{n}", amount=n) for n in range(0, keys, 2)))
    columns = (table_of(SHIPPED[REQUESTS]).c.id, table_of(SHIPPED[REQUESTS]).c.amount)
    with desk.reading() as connection:
        found = [tuple(row) for row in chosen(connection, columns, (f"r{n}" for n in range(keys)))]
    assert sorted(found) == sorted((f"r{n}", n) for n in range(0, keys, 2))
