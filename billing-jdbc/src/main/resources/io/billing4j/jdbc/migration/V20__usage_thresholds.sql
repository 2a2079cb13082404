-- Amounts at which usage is billed before its period ends, and whose usage is to be looked at for that.
--
-- The version before this one goes on meanwhile. It overlooks a plan's amounts: it marks nobody and makes no such document, so that their
-- usage is billed with its period, as theirs always was. A subscription that has such a document it refuses, since it does not know the
-- reason of that place.
--
-- Locks: plan_version and invoice_slot, for a moment; nothing is rewritten or read through.
ALTER TABLE plan_version
    ADD COLUMN thresholds text,                                    -- JSON; null: usage is billed when its period is over
    ADD CONSTRAINT plan_version_thresholds CHECK (thresholds IS JSON OBJECT) NOT VALID;

-- Of usage so far there may be several documents in a period: no index makes them unique but the primary key.
ALTER TABLE invoice_slot
    DROP CONSTRAINT invoice_slot_reason_check,
    ADD CONSTRAINT invoice_slot_reason_check CHECK (
        reason IN ('CYCLE', 'IMMEDIATE', 'FINAL', 'CORRECTION', 'PROGRESSIVE')) NOT VALID;

-- Subscriptions whose usage was reported since it was last looked at. Nothing is unique but the id, so that those who report usage of one
-- subscription never wait for each other; whoever looks takes all rows of it away.
CREATE TABLE usage_reported (
    tenant_id       text COLLATE "C" NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    report_id       uuid NOT NULL DEFAULT gen_random_uuid(),
    PRIMARY KEY (tenant_id, customer_id, subscription_id, report_id)
);
SELECT isolate_by_tenant('usage_reported');
GRANT SELECT, INSERT, DELETE ON usage_reported TO "${app}";
