package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICE;
import static io.billing4j.jdbc.internal.generated.Tables.INVOICE_LINE;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.jdbc.internal.generated.tables.records.InvoiceRecord;
import io.billing4j.jdbc.internal.row.InvoiceLineRow;
import io.billing4j.jdbc.internal.row.InvoiceRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.InvoiceStore;
import io.billing4j.store.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Documents on PostgreSQL; triggers keep what is finalised. */
final class PgInvoiceStore implements InvoiceStore {
    private final Session session;

    PgInvoiceStore(Session session) {
        this.session = session;
    }

    @Override
    public void insertLines(List<InvoiceDraft> drafts) {
        insertLines(drafts.stream().flatMap(draft -> rows(draft.id(), draft.lines())));
    }

    @Override
    public void insertHeaders(List<Invoice> invoices) {
        RowSet.inChunks(
                invoices,
                chunk -> InvoiceRow.write(chunk)
                        .insertInto(session.sql(), INVOICE, session.tenant())
                        .execute());
    }

    @Override
    public void replaceDraft(Invoice draft) {
        int found = draft.status() != InvoiceStatus.DRAFT
                ? 0
                : session.sql()
                        .update(INVOICE)
                        .set(InvoiceRow.draft(draft))
                        .where(is(draft.id()), INVOICE.STATUS.eq(InvoiceStatus.DRAFT.name()))
                        .execute();
        if (found == 0) {
            throw immutable(require(draft.id()), "it is no draft any more");
        }
        session.sql()
                .deleteFrom(INVOICE_LINE)
                .where(
                        INVOICE_LINE.TENANT_ID.eq(session.tenant()),
                        INVOICE_LINE.INVOICE_ID.eq(draft.id().value()))
                .execute();
        insertLines(rows(draft.id(), draft.lines()));
    }

    @Override
    public void updateState(Invoice invoice) {
        Invoice before = require(invoice.id());
        if (!follows(before.state(), invoice.state()) || !InvoiceRow.sameContent(before, invoice)) {
            throw immutable(before, "it is " + before.status() + " and cannot become " + invoice.status());
        }
        session.sql()
                .update(INVOICE)
                .set(InvoiceRow.state(invoice))
                .where(is(invoice.id()))
                .execute();
    }

    private static boolean follows(InvoiceState before, InvoiceState after) {
        return switch (after.status()) {
            case DRAFT -> false;
            case FINALIZED -> before.status() == InvoiceStatus.DRAFT;
            case VOIDED ->
                before.status() == InvoiceStatus.FINALIZED && before.issued().equals(after.issued());
        };
    }

    @Override
    public Optional<Invoice> find(InvoiceId id) {
        return fetch(session.sql().selectFrom(INVOICE).where(is(id))).stream().findFirst();
    }

    @Override
    public Optional<Invoice> findByIdempotencyKey(String key) {
        return fetch(session.sql()
                        .selectFrom(INVOICE)
                        .where(INVOICE.TENANT_ID.eq(session.tenant()), INVOICE.IDEMPOTENCY_KEY.eq(key)))
                .stream()
                .findFirst();
    }

    @Override
    public List<Invoice> list(@Nullable CustomerId customer, Page page) {
        Condition wanted = customer == null ? DSL.noCondition() : INVOICE.CUSTOMER_ID.eq(customer.value());
        return fetch(session.sql()
                .selectFrom(INVOICE)
                .where(INVOICE.TENANT_ID.eq(session.tenant()), wanted, Pages.afterId(INVOICE.INVOICE_ID, page))
                .orderBy(INVOICE.INVOICE_ID)
                .limit(page.size()));
    }

    private void insertLines(Stream<InvoiceLineRow> rows) {
        RowSet.inChunks(
                rows.toList(),
                chunk -> InvoiceLineRow.write(chunk)
                        .insertInto(session.sql(), INVOICE_LINE, session.tenant())
                        .execute());
    }

    private static Stream<InvoiceLineRow> rows(InvoiceId invoice, List<InvoiceLine> lines) {
        return lines.stream().map(line -> new InvoiceLineRow(invoice, line));
    }

    private List<Invoice> fetch(ResultQuery<InvoiceRecord> query) {
        Result<InvoiceRecord> headers = query.fetch();
        if (headers.isEmpty()) {
            return List.of();
        }
        UUID[] ids = headers.getValues(INVOICE.INVOICE_ID).toArray(UUID[]::new);
        Map<UUID, List<InvoiceLine>> lines = session.sql()
                .selectFrom(INVOICE_LINE)
                .where(INVOICE_LINE.TENANT_ID.eq(session.tenant()), INVOICE_LINE.INVOICE_ID.eq(DSL.any(ids)))
                .orderBy(INVOICE_LINE.INVOICE_ID, INVOICE_LINE.LINE_NO)
                .fetchGroups(INVOICE_LINE.INVOICE_ID, InvoiceLineRow::read);
        return headers.map(header -> InvoiceRow.read(header, lines.getOrDefault(header.getInvoiceId(), List.of())));
    }

    private Invoice require(InvoiceId id) {
        return find(id).orElseThrow(
                        () -> session.refuse(ErrorCode.INVOICE_NOT_FOUND.at("invoiceId", "there is no invoice " + id)));
    }

    private BillingException immutable(Invoice invoice, String why) {
        return session.refuse(ErrorCode.IMMUTABLE.because("invoice " + invoice.id() + " cannot change: " + why));
    }

    private Condition is(InvoiceId id) {
        return INVOICE.TENANT_ID.eq(session.tenant()).and(INVOICE.INVOICE_ID.eq(id.value()));
    }
}
