-- Documents, their lines, the slots that make them unique, and their numbers. V5 guards what is finalised.
--
-- The order of writing is lines, slots, cursors, audit, then numbers and headers, so that a series is locked for microseconds per
-- document. Hence no foreign key from a line to its header: a deferred one would cost a seventh of the throughput. The header's
-- line_count and content_hash say which lines are its own. Nor is there one to the customer, whose row is locked and never deleted.

CREATE TABLE invoice (
    tenant_id       text COLLATE "C" NOT NULL,
    invoice_id      uuid NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    document_type   text NOT NULL CHECK (document_type IN ('INVOICE', 'CREDIT_NOTE')),
    status          text NOT NULL CHECK (status IN ('DRAFT', 'FINALIZED', 'VOIDED')),
    settlement      text NOT NULL CHECK (settlement IN ('UNPAID', 'PROCESSING', 'PARTIALLY_PAID', 'PAID', 'UNCOLLECTIBLE')),
    currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    period_start    timestamptz NOT NULL,
    period_end      timestamptz NOT NULL,
    period_zone     text NOT NULL,
    entity          text COLLATE "C" NOT NULL,
    invoice_number  text COLLATE "C" CHECK (length(invoice_number) BETWEEN 1 AND 50),
    sequence_value  bigint CHECK (sequence_value > 0),
    scope_key       text COLLATE "C",
    issue_date      date,
    subtotal        numeric NOT NULL,
    discount        numeric NOT NULL,
    tax             numeric NOT NULL,
    credit          numeric NOT NULL,
    total           numeric NOT NULL CHECK (total >= 0),
    line_count      integer NOT NULL CHECK (line_count >= 0),
    idempotency_key text COLLATE "C" CHECK (length(idempotency_key) BETWEEN 1 AND 50),
    request_hash    bytea,
    content_hash    bytea CHECK (octet_length(content_hash) = 33),     -- a version, then SHA-256
    run_id          uuid,
    recorded_at     timestamptz NOT NULL,
    finalized_at    timestamptz,
    voided_at       timestamptz,
    void_intent     text CHECK (void_intent IN ('REISSUE', 'WAIVE')),
    PRIMARY KEY (tenant_id, invoice_id),
    CHECK (period_start < period_end),
    CONSTRAINT invoice_total_adds_up CHECK (total = subtotal - discount + tax - credit),
    CONSTRAINT invoice_number_when_finalised CHECK (
        num_nonnulls(invoice_number, sequence_value, scope_key, issue_date, content_hash, finalized_at)
            = CASE status WHEN 'DRAFT' THEN 0 ELSE 6 END),
    CONSTRAINT invoice_intent_when_voided CHECK (
        num_nonnulls(voided_at, void_intent) = CASE status WHEN 'VOIDED' THEN 2 ELSE 0 END),
    CHECK ((idempotency_key IS NULL) = (request_hash IS NULL))
);
CREATE UNIQUE INDEX invoice_number_unique ON invoice (tenant_id, invoice_number) WHERE invoice_number IS NOT NULL;
CREATE UNIQUE INDEX invoice_idempotency_unique ON invoice (tenant_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX invoice_customer ON invoice (tenant_id, customer_id, invoice_id);
SELECT isolate_by_tenant('invoice');
GRANT SELECT, INSERT, DELETE ON invoice TO "${app}";
-- What finalising, settling, voiding and the refreshing of a draft move. The guard narrows this further.
GRANT UPDATE (status, settlement, invoice_number, sequence_value, scope_key, issue_date, subtotal, discount, tax, credit, total,
              line_count, content_hash, finalized_at, voided_at, void_intent) ON invoice TO "${app}";

CREATE TABLE invoice_line (
    tenant_id           text COLLATE "C" NOT NULL,
    invoice_id          uuid NOT NULL,
    line_no             integer NOT NULL CHECK (line_no > 0),
    subscription_id     text COLLATE "C" NOT NULL,
    plan_id             text COLLATE "C",
    plan_version        integer,
    charge_id           text COLLATE "C",
    kind                text NOT NULL,
    service_start       timestamptz NOT NULL,
    service_end         timestamptz NOT NULL,
    source              text COLLATE "C" NOT NULL,     -- tells lines of the same charge and window apart; '' where there is one
    corrects_invoice_id uuid,
    corrects_line_no    integer,
    description         text NOT NULL,
    quantity            numeric NOT NULL,
    amount              numeric NOT NULL,
    tax_category        text,
    derivation          text NOT NULL,                 -- JSON; not parsed here, since a run writes thousands a second
    content_hash        bytea NOT NULL CHECK (octet_length(content_hash) = 33),
    PRIMARY KEY (tenant_id, invoice_id, line_no),
    CHECK (service_start <= service_end),
    CHECK ((corrects_invoice_id IS NULL) = (corrects_line_no IS NULL))
);
CREATE INDEX invoice_line_subscription ON invoice_line (tenant_id, subscription_id, service_start);
SELECT isolate_by_tenant('invoice_line');
GRANT SELECT, INSERT, DELETE ON invoice_line TO "${app}";      -- deleted with a draft, or before it is written anew

-- A subscription's place for one document. A document's slots are found through the subscriptions of its customer (not of its lines:
-- a draft that was refreshed may have none), so no index by invoice is kept.
CREATE TABLE invoice_slot (
    tenant_id        text COLLATE "C" NOT NULL,
    subscription_id  text COLLATE "C" NOT NULL,
    term             integer NOT NULL CHECK (term > 0),
    billing_sequence integer NOT NULL CHECK (billing_sequence > 0),
    revision         integer NOT NULL CHECK (revision >= 0),
    period_index     integer NOT NULL CHECK (period_index >= 0),   -- of the period that begins; FINAL: one past the last
    reason           text NOT NULL CHECK (reason IN ('CYCLE', 'IMMEDIATE', 'FINAL')),
    outcome          text NOT NULL CHECK (outcome IN ('INVOICED', 'SKIPPED')),
    period_start     timestamptz NOT NULL,
    period_end       timestamptz NOT NULL,
    window_start     timestamptz NOT NULL,             -- the boundaries around the period, as they were when it was opened: they
    window_end       timestamptz NOT NULL,             -- win over a time-zone table that changed afterwards
    period_zone      text NOT NULL,
    source_change    integer,
    invoice_id       uuid,
    voided           boolean NOT NULL,
    waived           boolean NOT NULL,
    PRIMARY KEY (tenant_id, subscription_id, term, billing_sequence, revision),
    CHECK (window_start <= period_start AND period_start < period_end AND period_end <= window_end),
    CHECK ((reason = 'IMMEDIATE') = (source_change IS NOT NULL)),
    CHECK ((outcome = 'INVOICED') = (invoice_id IS NOT NULL)),
    CHECK (NOT waived OR voided)
);
-- One live slot per period and reason. A waived one counts as billed, a voided one makes room for its reissue.
CREATE UNIQUE INDEX invoice_slot_period_unique ON invoice_slot (tenant_id, subscription_id, period_start, reason)
    WHERE (NOT voided OR waived) AND reason IN ('CYCLE', 'FINAL');
CREATE UNIQUE INDEX invoice_slot_change_unique ON invoice_slot (tenant_id, subscription_id, source_change)
    WHERE (NOT voided OR waived) AND reason = 'IMMEDIATE';
-- A run reads the last slots of a subscription; without this it would read all that it ever had.
CREATE INDEX invoice_slot_index ON invoice_slot (tenant_id, subscription_id, period_index);
SELECT isolate_by_tenant('invoice_slot');
GRANT SELECT, INSERT ON invoice_slot TO "${app}";
GRANT UPDATE (outcome, invoice_id, voided, waived) ON invoice_slot TO "${app}";

-- The row that is locked while numbers are given. The template stands in the tenant's settings.
CREATE TABLE number_series (
    tenant_id       text COLLATE "C" NOT NULL REFERENCES tenant,
    document_type   text NOT NULL CHECK (document_type IN ('INVOICE', 'CREDIT_NOTE')),
    entity          text COLLATE "C" NOT NULL,
    last_issue_date date,                              -- null: no number was given yet
    PRIMARY KEY (tenant_id, document_type, entity)
);
SELECT isolate_by_tenant('number_series');
GRANT SELECT, INSERT ON number_series TO "${app}";
GRANT UPDATE (last_issue_date) ON number_series TO "${app}";

-- One row per reset scope rendered for an issue date ('' for never, 2025, 202501): a reset is a new row, and needs no job.
CREATE TABLE number_counter (
    tenant_id     text COLLATE "C" NOT NULL,
    document_type text NOT NULL,
    entity        text COLLATE "C" NOT NULL,
    scope_key     text COLLATE "C" NOT NULL,
    last_value    bigint NOT NULL CHECK (last_value >= 0),
    PRIMARY KEY (tenant_id, document_type, entity, scope_key),
    FOREIGN KEY (tenant_id, document_type, entity) REFERENCES number_series
);
SELECT isolate_by_tenant('number_counter');
GRANT SELECT, INSERT ON number_counter TO "${app}";
GRANT UPDATE (last_value) ON number_counter TO "${app}";
