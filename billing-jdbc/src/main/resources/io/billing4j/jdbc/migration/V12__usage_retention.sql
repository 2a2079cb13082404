-- How usage goes once it is old enough: what is refused, what is not counted any more, and what is deleted.
--
-- The version before this one goes on meanwhile: it finds new columns that it does not name, all null, and new functions that it
-- does not call. It knows nothing of what these columns say, so nothing is to be deleted before all processes are of this version.
-- The registry is needed for itself for a moment, as in V9.
--
-- The order of things, so that nobody counts what is half gone, nor records an event a second time whose key is gone:
--   1. announce: the registry says what is refused and not counted from now on (usage_open_from, usage_kept_from); committed.
--   2. wait for all transactions that hold a lock on usage_event: whoever relies on old usage takes one first and reads the
--      registry afterwards, so that after this everybody goes by what was announced.
--   3. confirm: what others have made needed meanwhile takes the announcement back, else it is final (usage_gone_before).
--   4. delete keys and rollups, in chunks, each a transaction; drop the partitions that no tenant needs.
-- What is unbilled is needed however old it is; so is what a correction or a draft is counted from. Levels that carry over into
-- later periods are needed for ever: what one is today may have been said years ago. Months with events of theirs stay.

ALTER TABLE tenant
    ADD COLUMN usage_open_from    timestamptz,       -- events before are refused for good; null: none is. Only ever moves forward
    ADD COLUMN usage_keys_from    timestamptz,       -- keys of events before are deleted; null: none is
    ADD COLUMN usage_kept_from    timestamptz,       -- nothing is counted from events before any more; null: all are there
    ADD COLUMN usage_gone_before  timestamptz,       -- events before may be deleted; moves forward, up to usage_kept_from
    ADD COLUMN usage_rollups_from timestamptz,       -- rollups before are deleted; null: none is
    ADD COLUMN usage_level_months timestamptz[] NOT NULL DEFAULT '{}';   -- months whose keys are deleted, and that hold levels

-- As in V6, but whoever asks shares the parent to the end of the transaction, so that a month which is there is not dropped before
-- the caller has put its events into it.
CREATE OR REPLACE FUNCTION ensure_usage_partition(at timestamptz) RETURNS void
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
    LOCK TABLE ONLY usage_event IN ACCESS SHARE MODE;
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

-- What a tenant's settings say of usage, with the defaults of those who said nothing. No row: the tenant has no settings.
CREATE FUNCTION upkeep_policy(t text, OUT hold boolean, OUT retention interval, OUT refused_age interval)
    LANGUAGE sql STABLE SET search_path = "${schema}", pg_temp AS $$
    SELECT coalesce((said.usage ->> 'hold')::boolean, false),
           said.retention,
           CASE WHEN said.usage ->> 'tooOld' = 'ACCEPT_WITH_FINDING' THEN said.retention - interval '366 days'
                ELSE coalesce((said.usage ->> 'maxAge')::interval, said.retention - interval '366 days') END
    FROM (SELECT settings -> 'usage' AS usage,
                 greatest(coalesce((settings #>> '{usage,retention}')::interval, interval '2557 days'), interval '400 days')
                     AS retention
          FROM tenant_settings WHERE tenant_id = t) said
$$;

-- Keeps a tenant's settings as they are to the end of the transaction: what is deleted by them is gone before another choice is in
-- force. Whoever is about to choose goes first, and is not waited for, so that nobody meets in a circle: 55P03, as after a timeout.
CREATE FUNCTION upkeep_keep_policy(t text) RETURNS void
    LANGUAGE sql VOLATILE SET search_path = "${schema}", pg_temp AS $$
    SELECT FROM tenant_settings WHERE tenant_id = t FOR SHARE NOWAIT
$$;

-- A tenant's business time, as far as the database knows: of two clocks the one that deletes later.
CREATE FUNCTION upkeep_clock(t text, host_now timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE SET search_path = "${schema}", pg_temp AS $$
    SELECT coalesce(clock_at, least(now(), host_now)) FROM tenant WHERE tenant_id = t
$$;

-- The months (UTC) that have a partition.
CREATE FUNCTION upkeep_months() RETURNS SETOF timestamptz
    LANGUAGE sql STABLE SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
    SELECT to_timestamp(right(c.relname, 6), 'YYYYMM') AS month
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'usage_event'::regclass
    ORDER BY month
$$;

-- Whether a tenant has events in [from_inclusive, until_exclusive); null: since ever.
CREATE FUNCTION upkeep_has_events(t text, from_inclusive timestamptz, until_exclusive timestamptz) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = "${schema}", pg_temp AS $$
    SELECT EXISTS (SELECT FROM usage_event
                   WHERE tenant_id = t AND occurred_at >= coalesce(from_inclusive, '-infinity') AND occurred_at < until_exclusive)
$$;

-- The start of the period before the one that begins at an instant or later, of those that a subscription has opened.
CREATE FUNCTION upkeep_period_before(t text, subscription text, at timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE SET search_path = "${schema}", pg_temp AS $$
    SELECT max(period_start) FROM invoice_slot
    WHERE tenant_id = t AND subscription_id = subscription AND reason = 'CYCLE' AND period_start < at
$$;

-- From when on a tenant's usage is still to be billed or corrected; null: all is done. A slot bills the arrears of the period
-- before its own, so the last period that is billed counts as well.
CREATE FUNCTION upkeep_unbilled_from(t text) RETURNS timestamptz
    LANGUAGE sql STABLE SET search_path = "${schema}", pg_temp AS $$
    SELECT min(unbilled) FROM (
        SELECT coalesce((SELECT o.period_start FROM invoice_slot o
                         WHERE o.tenant_id = t AND o.subscription_id = s.subscription_id AND o.period_index < s.next_index
                           AND o.reason = 'CYCLE' AND (NOT o.voided OR o.waived)
                         ORDER BY o.period_index DESC LIMIT 1), s.start_at)
        FROM subscription s WHERE s.tenant_id = t AND s.next_due_at IS NOT NULL
        UNION ALL
        SELECT coalesce(upkeep_period_before(t, s.subscription_id, s.touched_from), s.start_at)
        FROM subscription s WHERE s.tenant_id = t AND s.touched_from IS NOT NULL
        UNION ALL
        SELECT coalesce(upkeep_period_before(t, m.subscription_id, m.bucket_start), s.start_at, m.bucket_start)
        FROM usage_touched m LEFT JOIN subscription s ON s.tenant_id = t AND s.subscription_id = m.subscription_id
        WHERE m.tenant_id = t AND m.settled_by IS NULL) open_ones (unbilled)
$$;

-- From when on a tenant's drafts would be counted again; null: there are none. It reads all documents of the tenant.
CREATE FUNCTION upkeep_drafted_from(t text) RETURNS timestamptz
    LANGUAGE sql STABLE SET search_path = "${schema}", pg_temp AS $$
    SELECT min(coalesce(upkeep_period_before(t, s.subscription_id, drafted.earliest), s.start_at))
    FROM (SELECT d.customer_id,
                 least(d.period_start, (SELECT min(l.service_start) FROM invoice_line l
                                        WHERE l.tenant_id = t AND l.invoice_id = d.invoice_id)) AS earliest
          FROM invoice d WHERE d.tenant_id = t AND d.status = 'DRAFT') drafted
    JOIN subscription s ON s.tenant_id = t AND s.customer_id = drafted.customer_id
$$;

-- The meters whose levels carry over into later periods.
CREATE FUNCTION upkeep_carrying(t text) RETURNS text[]
    LANGUAGE sql STABLE SET search_path = "${schema}", pg_temp AS $$
    SELECT ARRAY(SELECT meter_id FROM meter WHERE tenant_id = t AND definition::jsonb -> 'carriesOver' = 'true'::jsonb)
$$;

-- Up to where a tenant's events may go, and what keeps those beyond that are past their retention; null: nothing does. The cheap
-- questions come first: there is no need to ask on where the answer is no later than what is known already.
CREATE FUNCTION upkeep_target(t text, past timestamptz, known timestamptz, OUT target timestamptz, OUT kept_by text)
    LANGUAGE plpgsql STABLE SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    other timestamptz;
BEGIN
    target := past;
    other := date_trunc('month', upkeep_unbilled_from(t));
    IF other < target THEN
        target := other;
        kept_by := 'UNBILLED';
    END IF;
    IF target > coalesce(known, '-infinity') THEN
        other := date_trunc('month', upkeep_drafted_from(t));
        IF other < target THEN
            target := other;
            kept_by := 'DRAFT';
        END IF;
    END IF;
END $$;

-- Every tenant, for whoever goes over them.
CREATE FUNCTION upkeep_tenants() RETURNS TABLE (tenant_id text, clock_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = "${schema}", pg_temp AS $$
    SELECT t.tenant_id, t.clock_at FROM tenant t ORDER BY t.tenant_id
$$;

-- Step 1 for a tenant. pending: there is something to confirm or to delete. kept_by: what keeps events that are past their retention.
CREATE FUNCTION upkeep_announce(t text, host_now timestamptz, OUT pending boolean, OUT kept_by text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    known  tenant%ROWTYPE;
    policy record;
    past   timestamptz;
    opens  timestamptz;
    keeps  timestamptz;
BEGIN
    PERFORM set_config('billing.tenant', t, true);
    SELECT * INTO STRICT known FROM tenant WHERE tenant_id = t FOR NO KEY UPDATE;
    SELECT * INTO policy FROM upkeep_policy(t);
    past := date_trunc('month', upkeep_clock(t, host_now) - policy.retention);
    pending := false;
    IF policy.hold IS DISTINCT FROM false THEN
        IF upkeep_has_events(t, known.usage_gone_before, past) THEN
            kept_by := 'HOLD';
        END IF;
        -- what was announced and never became final is still there
        UPDATE tenant SET usage_kept_from = usage_gone_before
        WHERE tenant_id = t AND usage_kept_from IS DISTINCT FROM usage_gone_before;
        RETURN;
    END IF;
    -- keys for five weeks at least, so that who records younger events need not ask
    opens := date_trunc('month', upkeep_clock(t, host_now) - greatest(policy.refused_age, interval '35 days'));
    IF opens > coalesce(known.usage_open_from, '-infinity') AND upkeep_has_events(t, known.usage_open_from, opens) THEN
        known.usage_open_from := opens;
    END IF;
    IF past > coalesce(known.usage_kept_from, '-infinity') AND upkeep_has_events(t, known.usage_kept_from, past) THEN
        SELECT * INTO keeps, kept_by FROM upkeep_target(t, past, known.usage_kept_from);
        IF keeps > coalesce(known.usage_kept_from, '-infinity') AND upkeep_has_events(t, known.usage_kept_from, keeps) THEN
            known.usage_kept_from := keeps;
            known.usage_open_from := greatest(known.usage_open_from, keeps);
        END IF;
    END IF;
    IF kept_by IS NULL AND past > ANY (known.usage_level_months) THEN
        kept_by := 'CARRIED_OVER';
    END IF;
    UPDATE tenant SET usage_open_from = known.usage_open_from, usage_kept_from = known.usage_kept_from
    WHERE tenant_id = t
      AND (usage_open_from, usage_kept_from) IS DISTINCT FROM (known.usage_open_from, known.usage_kept_from);
    pending := known.usage_kept_from IS DISTINCT FROM known.usage_gone_before
        OR known.usage_open_from IS DISTINCT FROM known.usage_keys_from
        OR known.usage_gone_before IS DISTINCT FROM known.usage_rollups_from;
END $$;

-- Step 3 for a tenant: what was announced becomes final, or less of it where more is needed by now.
CREATE FUNCTION upkeep_confirm(t text, host_now timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    known  tenant%ROWTYPE;
    policy record;
    past   timestamptz;
BEGIN
    PERFORM set_config('billing.tenant', t, true);
    SELECT * INTO STRICT known FROM tenant WHERE tenant_id = t FOR NO KEY UPDATE;
    IF known.usage_kept_from IS NOT DISTINCT FROM known.usage_gone_before THEN
        RETURN;
    END IF;
    SELECT * INTO policy FROM upkeep_policy(t);
    IF policy.hold IS NOT DISTINCT FROM false THEN
        past := least(known.usage_kept_from, date_trunc('month', upkeep_clock(t, host_now) - policy.retention));
        past := (upkeep_target(t, past, known.usage_gone_before)).target;
    END IF;
    UPDATE tenant
    SET usage_kept_from = greatest(usage_gone_before, past), usage_gone_before = greatest(usage_gone_before, past)
    WHERE tenant_id = t;
END $$;

-- Step 4, keys: those of the next events of a tenant's month, in the order of the events; the last one that was seen, or nothing
-- where that was the end of the month. The events tell which keys are old: the table of keys has no index by time. On the way it
-- sees whether the month holds levels that carry over.
CREATE FUNCTION upkeep_delete_keys(
        t text, month timestamptz, after_customer text, after_meter text, after_at timestamptz, after_event text, chunk integer,
        OUT deleted bigint, OUT customer text, OUT meter text, OUT at timestamptz, OUT event text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    known    tenant%ROWTYPE;
    until    timestamptz := date_trunc('month', month) + interval '1 month';
    carrying text[];
    seen     bigint;
    levels   boolean;
BEGIN
    PERFORM set_config('billing.tenant', t, true);
    deleted := 0;
    SELECT * INTO STRICT known FROM tenant WHERE tenant_id = t FOR NO KEY UPDATE;
    PERFORM upkeep_keep_policy(t);
    IF (until > known.usage_open_from) IS DISTINCT FROM false OR until <= known.usage_keys_from
        OR (SELECT hold FROM upkeep_policy(t)) IS DISTINCT FROM false THEN
        RETURN;
    END IF;
    carrying := upkeep_carrying(t);
    WITH walked AS MATERIALIZED (
        SELECT e.customer_id, e.meter_id, e.occurred_at, e.event_id FROM usage_event e
        WHERE e.tenant_id = t AND e.occurred_at >= until - interval '1 month' AND e.occurred_at < until
          AND (e.customer_id, e.meter_id, e.occurred_at, e.event_id) > (after_customer, after_meter, after_at, after_event)
        ORDER BY e.customer_id, e.meter_id, e.occurred_at, e.event_id LIMIT chunk),
    gone AS (
        DELETE FROM usage_key k USING walked w
        WHERE k.tenant_id = t AND k.event_id = w.event_id AND k.occurred_at = w.occurred_at RETURNING 1)
    SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM walked),
           EXISTS (SELECT FROM walked w WHERE w.meter_id = ANY (carrying)),
           l.customer_id, l.meter_id, l.occurred_at, l.event_id
    INTO deleted, seen, levels, customer, meter, at, event
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (SELECT * FROM walked w
        ORDER BY w.customer_id DESC, w.meter_id DESC, w.occurred_at DESC, w.event_id DESC LIMIT 1) l ON true;
    IF levels THEN
        UPDATE tenant SET usage_level_months = usage_level_months || (until - interval '1 month')
        WHERE tenant_id = t AND (until - interval '1 month') <> ALL (usage_level_months);
    END IF;
    IF seen < chunk THEN
        customer := NULL;
        UPDATE tenant SET usage_keys_from = greatest(usage_keys_from, until) WHERE tenant_id = t;
    END IF;
END $$;

-- The keys of months that have no partition any more, or never had one, need no deleting.
CREATE FUNCTION upkeep_keys_done(t text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    known tenant%ROWTYPE;
BEGIN
    PERFORM set_config('billing.tenant', t, true);
    SELECT * INTO STRICT known FROM tenant WHERE tenant_id = t FOR NO KEY UPDATE;
    IF NOT upkeep_has_events(t, known.usage_keys_from, known.usage_open_from) THEN
        UPDATE tenant SET usage_keys_from = usage_open_from WHERE tenant_id = t;
    END IF;
END $$;

-- Step 4, rollups: those of the next customers, but for sums that carry over; the last one that was seen, or null where there are
-- no more.
CREATE FUNCTION upkeep_delete_rollups(t text, after_customer text, customers integer, OUT deleted bigint, OUT customer text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    known          tenant%ROWTYPE;
    carrying       text[];
    chosen         text[];
    values_deleted bigint;
BEGIN
    PERFORM set_config('billing.tenant', t, true);
    deleted := 0;
    SELECT * INTO STRICT known FROM tenant WHERE tenant_id = t FOR NO KEY UPDATE;
    PERFORM upkeep_keep_policy(t);
    IF known.usage_gone_before IS NULL OR (SELECT hold FROM upkeep_policy(t)) IS DISTINCT FROM false THEN
        RETURN;
    END IF;
    carrying := upkeep_carrying(t);
    chosen := ARRAY(SELECT c.customer_id FROM customer c
                  WHERE c.tenant_id = t AND c.customer_id > after_customer ORDER BY c.customer_id LIMIT customers);
    DELETE FROM usage_rollup r
    WHERE r.tenant_id = t AND r.customer_id = ANY (chosen) AND r.bucket_start < known.usage_gone_before
      AND r.meter_id <> ALL (carrying);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    -- buckets of values are months or days: none reaches over the end of a month
    DELETE FROM usage_value v
    WHERE v.tenant_id = t AND v.customer_id = ANY (chosen) AND v.bucket_start < known.usage_gone_before
      AND v.meter_id <> ALL (carrying);
    GET DIAGNOSTICS values_deleted = ROW_COUNT;
    deleted := deleted + values_deleted;
    IF cardinality(chosen) = customers THEN
        customer := chosen[customers];
    ELSE
        UPDATE tenant SET usage_rollups_from = usage_gone_before WHERE tenant_id = t;
    END IF;
END $$;

-- Whether a tenant can do without its events of a month that ends at an instant.
CREATE FUNCTION upkeep_may_go(t text, until timestamptz, host_now timestamptz) RETURNS boolean
    LANGUAGE plpgsql STABLE SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    known  tenant%ROWTYPE;
    policy record;
BEGIN
    PERFORM set_config('billing.tenant', t, true);
    SELECT * INTO STRICT known FROM tenant WHERE tenant_id = t;
    SELECT * INTO policy FROM upkeep_policy(t);
    RETURN coalesce(
        known.usage_gone_before >= until AND known.usage_keys_from >= until AND NOT policy.hold
            AND (until - interval '1 month') <> ALL (known.usage_level_months)
            AND until <= upkeep_clock(t, host_now) - policy.retention,
        false);
EXCEPTION WHEN data_exception THEN
    -- settings that cannot be read let nothing go
    RETURN false;
END $$;

-- A tenant that has events in a month and cannot do without them; null: there is none. Looks at one after the other, without locks.
CREATE FUNCTION upkeep_needed_by(month timestamptz, host_now timestamptz) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    lower_bound timestamptz := date_trunc('month', month);
    upper_bound timestamptz := date_trunc('month', month) + interval '1 month';
    t           text;
BEGIN
    FOR t IN SELECT tenant_id FROM tenant ORDER BY tenant_id LOOP
        PERFORM set_config('billing.tenant', t, true);
        IF upkeep_has_events(t, lower_bound, upper_bound) AND NOT upkeep_may_go(t, upper_bound, host_now) THEN
            RETURN t;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- Step 4, events: drops a month, unless a tenant needs it, which is then the answer. It has the parent for itself, and so waits for
-- whoever reads or writes usage, and whoever comes after waits for it: call it with a short lock_timeout. What is asked again under
-- the lock is what may have changed since upkeep_needed_by, tenant by tenant that has events there, and stays so until the month is
-- gone. Once it has the partition it waits for nothing.
CREATE FUNCTION upkeep_drop(month timestamptz, host_now timestamptz) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = "${schema}", pg_temp SET timezone = 'UTC' AS $$
DECLARE
    upper_bound timestamptz := date_trunc('month', month) + interval '1 month';
    qualified   text := format('%I.%I', '${schema}', 'usage_event_' || to_char(month, 'YYYYMM'));
    t           text;
    needed_by   text;
BEGIN
    -- whoever records events that are younger does not ask whether their month is there
    IF (upper_bound > now() - interval '366 days') IS DISTINCT FROM false THEN
        RAISE EXCEPTION 'the month of % is not a year ago', month USING ERRCODE = '22008';
    END IF;
    LOCK TABLE ONLY usage_event IN ACCESS EXCLUSIVE MODE;
    IF to_regclass(qualified) IS NULL THEN
        RETURN NULL;
    END IF;
    -- for a moment, and for nobody but the owner: a partition has no policy, so that not even the owner sees its rows
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', qualified);
    FOR t IN EXECUTE format($q$
        WITH RECURSIVE present (tenant_id) AS (
            SELECT (SELECT e.tenant_id FROM %1$s e ORDER BY e.tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT e.tenant_id FROM %1$s e WHERE e.tenant_id > p.tenant_id ORDER BY e.tenant_id LIMIT 1)
            FROM present p WHERE p.tenant_id IS NOT NULL)
        SELECT tenant_id FROM present WHERE tenant_id IS NOT NULL$q$, qualified)
    LOOP
        PERFORM set_config('billing.tenant', t, true);
        PERFORM upkeep_keep_policy(t);
        IF NOT upkeep_may_go(t, upper_bound, host_now) THEN
            needed_by := t;
            EXIT;
        END IF;
    END LOOP;
    IF needed_by IS NULL THEN
        EXECUTE format('DROP TABLE %s', qualified);
    ELSE
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', qualified);
    END IF;
    RETURN needed_by;
END $$;

-- The functions that name a tenant leave it set to the end of the transaction, which is why each is called in one of its own.
--
-- For whoever keeps house, on a connection of its own role: the application has no right to any of them.
REVOKE ALL ON FUNCTION upkeep_policy, upkeep_keep_policy, upkeep_clock, upkeep_months, upkeep_has_events, upkeep_period_before,
    upkeep_unbilled_from, upkeep_drafted_from, upkeep_carrying, upkeep_target, upkeep_may_go, upkeep_tenants, upkeep_announce,
    upkeep_confirm, upkeep_delete_keys, upkeep_keys_done, upkeep_delete_rollups, upkeep_needed_by, upkeep_drop FROM PUBLIC;
