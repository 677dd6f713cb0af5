-- Format 5, frozen: the months of the plan's steps that were adopted anew; texts of older entries as search compares
-- them; what is disputed, found at once.

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

CREATE TABLE search_texts (
	register TEXT NOT NULL,
	record TEXT NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (register, record)
);

CREATE INDEX audit_criteria_disputed ON audit_criteria (id) WHERE disputed > 0;

CREATE INDEX audit_points_disputed ON audit_points (id) WHERE disputed > 0;

CREATE INDEX budget_entries_disputed ON budget_entries (id) WHERE disputed > 0;

CREATE INDEX centre_audits_disputed ON centre_audits (id) WHERE disputed > 0;

CREATE INDEX deliverables_disputed ON deliverables (id) WHERE disputed > 0;

CREATE INDEX finance_requests_disputed ON finance_requests (id) WHERE disputed > 0;

CREATE INDEX indicator_remarks_disputed ON indicator_remarks (id) WHERE disputed > 0;

CREATE INDEX info_centres_disputed ON info_centres (id) WHERE disputed > 0;

CREATE INDEX letter_enquiries_disputed ON letter_enquiries (id) WHERE disputed > 0;

CREATE INDEX manual_results_disputed ON manual_results (id) WHERE disputed > 0;

CREATE INDEX office_holidays_disputed ON office_holidays (id) WHERE disputed > 0;

CREATE INDEX project_steps_disputed ON project_steps (id) WHERE disputed > 0;

CREATE INDEX renovation_items_disputed ON renovation_items (id) WHERE disputed > 0;

CREATE INDEX satisfaction_ratings_disputed ON satisfaction_ratings (id) WHERE disputed > 0;

CREATE INDEX signers_disputed ON signers (id) WHERE disputed > 0;

CREATE INDEX study_parts_disputed ON study_parts (id) WHERE disputed > 0;
