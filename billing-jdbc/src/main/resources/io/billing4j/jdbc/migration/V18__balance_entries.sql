-- What has moved customers' balances, as double entry: each entry takes an amount from one account and gives it to another.
--
-- The version before this one goes on meanwhile. It does not know the table, and moves customer.balance alone; whoever of this version
-- moves a balance finds that it is not what the last entry says, and adds the difference from OPENING first. Once no process of the
-- version before is left, those who are not billed any more are reconciled by a call.
--
-- Locks: whoever writes to customer waits for a moment, until the foreign key is there.
CREATE TABLE balance_entry (
    tenant_id       text COLLATE "C" NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    recorded_at     timestamptz NOT NULL,                          -- of the command or document; rises with every one of the customer's
    entry_no        integer NOT NULL CHECK (entry_no > 0),         -- within that
    debit           text NOT NULL CHECK (debit IN ('BALANCE', 'DOCUMENTS', 'REFUNDS', 'MONEY', 'ADJUSTMENTS', 'OPENING')),
    credit          text NOT NULL CHECK (credit IN ('BALANCE', 'DOCUMENTS', 'REFUNDS', 'MONEY', 'ADJUSTMENTS', 'OPENING')),
    amount          numeric NOT NULL CHECK (amount > 0),
    currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    cause           text NOT NULL,
    invoice_id      uuid,                                          -- like lines without a foreign key: drafts are deleted
    memo            text CHECK (length(memo) <= 500),
    balance_after   numeric NOT NULL,                              -- what BALANCE holds after the entry
    idempotency_key text COLLATE "C" CHECK (length(idempotency_key) BETWEEN 1 AND 50),
    request_hash    bytea,
    PRIMARY KEY (tenant_id, customer_id, recorded_at, entry_no),   -- the last entry of a customer is one step from its end
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
    CONSTRAINT balance_entry_two_accounts CHECK (debit <> credit),
    CHECK ((idempotency_key IS NULL) = (request_hash IS NULL))
);
CREATE UNIQUE INDEX balance_entry_idempotency_unique ON balance_entry (tenant_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
SELECT isolate_by_tenant('balance_entry');
GRANT SELECT, INSERT ON balance_entry TO "${app}";                 -- what was entered stays as it is
