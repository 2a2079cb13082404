package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICE;
import static io.billing4j.jdbc.internal.generated.Tables.INVOICE_LINE;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.jdbc.internal.generated.tables.records.InvoiceRecord;
import io.billing4j.jdbc.internal.row.InvoiceLineRow;
import io.billing4j.jdbc.internal.row.InvoiceRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.DueCount;
import io.billing4j.store.InvoiceStore;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Documents on PostgreSQL; triggers keep what is finalised. */
final class PgInvoiceStore implements InvoiceStore {
    private final Session session;

    PgInvoiceStore(Session session) {
        this.session = session;
    }

    @Override
    public void insertLines(List<DocumentLines> documents) {
        insertLines(documents.stream().flatMap(document -> rows(document.document(), document.lines())));
    }

    @Override
    public void insertHeaders(List<Invoice> invoices) {
        for (Invoice invoice : invoices) {
            if (invoice.note() != null && invoice.status() == InvoiceStatus.DRAFT) {
                throw immutable(invoice, "a credit note is no draft");
            }
        }
        RowSet.inChunks(invoices, chunk -> session.insert(InvoiceRow.write(chunk), INVOICE));
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
        deleteLines(draft.id());
        insertLines(rows(draft.id(), draft.lines()));
    }

    /** The header first: whoever finalises it meanwhile is waited for, and then it stays. */
    @Override
    public void deleteDraft(InvoiceId id) {
        int found = session.sql()
                .deleteFrom(INVOICE)
                .where(is(id), INVOICE.STATUS.eq(InvoiceStatus.DRAFT.name()))
                .execute();
        if (found == 0) {
            throw immutable(require(id), "it is no draft any more");
        }
        deleteLines(id);
    }

    private void deleteLines(InvoiceId id) {
        session.sql()
                .deleteFrom(INVOICE_LINE)
                .where(INVOICE_LINE.TENANT_ID.eq(session.tenant()), INVOICE_LINE.INVOICE_ID.eq(id.value()))
                .execute();
    }

    @Override
    public Map<SubscriptionId, List<BilledLine>> billedLines(Map<SubscriptionId, Instant> serviceFrom) {
        Map<SubscriptionId, List<BilledLine>> billed = new LinkedHashMap<>();
        RowSet.inChunks(List.copyOf(new TreeMap<>(serviceFrom).entrySet()), chunk -> {
            RowSet<Map.Entry<SubscriptionId, Instant>> wanted = RowSet.of(chunk)
                    .with(INVOICE_LINE.SUBSCRIPTION_ID, entry -> entry.getKey().value())
                    .with(INVOICE_LINE.SERVICE_START, Map.Entry::getValue);
            Table<?> lines = RowSet.found(
                    "lines",
                    INVOICE_LINE,
                    INVOICE_LINE.TENANT_ID.eq(session.tenant()),
                    INVOICE_LINE.SUBSCRIPTION_ID.eq(RowSet.column(INVOICE_LINE.SUBSCRIPTION_ID)),
                    INVOICE_LINE.SERVICE_START.ge(RowSet.column(INVOICE_LINE.SERVICE_START)));
            Table<?> headers = RowSet.found(
                    "headers",
                    INVOICE,
                    INVOICE.TENANT_ID.eq(session.tenant()),
                    INVOICE.INVOICE_ID.eq(lines.field(INVOICE_LINE.INVOICE_ID)),
                    INVOICE.STATUS.ne(InvoiceStatus.VOIDED.name()).or(INVOICE.VOID_INTENT.eq(VoidIntent.WAIVE.name())));
            session.sql()
                    .select(lines.fields())
                    .select(headers.field(INVOICE.STATUS), headers.field(INVOICE.RECORDED_AT))
                    .from(wanted.table(), lines, headers)
                    .orderBy(
                            lines.field(INVOICE_LINE.SUBSCRIPTION_ID),
                            lines.field(INVOICE_LINE.INVOICE_ID),
                            lines.field(INVOICE_LINE.LINE_NO))
                    .fetch(InvoiceLineRow::readBilled)
                    .forEach(line -> billed.computeIfAbsent(line.line().key().subscription(), key -> new ArrayList<>())
                            .add(line));
        });
        return billed;
    }

    @Override
    public List<InvoiceId> draftsDue(Instant cutOff, @Nullable InvoiceId after, int limit) {
        return session.sql()
                .select(INVOICE.INVOICE_ID)
                .from(INVOICE)
                .where(
                        isScheduledDraft(),
                        INVOICE.FINALIZE_AT.le(cutOff),
                        after == null ? DSL.noCondition() : INVOICE.INVOICE_ID.gt(after.value()))
                .orderBy(INVOICE.INVOICE_ID)
                .limit(limit)
                .fetch(row -> InvoiceId.of(row.value1()));
    }

    @Override
    public DueCount draftsDue(Instant cutOff) {
        return session.sql()
                .select(DSL.count().cast(SQLDataType.BIGINT), DueMark.of(INVOICE.INVOICE_ID))
                .from(INVOICE)
                .where(isScheduledDraft(), INVOICE.FINALIZE_AT.le(cutOff))
                .fetchSingle(DueMark::read);
    }

    @Override
    public Map<InvoiceId, Integer> countLines(Collection<InvoiceId> ids) {
        UUID[] keys = ids.stream().map(InvoiceId::value).distinct().toArray(UUID[]::new);
        Map<InvoiceId, Integer> counts = new LinkedHashMap<>();
        session.sql()
                .select(INVOICE_LINE.INVOICE_ID, DSL.count())
                .from(INVOICE_LINE)
                .where(INVOICE_LINE.TENANT_ID.eq(session.tenant()), INVOICE_LINE.INVOICE_ID.eq(DSL.any(keys)))
                .groupBy(INVOICE_LINE.INVOICE_ID)
                .orderBy(INVOICE_LINE.INVOICE_ID)
                .forEach(row -> counts.put(InvoiceId.of(row.value1()), row.value2()));
        return counts;
    }

    @Override
    public Optional<Instant> nextFinalizationAfter(Instant after) {
        return session.sql()
                .select(DSL.min(INVOICE.FINALIZE_AT))
                .from(INVOICE)
                .where(isScheduledDraft(), INVOICE.FINALIZE_AT.gt(after))
                .fetchOptional(row -> row.value1());
    }

    /** With literals, so that also a plan for any parameters may use the index of these drafts. */
    private Condition isScheduledDraft() {
        return DSL.and(
                INVOICE.TENANT_ID.eq(session.tenant()),
                INVOICE.STATUS.eq(DSL.inline(InvoiceStatus.DRAFT.name())),
                INVOICE.FINALIZE_AT.isNotNull());
    }

    @Override
    public void markVoided(Invoice invoice) {
        Invoice before = require(invoice.id());
        boolean follows = before.status() == InvoiceStatus.FINALIZED
                && invoice.status() == InvoiceStatus.VOIDED
                && before.state().issued().equals(invoice.state().issued());
        if (!follows) {
            throw immutable(before, "it is " + before.status() + " and cannot become " + invoice.status());
        }
        if (!before.sameContentAs(invoice)) {
            throw immutable(before, "something else than its state and settlement differs");
        }
        session.sql()
                .update(INVOICE)
                .set(InvoiceRow.voided(invoice))
                .where(is(invoice.id()))
                .execute();
    }

    @Override
    public void settle(Invoice invoice) {
        Invoice before = require(invoice.id());
        if (before.status() == InvoiceStatus.DRAFT || !before.state().equals(invoice.state())) {
            throw immutable(before, "it is " + before.status() + " and is settled only as it is");
        }
        if (!before.sameContentAs(invoice)) {
            throw immutable(before, "something else than its state and settlement differs");
        }
        session.sql()
                .update(INVOICE)
                .set(INVOICE.SETTLEMENT, invoice.settlement().name())
                .where(is(invoice.id()))
                .execute();
    }

    @Override
    public List<Invoice> creditNotes(CustomerId customer, @Nullable InvoiceId credited) {
        return fetch(session.sql()
                .selectFrom(INVOICE)
                .where(
                        INVOICE.TENANT_ID.eq(session.tenant()),
                        INVOICE.CUSTOMER_ID.eq(customer.value()),
                        INVOICE.DOCUMENT_TYPE.eq(DocumentType.CREDIT_NOTE.name()),
                        INVOICE.STATUS.eq(InvoiceStatus.FINALIZED.name()),
                        credited == null ? DSL.noCondition() : INVOICE.CREDITED_INVOICE_ID.eq(credited.value()))
                .orderBy(INVOICE.INVOICE_ID));
    }

    @Override
    public void finalizeDrafts(List<Invoice> invoices) {
        new DraftFinalization(session, this).store(invoices);
    }

    @Override
    public List<Invoice> findAll(Collection<InvoiceId> ids) {
        UUID[] keys = ids.stream().map(InvoiceId::value).distinct().toArray(UUID[]::new);
        return fetch(session.sql()
                .selectFrom(INVOICE)
                .where(INVOICE.TENANT_ID.eq(session.tenant()), INVOICE.INVOICE_ID.eq(DSL.any(keys)))
                .orderBy(INVOICE.INVOICE_ID));
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
    public Optional<Invoice> last(CustomerId customer, DocumentType type) {
        return fetch(session.sql()
                        .selectFrom(INVOICE)
                        .where(
                                INVOICE.TENANT_ID.eq(session.tenant()),
                                INVOICE.CUSTOMER_ID.eq(customer.value()),
                                INVOICE.DOCUMENT_TYPE.eq(type.name()))
                        .orderBy(INVOICE.INVOICE_ID.desc())
                        .limit(1))
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
        RowSet.inChunks(rows.toList(), chunk -> session.insert(InvoiceLineRow.write(chunk), INVOICE_LINE));
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
        return find(id).orElseThrow(() -> session.refuse(ErrorCode.INVOICE_NOT_FOUND.missing("invoiceId", id)));
    }

    private BillingException immutable(Invoice invoice, String why) {
        return session.refuse(ErrorCode.IMMUTABLE.because("invoice " + invoice.id() + " cannot change: " + why));
    }

    private Condition is(InvoiceId id) {
        return INVOICE.TENANT_ID.eq(session.tenant()).and(INVOICE.INVOICE_ID.eq(id.value()));
    }
}
