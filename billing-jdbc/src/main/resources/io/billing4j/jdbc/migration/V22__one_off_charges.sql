-- What is billed once, beside what subscriptions are billed, and which document it is on.
--
-- The version before this one goes on meanwhile: it does not know the table. What it cannot read it refuses: settings of a tenant that has
-- ever had a one-off charge, and lines of that kind. So it computes no draft again that such lines stand on.
--
-- A line of a one-off charge has '' as its subscription, no plan, its code as the charge, and the charge's id as its source.
--
-- Locks: whoever writes to customer waits for a moment, until the foreign key is there.
CREATE TABLE one_off_charge (
    tenant_id       text COLLATE "C" NOT NULL,
    one_off_id      uuid NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C",                              -- whose documents take it; null: those of any of the customer's
    description     text NOT NULL,
    code            text COLLATE "C" CHECK (length(code) BETWEEN 1 AND 64),    -- what it is filed under
    amount          numeric NOT NULL CHECK (amount > 0),           -- for whoever reads the table; the derivation says it
    currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    derivation      text NOT NULL CHECK (derivation IS JSON OBJECT),
    tax_category    text COLLATE "C" NOT NULL,
    tax_behavior    text CHECK (tax_behavior IN ('EXCLUSIVE', 'INCLUSIVE')),   -- null: as the tenant's prices
    due_at          timestamptz NOT NULL,                          -- documents that are due earlier do not take it
    recorded_at     timestamptz NOT NULL,
    idempotency_key text COLLATE "C" CHECK (length(idempotency_key) BETWEEN 1 AND 50),
    request_hash    bytea,
    invoice_id      uuid,                                          -- the document that it is on; like lines without a foreign key
    reissued_id     uuid,                                          -- the void document that it was on, and that is made again
    canceled_at     timestamptz,
    PRIMARY KEY (tenant_id, one_off_id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
    CHECK ((idempotency_key IS NULL) = (request_hash IS NULL)),
    CONSTRAINT one_off_charge_one_end CHECK (num_nonnulls(invoice_id, canceled_at) <= 1),
    CONSTRAINT one_off_charge_reissued CHECK (reissued_id IS NULL OR num_nonnulls(invoice_id, canceled_at) = 0)
);
CREATE UNIQUE INDEX one_off_charge_idempotency_unique ON one_off_charge (tenant_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX one_off_charge_customer ON one_off_charge (tenant_id, customer_id, one_off_id);
CREATE INDEX one_off_charge_pending ON one_off_charge (tenant_id, customer_id) WHERE invoice_id IS NULL AND canceled_at IS NULL;
CREATE INDEX one_off_charge_all_pending ON one_off_charge (tenant_id, one_off_id) WHERE invoice_id IS NULL AND canceled_at IS NULL;

-- What a document asks for stays on it while it is final, and for ever where it was waived; what was cancelled stays so. See V5 for the form.
CREATE FUNCTION guard_one_off_charge() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF OLD.canceled_at IS NOT NULL THEN
        RAISE EXCEPTION 'one-off charge % is cancelled', OLD.one_off_id USING ERRCODE = '23001';
    END IF;
    IF OLD.invoice_id IS NOT NULL AND EXISTS (
        SELECT FROM invoice
        WHERE tenant_id = OLD.tenant_id AND invoice_id = OLD.invoice_id
            AND (status = 'FINALIZED' OR void_intent = 'WAIVE')) THEN
        RAISE EXCEPTION 'one-off charge % stays on document %', OLD.one_off_id, OLD.invoice_id USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION guard_one_off_charge FROM PUBLIC;
CREATE TRIGGER guard BEFORE UPDATE ON one_off_charge FOR EACH ROW EXECUTE FUNCTION guard_one_off_charge();

SELECT isolate_by_tenant('one_off_charge');
GRANT SELECT, INSERT ON one_off_charge TO "${app}";
GRANT UPDATE (invoice_id, reissued_id, canceled_at) ON one_off_charge TO "${app}";   -- what is asked for stays as it was added
