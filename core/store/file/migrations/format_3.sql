-- Format 3, frozen: exchanges with other files. Waiting entries say where in their chain they stand and what they lack.

CREATE TABLE exchanges (
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	at_ms BIGINT NOT NULL,
	author TEXT NOT NULL,
	unit TEXT NOT NULL,
	pc TEXT NOT NULL,
	package TEXT NOT NULL,
	entries INTEGER NOT NULL,
	fresh INTEGER NOT NULL,
	copy TEXT NOT NULL,
	upto INTEGER NOT NULL,
	PRIMARY KEY (number)
);

CREATE TABLE peers (
	unit TEXT NOT NULL,
	replica TEXT NOT NULL,
	"key" BLOB NOT NULL,
	pc TEXT NOT NULL,
	written_ms BIGINT NOT NULL,
	holds TEXT NOT NULL,
	PRIMARY KEY (unit, replica)
);

CREATE TABLE trusted_keys (
	"key" BLOB NOT NULL,
	unit TEXT NOT NULL,
	pc TEXT NOT NULL,
	at_ms BIGINT NOT NULL,
	"by" TEXT NOT NULL,
	PRIMARY KEY ("key")
);

ALTER TABLE waiting RENAME TO waiting_2;

CREATE TABLE waiting (
	id BLOB NOT NULL,
	replica TEXT NOT NULL,
	seq INTEGER NOT NULL,
	lacks BLOB,
	body BLOB NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX waiting_chain ON waiting (replica, seq);

CREATE INDEX waiting_lacks ON waiting (lacks);

INSERT INTO waiting
SELECT id, json_extract(CAST(body AS TEXT), '$.replica'), json_extract(CAST(body AS TEXT), '$.seq'), NULL, body
FROM waiting_2;

DROP TABLE waiting_2;
