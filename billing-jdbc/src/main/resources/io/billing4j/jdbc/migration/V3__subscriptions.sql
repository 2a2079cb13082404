-- Who has bought what, since when, and how far it is billed.

-- The cursor (next_due_at, next_sequence, billed_until, usage_sealed_until) moves with every document and stands in no index, nor
-- in the condition of one, so that its update stays heap-only; fillfactor as for customer. A run therefore claims customers in key
-- order and asks for a due subscription by (tenant_id, customer_id): an index on next_due_at would cost more than it saves.
CREATE TABLE subscription (
    tenant_id          text COLLATE "C" NOT NULL,
    subscription_id    text COLLATE "C" NOT NULL CHECK (subscription_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    customer_id        text COLLATE "C" NOT NULL,
    status             text NOT NULL
        CHECK (status IN ('PENDING', 'TRIALING', 'ACTIVE', 'PAUSED', 'PAST_DUE', 'CANCELED', 'EXPIRED')),
    currency           text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    zone               text NOT NULL,
    anchor_date        date NOT NULL,
    start_at           timestamptz NOT NULL,
    end_at             timestamptz,                            -- null: open
    term               integer NOT NULL CHECK (term > 0),
    change_count       integer NOT NULL CHECK (change_count >= 0),
    next_due_at        timestamptz,                            -- null: nothing more will fall due
    next_sequence      integer NOT NULL CHECK (next_sequence > 0),
    billed_until       timestamptz,                            -- end of the last period that has a slot; null: none has
    usage_sealed_until timestamptz,                            -- a usage event before this is late; null: none is
    PRIMARY KEY (tenant_id, subscription_id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
    CHECK (end_at >= start_at)
) WITH (fillfactor = 45);
CREATE INDEX subscription_customer ON subscription (tenant_id, customer_id);
SELECT isolate_by_tenant('subscription');
GRANT SELECT, INSERT ON subscription TO "${app}";
GRANT UPDATE (status, zone, end_at, term, change_count, next_due_at, next_sequence, billed_until, usage_sealed_until)
    ON subscription TO "${app}";

-- Append-only: a subscription is what its changes make of it.
CREATE TABLE subscription_change (
    tenant_id       text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    change_no       integer NOT NULL CHECK (change_no > 0),
    kind            text NOT NULL CONSTRAINT subscription_change_kind CHECK (kind IN ('CREATED', 'CANCELED')),
    effective_at    timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    plan_id         text COLLATE "C",
    plan_version    integer,
    quantity        numeric,
    detail          text CHECK (detail IS JSON OBJECT),
    PRIMARY KEY (tenant_id, subscription_id, change_no),
    FOREIGN KEY (tenant_id, subscription_id) REFERENCES subscription,
    FOREIGN KEY (tenant_id, plan_id, plan_version) REFERENCES plan_version,
    CHECK ((plan_id IS NULL) = (plan_version IS NULL)),
    CHECK (kind <> 'CREATED' OR (plan_id IS NOT NULL AND quantity IS NOT NULL))
);
SELECT isolate_by_tenant('subscription_change');
GRANT SELECT, INSERT ON subscription_change TO "${app}";

-- The boundaries of periods once opened. They win over a time-zone table that changed afterwards.
-- No foreign key: one row per document, written under the lock on a customer whose subscriptions nobody may delete.
CREATE TABLE subscription_boundary (
    tenant_id       text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    term            integer NOT NULL CHECK (term > 0),
    ordinal         integer NOT NULL CHECK (ordinal >= 0),     -- the k-th boundary: the anchor plus k intervals
    boundary_at     timestamptz NOT NULL,
    local_date      date NOT NULL,
    zone            text NOT NULL,
    PRIMARY KEY (tenant_id, subscription_id, term, ordinal)
);
SELECT isolate_by_tenant('subscription_boundary');
GRANT SELECT, INSERT ON subscription_boundary TO "${app}";
