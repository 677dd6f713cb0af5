-- Format 2, frozen: remarks, signers, definitions changed in mid-year, waivers; a plan may be a draft.
-- The plan's years are made anew: folding the log fills them again.

DROP TABLE plan_years;

CREATE TABLE indicator_remarks (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	indicator TEXT,
	month TEXT,
	remark TEXT,
	cause TEXT,
	remedy TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX indicator_remarks_nkey ON indicator_remarks (nkey);

CREATE INDEX indicator_remarks_when ON indicator_remarks (month, id);

CREATE TABLE plan_definitions (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	fiscal_year INTEGER,
	indicator TEXT,
	effective_from DATE,
	formula TEXT,
	parameters TEXT,
	definition TEXT,
	calculation TEXT,
	reason TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_definitions_nkey ON plan_definitions (nkey);

CREATE TABLE plan_waivers (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	fiscal_year INTEGER,
	code TEXT,
	ref TEXT,
	reason TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_waivers_nkey ON plan_waivers (nkey);

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
	PRIMARY KEY (id)
);

CREATE TABLE signers (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	unit TEXT,
	role TEXT,
	name TEXT,
	position TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX signers_nkey ON signers (nkey);

CREATE INDEX plan_years_nkey ON plan_years (nkey);
