-- Coupons, to whom they are granted, and what documents take off by them.
--
-- The version before this one goes on meanwhile: it does not know the new tables. What it cannot read it refuses: settings that have
-- an order of discounts, as those of a tenant have from its first coupon on. So it bills nobody of a tenant with coupons.
--
-- Locks: whoever writes to tenant or customer waits for a moment, until the foreign keys are there. Documents get their columns in V16,
-- when these locks are gone.

-- Its terms never change. How often it was granted is counted in its row, under its lock: those who grant it go one after the other.
CREATE TABLE coupon (
    tenant_id       text COLLATE "C" NOT NULL REFERENCES tenant,
    coupon_id       text COLLATE "C" NOT NULL CHECK (coupon_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    name            text NOT NULL,
    percent         numeric CHECK (percent > 0 AND percent <= 100),
    amount          numeric CHECK (amount > 0),
    currency        text CHECK (currency ~ '^[A-Z]{3}$'),          -- of the amount
    scope           text NOT NULL CHECK (scope IN ('DOCUMENT', 'PLANS', 'CHARGES')),
    scope_keys      text[] COLLATE "C" CHECK (cardinality(scope_keys) BETWEEN 1 AND 100),
    periods         integer CHECK (periods BETWEEN 1 AND 1000),    -- null: for ever
    grantable_until timestamptz,                                   -- null: without end
    max_grants      integer CHECK (max_grants > 0),                -- null: as often as anybody likes
    granted         integer NOT NULL DEFAULT 0 CHECK (granted >= 0),
    archived_at     timestamptz,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, coupon_id),
    CONSTRAINT coupon_percent_or_amount CHECK (num_nonnulls(percent, amount) = 1),
    CHECK ((amount IS NULL) = (currency IS NULL)),
    CHECK ((scope = 'DOCUMENT') = (scope_keys IS NULL)),
    CONSTRAINT coupon_granted_at_most CHECK (granted <= max_grants)
);
SELECT isolate_by_tenant('coupon');
GRANT SELECT, INSERT ON coupon TO "${app}";
GRANT UPDATE (granted, archived_at) ON coupon TO "${app}";

CREATE TABLE coupon_grant (
    tenant_id       text COLLATE "C" NOT NULL,
    grant_id        text COLLATE "C" NOT NULL CHECK (grant_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    coupon_id       text COLLATE "C" NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C",                              -- null: whichever of the customer's
    starts_at       timestamptz NOT NULL,                          -- what is due earlier is not discounted
    ended_at        timestamptz,                                   -- nor what is due then or later; null: it goes on
    recorded_at     timestamptz NOT NULL,                          -- earlier ones come first
    PRIMARY KEY (tenant_id, grant_id),
    FOREIGN KEY (tenant_id, coupon_id) REFERENCES coupon,
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
    CHECK (ended_at >= starts_at)
);
CREATE INDEX coupon_grant_customer ON coupon_grant (tenant_id, customer_id, grant_id);
SELECT isolate_by_tenant('coupon_grant');
GRANT SELECT, INSERT ON coupon_grant TO "${app}";
GRANT UPDATE (ended_at) ON coupon_grant TO "${app}";

-- What a document takes off, of drafts, of final documents, and what stands of void ones: written with the lines, replaced where
-- they are. Like lines they have no foreign key to their document; nor to their grant, which is never deleted and whose customer's
-- row is locked.
CREATE TABLE coupon_redemption (
    tenant_id       text COLLATE "C" NOT NULL,
    invoice_id      uuid NOT NULL,
    grant_id        text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    slot            integer NOT NULL CHECK (slot >= 0),            -- index of the place that bills the period
    amount          numeric NOT NULL,                              -- below zero: more is given back than is taken off
    currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    PRIMARY KEY (tenant_id, invoice_id, grant_id, subscription_id, slot)
);
CREATE INDEX coupon_redemption_grant ON coupon_redemption (tenant_id, grant_id, subscription_id, slot, invoice_id);

-- What a final document takes off stays until it is void, like its lines; see V5 for the form. What a void one leaves is written anew.
CREATE FUNCTION guard_coupon_redemption() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF EXISTS (SELECT FROM invoice
               WHERE tenant_id = OLD.tenant_id AND invoice_id = OLD.invoice_id AND status = 'FINALIZED') THEN
        RAISE EXCEPTION 'what % takes off finalised invoice % cannot change', OLD.grant_id, OLD.invoice_id USING ERRCODE = '23001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
REVOKE ALL ON FUNCTION guard_coupon_redemption FROM PUBLIC;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON coupon_redemption FOR EACH ROW EXECUTE FUNCTION guard_coupon_redemption();

CREATE FUNCTION guard_coupon_redemption_insert() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp AS $$
DECLARE
    refused uuid;
BEGIN
    EXECUTE $lookup$
        SELECT a.invoice_id
        FROM (SELECT DISTINCT tenant_id, invoice_id FROM added) a
        CROSS JOIN LATERAL (
            SELECT i.status FROM invoice i WHERE i.tenant_id = a.tenant_id AND i.invoice_id = a.invoice_id OFFSET 0) i
        WHERE i.status = 'FINALIZED'
        LIMIT 1$lookup$ INTO refused;
    IF refused IS NOT NULL THEN
        RAISE EXCEPTION 'coupons take no more off finalised invoice %', refused USING ERRCODE = '23001';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION guard_coupon_redemption_insert FROM PUBLIC;
CREATE TRIGGER guard_insert AFTER INSERT ON coupon_redemption REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION guard_coupon_redemption_insert();

SELECT isolate_by_tenant('coupon_redemption');
GRANT SELECT, INSERT, DELETE ON coupon_redemption TO "${app}";     -- deleted with a draft, before it is written anew, or when void
