-- What the server does by itself: when each job is next, which are paused, and how they went.
--
-- The version before this one goes on meanwhile: it has jobs of its own and reads none of this.
--
-- Locks: none but those of the new tables.

-- Of the scheduler library (db-scheduler 16), by its names but for the table's. An instance is a tenant, or '*' for a job of all of
-- them. No tenant's data: whoever works for all finds here whose turn it is, and enters the tenant's books as everybody does.
CREATE TABLE scheduled_task (
    task_name            text COLLATE "C" NOT NULL,
    task_instance        text COLLATE "C" NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,                           -- by the clocks of the nodes, as all times here
    picked               boolean NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint NOT NULL,
    priority             smallint,
    wanted_at            timestamptz,                                    -- ours: when somebody last wanted it done, until it is; none where nobody does
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_task_by_time ON scheduled_task (execution_time);
CREATE INDEX scheduled_task_by_heartbeat ON scheduled_task (last_heartbeat);
-- Those of one tenant.
CREATE INDEX scheduled_task_by_instance ON scheduled_task (task_instance);
GRANT SELECT, INSERT, DELETE ON scheduled_task TO "${app}";
GRANT UPDATE (task_data, execution_time, picked, picked_by, last_success, last_failure, consecutive_failures, last_heartbeat, version,
    wanted_at)
    ON scheduled_task TO "${app}";

-- A row while it is paused. Of '*' for a job of all, and for the job of every tenant.
CREATE TABLE job_pause (
    tenant_id text COLLATE "C" NOT NULL,
    job       text COLLATE "C" NOT NULL,
    paused_at timestamptz NOT NULL,
    paused_by text NOT NULL,
    PRIMARY KEY (tenant_id, job)
);
GRANT SELECT, INSERT, DELETE ON job_pause TO "${app}";

-- What was done, where there was something to do; deleted after 30 days.
CREATE TABLE job_history (
    tenant_id    text COLLATE "C" NOT NULL,
    job          text COLLATE "C" NOT NULL,
    execution_id uuid NOT NULL,                                          -- in the order of time
    started_at   timestamptz NOT NULL,
    ended_at     timestamptz,                                            -- none while it is under way
    node         text NOT NULL,
    outcome      text CHECK (outcome IN ('DONE', 'FOUND_FAULTS', 'SKIPPED', 'FAILED', 'ABANDONED')),
    detail       text NOT NULL CHECK (length(detail) <= 1000),
    PRIMARY KEY (tenant_id, job, execution_id),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX job_history_by_time ON job_history (started_at);
GRANT SELECT, INSERT, DELETE ON job_history TO "${app}";
GRANT UPDATE (ended_at, outcome, detail) ON job_history TO "${app}";
