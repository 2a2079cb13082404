-- What can be bought. Meters and plan versions never change once written: the application may insert them, not update them.
-- Definitions and price models are text: invoice lines prove themselves by them, so they must come back as they were written.

CREATE TABLE meter (
    tenant_id        text COLLATE "C" NOT NULL REFERENCES tenant,
    meter_id         text COLLATE "C" NOT NULL CHECK (meter_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    aggregation      text NOT NULL
        CHECK (aggregation IN ('SUM', 'COUNT', 'MAX', 'LATEST', 'UNIQUE', 'TIME_WEIGHTED_SUM', 'TIME_WEIGHTED_UNIQUE', 'CUSTOM')),
    negative_allowed boolean NOT NULL,
    definition       text NOT NULL CHECK (definition IS JSON OBJECT),
    recorded_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, meter_id)
);
SELECT isolate_by_tenant('meter');
GRANT SELECT, INSERT ON meter TO "${app}";

CREATE TABLE plan (
    tenant_id   text COLLATE "C" NOT NULL REFERENCES tenant,
    plan_id     text COLLATE "C" NOT NULL CHECK (plan_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    name        text NOT NULL,
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    archived_at timestamptz,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, plan_id)
);
SELECT isolate_by_tenant('plan');
GRANT SELECT, INSERT ON plan TO "${app}";
GRANT UPDATE (archived_at) ON plan TO "${app}";

CREATE TABLE plan_version (
    tenant_id      text COLLATE "C" NOT NULL,
    plan_id        text COLLATE "C" NOT NULL,
    version        integer NOT NULL CHECK (version > 0),
    interval_unit  text NOT NULL
        CHECK (interval_unit IN ('DAY', 'WEEK', 'THIRTY_DAYS', 'MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR')),
    interval_count integer NOT NULL CHECK (interval_count > 0),
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, version),
    FOREIGN KEY (tenant_id, plan_id) REFERENCES plan
);
SELECT isolate_by_tenant('plan_version');
GRANT SELECT, INSERT ON plan_version TO "${app}";

CREATE TABLE charge (
    tenant_id       text COLLATE "C" NOT NULL,
    plan_id         text COLLATE "C" NOT NULL,
    plan_version    integer NOT NULL,
    charge_id       text COLLATE "C" NOT NULL CHECK (charge_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    ordinal         integer NOT NULL CHECK (ordinal >= 0),     -- the place on the document
    description     text NOT NULL,
    timing          text NOT NULL CHECK (timing IN ('IN_ADVANCE', 'IN_ARREARS')),
    meter_id        text COLLATE "C",                          -- null: priced without usage
    price_model     text NOT NULL CHECK (price_model IS JSON OBJECT),
    price_terms     text CHECK (price_terms IS JSON OBJECT),   -- null: nothing goes around the price
    proration       text NOT NULL CHECK (proration IN ('BY_SECOND', 'BY_DAY', 'FIXED_30_DAYS', 'NONE')),
    store_zero_line boolean NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, plan_version, charge_id),
    UNIQUE (tenant_id, plan_id, plan_version, ordinal),
    FOREIGN KEY (tenant_id, plan_id, plan_version) REFERENCES plan_version,
    FOREIGN KEY (tenant_id, meter_id) REFERENCES meter
);
SELECT isolate_by_tenant('charge');
GRANT SELECT, INSERT ON charge TO "${app}";
