-- Read-only views for reports. They run with the reader's own rights, so the tenant's policy holds in them as in the tables:
-- set billing.tenant first, or see nothing.

-- Finalised documents per customer, currency and month of issue. What is voided is not counted.
CREATE VIEW report_invoice_total WITH (security_invoker = true) AS
SELECT tenant_id,
       customer_id,
       document_type,
       currency,
       date_trunc('month', issue_date)::date AS issue_month,
       settlement,
       count(*) AS documents,
       sum(subtotal) AS subtotal,
       sum(discount) AS discount,
       sum(tax) AS tax,
       sum(credit) AS credit,
       sum(total) AS total
FROM invoice
WHERE status = 'FINALIZED'
GROUP BY tenant_id, customer_id, document_type, currency, date_trunc('month', issue_date)::date, settlement;
GRANT SELECT ON report_invoice_total TO "${app}";

-- What was not billed, by reason and customer (null where a finding concerns none).
CREATE VIEW report_finding WITH (security_invoker = true) AS
SELECT tenant_id,
       reason,
       customer_id,
       count(*) AS findings,
       min(recorded_at) AS first_recorded_at,
       max(recorded_at) AS last_recorded_at
FROM finding
GROUP BY tenant_id, reason, customer_id;
GRANT SELECT ON report_finding TO "${app}";
