package io.billing4j.server.api;

import io.billing4j.grpc.v1.LineReference;
import io.billing4j.grpc.v1.Meter;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineKey;
import io.billing4j.invoice.LineRef;
import io.billing4j.price.PriceStep;
import io.billing4j.price.SpendLeft;
import io.billing4j.proration.Share;
import io.billing4j.rating.Derivation;
import java.util.Objects;

/** Lines of documents as messages, with how their amounts came about. */
final class LineMessages {
    private LineMessages() {}

    static io.billing4j.grpc.v1.InvoiceLine of(InvoiceLine line) {
        LineKey key = line.key();
        io.billing4j.grpc.v1.InvoiceLine.Builder message = io.billing4j.grpc.v1.InvoiceLine.newBuilder()
                .setNumber(line.number())
                .setKind(
                        io.billing4j.grpc.v1.InvoiceLine.Kind.valueOf(key.kind().name()))
                .setDescription(line.description())
                .setQuantity(Writing.decimal(line.quantity()))
                .setAmount(Writing.money(line.amount()))
                .setServiceStart(Writing.timestamp(key.service().startInclusive()))
                .setServiceEnd(Writing.timestamp(key.service().endExclusive()))
                .setDerivation(of(line.derivation()))
                .setContentHash(line.hash().hex());
        key.charged()
                .ifPresent(charge -> message.setSubscriptionId(
                                charge.subscription().value())
                        .setPlanId(charge.plan().plan().value())
                        .setPlanVersion(charge.plan().version())
                        .setChargeId(charge.charge().value()));
        key.oneOff().ifPresent(oneOff -> message.setOneOffId(oneOff.toString()));
        key.code().ifPresent(message::setCode);
        if (!line.discount().isZero()) {
            message.setDiscount(Writing.money(line.discount()));
        }
        if (line.adjustments().taxes() != null) {
            message.setTaxes(LineTaxMessages.of(line.adjustments().taxes()));
        }
        LineRef corrects = key.corrects();
        if (corrects != null) {
            message.setCorrects(LineReference.newBuilder()
                    .setInvoiceId(corrects.invoice().toString())
                    .setLineNumber(corrects.number()));
        }
        return message.build();
    }

    static io.billing4j.grpc.v1.Derivation of(Derivation derivation) {
        io.billing4j.grpc.v1.Derivation.Builder message = io.billing4j.grpc.v1.Derivation.newBuilder()
                .setPrice(PriceMessages.of(derivation.model()))
                .setMeterId(Objects.toString(derivation.quantity().meter(), ""))
                .setEvents(derivation.quantity().events())
                .setExactAmount(Writing.decimal(derivation.price().amount()))
                .setWindowStart(Writing.timestamp(derivation.window().startInclusive()))
                .setWindowEnd(Writing.timestamp(derivation.window().endExclusive()))
                .setProration(PlanMessages.proration(derivation.proration()))
                .setRounding(derivation.rounding().mode().name())
                .addAllExplanation(derivation.explain())
                .setPart(io.billing4j.grpc.v1.Derivation.Part.valueOf(
                        derivation.part().name()))
                .setReversed(derivation.reversed());
        Share share = derivation.basis().share();
        message.getShareBuilder().setPart(share.part()).setWhole(share.whole());
        if (!derivation.terms().isNone()) {
            message.setTerms(TermsMessages.of(derivation.terms()));
        }
        SpendLeft left = derivation.basis().left();
        if (left != null) {
            message.setLeft(of(left));
        }
        if (derivation.quantity().aggregation() != null) {
            message.setAggregation(Meter.Aggregation.valueOf(
                    derivation.quantity().aggregation().name()));
        }
        if (derivation.countedUntil() != null) {
            message.setCountedUntil(Writing.timestamp(derivation.countedUntil()));
        }
        derivation.price().steps().forEach(step -> add(message, step));
        derivation
                .quantity()
                .parts()
                .forEach(part -> message.addPartsBuilder()
                        .putAllDimensions(part.dimensions())
                        .setQuantity(Writing.decimal(part.quantity()))
                        .setCount(part.count()));
        return message.build();
    }

    private static io.billing4j.grpc.v1.SpendLeft of(SpendLeft left) {
        io.billing4j.grpc.v1.SpendLeft.Builder message = io.billing4j.grpc.v1.SpendLeft.newBuilder();
        if (left.commitment() != null) {
            message.setCommitment(Writing.money(left.commitment()))
                    .setOverageFactor(Writing.decimal(left.overageFactor()));
        }
        if (left.maximum() != null) {
            message.setMaximum(Writing.money(left.maximum()));
        }
        return message.build();
    }

    private static void add(io.billing4j.grpc.v1.Derivation.Builder message, PriceStep step) {
        io.billing4j.grpc.v1.Derivation.Step.Builder one = message.addStepsBuilder()
                .setQuantity(Writing.decimal(step.quantity()))
                .setUnitAmount(Writing.decimal(step.unitAmount()))
                .setFlatAmount(Writing.decimal(step.flatAmount()))
                .setAmount(Writing.decimal(step.amount()));
        if (step.atMost() != null) {
            one.setAtMost(Writing.decimal(step.atMost()));
        }
    }
}
