-- What documents and their lines are taxed.
--
-- The version before this one goes on meanwhile: a column that it does not name is null or has a constant default, so that no row is
-- rewritten. What it cannot read it refuses: settings that say how documents are taxed, as those of a tenant do from the first
-- taxed document on, and lines with taxes, whose derivations are of version 4.
--
-- Locks: invoice_line and invoice are needed alone for a moment, in the order in which documents are written; nothing is rewritten or
-- read through. Guarded like the rest of a line, and like the rest of a header.
ALTER TABLE invoice_line
    ADD COLUMN tax numeric NOT NULL DEFAULT 0,                     -- on top of the amount; the derivation has each tax
    ADD COLUMN tax_included numeric NOT NULL DEFAULT 0;            -- what of the amount is tax
ALTER TABLE invoice
    ADD COLUMN tax_included numeric NOT NULL DEFAULT 0,            -- of the lines, beside what comes on top of them
    ADD COLUMN taxes text,                                         -- JSON: by which rules lines are taxed; null: none is anew
    ADD CONSTRAINT invoice_taxes_document CHECK (taxes IS JSON OBJECT) NOT VALID;
GRANT UPDATE (tax_included, taxes) ON invoice TO "${app}";

CREATE OR REPLACE VIEW report_invoice_total WITH (security_invoker = true) AS
SELECT tenant_id,
       customer_id,
       document_type,
       currency,
       date_trunc('month', issue_date)::date AS issue_month,
       settlement,
       count(*) AS documents,
       sum(subtotal) AS subtotal,
       sum(discount) AS discount,
       sum(tax) AS tax,
       sum(credit) AS credit,
       sum(total) AS total,
       sum(tax_included) AS tax_included                           -- what of the subtotal is tax, beside what comes on top
FROM invoice
WHERE status = 'FINALIZED'
GROUP BY tenant_id, customer_id, document_type, currency, date_trunc('month', issue_date)::date, settlement;
