-- Who keeps books here, and who pays them.
--
-- Rules of every table that holds tenants' data, in this and all later migrations:
--   * the primary key starts with tenant_id, and row-level security is enabled and forced (isolate_by_tenant below);
--   * the application role owns nothing and may update only the columns it is granted, table by table;
--   * keys are text COLLATE "C", so that the database sorts them as Java does and sorted locking agrees on any host;
--   * an instant of business comes from the tenant's clock: no column takes its default from the database's clock;
--   * content that must come back exactly as it was written is text holding JSON; jsonb reorders members and costs parsing.
-- Policies guard against our own mistakes, not against injected SQL: whoever may run any statement may also set the tenant.

GRANT USAGE ON SCHEMA "${schema}" TO "${app}";

-- Puts a table under the tenant's policy. Without a tenant nothing is visible, even to the owner.
CREATE FUNCTION isolate_by_tenant(relation regclass) RETURNS void
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', relation);
    EXECUTE format($policy$
        CREATE POLICY tenant_only ON %s
            USING (tenant_id = nullif(current_setting('billing.tenant', true), ''))
            WITH CHECK (tenant_id = nullif(current_setting('billing.tenant', true), ''))$policy$, relation);
END $$;
REVOKE ALL ON FUNCTION isolate_by_tenant FROM PUBLIC;

-- The registry: ids and status only, readable without a tenant so that workers can find whom to serve.
CREATE TABLE tenant (
    tenant_id  text COLLATE "C" NOT NULL CHECK (tenant_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    kind       text NOT NULL CHECK (kind IN ('LIVE', 'SANDBOX')),
    status     text NOT NULL CHECK (status IN ('ACTIVE', 'CLOSED')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id)
);
GRANT SELECT, INSERT ON tenant TO "${app}";

CREATE TABLE tenant_settings (
    tenant_id         text COLLATE "C" NOT NULL REFERENCES tenant,
    version           bigint NOT NULL CHECK (version > 0),
    zone              text NOT NULL,
    default_currency  text NOT NULL CHECK (default_currency ~ '^[A-Z]{3}$'),
    rounding_mode     text NOT NULL
        CHECK (rounding_mode IN ('UP', 'DOWN', 'CEILING', 'FLOOR', 'HALF_UP', 'HALF_DOWN', 'HALF_EVEN')),
    late_usage_policy text NOT NULL CHECK (late_usage_policy IN ('CORRECT', 'REFUSE')),
    invoice_template  text NOT NULL CHECK (length(invoice_template) BETWEEN 1 AND 200),
    invoice_reset     text NOT NULL CHECK (invoice_reset IN ('NEVER', 'YEARLY', 'MONTHLY')),
    -- jsonb, unlike other documents: operators search it, and its exact spelling proves nothing
    settings          jsonb NOT NULL,
    PRIMARY KEY (tenant_id)
);
SELECT isolate_by_tenant('tenant_settings');
GRANT SELECT, INSERT ON tenant_settings TO "${app}";
GRANT UPDATE (version, zone, default_currency, rounding_mode, late_usage_policy, invoice_template, invoice_reset, settings)
    ON tenant_settings TO "${app}";

-- The unit of concurrency: every command locks the customer's row first (FOR NO KEY UPDATE).
-- A run updates each row once, in key order, through the whole table. Less than half of every page is filled, so that the new
-- version fits beside the old and the update stays heap-only; no index may hold last_recorded_at.
CREATE TABLE customer (
    tenant_id        text COLLATE "C" NOT NULL REFERENCES tenant,
    customer_id      text COLLATE "C" NOT NULL CHECK (customer_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    currency         text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    zone             text NOT NULL,                  -- whose dates its periods follow
    entity           text COLLATE "C" NOT NULL,      -- whose numbers its documents take
    status           text NOT NULL CHECK (status IN ('ACTIVE', 'CLOSED')),
    last_recorded_at timestamptz NOT NULL,           -- recorded_at strictly increases per customer
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, customer_id)
) WITH (fillfactor = 45);
SELECT isolate_by_tenant('customer');
GRANT SELECT, INSERT ON customer TO "${app}";
GRANT UPDATE (zone, entity, status, last_recorded_at) ON customer TO "${app}";

-- Personal data, kept apart so that it can be erased sooner than what is financial.
CREATE TABLE customer_profile (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    profile     text NOT NULL CHECK (profile IS JSON OBJECT),
    erased_at   timestamptz,
    PRIMARY KEY (tenant_id, customer_id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customer
);
SELECT isolate_by_tenant('customer_profile');
GRANT SELECT, INSERT ON customer_profile TO "${app}";
GRANT UPDATE (profile, erased_at) ON customer_profile TO "${app}";
