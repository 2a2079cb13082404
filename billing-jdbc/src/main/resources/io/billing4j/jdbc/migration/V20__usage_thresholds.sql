-- Amounts at which usage is billed before its period ends, and whose usage is to be looked at for that.
--
-- The version before this one goes on meanwhile. It overlooks a plan's amounts: it marks nobody and makes no such document, so that their
-- usage is billed with its period, as theirs always was. The first plan with amounts says so in its tenant's settings, which that version
-- refuses to read: it serves the tenant no more, and so meets no place whose reason it does not know.
--
-- Locks: invoice_slot and plan_version, for a moment and in the order in which runs read them; nothing is rewritten or read through.
-- Of usage so far there may be several documents in a period: no index makes them unique but the primary key.
ALTER TABLE invoice_slot
    DROP CONSTRAINT invoice_slot_reason_check,
    ADD CONSTRAINT invoice_slot_reason_check CHECK (
        reason IN ('CYCLE', 'IMMEDIATE', 'FINAL', 'CORRECTION', 'PROGRESSIVE')) NOT VALID;

ALTER TABLE plan_version
    ADD COLUMN thresholds text,                                    -- JSON; null: usage is billed when its period is over
    ADD CONSTRAINT plan_version_thresholds CHECK (thresholds IS JSON OBJECT) NOT VALID;

-- Marks of subscriptions whose usage is to be looked at. Nothing is unique but the id, so that those who report usage of one subscription
-- never wait for each other; whoever looks takes away the rows that were read before the usage was counted. Rows do not stay long: they
-- are cleaned up by how many there were, since what is left of them is walked over by each who looks.
CREATE TABLE usage_reported (
    tenant_id       text COLLATE "C" NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    report_id       uuid NOT NULL,
    occurred_at     timestamptz NOT NULL,                          -- the latest instant that it is about
    PRIMARY KEY (tenant_id, customer_id, subscription_id, report_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
SELECT isolate_by_tenant('usage_reported');
GRANT SELECT, INSERT, DELETE ON usage_reported TO "${app}";
