-- What is finalised stays. The grants say which columns may ever be updated; these triggers say when.
-- Every refusal has SQLSTATE 23001 (restrict_violation). Where a guard reads invoices it plans anew each time: a plan made while the
-- table is empty finds every index that starts with the tenant equally good, may take one that reads all of the tenant's documents,
-- and would be kept by the session as the table grows.

CREATE FUNCTION guard_invoice() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp AS $$
DECLARE
    allowed invoice := OLD;
BEGIN
    IF OLD.status = 'DRAFT' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF NEW.status = 'VOIDED' THEN
            RAISE EXCEPTION 'draft % cannot be voided: it is deleted or finalised', OLD.invoice_id USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'finalised invoice % cannot be deleted', OLD.invoice_id USING ERRCODE = '23001';
    END IF;
    allowed.settlement := NEW.settlement;
    IF OLD.status = 'FINALIZED' AND NEW.status = 'VOIDED' THEN
        allowed.status := NEW.status;
        allowed.voided_at := NEW.voided_at;
        allowed.void_intent := NEW.void_intent;
    END IF;
    -- by image, not by value: 20.0 for 20.00 is a change too, and a column added later is guarded from its first day
    IF NEW *<> allowed THEN
        RAISE EXCEPTION 'finalised invoice % cannot change', OLD.invoice_id USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION guard_invoice FROM PUBLIC;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION guard_invoice();

CREATE FUNCTION guard_invoice_line() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF EXISTS (SELECT FROM invoice
               WHERE tenant_id = OLD.tenant_id AND invoice_id = OLD.invoice_id AND status <> 'DRAFT') THEN
        RAISE EXCEPTION 'line % of finalised invoice % cannot change', OLD.line_no, OLD.invoice_id USING ERRCODE = '23001';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
REVOKE ALL ON FUNCTION guard_invoice_line FROM PUBLIC;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON invoice_line FOR EACH ROW EXECUTE FUNCTION guard_invoice_line();

-- Once per statement: lines usually come before their header, by the thousand. EXECUTE, since a statement without parameters is
-- never planned anew; OFFSET 0 keeps the look-up apart, so that it is one by primary key for each document.
CREATE FUNCTION guard_invoice_line_insert() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp AS $$
DECLARE
    refused uuid;
BEGIN
    EXECUTE $lookup$
        SELECT a.invoice_id
        FROM (SELECT DISTINCT tenant_id, invoice_id FROM added) a
        CROSS JOIN LATERAL (
            SELECT i.status FROM invoice i WHERE i.tenant_id = a.tenant_id AND i.invoice_id = a.invoice_id OFFSET 0) i
        WHERE i.status <> 'DRAFT'
        LIMIT 1$lookup$ INTO refused;
    IF refused IS NOT NULL THEN
        RAISE EXCEPTION 'finalised invoice % takes no more lines', refused USING ERRCODE = '23001';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION guard_invoice_line_insert FROM PUBLIC;
CREATE TRIGGER guard_insert AFTER INSERT ON invoice_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION guard_invoice_line_insert();

CREATE FUNCTION guard_invoice_slot() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF OLD.voided AND NEW *<> OLD THEN
        RAISE EXCEPTION 'voided slot %/%/%/% cannot change',
            OLD.subscription_id, OLD.term, OLD.billing_sequence, OLD.revision USING ERRCODE = '23001';
    END IF;
    IF (NEW.outcome <> OLD.outcome OR NEW.invoice_id IS DISTINCT FROM OLD.invoice_id)
        AND EXISTS (SELECT FROM invoice
                    WHERE tenant_id = OLD.tenant_id AND invoice_id = OLD.invoice_id AND status <> 'DRAFT') THEN
        RAISE EXCEPTION 'slot %/%/%/% belongs to finalised invoice %',
            OLD.subscription_id, OLD.term, OLD.billing_sequence, OLD.revision, OLD.invoice_id USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION guard_invoice_slot FROM PUBLIC;
CREATE TRIGGER guard BEFORE UPDATE ON invoice_slot FOR EACH ROW EXECUTE FUNCTION guard_invoice_slot();

-- A counter that went back would give a number twice; an issue date that went back would break the order of numbers and dates.
CREATE FUNCTION guard_number_counter() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp AS $$
BEGIN
    IF NEW.last_value < OLD.last_value THEN
        RAISE EXCEPTION 'counter % cannot go back from % to %', OLD.scope_key, OLD.last_value, NEW.last_value
            USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION guard_number_counter FROM PUBLIC;
CREATE TRIGGER guard BEFORE UPDATE ON number_counter FOR EACH ROW EXECUTE FUNCTION guard_number_counter();

CREATE FUNCTION guard_number_series() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp AS $$
BEGIN
    IF OLD.last_issue_date IS NOT NULL
        AND (NEW.last_issue_date IS NULL OR NEW.last_issue_date < OLD.last_issue_date) THEN
        RAISE EXCEPTION 'issue date of series %/% cannot go back from %', OLD.document_type, OLD.entity, OLD.last_issue_date
            USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION guard_number_series FROM PUBLIC;
CREATE TRIGGER guard BEFORE UPDATE ON number_series FOR EACH ROW EXECUTE FUNCTION guard_number_series();
