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
