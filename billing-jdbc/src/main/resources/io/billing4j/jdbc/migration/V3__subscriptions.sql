-- Who has bought what, since when, and how far it is billed.

-- The schedule (start_date, start_at, anchor_date, boundary_micros, interval, zone) is the subscription's own; the boundaries of periods once opened
-- are those of its slots. What it is at an instant is read from its changes, so no status is kept.
-- The cursor (next_index, next_due_at, next_sequence, billed_until, usage_sealed_until) moves with every document and stands in no
-- index, nor in the condition of one, so that its update stays heap-only; fillfactor as for customer. A run therefore claims
-- customers in key order and asks for a due subscription by (tenant_id, customer_id): an index on next_due_at would cost more than
-- it saves.
CREATE TABLE subscription (
    tenant_id          text COLLATE "C" NOT NULL,
    subscription_id    text COLLATE "C" NOT NULL CHECK (subscription_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    customer_id        text COLLATE "C" NOT NULL,
    currency           text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    zone               text NOT NULL,
    start_date         date NOT NULL,
    start_at           timestamptz NOT NULL,
    anchor_date        date NOT NULL,
    boundary_micros    bigint NOT NULL                         -- time of day in the zone; 0: when the day begins
        CHECK (boundary_micros BETWEEN 0 AND 86399999999),
    interval_unit      text NOT NULL
        CHECK (interval_unit IN ('DAY', 'WEEK', 'THIRTY_DAYS', 'MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR')),
    interval_count     integer NOT NULL CHECK (interval_count > 0),
    end_at             timestamptz,                            -- null: open; at the start or before: it never held
    term               integer NOT NULL CHECK (term > 0),
    change_count       integer NOT NULL CHECK (change_count >= 0),
    next_index         integer NOT NULL CHECK (next_index >= 0),   -- the first period without a live document
    next_due_at        timestamptz,                            -- null: nothing more will fall due
    next_sequence      integer NOT NULL CHECK (next_sequence > 0),
    billed_until       timestamptz,                            -- end of the last period that has a slot; null: none has
    usage_sealed_until timestamptz,                            -- a usage event before this is late; null: none is
    PRIMARY KEY (tenant_id, subscription_id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customer
) WITH (fillfactor = 45);
CREATE INDEX subscription_customer ON subscription (tenant_id, customer_id);
SELECT isolate_by_tenant('subscription');
GRANT SELECT, INSERT ON subscription TO "${app}";
GRANT UPDATE (zone, end_at, term, change_count, next_index, next_due_at, next_sequence, billed_until, usage_sealed_until)
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
