-- Format 9, frozen: people and keys, closed months and editions, evidence and its bytes, settings, exports; an entry's signer
-- and what its past says of who may what; the fields of registers made anew, with what is personal.

DROP TABLE plan_register_fields;

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
	personal INTEGER,
	PRIMARY KEY (id)
);

CREATE INDEX plan_register_fields_nkey ON plan_register_fields (nkey);

ALTER TABLE entries ADD COLUMN "key" TEXT DEFAULT '' NOT NULL;

ALTER TABLE entries ADD COLUMN authority INTEGER DEFAULT '0' NOT NULL;

CREATE INDEX entries_author ON entries (author);
CREATE INDEX entries_clock ON entries (clock);

CREATE TABLE authorities (
	id INTEGER NOT NULL,
	members TEXT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (members)
);

CREATE TABLE blobs (
	hash TEXT NOT NULL,
	size BIGINT NOT NULL,
	parts INTEGER NOT NULL,
	PRIMARY KEY (hash)
);

CREATE TABLE blob_parts (
	hash TEXT NOT NULL,
	part INTEGER NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (hash, part)
);

CREATE TABLE office_people (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	name TEXT,
	position TEXT,
	unit TEXT,
	roles TEXT,
	"key" TEXT,
	locked_key TEXT,
	recovery_key TEXT,
	active INTEGER,
	note TEXT,
	PRIMARY KEY (id)
);

CREATE TABLE office_revocations (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	"key" TEXT,
	person TEXT,
	reason TEXT,
	revoked_on DATE,
	PRIMARY KEY (id)
);

CREATE INDEX office_revocations_nkey ON office_revocations (nkey);

CREATE TABLE office_month_states (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	unit TEXT,
	month TEXT,
	fiscal_year INTEGER,
	state TEXT,
	edition TEXT,
	reason TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX office_month_states_nkey ON office_month_states (nkey);

CREATE TABLE office_editions (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	unit TEXT,
	month TEXT,
	fiscal_year INTEGER,
	number INTEGER,
	approved_on DATE,
	code TEXT,
	figures TEXT,
	calendar TEXT,
	plan_digest TEXT,
	vector TEXT,
	changes TEXT,
	reason TEXT,
	PRIMARY KEY (id)
);

CREATE TABLE office_printed_reports (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	edition TEXT,
	report TEXT,
	title TEXT,
	file TEXT,
	size INTEGER,
	code TEXT,
	fiscal_year INTEGER,
	month TEXT,
	unit TEXT,
	PRIMARY KEY (id)
);

CREATE TABLE office_evidence (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	register_name TEXT,
	record TEXT,
	name TEXT,
	file TEXT,
	size INTEGER,
	kind TEXT,
	note TEXT,
	fiscal_year INTEGER,
	unit TEXT,
	added_on DATE,
	PRIMARY KEY (id)
);

CREATE TABLE office_settings (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	name TEXT,
	value TEXT,
	PRIMARY KEY (id)
);

CREATE INDEX office_settings_nkey ON office_settings (nkey);

CREATE TABLE office_exports (
	id TEXT NOT NULL,
	base INTEGER NOT NULL,
	heads TEXT,
	nkey TEXT,
	twin INTEGER NOT NULL,
	deleted INTEGER NOT NULL,
	disputed INTEGER NOT NULL,
	kind TEXT,
	name TEXT,
	target TEXT,
	rows INTEGER,
	masked INTEGER,
	PRIMARY KEY (id)
);
