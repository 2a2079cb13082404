package io.billing4j.invoice;

import static io.billing4j.fixture.DemoBooks.ASSISTANT;
import static io.billing4j.fixture.DemoBooks.CODER;
import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.fixture.RecordChanges.Change;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.RunId;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Every document of the demonstration: 60 customers, November and December 2023. */
class DemoVerificationTest {
    private static final Instant FINALIZED_AT = Instant.parse("2023-12-01T00:00:00.000002Z");

    private final List<Invoice> documents = documents();

    @Test
    void there_are_120_documents_with_240_lines_of_10520_92_in_all() {
        assertThat(documents).hasSize(120);
        assertThat(lines()).hasSize(240);
        assertThat(documents.stream()
                        .map(document -> document.totals().total())
                        .reduce(Money.zero(CurrencyUnit.USD), Money::plus))
                .isEqualTo(Money.parse("USD 10520.92"));
    }

    @Test
    void every_line_and_every_document_proves_itself() {
        assertThat(lines()).allMatch(InvoiceLine::verified);
        assertThat(documents).allMatch(Invoice::verified);
    }

    @Test
    void no_document_proves_itself_once_any_one_field_is_another() {
        for (Invoice document : documents) {
            List<Change<Invoice>> changes = RecordChanges.of(document).stream()
                    .filter(change -> !InvoiceVerificationTest.free(change))
                    .toList();

            assertThat(changes)
                    .hasSizeGreaterThan(40)
                    .noneMatch(change -> change.changed().verified());
        }
    }

    @Test
    void no_line_proves_itself_once_any_one_field_is_another() {
        for (InvoiceLine line : lines()) {
            List<Change<InvoiceLine>> changes = RecordChanges.of(line);

            assertThat(changes)
                    .hasSizeGreaterThan(20)
                    .noneMatch(change -> change.changed().verified());
        }
    }

    private List<InvoiceLine> lines() {
        return documents.stream().flatMap(document -> document.lines().stream()).toList();
    }

    private static List<Invoice> documents() {
        List<Invoice> documents = new ArrayList<>();
        for (String row : rows()) {
            String[] fields = row.split(",", -1);
            PlanVersion plan = fields[0].startsWith("conv") ? ASSISTANT : CODER;
            long requests = Long.parseLong(fields[3]);
            Assembly assembly = new Assembly(plan, subscription(fields[0], plan, monthlyFromNovember()))
                    .used(CONTEXT, fields[1], requests)
                    .used(GENERATED, fields[2], requests);
            for (int month = 0; month < 2; month++) {
                documents.add(finalized(assembly.document(month), documents.size() + 1));
            }
        }
        return documents;
    }

    private static Invoice finalized(InvoiceDraft draft, long sequence) {
        InvoiceDraft own = new InvoiceDraft(
                InvoiceId.of(new UUID(0x018c2251_3800_7000L, sequence)),
                draft.customer(),
                draft.entity(),
                draft.places().get(0).subscription(),
                draft.places().get(0).place(),
                draft.lines(),
                draft.totals(),
                draft.recordedAt());
        return Invoice.draft(own, InvoiceOrigin.run(RunId.of(new UUID(0x018c2251_3800_7000L, 1))))
                .finalized(
                        InvoiceNumber.of(
                                NumberingTemplate.DEFAULT,
                                NumberedDocument.of(own.customer(), own.entity(), LocalDate.of(2023, 12, 1)),
                                sequence),
                        FINALIZED_AT);
    }

    private static List<String> rows() {
        try (InputStream in =
                Objects.requireNonNull(DemoVerificationTest.class.getResourceAsStream("demo-usage.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
