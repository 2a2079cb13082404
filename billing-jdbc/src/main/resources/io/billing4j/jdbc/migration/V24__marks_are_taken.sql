-- Whoever takes marks of reported usage away passes by those that another takes: PostgreSQL asks for the right to change a column of rows
-- that are locked. Nothing else changes, and the version before this one goes on.
GRANT UPDATE (report_id) ON usage_reported TO "${app}";
