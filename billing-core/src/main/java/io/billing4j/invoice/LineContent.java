package io.billing4j.invoice;

import io.billing4j.id.ContentHash;
import io.billing4j.id.OneOffId;
import io.billing4j.invoice.LineSubject.OfCharge;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.PriceStep;
import io.billing4j.price.PricedPart;
import io.billing4j.price.SpendLeft;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatedQuantity;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxTreatment;
import java.time.Instant;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a line. Version 1 has all of a line that takes nothing back and names no other; version 2 adds those two, version 3
 * what changes what the line comes to, version 4 its taxes, version 5 what was credited of it, version 6 until when its usage was
 * counted, version 7 what a plan's terms leave to it, and version 8 which one-off charge it is for. Each is of the lines that need it;
 * versions 6 to 8 say which of the fields before are there. A later version may add fields; it never reorders them.
 */
final class LineContent {
    private static final int ASKING = 1;
    private static final int CORRECTING = 2;
    private static final int ADJUSTED = 3;
    private static final int TAXED = 4;
    private static final int CREDITED = 5;
    private static final int SO_FAR = 6;
    private static final int OF_PLAN = 7;
    private static final int ONE_OFF = 8;

    private LineContent() {}

    /** Whether the line is what was hashed when it was made. */
    static boolean matches(InvoiceLine line) {
        return line.hash()
                .equals(hash(line.number(), line.key(), line.description(), line.derivation(), line.adjustments()));
    }

    static ContentHash hash(
            int number, LineKey key, String description, Derivation derivation, LineAdjustments adjustments) {
        LineRef corrects = key.corrects();
        boolean adjusted = adjustments.any();
        Instant until = derivation.countedUntil();
        SpendLeft left = derivation.basis().left();
        OneOffId oneOff = key.oneOff().orElse(null);
        OfCharge charged = key.charged().orElse(null);
        boolean flagged = until != null || left != null || oneOff != null;
        boolean correcting = flagged || adjusted || corrects != null || derivation.reversed();
        LineTaxes taxes = adjustments.taxes();
        ContentHash.Builder hash = ContentHash.builder("line", version(key, derivation, adjustments, correcting))
                .field(number)
                .field(charged == null ? null : charged.subscription())
                .field(charged == null ? null : charged.plan().plan())
                .field(charged == null ? null : charged.plan().version())
                .field(charged == null ? null : charged.charge())
                .field(key.kind())
                .field(description);
        add(hash, key.service());
        add(hash, derivation);
        if (correcting) {
            hash.field(corrects).field(derivation.reversed());
        }
        if (adjusted) {
            add(hash, adjustments);
        }
        if (taxes != null) {
            add(hash, taxes, adjustments.piece());
        }
        if (credited(adjustments)) {
            addCredits(hash, adjustments);
        }
        if (flagged) {
            hash.field(adjusted).field(taxes != null).field(credited(adjustments));
        }
        if (left != null || oneOff != null) {
            hash.field(until != null);
        }
        if (oneOff != null) {
            hash.field(left != null);
        }
        if (until != null) {
            hash.field(until);
        }
        if (left != null) {
            hash.field(left.commitment())
                    .field(left.overageFactor().toPlainString())
                    .field(left.maximum());
        }
        if (oneOff != null) {
            hash.field(oneOff).field(key.code().orElse(null));
        }
        return hash.build();
    }

    private static int version(LineKey key, Derivation derivation, LineAdjustments adjustments, boolean correcting) {
        if (key.oneOff().isPresent()) {
            return ONE_OFF;
        }
        if (derivation.basis().left() != null) {
            return OF_PLAN;
        }
        if (derivation.countedUntil() != null) {
            return SO_FAR;
        }
        if (credited(adjustments)) {
            return CREDITED;
        }
        if (adjustments.any()) {
            return adjustments.taxes() == null ? ADJUSTED : TAXED;
        }
        return correcting ? CORRECTING : ASKING;
    }

    private static void add(ContentHash.Builder hash, LineTaxes taxes, @Nullable LinePiece piece) {
        hash.field(taxes.basis().category())
                .field(taxes.basis().place())
                .field(taxes.basis().day());
        if (taxes.treatment() instanceof TaxTreatment.Taxed taxed) {
            hash.field(taxed.behavior()).field(taxed.components().size());
            for (TaxComponent component : taxed.components()) {
                hash.field(component.tax())
                        .field(component.name())
                        .field(component.percent().toPlainString())
                        .field(component.compound());
            }
        } else if (taxes.treatment() instanceof TaxTreatment.Untaxed untaxed) {
            hash.field(untaxed.why()).field(untaxed.reason());
        }
        addMoney(hash, taxes.shares());
        if (piece != null) {
            addMoney(hash, piece.taxes());
        }
    }

    private static boolean credited(LineAdjustments adjustments) {
        LinePiece piece = adjustments.piece();
        return !adjustments.credits().isEmpty()
                || (piece != null && !piece.credits().isEmpty());
    }

    private static void addCredits(ContentHash.Builder hash, LineAdjustments adjustments) {
        LinePiece piece = adjustments.piece();
        hash.field(adjustments.taxes() != null);
        addCredits(hash, adjustments.credits());
        addCredits(hash, piece == null ? List.of() : piece.credits());
    }

    private static void addCredits(ContentHash.Builder hash, List<CreditShare> credits) {
        hash.field(credits.size());
        credits.forEach(share -> hash.field(share.note()).field(share.amount()));
    }

    private static void addMoney(ContentHash.Builder hash, List<Money> amounts) {
        hash.field(amounts.size());
        amounts.forEach(hash::field);
    }

    private static void add(ContentHash.Builder hash, LineAdjustments adjustments) {
        addShares(hash, adjustments.discounts());
        LinePiece piece = adjustments.piece();
        hash.field(piece != null);
        if (piece != null) {
            hash.field(piece.whole()).field(piece.from()).field(piece.to());
            addShares(hash, piece.shares());
        }
    }

    private static void addShares(ContentHash.Builder hash, List<DiscountShare> shares) {
        hash.field(shares.size());
        for (DiscountShare share : shares) {
            hash.field(share.grant()).field(share.slot()).field(share.amount());
        }
    }

    private static void add(ContentHash.Builder hash, Derivation derivation) {
        add(hash, derivation.model().content());
        add(hash, derivation.terms().content());
        add(hash, derivation.quantity());
        add(hash, derivation.service());
        add(hash, derivation.window());
        hash.field(derivation.proration())
                .field(derivation.rounding().mode())
                .field(derivation.part())
                .field(derivation.price().amount().getAmount().toPlainString())
                .field(derivation.price().steps().size());
        for (PriceStep step : derivation.price().steps()) {
            BigMoney atMost = step.atMost();
            hash.field(step.quantity().toPlainString())
                    .field(step.unitAmount().getAmount().toPlainString())
                    .field(step.flatAmount().getAmount().toPlainString())
                    .field(atMost == null ? null : atMost.getAmount().toPlainString());
        }
        hash.field(derivation.amount());
    }

    private static void add(ContentHash.Builder hash, RatedQuantity quantity) {
        hash.field(quantity.value().toPlainString())
                .field(quantity.meter())
                .field(quantity.aggregation())
                .field(quantity.events())
                .field(quantity.parts().size());
        for (PricedPart part : quantity.parts()) {
            hash.fields(part.dimensions())
                    .field(part.quantity().toPlainString())
                    .field(part.count());
        }
    }

    private static void add(ContentHash.Builder hash, List<String> content) {
        hash.field(content.size());
        content.forEach(hash::field);
    }

    private static void add(ContentHash.Builder hash, BillingPeriod period) {
        hash.field(period.startInclusive()).field(period.endExclusive()).field(period.zone());
    }
}
