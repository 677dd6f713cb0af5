-- Format 4, frozen: proposals to change the plan.

CREATE TABLE plan_proposals (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	fiscal_year INTEGER,
	title TEXT,
	unit TEXT,
	state TEXT,
	answer TEXT,
	changes TEXT,
	PRIMARY KEY (id)
);
