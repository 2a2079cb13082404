-- Requests that were made once, with what was answered: whoever sends one again is given the answer and does nothing.
--
-- The version before this one goes on meanwhile: it remembers no request.
--
-- Locks: none but those of the new table. It refers to no other one: with many rows a day each insert would lock the tenant's row
-- as well, and policies and statements name the tenant.

-- Not the books: each is of use for a day and is deleted then. Unique by key over all time, so that it cannot be partitioned by time;
-- what is deleted is found by its index, some at a time, and its room is used again.
CREATE TABLE remembered_request (
    tenant_id    text COLLATE "C" NOT NULL,
    request_key  text COLLATE "C" NOT NULL CHECK (length(request_key) BETWEEN 1 AND 50),
    call         text NOT NULL CHECK (length(call) BETWEEN 1 AND 200),
    request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 33),  -- a version, then SHA-256
    answer       bytea,                                                  -- none for what may be made again
    recorded_at  timestamptz NOT NULL,                                   -- of the database's clock, unlike in the books
    PRIMARY KEY (tenant_id, request_key)
);
CREATE INDEX remembered_request_by_time ON remembered_request (tenant_id, recorded_at);
SELECT isolate_by_tenant('remembered_request');
GRANT SELECT, INSERT, DELETE ON remembered_request TO "${app}";
GRANT UPDATE (answer) ON remembered_request TO "${app}";
