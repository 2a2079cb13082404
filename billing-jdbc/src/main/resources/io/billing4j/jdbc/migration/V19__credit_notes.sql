-- What credit notes say of themselves.
--
-- The version before this one goes on meanwhile: it names no new column and writes no notes. What it cannot read it refuses: settings of a
-- tenant that issues notes, the notes themselves, whose type it does not know, and lines of which something is credited, whose derivations
-- are of version 5.
--
-- Locks: invoice alone, for a moment; nothing is rewritten or read through. A note is inserted final, so no column may be updated.
ALTER TABLE invoice
    ADD COLUMN credited_invoice_id uuid,                           -- the invoice that a note credits
    ADD COLUMN note text,                                          -- JSON: its number, and why and where the money goes
    ADD CONSTRAINT invoice_note_terms CHECK (
        num_nonnulls(credited_invoice_id, note) = CASE document_type WHEN 'CREDIT_NOTE' THEN 2 ELSE 0 END) NOT VALID,
    ADD CONSTRAINT invoice_note_document CHECK (note IS JSON OBJECT) NOT VALID,
    ADD CONSTRAINT invoice_note_final CHECK (document_type <> 'CREDIT_NOTE' OR status <> 'DRAFT') NOT VALID;

-- An invoice is not void while a note of it is not: the version before does not know of notes, and would leave them. As guard_invoice of V5
-- but for that.
CREATE OR REPLACE FUNCTION guard_invoice() RETURNS trigger
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp SET plan_cache_mode = force_custom_plan AS $$
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
        IF OLD.document_type = 'INVOICE' AND EXISTS (
            SELECT FROM invoice
            WHERE tenant_id = OLD.tenant_id AND customer_id = OLD.customer_id
                AND credited_invoice_id = OLD.invoice_id AND status = 'FINALIZED') THEN
            RAISE EXCEPTION 'invoice % cannot be voided: a credit note of it is not void', OLD.invoice_id USING ERRCODE = '23001';
        END IF;
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
