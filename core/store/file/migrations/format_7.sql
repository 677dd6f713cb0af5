-- Format 7, frozen: the plan's years with the unit that keeps the plan.
-- They are made anew: folding the log fills them again.

DROP TABLE plan_years;

CREATE TABLE plan_years (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	fiscal_year INTEGER,
	title TEXT,
	office TEXT,
	department TEXT,
	draft INTEGER,
	keeper TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_years_nkey ON plan_years (nkey);
