-- How billing went, what it could not bill, and what is to be told and kept.

CREATE TABLE billing_run (
    tenant_id       text COLLATE "C" NOT NULL REFERENCES tenant,
    run_id          uuid NOT NULL,
    cut_off         timestamptz NOT NULL,
    business_date   date NOT NULL,
    status          text NOT NULL CHECK (status IN ('RUNNING', 'COMPLETED', 'COMPLETED_WITH_FAILURES')),
    customers_total bigint NOT NULL CHECK (customers_total >= 0),
    customers_done  bigint NOT NULL CHECK (customers_done >= 0),
    invoices        bigint NOT NULL CHECK (invoices >= 0),
    skipped         bigint NOT NULL CHECK (skipped >= 0),
    failed          bigint NOT NULL CHECK (failed >= 0),
    started_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    PRIMARY KEY (tenant_id, run_id),
    CONSTRAINT billing_run_cut_off_unique UNIQUE (tenant_id, cut_off),
    CHECK ((status = 'RUNNING') = (finished_at IS NULL))
);
SELECT isolate_by_tenant('billing_run');
GRANT SELECT, INSERT ON billing_run TO "${app}";
GRANT UPDATE (status, customers_total, customers_done, invoices, skipped, failed, finished_at)
    ON billing_run TO "${app}";

CREATE TABLE billing_run_failure (
    tenant_id   text COLLATE "C" NOT NULL,
    run_id      uuid NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    code        text NOT NULL,
    message     text NOT NULL,
    attempts    integer NOT NULL CHECK (attempts > 0),
    PRIMARY KEY (tenant_id, run_id, customer_id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES billing_run
);
SELECT isolate_by_tenant('billing_run_failure');
GRANT SELECT, INSERT, DELETE ON billing_run_failure TO "${app}";   -- deleted when the customer is billed after all
GRANT UPDATE (code, message, attempts) ON billing_run_failure TO "${app}";

-- What was not billed and why. The same fact found again is the same finding.
CREATE TABLE finding (
    tenant_id       text COLLATE "C" NOT NULL,
    finding_id      uuid NOT NULL,
    reason          text NOT NULL,
    customer_id     text COLLATE "C",
    subscription_id text COLLATE "C",
    dedupe_key      text COLLATE "C" NOT NULL,
    detail          text NOT NULL,
    run_id          uuid,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, finding_id),
    CONSTRAINT finding_unique UNIQUE (tenant_id, reason, dedupe_key)
);
SELECT isolate_by_tenant('finding');
GRANT SELECT, INSERT ON finding TO "${app}";

-- Events to publish, in the order of seq within a customer ('' where an event concerns none). seq is taken after the customer's
-- lock, so that order is the order of commits. A row is deleted when it is published.
CREATE SEQUENCE outbox_seq CACHE 1;
GRANT USAGE ON SEQUENCE outbox_seq TO "${app}";
CREATE TABLE outbox (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    seq         bigint NOT NULL,
    event_id    uuid NOT NULL,
    type        text NOT NULL,
    subject     text NOT NULL,
    occurred_at timestamptz NOT NULL,
    data        text NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, seq)
);
SELECT isolate_by_tenant('outbox');
GRANT SELECT, INSERT, DELETE ON outbox TO "${app}";

-- Who did what. Kept: no update and no delete is granted.
CREATE TABLE audit (
    tenant_id      text COLLATE "C" NOT NULL,
    audit_id       uuid NOT NULL,
    actor          text NOT NULL,
    action         text NOT NULL,
    subject_type   text NOT NULL,
    subject_id     text COLLATE "C" NOT NULL,
    before         text,
    after          text,
    correlation_id text,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, audit_id)
);
CREATE INDEX audit_subject ON audit (tenant_id, subject_type, subject_id);
SELECT isolate_by_tenant('audit');
GRANT SELECT, INSERT ON audit TO "${app}";

-- Hints for workers that serve all tenants: which one has something to do. They hold no tenant's data and so stand outside the
-- policies; the work itself is done under the tenant. No unique key on what is due: a hint too many is harmless, a hot row is not.
CREATE TABLE work_due (
    work_id     uuid NOT NULL,
    tenant_id   text COLLATE "C" NOT NULL,
    kind        text NOT NULL,
    subject     text COLLATE "C" NOT NULL,
    due_at      timestamptz NOT NULL,
    lease_until timestamptz,
    lease_owner text,
    PRIMARY KEY (work_id)
);
CREATE INDEX work_due_by_time ON work_due (kind, due_at);
GRANT SELECT, INSERT, DELETE ON work_due TO "${app}";
GRANT UPDATE (due_at, lease_until, lease_owner) ON work_due TO "${app}";
