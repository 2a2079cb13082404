package io.billing4j.server.api;

import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.LineKey;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.rating.Derivation;
import io.billing4j.server.v1.Meter;
import io.billing4j.server.v1.NothingDue;
import java.util.Objects;

/** Documents as messages. */
final class InvoiceMessages {
    private InvoiceMessages() {}

    static io.billing4j.server.v1.InvoiceOutcome of(InvoiceOutcome outcome) {
        return outcome.fold(
                invoice -> io.billing4j.server.v1.InvoiceOutcome.newBuilder()
                        .setInvoice(of(invoice))
                        .build(),
                place -> io.billing4j.server.v1.InvoiceOutcome.newBuilder()
                        .setNothingDue(of(place))
                        .build());
    }

    static io.billing4j.server.v1.Invoice of(Invoice invoice) {
        io.billing4j.server.v1.Invoice.Builder message = io.billing4j.server.v1.Invoice.newBuilder()
                .setInvoiceId(invoice.id().toString())
                .setCustomerId(invoice.customer().value())
                .setStatus(io.billing4j.server.v1.Invoice.Status.valueOf(
                        invoice.status().name()))
                .setSettlement(io.billing4j.server.v1.Invoice.Settlement.valueOf(
                        invoice.settlement().name()))
                .setPeriodStart(Writing.timestamp(invoice.period().startInclusive()))
                .setPeriodEnd(Writing.timestamp(invoice.period().endExclusive()))
                .setTimeZone(invoice.period().zone().getId())
                .addAllLines(invoice.lines().stream().map(InvoiceMessages::of).toList())
                .setRunId(Objects.toString(invoice.origin().run(), ""))
                .setRecordedAt(Writing.timestamp(invoice.recordedAt()));
        addTotals(message, invoice.totals());
        invoice.state().issued().ifPresent(issued -> addIssued(message, issued));
        if (invoice.state() instanceof InvoiceState.Voided voided) {
            message.setVoidedAt(Writing.timestamp(voided.voidedAt()))
                    .setVoidIntent(io.billing4j.server.v1.Invoice.VoidIntent.valueOf(
                            voided.intent().name()));
        }
        return message.build();
    }

    private static void addTotals(io.billing4j.server.v1.Invoice.Builder message, DocumentTotals totals) {
        message.setSubtotal(Writing.money(totals.subtotal()))
                .setDiscount(Writing.money(totals.discount()))
                .setTax(Writing.money(totals.tax()))
                .setCredit(Writing.money(totals.credit()))
                .setTotal(Writing.money(totals.total()));
    }

    private static void addIssued(io.billing4j.server.v1.Invoice.Builder message, InvoiceState.Finalized issued) {
        message.setInvoiceNumber(issued.number().text())
                .setIssueDate(issued.number().issueDate().toString())
                .setContentHash(issued.hash().hex())
                .setFinalizedAt(Writing.timestamp(issued.finalizedAt()));
    }

    private static NothingDue of(SlotPlace place) {
        return NothingDue.newBuilder()
                .setBillingSequence(place.sequence())
                .setPeriodStart(Writing.timestamp(place.period().startInclusive()))
                .setPeriodEnd(Writing.timestamp(place.period().endExclusive()))
                .build();
    }

    private static io.billing4j.server.v1.InvoiceLine of(InvoiceLine line) {
        LineKey key = line.key();
        return io.billing4j.server.v1.InvoiceLine.newBuilder()
                .setNumber(line.number())
                .setSubscriptionId(key.subscription().value())
                .setPlanId(key.plan().plan().value())
                .setPlanVersion(key.plan().version())
                .setChargeId(key.charge().value())
                .setKind(io.billing4j.server.v1.InvoiceLine.Kind.valueOf(
                        key.kind().name()))
                .setDescription(line.description())
                .setQuantity(Writing.decimal(line.quantity()))
                .setAmount(Writing.money(line.amount()))
                .setServiceStart(Writing.timestamp(key.service().startInclusive()))
                .setServiceEnd(Writing.timestamp(key.service().endExclusive()))
                .setDerivation(of(line.derivation()))
                .build();
    }

    private static io.billing4j.server.v1.Derivation of(Derivation derivation) {
        io.billing4j.server.v1.Derivation.Builder message = io.billing4j.server.v1.Derivation.newBuilder()
                .setPrice(PriceMessages.of(derivation.model()))
                .setMeterId(Objects.toString(derivation.quantity().meter(), ""))
                .setEvents(derivation.quantity().events())
                .setExactAmount(Writing.decimal(derivation.price().amount()))
                .setWindowStart(Writing.timestamp(derivation.window().startInclusive()))
                .setWindowEnd(Writing.timestamp(derivation.window().endExclusive()))
                .setProration(PlanMessages.proration(derivation.proration()))
                .setRounding(derivation.rounding().mode().name())
                .addAllExplanation(derivation.explain());
        if (derivation.quantity().aggregation() != null) {
            message.setAggregation(Meter.Aggregation.valueOf(
                    derivation.quantity().aggregation().name()));
        }
        derivation
                .price()
                .steps()
                .forEach(step -> message.addStepsBuilder()
                        .setQuantity(Writing.decimal(step.quantity()))
                        .setUnitAmount(Writing.decimal(step.unitAmount()))
                        .setFlatAmount(Writing.decimal(step.flatAmount()))
                        .setAmount(Writing.decimal(step.amount())));
        return message.build();
    }
}
