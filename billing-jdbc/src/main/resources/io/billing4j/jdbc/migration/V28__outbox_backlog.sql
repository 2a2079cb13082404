-- How much waits in the outbox, for whoever watches: policies show nobody the rows of two tenants, so a function of the owner
-- counts, one tenant after the other.
--
-- The version before this one goes on meanwhile: it does not call the function. Locks: writers of outbox wait while the index is
-- built, which reads all of it.

-- The oldest event of a tenant is one step from its beginning, however many wait.
CREATE INDEX outbox_by_time ON outbox (tenant_id, occurred_at);

-- Counts 10,000 at most: more is no news, and what is counted has to be read. The oldest is that of all, of tenants who live by the
-- host's clock: what happens in a sandbox with a clock of its own says nothing about how long it has waited.
-- A plan that a session keeps may have been made while the table was empty, and be to read all of it: by an index it reads what it
-- counts. The setting that policies read is as it was before, for the application's transaction goes on.
CREATE FUNCTION outbox_backlog(OUT events bigint, OUT oldest timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = "${schema}", pg_temp
    SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
    most  CONSTANT bigint := 10000;
    before CONSTANT text := coalesce(current_setting('billing.tenant', true), '');
    one   record;
BEGIN
    events := 0;
    FOR one IN SELECT t.tenant_id, t.clock_at FROM tenant t LOOP
        PERFORM set_config('billing.tenant', one.tenant_id, true);
        IF one.clock_at IS NULL THEN
            oldest := least(oldest,
                (SELECT o.occurred_at FROM outbox o WHERE o.tenant_id = one.tenant_id ORDER BY o.occurred_at LIMIT 1));
        END IF;
        IF events < most THEN
            events := events
                + (SELECT count(*) FROM (SELECT FROM outbox WHERE tenant_id = one.tenant_id LIMIT most - events) o);
        END IF;
    END LOOP;
    PERFORM set_config('billing.tenant', before, true);
END $$;

-- It tells how many and how old, and nothing of a tenant.
REVOKE ALL ON FUNCTION outbox_backlog FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox_backlog TO "${app}";
