-- Subscriptions that change, documents that correct what was billed before, and a sandbox's clock.
--
-- The version before this one goes on meanwhile: a column that it does not name is empty or has a constant default, so that no
-- row is rewritten, and a check only grows wider or is about what that version never writes. Nothing is moved: whatever is there
-- means what it meant. What the version before cannot read it refuses (new kinds of changes, settings with a grace or a policy); what
-- it would overlook (terms, balances, a sandbox's clock) is not to be used before all processes are of this version.

-- What is set is set for good, and only forward. The table has no policy, so the guard keeps tenants apart here.
ALTER TABLE tenant
    ADD COLUMN clock_at timestamptz,                           -- of a sandbox; null: the host's clock
    ADD CONSTRAINT tenant_clock_of_sandbox CHECK (clock_at IS NULL OR kind = 'SANDBOX') NOT VALID;
GRANT UPDATE (clock_at) ON tenant TO "${app}";
CREATE FUNCTION guard_tenant_clock() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp AS $$
BEGIN
    IF OLD.tenant_id IS DISTINCT FROM current_setting('billing.tenant', true) THEN
        RAISE EXCEPTION 'the clock of tenant % is not that of another', OLD.tenant_id USING ERRCODE = '23001';
    END IF;
    IF OLD.kind <> 'SANDBOX' THEN
        RAISE EXCEPTION 'tenant % is no sandbox: its clock cannot be set', OLD.tenant_id USING ERRCODE = '23001';
    END IF;
    IF NEW.clock_at IS NULL AND OLD.clock_at IS NOT NULL OR NEW.clock_at < OLD.clock_at THEN
        RAISE EXCEPTION 'the clock of tenant % cannot go back from %', OLD.tenant_id, OLD.clock_at USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION guard_tenant_clock FROM PUBLIC;
CREATE TRIGGER guard_clock BEFORE UPDATE OF clock_at ON tenant FOR EACH ROW EXECUTE FUNCTION guard_tenant_clock();

-- What the books owe the customer. It moves with documents that give back, and so stands in no index, like last_recorded_at.
ALTER TABLE customer ADD COLUMN balance numeric NOT NULL DEFAULT 0;
GRANT UPDATE (balance) ON customer TO "${app}";

-- The cursor also has the term (the run of the contract in which next_sequence counts), and from where on billed windows may come
-- out otherwise. The first schedule may begin anew as long as nothing of it is billed; those that follow it are read from the
-- changes.
ALTER TABLE subscription
    ADD COLUMN touched_from  timestamptz,                      -- null: nothing may
    ADD COLUMN settled_until timestamptz;                      -- changes to be settled at once until then were; null: none was
GRANT UPDATE (start_date, start_at, anchor_date, boundary_micros, interval_unit, interval_count, touched_from, settled_until)
    ON subscription TO "${app}";

-- NOT VALID: what is there kept narrower rules, and need not be read through.
ALTER TABLE subscription_change
    ADD COLUMN fees_from timestamptz,                          -- null: with effective_at
    DROP CONSTRAINT subscription_change_kind,
    ADD CONSTRAINT subscription_change_kind CHECK (kind IN (
        'CREATED', 'ACTIVATED', 'TRIAL_EXTENDED', 'PAUSED', 'RESUMED', 'PLAN_CHANGED', 'QUANTITY_CHANGED', 'ADD_ON_SET',
        'ADD_ON_REMOVED', 'CANCELED', 'WITHDRAWN', 'SETTLED_AT_ONCE', 'RENEWED', 'RENEWAL_STOPPED', 'ZONE_CHANGED',
        'BECAME_PAST_DUE', 'RECOVERED')) NOT VALID,
    ADD CONSTRAINT subscription_change_plan CHECK (
        kind NOT IN ('PLAN_CHANGED', 'ADD_ON_SET') OR plan_id IS NOT NULL) NOT VALID,
    ADD CONSTRAINT subscription_change_quantity CHECK (
        kind NOT IN ('QUANTITY_CHANGED', 'ADD_ON_SET') OR quantity IS NOT NULL) NOT VALID,
    ADD CONSTRAINT subscription_change_detail CHECK (
        kind NOT IN ('TRIAL_EXTENDED', 'PAUSED', 'ADD_ON_REMOVED', 'WITHDRAWN', 'SETTLED_AT_ONCE', 'RENEWED', 'RENEWAL_STOPPED',
            'ZONE_CHANGED') OR detail IS NOT NULL) NOT VALID;

-- Of corrections there may be several in a period: no index makes them unique but the primary key.
ALTER TABLE invoice_slot
    DROP CONSTRAINT invoice_slot_reason_check,
    ADD CONSTRAINT invoice_slot_reason_check CHECK (reason IN ('CYCLE', 'IMMEDIATE', 'FINAL', 'CORRECTION')) NOT VALID;

-- Once finalised it says nothing any more, and is guarded like the rest.
ALTER TABLE invoice ADD COLUMN finalize_at timestamptz;        -- of a draft, when a run finalises it; null: somebody will
GRANT UPDATE (finalize_at) ON invoice TO "${app}";
