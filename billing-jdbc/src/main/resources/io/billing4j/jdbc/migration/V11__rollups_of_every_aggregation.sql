-- Rollups that hold what meters make of events, so that no query has to add up more of them than lie at the edges of its window.
--
-- A row with group_key '' counts all events of a bucket, whatever their meter asks for; that is all there was, and it answers
-- meters that add up every quantity. For the others there are rows of groups: what passes the filter, for one group of the
-- meter, in one bucket. All columns are merged by what does not depend on order (sums, the greatest), so that events may come
-- in any order and from several transactions at once.
--
-- Rows of the version before, and what it writes while it goes on beside this one: it knows no rows of groups, but it counts
-- every event in the day's row with group_key ''. This version adds there, in rolled_up_count, how many of them the rows of
-- groups hold. A day's rows of groups answer for it exactly where both counts are the same; where they are not, its events are
-- read. So nothing has to be filled in, or switched on once the last process is of this version, and going back a version and
-- forward again leaves no gap. The same keeps an event apart that its meter cannot read.
--
-- Locks: usage_rollup is needed alone for a moment; nothing is rewritten or read through (constant default, NOT VALID).
ALTER TABLE usage_rollup
    ADD COLUMN rolled_up_count bigint NOT NULL DEFAULT 0,      -- of days with group_key '': how many events the groups hold
    ADD COLUMN value_max       numeric,                        -- of groups: the largest value
    ADD COLUMN value_latest    text COLLATE "C",               -- of groups: the last value behind a key that sorts as events do
    ADD COLUMN value_moment    numeric,                        -- of groups: values times their microseconds into the bucket
    ADD COLUMN group_values    text,                           -- of groups: what group_key is the hash of, where it is one
    DROP CONSTRAINT usage_rollup_grain_check,
    ADD CONSTRAINT usage_rollup_grain_check CHECK (grain IN ('DAY', 'HOUR', 'QUARTER')) NOT VALID;
GRANT UPDATE (rolled_up_count, value_max, value_latest, value_moment) ON usage_rollup TO "${app}";

-- Which values meters of different values have seen, and when: a bit for each hour of a UTC month or, where windows may begin
-- within an hour, for each quarter of an hour of a UTC day; the last hour or quarter comes first. Bits are only ever set. A row
-- per value and month or day, however many events name it.
CREATE TABLE usage_value (
    tenant_id       text COLLATE "C" NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    meter_id        text COLLATE "C" NOT NULL,
    bucket_start    timestamptz NOT NULL,
    group_key       text COLLATE "C" NOT NULL,
    value           text COLLATE "C" NOT NULL,
    put_slots       varbit NOT NULL,                           -- where an event put it in
    taken_slots     varbit,                                    -- where an event took it out; null: nowhere
    group_values    text,
    PRIMARY KEY (tenant_id, customer_id, subscription_id, meter_id, bucket_start, group_key, value)
) WITH (fillfactor = 80);
SELECT isolate_by_tenant('usage_value');
GRANT SELECT, INSERT ON usage_value TO "${app}";
GRANT UPDATE (put_slots, taken_slots) ON usage_value TO "${app}";
