-- What a subscription and a document are for: a project or a purchase order. And in whose names documents are issued.
--
-- The version before this one goes on meanwhile. It names no new column, and serves no tenant that has ever used one: before the first
-- subscription of a tenant is for a group, its settings say which subscriptions share documents, which that version cannot read; before its first entity,
-- that there are several.
--
-- Locks: subscription and invoice, each for a moment; nothing is rewritten or read through. The guard of V19 compares whole rows of final
-- documents, so the new column is guarded there; that of a draft is written once.
ALTER TABLE subscription
    ADD COLUMN billing_group text COLLATE "C",
    ADD CONSTRAINT subscription_group CHECK (length(billing_group) BETWEEN 1 AND 64) NOT VALID;
GRANT UPDATE (billing_group) ON subscription TO "${app}";
ALTER TABLE invoice
    ADD COLUMN billing_group text COLLATE "C",
    ADD CONSTRAINT invoice_group CHECK (length(billing_group) BETWEEN 1 AND 64) NOT VALID;

-- Customers and documents have named an entity from the first: main, which needs no row. No foreign key, for that and so that nobody who
-- writes to customers waits.
CREATE TABLE invoicing_entity (
    tenant_id  text COLLATE "C" NOT NULL,
    entity_id  text COLLATE "C" NOT NULL,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, entity_id)
);
SELECT isolate_by_tenant('invoicing_entity');
GRANT SELECT, INSERT ON invoicing_entity TO "${app}";              -- documents have been issued in its name: it stays
