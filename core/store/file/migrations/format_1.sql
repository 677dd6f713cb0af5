-- Format 1 of the office file, as released; never edited afterwards: a later change is format 2.

CREATE TABLE meta (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);

CREATE TABLE entries (
    n INTEGER NOT NULL,
    id BLOB NOT NULL,
    replica TEXT NOT NULL,
    seq INTEGER NOT NULL,
    clock BIGINT NOT NULL,
    author TEXT NOT NULL,
    packed INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (n),
    UNIQUE (id)
);

CREATE INDEX entries_chain ON entries (replica, seq);

CREATE TABLE waiting (
    id BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE rivals (
    register TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    n INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (register, record, field, n)
);

CREATE TABLE finance_requests (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    request_no TEXT,
    requesting_unit TEXT,
    description TEXT,
    procurement TEXT,
    payee TEXT,
    amount BIGINT,
    received_on DATE,
    checked_on DATE,
    returned_on DATE,
    resubmitted_on DATE,
    approved_on DATE,
    voucher_no TEXT,
    sent_on DATE,
    transferred_on DATE,
    cheque_on DATE,
    cheque_no TEXT,
    cancelled_on DATE,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX finance_requests_due ON finance_requests (received_on, procurement, deleted, twin, cancelled_on, cheque_on, returned_on, resubmitted_on);

CREATE INDEX finance_requests_when ON finance_requests (received_on, id);

CREATE INDEX finance_requests_nkey ON finance_requests (nkey);

CREATE TABLE budget_entries (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    project INTEGER,
    entry_on DATE,
    kind TEXT,
    amount BIGINT,
    reference TEXT,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX budget_entries_when ON budget_entries (entry_on, id);

CREATE TABLE centre_audits (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    centre TEXT,
    month TEXT,
    audited_on DATE,
    auditor TEXT,
    score BIGINT,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX centre_audits_when ON centre_audits (month, id);

CREATE INDEX centre_audits_nkey ON centre_audits (nkey);

CREATE TABLE info_centres (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    code TEXT,
    name TEXT,
    kind TEXT,
    url TEXT,
    active INTEGER,
    PRIMARY KEY (id)
);

CREATE INDEX info_centres_nkey ON info_centres (nkey);

CREATE TABLE audit_criteria (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    code TEXT,
    ordinal INTEGER,
    title TEXT,
    section TEXT,
    points BIGINT,
    active INTEGER,
    PRIMARY KEY (id)
);

CREATE INDEX audit_criteria_nkey ON audit_criteria (nkey);

CREATE TABLE audit_points (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    centre TEXT,
    month TEXT,
    criterion TEXT,
    points BIGINT,
    PRIMARY KEY (id)
);

CREATE INDEX audit_points_when ON audit_points (month, id);

CREATE INDEX audit_points_nkey ON audit_points (nkey);

CREATE TABLE renovation_items (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    room TEXT,
    fixture TEXT,
    installed_on DATE,
    accepted_on DATE,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX renovation_items_when ON renovation_items (accepted_on, id);

CREATE INDEX renovation_items_nkey ON renovation_items (nkey);

CREATE TABLE project_steps (
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
    started_on DATE,
    finished_on DATE,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX project_steps_when ON project_steps (finished_on, id);

CREATE INDEX project_steps_nkey ON project_steps (nkey);

CREATE TABLE letter_enquiries (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    user TEXT,
    unit TEXT,
    letter_no TEXT,
    subject TEXT,
    asked_at TEXT,
    acknowledged_at TEXT,
    answered_at TEXT,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX letter_enquiries_when ON letter_enquiries (asked_at, id);

CREATE TABLE satisfaction_ratings (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    user TEXT,
    rated_on DATE,
    level INTEGER,
    comment TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX satisfaction_ratings_when ON satisfaction_ratings (rated_on, id);

CREATE TABLE study_parts (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    part INTEGER,
    finished_on DATE,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX study_parts_when ON study_parts (finished_on, id);

CREATE INDEX study_parts_nkey ON study_parts (nkey);

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
    PRIMARY KEY (id)
);

CREATE INDEX deliverables_when ON deliverables (delivered_on, id);

CREATE TABLE manual_results (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    indicator TEXT,
    as_of DATE,
    value BIGINT,
    source TEXT,
    note TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX manual_results_when ON manual_results (as_of, id);

CREATE TABLE office_holidays (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    day DATE,
    kind TEXT,
    name TEXT,
    source TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX office_holidays_when ON office_holidays (day, id);

CREATE INDEX office_holidays_nkey ON office_holidays (nkey);

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
    PRIMARY KEY (id)
);

CREATE INDEX plan_years_nkey ON plan_years (nkey);

CREATE TABLE plan_texts (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    section TEXT,
    ordinal INTEGER,
    number TEXT,
    text TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX plan_texts_nkey ON plan_texts (nkey);

CREATE TABLE plan_units (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    code TEXT,
    name TEXT,
    heading TEXT,
    ordinal INTEGER,
    PRIMARY KEY (id)
);

CREATE INDEX plan_units_nkey ON plan_units (nkey);

CREATE TABLE plan_nodes (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    code TEXT,
    kind TEXT,
    label TEXT,
    number TEXT,
    title TEXT,
    parent TEXT,
    ordinal INTEGER,
    PRIMARY KEY (id)
);

CREATE INDEX plan_nodes_nkey ON plan_nodes (nkey);

CREATE TABLE plan_measures (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    code TEXT,
    number TEXT,
    title TEXT,
    node TEXT,
    ordinal INTEGER,
    PRIMARY KEY (id)
);

CREATE INDEX plan_measures_nkey ON plan_measures (nkey);

CREATE TABLE plan_projects (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    number INTEGER,
    title TEXT,
    detail TEXT,
    owner TEXT,
    budget BIGINT,
    budget_text TEXT,
    source TEXT,
    priority INTEGER,
    area TEXT,
    note TEXT,
    negotiated INTEGER,
    measure TEXT,
    contract_contractor TEXT,
    contract_number TEXT,
    contract_amount BIGINT,
    contract_signed_on DATE,
    contract_due_on DATE,
    PRIMARY KEY (id)
);

CREATE INDEX plan_projects_nkey ON plan_projects (nkey);

CREATE TABLE plan_budget_lines (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    project INTEGER,
    ordinal INTEGER,
    title TEXT,
    amount BIGINT,
    PRIMARY KEY (id)
);

CREATE INDEX plan_budget_lines_nkey ON plan_budget_lines (nkey);

CREATE TABLE plan_steps (
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
    label TEXT,
    title TEXT,
    share BIGINT,
    cumulative BIGINT,
    planned_from TEXT,
    planned_to TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX plan_steps_nkey ON plan_steps (nkey);

CREATE TABLE plan_study_parts (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    part INTEGER,
    label TEXT,
    title TEXT,
    share BIGINT,
    PRIMARY KEY (id)
);

CREATE INDEX plan_study_parts_nkey ON plan_study_parts (nkey);

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
    PRIMARY KEY (id)
);

CREATE INDEX plan_indicators_nkey ON plan_indicators (nkey);

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
    PRIMARY KEY (id)
);

CREATE INDEX plan_targets_nkey ON plan_targets (nkey);

CREATE TABLE plan_printed_tables (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    name TEXT,
    ordinal INTEGER,
    title TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX plan_printed_tables_nkey ON plan_printed_tables (nkey);

CREATE TABLE plan_printed_rows (
    id TEXT NOT NULL,
    base INTEGER NOT NULL,
    heads TEXT,
    nkey TEXT,
    twin INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    fiscal_year INTEGER,
    table_name TEXT,
    ordinal INTEGER,
    kind TEXT,
    cells TEXT,
    ref TEXT,
    PRIMARY KEY (id)
);

CREATE INDEX plan_printed_rows_nkey ON plan_printed_rows (nkey);
