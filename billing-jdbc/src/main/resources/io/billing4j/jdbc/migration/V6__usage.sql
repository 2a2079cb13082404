-- What was used. All of it is append-only but the rollups, which are sums of it.
-- Partitions are closed to the application role: the parent's policies do not apply to a partition that is read directly.

CREATE FUNCTION close_partition(partition regclass) RETURNS void
    LANGUAGE plpgsql SET search_path = "${schema}", pg_temp AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition);
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, %I', partition, '${app}');
END $$;
REVOKE ALL ON FUNCTION close_partition FROM PUBLIC;

-- The identity of events. Inserted first, in sorted order: it decides new, duplicate (same hash) or conflict (another hash).
-- A table partitioned by time cannot be unique on the event id alone, hence a table of its own.
CREATE TABLE usage_key (
    tenant_id    text COLLATE "C" NOT NULL,
    event_id     text COLLATE "C" NOT NULL CHECK (length(event_id) BETWEEN 1 AND 64),
    content_hash bytea NOT NULL,
    occurred_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, event_id)
) PARTITION BY HASH (tenant_id, event_id);
DO $$
BEGIN
    FOR remainder IN 0..7 LOOP
        EXECUTE format('CREATE TABLE usage_key_%s PARTITION OF usage_key FOR VALUES WITH (MODULUS 8, REMAINDER %s)',
            remainder, remainder);
        PERFORM close_partition(format('usage_key_%s', remainder)::regclass);
    END LOOP;
END $$;
SELECT isolate_by_tenant('usage_key');
GRANT SELECT, INSERT ON usage_key TO "${app}";

-- The raw events, by month (UTC). subscription_id is '' where the reporter named none.
CREATE TABLE usage_event (
    tenant_id       text COLLATE "C" NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    meter_id        text COLLATE "C" NOT NULL,
    occurred_at     timestamptz NOT NULL,
    event_id        text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    service         text,
    quantity        numeric NOT NULL,
    properties      text,                              -- JSON object; null: none
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, meter_id, occurred_at, event_id)
) PARTITION BY RANGE (occurred_at);
SELECT isolate_by_tenant('usage_event');
GRANT SELECT, INSERT ON usage_event TO "${app}";

-- Sums per UTC day and per UTC hour. The quantity of a window [a, b) is the sum of the days inside it, of the hours inside what is
-- left at either end, and of the raw events at the two edges: at most 46 hours and two reads of raw events for any window.
CREATE TABLE usage_rollup (
    tenant_id       text COLLATE "C" NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    meter_id        text COLLATE "C" NOT NULL,
    grain           text NOT NULL CHECK (grain IN ('DAY', 'HOUR')),
    bucket_start    timestamptz NOT NULL,
    group_key       text COLLATE "C" NOT NULL,         -- '' where the meter does not group
    event_count     bigint NOT NULL CHECK (event_count > 0),
    quantity_sum    numeric NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, subscription_id, meter_id, grain, bucket_start, group_key)
) WITH (fillfactor = 80);
SELECT isolate_by_tenant('usage_rollup');
GRANT SELECT, INSERT ON usage_rollup TO "${app}";
GRANT UPDATE (event_count, quantity_sum) ON usage_rollup TO "${app}";

-- Windows that were billed before an event of theirs arrived: what a correction starts from.
CREATE TABLE usage_touched (
    tenant_id       text COLLATE "C" NOT NULL,
    touched_id      uuid NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    meter_id        text COLLATE "C" NOT NULL,
    bucket_start    timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    settled_by      uuid,                              -- the invoice that corrected it; null: open
    PRIMARY KEY (tenant_id, touched_id)
);
CREATE INDEX usage_touched_open ON usage_touched (tenant_id, customer_id) WHERE settled_by IS NULL;
SELECT isolate_by_tenant('usage_touched');
GRANT SELECT, INSERT ON usage_touched TO "${app}";
GRANT UPDATE (settled_by) ON usage_touched TO "${app}";

-- Makes the partition of the month (UTC) that holds an instant, if it is not there. The application role cannot otherwise create
-- anything. It locks the parent as attaching does (SHARE UPDATE EXCLUSIVE), to the end of the transaction: ingestion goes on
-- meanwhile, and whoever needs another new month waits. One lock for all months keeps two who need several each from a deadlock.
-- Whether an instant is too far ahead is for the caller to say, by the tenant's clock: a sandbox may be years ahead of the database's.
-- The bounds here only keep a broken caller from making thousands.
CREATE FUNCTION ensure_usage_partition(at timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    lower_bound timestamptz;
    upper_bound timestamptz;
    qualified   text;
BEGIN
    IF at IS NULL OR at < '2000-01-01' OR at >= '2100-01-01' THEN
        RAISE EXCEPTION 'no usage partition for %: it must lie in [2000-01-01, 2100-01-01)', at USING ERRCODE = '22008';
    END IF;
    lower_bound := date_trunc('month', at);
    upper_bound := lower_bound + interval '1 month';
    qualified := format('%I.%I', '${schema}', 'usage_event_' || to_char(at, 'YYYYMM'));
    IF to_regclass(qualified) IS NOT NULL THEN
        RETURN;
    END IF;
    -- a lock on the table, not an advisory one: only that makes this session learn what another has just created
    LOCK TABLE ONLY usage_event IN SHARE UPDATE EXCLUSIVE MODE;
    IF to_regclass(qualified) IS NOT NULL THEN
        RETURN;
    END IF;
    -- closed before it is attached; the constraint spares the scan while attaching
    EXECUTE format('CREATE TABLE %s (LIKE usage_event INCLUDING ALL, CONSTRAINT month_only CHECK (occurred_at >= %L AND occurred_at < %L))',
        qualified, lower_bound, upper_bound);
    PERFORM close_partition(qualified::regclass);
    EXECUTE format('ALTER TABLE usage_event ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', qualified, lower_bound, upper_bound);
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT month_only', qualified);
END $$;
REVOKE ALL ON FUNCTION ensure_usage_partition FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_usage_partition TO "${app}";
