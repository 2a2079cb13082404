-- A process that begins a run, or ends one, looks for the hints of that run while it holds the run's row; without this it would
-- read the hints of all tenants.
--
-- Locks: writers of work_due wait while it is built; the version before this one writes none, so that the table is empty.
CREATE INDEX work_due_by_subject ON work_due (tenant_id, kind, subject);
