-- What an outside service has said of taxes, until the document that it was asked for is made.
--
-- The version before this one goes on meanwhile: it does not know the new table. What it would overlook it refuses, settings that name a
-- service; and the documents that one was asked of, whose taxes say so.
--
-- Locks: whoever writes to tenant waits for a moment, until the foreign key is there.

-- Not the books: documents keep what they were taxed with. An answer is of use for a day and is deleted then; another may take its place.
CREATE TABLE tax_answer (
    tenant_id   text COLLATE "C" NOT NULL REFERENCES tenant,
    question    text COLLATE "C" NOT NULL CHECK (question ~ '^[0-9a-f]{66}$'), -- a version, then SHA-256
    answer      text NOT NULL CHECK (answer IS JSON OBJECT),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, question)
);
CREATE INDEX tax_answer_by_time ON tax_answer (tenant_id, recorded_at);
SELECT isolate_by_tenant('tax_answer');
GRANT SELECT, INSERT, DELETE ON tax_answer TO "${app}";
GRANT UPDATE (answer, recorded_at) ON tax_answer TO "${app}";
