-- Format 7, frozen: the plan's years with the unit that keeps the plan, made anew; what declares registers, of which each has
-- the tables it declares.

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
	PRIMARY KEY (id)
);

CREATE INDEX plan_years_nkey ON plan_years (nkey);

DROP TABLE audit_criteria;

DROP TABLE audit_points;

DROP TABLE budget_entries;

DROP TABLE centre_audits;

DROP TABLE deliverables;

DROP TABLE finance_requests;

DROP TABLE indicator_remarks;

DROP TABLE info_centres;

DROP TABLE letter_enquiries;

DROP TABLE manual_results;

DROP TABLE office_holidays;

DROP TABLE project_steps;

DROP TABLE renovation_items;

DROP TABLE satisfaction_ratings;

DROP TABLE signers;

DROP TABLE study_parts;

CREATE TABLE plan_register_choices (
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
	field_name TEXT,
	code TEXT,
	ordinal INTEGER,
	label TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_register_choices_nkey ON plan_register_choices (nkey);

CREATE TABLE plan_register_clocks (
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
	label TEXT,
	from_field TEXT,
	until TEXT,
	"limit" INTEGER,
	unit TEXT,
	stopped_by TEXT,
	out_since TEXT,
	restarts_on TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_register_clocks_nkey ON plan_register_clocks (nkey);

CREATE TABLE plan_register_fields (
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
	type TEXT,
	label TEXT,
	help TEXT,
	required INTEGER,
	max_length INTEGER,
	pattern TEXT,
	minimum TEXT,
	maximum TEXT,
	above_zero INTEGER,
	decimals INTEGER,
	refers_to TEXT,
	"default" TEXT,
	in_list INTEGER,
	section TEXT,
	through TEXT,
	beforehand INTEGER,
	PRIMARY KEY (id)
);

CREATE INDEX plan_register_fields_nkey ON plan_register_fields (nkey);

CREATE TABLE plan_register_rules (
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
	kind TEXT,
	severity TEXT,
	message TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_register_rules_nkey ON plan_register_rules (nkey);

CREATE TABLE plan_register_views (
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
	kind TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_register_views_nkey ON plan_register_views (nkey);

CREATE TABLE plan_registers (
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
	name TEXT,
	title TEXT,
	short_title TEXT,
	unit TEXT,
	owner_by TEXT,
	"key" TEXT,
	per_year INTEGER,
	fixed_id INTEGER,
	plan_born INTEGER,
	items_per_year INTEGER,
	day TEXT,
	exists_from TEXT,
	"order" TEXT,
	new_label TEXT,
	place INTEGER,
	counted_in TEXT,
	line TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX plan_registers_nkey ON plan_registers (nkey);
