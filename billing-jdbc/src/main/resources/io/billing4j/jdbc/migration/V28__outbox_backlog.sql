-- How much waits in the outbox, for whoever watches: policies show nobody the rows of two tenants, so a function of the owner
-- counts, one tenant after the other.
--
-- The version before this one goes on meanwhile: it does not call the function. No table is touched.

-- Counts 100,000 at most: more is no news, and what is counted has to be read. The oldest is that of the events counted, of tenants
-- who live by the host's clock: what happens in a sandbox with a clock of its own says nothing about how long it has waited.
-- The setting that policies read is as it was before, for the application's transaction goes on.
CREATE FUNCTION outbox_backlog(OUT events bigint, OUT oldest timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = "${schema}", pg_temp AS $$
DECLARE
    most  CONSTANT bigint := 100000;
    before CONSTANT text := coalesce(current_setting('billing.tenant', true), '');
    one   record;
BEGIN
    events := 0;
    FOR one IN SELECT t.tenant_id, t.clock_at FROM tenant t ORDER BY t.tenant_id LOOP
        EXIT WHEN events >= most;
        PERFORM set_config('billing.tenant', one.tenant_id, true);
        SELECT events + count(*), least(oldest, min(o.occurred_at) FILTER (WHERE one.clock_at IS NULL))
        INTO events, oldest
        FROM (SELECT occurred_at FROM outbox WHERE tenant_id = one.tenant_id LIMIT most - events) o;
    END LOOP;
    PERFORM set_config('billing.tenant', before, true);
END $$;

-- It tells how many and how old, and nothing of a tenant.
REVOKE ALL ON FUNCTION outbox_backlog FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox_backlog TO "${app}";
