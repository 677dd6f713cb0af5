-- Format 6, frozen: deliverables with the fiscal year they count for.

DROP TABLE deliverables;

CREATE TABLE deliverables (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	title TEXT,
	description TEXT,
	delivered_on DATE,
	fiscal_year INTEGER,
	PRIMARY KEY (id)
);

CREATE INDEX deliverables_disputed ON deliverables (id) WHERE disputed > 0;

CREATE INDEX deliverables_when ON deliverables (delivered_on, id);
