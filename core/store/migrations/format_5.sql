-- Format 5, frozen: the months of the plan's steps that were adopted anew.

CREATE TABLE plan_adoptions (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	fiscal_year INTEGER,
	project INTEGER,
	step INTEGER,
	adopted_on DATE,
	planned_from TEXT,
	planned_to TEXT,
	reason TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_adoptions_nkey ON plan_adoptions (nkey);
