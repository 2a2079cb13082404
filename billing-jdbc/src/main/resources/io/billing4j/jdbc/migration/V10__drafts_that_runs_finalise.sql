-- A run goes through its drafts in the order of their ids and finds no others in here. It is a migration of its own, so that the
-- locks of the one before are gone while it is built.
CREATE INDEX invoice_draft_due ON invoice (tenant_id, invoice_id) INCLUDE (finalize_at)
    WHERE status = 'DRAFT' AND finalize_at IS NOT NULL;
