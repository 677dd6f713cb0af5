-- Format 8, frozen: the plan's years, indicators and targets made anew, with what scores, targets of a period and memoranda
-- need; printed lists of registers.

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
	addressee TEXT,
	telephone TEXT,
	email TEXT,
	emblem TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_years_nkey ON plan_years (nkey);

DROP TABLE plan_indicators;

CREATE TABLE plan_indicators (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	fiscal_year INTEGER,
	code TEXT,
	title TEXT,
	short_title TEXT,
	heading TEXT,
	unit TEXT,
	comparison TEXT,
	formula TEXT,
	parameters TEXT,
	owner TEXT,
	dimension INTEGER,
	negotiated INTEGER,
	node TEXT,
	measure TEXT,
	project INTEGER,
	ordinal INTEGER,
	definition TEXT,
	calculation TEXT,
	agency TEXT,
	project_text TEXT,
	weight BIGINT,
	levels TEXT,
	score TEXT,
	cumulative INTEGER,
	baseline BIGINT,
	baseline_note TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_indicators_nkey ON plan_indicators (nkey);

DROP TABLE plan_targets;

CREATE TABLE plan_targets (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	fiscal_year INTEGER,
	indicator TEXT,
	year INTEGER,
	text TEXT,
	value BIGINT,
	value_to BIGINT,
	quarter INTEGER,
	month TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_targets_nkey ON plan_targets (nkey);

CREATE TABLE plan_register_prints (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	used_from INTEGER,
	used_to INTEGER,
	retired INTEGER,
	parameters TEXT,
	register_name TEXT,
	name TEXT,
	ordinal INTEGER,
	title TEXT,
	columns TEXT,
	"group" TEXT,
	totals TEXT,
	period TEXT,
	signers TEXT,
	landscape INTEGER,
	PRIMARY KEY (id)
);

CREATE INDEX plan_register_prints_nkey ON plan_register_prints (nkey);
