package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.customer.Customer;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.numbering.SequenceReset;
import io.billing4j.store.NumberSeries;
import io.billing4j.store.UnitOfWork;
import io.billing4j.store.memory.InMemoryBillingStore;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.TenantStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.joda.money.CurrencyUnit;

/**
 * Numbers of invoices and credit notes. What was numbered before is taken from the same counters; a change of scheme is a
 * change of template, whose counter is another one and stands where the numbers of its own kind have brought it.
 */
final class NumberingTopic implements Topic {
    private static final TenantId TENANT = TenantId.of("books");

    @Override
    public String name() {
        return "numbering";
    }

    @Override
    public Answer answer(CaseInput input) {
        InMemoryBillingStore store = new InMemoryBillingStore();
        store.tenants()
                .create(
                        new Tenant(TENANT, TenantKind.LIVE, TenantStatus.ACTIVE, Instant.EPOCH),
                        TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.EUR));
        return Answer.of("numbers", store.<List<String>>inTransaction(TENANT, unit -> switch (input.text("scheme")) {
            case "per_customer" -> ofCustomers(unit, input);
            case "per_entity" -> ofEntity(unit, input);
            case "credit_note" -> ofCreditNote(unit, input);
            default -> throw new IllegalArgumentException("no such scheme: " + input.text("scheme"));
        }));
    }

    private static List<String> ofCustomers(UnitOfWork unit, CaseInput input) {
        NumberingTemplate template =
                NumberingTemplate.of(input.text("prefix") + "-{customer}-{seq:3}", SequenceCounter.CUSTOMER);
        JsonNode issued = input.json().path("before").path("per_customer_issued");
        Set<String> seen = new HashSet<>();
        List<String> numbers = new ArrayList<>();
        for (CaseInput invoice : input.objects("invoices")) {
            NumberedDocument document = document(input, invoice);
            if (seen.add(document.customer().value())) {
                // Counts stand in the order in which the customers come.
                takeBefore(unit, template, document, count(issued.isArray() ? issued.path(seen.size() - 1) : issued));
            }
            if (!isDraft(invoice)) {
                numbers.add(next(unit, template, document));
            }
        }
        return numbers;
    }

    private static List<String> ofEntity(UnitOfWork unit, CaseInput input) {
        // The month stands in the number, and the sequence runs on all the same.
        NumberingTemplate template =
                new NumberingTemplate(input.text("prefix") + "-{yyyyMM}-{seq:3}", SequenceReset.NEVER);
        List<String> numbers = new ArrayList<>();
        for (CaseInput invoice : input.objects("invoices")) {
            if (isDraft(invoice)) {
                continue;
            }
            NumberedDocument document = document(input, invoice);
            if (numbers.isEmpty()) {
                takeBefore(
                        unit,
                        template,
                        document,
                        count(input.json().path("before").path("entity_issued")));
            }
            numbers.add(next(unit, template, document));
        }
        return numbers;
    }

    private static List<String> ofCreditNote(UnitOfWork unit, CaseInput input) {
        NumberingTemplate template = NumberingTemplate.of("{invoice}-CN{seq:3}", SequenceCounter.INVOICE);
        NumberedDocument note = new NumberedDocument(
                CustomerId.of("somebody"), Customer.MAIN_ENTITY, LocalDate.EPOCH, input.text("invoice_number"));
        takeBefore(unit, template, note, input.integer("sequence_in_invoice") - 1);
        return List.of(next(unit, template, note));
    }

    /** A draft has no number; what the peer shows in its place is left out. */
    private static boolean isDraft(CaseInput invoice) {
        return invoice.on("draft") || invoice.text("status", "").equals("draft");
    }

    private static NumberedDocument document(CaseInput input, CaseInput invoice) {
        Instant issuedAt = Instant.parse(invoice.text("issued_at", input.text("issued_at")));
        ZoneId zone = ZoneId.of(input.text("timezone", "UTC"));
        return NumberedDocument.of(
                CustomerId.of(String.format("%03d", invoice.integer("customer_seq"))),
                Customer.MAIN_ENTITY,
                issuedAt.atZone(zone).toLocalDate());
    }

    private static int count(JsonNode issued) {
        return issued.asInt(0);
    }

    private static void takeBefore(UnitOfWork unit, NumberingTemplate template, NumberedDocument document, int count) {
        if (count > 0) {
            take(unit, template, document, count);
        }
    }

    private static String next(UnitOfWork unit, NumberingTemplate template, NumberedDocument document) {
        return InvoiceNumber.of(template, document, take(unit, template, document, 1))
                .text();
    }

    private static long take(UnitOfWork unit, NumberingTemplate template, NumberedDocument document, int count) {
        NumberSeries series = unit.numbers().lock(DocumentType.INVOICE, document.entity());
        return unit.numbers().take(series, template.scopeKey(document), document.issueDate(), count);
    }
}
