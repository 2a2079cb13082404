-- What coupons take off documents and their lines.
--
-- The version before this one goes on meanwhile: a column that it does not name is null or has a constant default, so that no row is
-- rewritten. What it cannot read it refuses: lines that coupons take off from, whose derivations are of version 4. So it changes no
-- document that has discounts.
--
-- Locks: invoice_line, and then invoice, are needed alone for a moment, and none of the tables that V14 refers to; nothing is rewritten
-- or read through. A command that has read a header and asks for its lines meanwhile may be in the way in a circle: PostgreSQL ends
-- one of the two, commands are tried again, and so can this be.

-- Guarded like the rest of a line, and like the rest of a header.
ALTER TABLE invoice_line
    ADD COLUMN discount numeric NOT NULL DEFAULT 0;                -- the sum of what coupons take off; the derivation has the shares
ALTER TABLE invoice
    ADD COLUMN discounts text,                                     -- JSON: what each coupon takes off, and by which rules; null: none does
    ADD CONSTRAINT invoice_discounts_document CHECK (discounts IS JSON OBJECT) NOT VALID;
GRANT UPDATE (discounts) ON invoice TO "${app}";
