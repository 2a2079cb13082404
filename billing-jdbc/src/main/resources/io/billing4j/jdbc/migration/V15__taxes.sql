-- What taxes are due where and when, and how customers are taxed.
--
-- The version before this one goes on meanwhile: it does not know the new tables. What it would overlook it refuses, settings that say
-- how documents are taxed: so it bills nobody of a tenant whose documents are, and rules and profiles alone tax nothing.
--
-- Locks: whoever writes to tenant or customer waits for a moment, until the foreign keys are there.

-- Two that contradict each other are refused by whoever adds them, while they hold the tenant's settings. Only its end ever changes.
CREATE TABLE tax_rule (
    tenant_id text COLLATE "C" NOT NULL REFERENCES tenant,
    rule_id   text COLLATE "C" NOT NULL CHECK (rule_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    category  text COLLATE "C" NOT NULL CHECK (category ~ '^[A-Za-z0-9._:-]{1,64}$'),
    country   text CHECK (country ~ '^[A-Z]{2}$'),                 -- null: everywhere that no other rule is for
    region    text CHECK (region ~ '^[A-Z0-9]{1,3}$'),             -- null: wherever in the country
    starts_on date NOT NULL,
    ends_on   date,                                                -- the first day on which it is not so any more; null: none yet; its first: it never was
    tax_id    text COLLATE "C" CHECK (tax_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
    name      text,
    percent   numeric CHECK (percent >= 0 AND percent <= 100),
    compound  boolean,                                             -- whether it is also due on the taxes before it
    ordinal   integer CHECK (ordinal BETWEEN 0 AND 99),            -- lower ones come first
    untaxed   text CHECK (untaxed IN ('REVERSE_CHARGE', 'EXEMPT', 'OUT_OF_SCOPE')),
    reason    text,                                                -- why nothing is due
    PRIMARY KEY (tenant_id, rule_id),
    CHECK (country IS NOT NULL OR region IS NULL),
    CHECK (ends_on >= starts_on),
    CONSTRAINT tax_rule_due_or_not CHECK (num_nonnulls(tax_id, name, percent, compound, ordinal)
        = CASE WHEN untaxed IS NULL THEN 5 ELSE 0 END),
    CHECK ((untaxed IS NULL) = (reason IS NULL))
);
SELECT isolate_by_tenant('tax_rule');
GRANT SELECT, INSERT ON tax_rule TO "${app}";
GRANT UPDATE (ends_on) ON tax_rule TO "${app}";

-- How a customer is taxed from a day on, until their next one begins. Another from the same day takes its place: documents keep what they
-- were made by.
CREATE TABLE tax_profile (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    starts_on   date NOT NULL,
    country     text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    region      text CHECK (region ~ '^[A-Z0-9]{1,3}$'),           -- null: not known, or it does not matter
    untaxed     text CHECK (untaxed IN ('REVERSE_CHARGE', 'EXEMPT', 'OUT_OF_SCOPE')), -- null: they owe the taxes of the place
    reason      text,
    tax_number  text,                                              -- null: not known
    PRIMARY KEY (tenant_id, customer_id, starts_on),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
    CHECK ((untaxed IS NULL) = (reason IS NULL)),
    CHECK (untaxed <> 'REVERSE_CHARGE' OR tax_number IS NOT NULL)
);
SELECT isolate_by_tenant('tax_profile');
GRANT SELECT, INSERT ON tax_profile TO "${app}";
GRANT UPDATE (country, region, untaxed, reason, tax_number) ON tax_profile TO "${app}";
