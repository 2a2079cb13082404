package io.billing4j.invoice;

import io.billing4j.discount.CouponBook;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pure centre: facts in, draft out. It looks nothing up, knows no clock and keeps nothing, so that it runs unchanged in
 * a test, a request or a billing run.
 *
 * <p>A document for a period holds the arrears of the period before and then the charges in advance of the period itself,
 * both in the order of the plan. A final document holds the arrears of the last period. Where something that was billed may
 * come out otherwise by now, the document also holds the difference: see {@link EarlierBilling}. Then the customer's coupons take
 * off what they are for, and what is left is taxed. Of a period whose usage is
 * past its retention only the fees are computed again.
 *
 * <p>A document of usage so far holds the arrears of the running period as far as they are usage, and nothing else. Whatever document bills
 * that usage next takes its lines back as a whole.
 */
public final class InvoiceAssembler {
    /** An assembler; all are alike. */
    public InvoiceAssembler() {}

    /**
     * What has to be known of usage before the slot can be filled, from the plans that hold and the meters of their charges.
     *
     * @param earlier as the facts will have it
     */
    public List<UsageQuery> usageNeeded(
            Subscription subscription, SlotPlace place, @Nullable EarlierBilling earlier, Catalogue catalogue) {
        DesiredCharges desired = new DesiredCharges(subscription, catalogue, place);
        List<UsageQuery> queries = new ArrayList<>();
        for (ChargeWindow window : ChargeWindow.of(subscription, place, earlier)) {
            queries.addAll(desired.usageNeeded(window));
        }
        return queries;
    }

    /** The content of the document with one place that the facts call for; without lines where nothing is due. */
    public InvoiceDraft assemble(BillingFacts facts) {
        return assemble(facts.ofDocument(), List.of(differences(facts.ofPlace())));
    }

    /** What one place has to ask for and to give back, by itself. */
    public PlaceLines differences(PlaceFacts facts) {
        Subscription subscription = facts.subscription();
        DesiredCharges desired = new DesiredCharges(subscription, facts.catalogue(), facts.place());
        EarlierBilling earlier = facts.earlier();
        BilledWindows billed =
                earlier == null ? null : new BilledWindows(subscription, facts.catalogue(), earlier, facts.place());
        List<LineDraft> lines = new ArrayList<>();
        List<WindowFinding> findings = new ArrayList<>();
        for (ChargeWindow window : ChargeWindow.of(subscription, facts.place(), earlier)) {
            boolean leftToDraft = billed != null && billed.leftToDraft(window);
            boolean usageKept = desired.usageKept(window, facts);
            if (billed != null && billed.onDraft(window)) {
                findings.add(new WindowFinding(WindowFinding.Kind.LEFT_TO_DRAFT, period(subscription, window)));
            }
            if (!leftToDraft && !usageKept && hasUsage(window, desired, billed)) {
                findings.add(new WindowFinding(WindowFinding.Kind.USAGE_PAST_RETENTION, period(subscription, window)));
            }
            List<RatedCharge> rated = desired.rated(window, facts, billed);
            if (billed == null) {
                rated.forEach(one -> lines.addAll(
                        LineDraft.of(subscription.id(), one.plan(), one.charge(), one.derivations(), window.at())));
            } else if (!leftToDraft) {
                List<LineDraft> differences = billed.balance(window, rated, facts, usageKept);
                addDifferences(lines, findings, window, differences, subscription);
            }
        }
        return new PlaceLines(subscription, facts.place(), lines, findings);
    }

    /**
     * The content of a document with these places, each of another subscription of the customer. The place that is due first has the
     * coupons first.
     *
     * @param places at least one
     */
    public InvoiceDraft assemble(DocumentFacts facts, List<PlaceLines> places) {
        return assemble(facts, places, List.of());
    }

    /**
     * The same with one-off charges that no place has taken.
     *
     * @param places none for a document of these charges alone
     */
    public InvoiceDraft assemble(DocumentFacts facts, List<PlaceLines> places, List<OneOffCharge> oneOffs) {
        CouponBook coupons = facts.discounts().coupons();
        List<DiscountedLines> discounted = new ArrayList<>();
        for (PlaceLines place : places.stream().sorted(PlaceLines.AS_DUE).toList()) {
            DiscountedLines own = DiscountedLines.of(facts, coupons, place);
            coupons = coupons.with(own.redemptions());
            discounted.add(own);
        }
        return document(facts, discounted, oneOffs, group(discounted));
    }

    /**
     * The content of a document of one-off charges alone.
     *
     * @param group the project or purchase order that all of them are for; null where there is none, or several
     */
    public InvoiceDraft ofOneOffs(DocumentFacts facts, List<OneOffCharge> oneOffs, @Nullable String group) {
        return document(facts, List.of(), oneOffs, group);
    }

    /** What coupons leave of what a place asks for, whatever stands beside it on the document. */
    public DiscountedLines discounted(DocumentFacts facts, PlaceLines place) {
        return DiscountedLines.of(facts, facts.discounts().coupons(), place);
    }

    /**
     * The content of a document with these places, each of another subscription of the customer: their lines in the order of the
     * subscriptions, and behind them the one-off charges that they have taken. Taxes and totals are those of the whole document, and it is
     * for the project or purchase order that all of them are for.
     *
     * @param facts of whose coupons nothing is taken off any more
     * @param places at least one
     */
    public InvoiceDraft document(DocumentFacts facts, List<DiscountedLines> places) {
        return document(facts, places, List.of(), group(places));
    }

    private static InvoiceDraft document(
            DocumentFacts facts, List<DiscountedLines> places, List<OneOffCharge> oneOffs, @Nullable String group) {
        List<DiscountedLines> ordered =
                places.stream().sorted(DiscountedLines.ON_DOCUMENT).toList();
        List<LineDraft> untaxed = new ArrayList<>();
        List<DocumentDiscount> discounts = new ArrayList<>();
        for (DiscountedLines place : ordered) {
            discounts.addAll(place.discounts(untaxed.size()));
            untaxed.addAll(place.lines());
        }
        List<OneOffCharge> added = Stream.concat(
                        ordered.stream().flatMap(place -> place.place().oneOffs().stream()), oneOffs.stream())
                .sorted(OneOffCharge.ON_DOCUMENT)
                .toList();
        List<FilledPlace> filled = new ArrayList<>();
        int before = 0;
        for (DiscountedLines place : ordered) {
            filled.add(FilledPlace.of(place.place(), before, untaxed.size(), added));
            before += place.lines().size();
        }
        added.forEach(one -> untaxed.add(one.line()));
        TaxedLines.Taxed taxed =
                new TaxedLines(facts, facts.balance().getCurrencyUnit(), MovedCredits.moved(untaxed), added).taxed();
        List<InvoiceLine> numbered = new ArrayList<>();
        taxed.lines().forEach(line -> numbered.add(line.numbered(numbered.size() + 1)));
        return new InvoiceDraft(
                facts.invoiceId(),
                facts.customer().id(),
                facts.customer().entity(),
                filled,
                numbered,
                new DocumentDiscounts(facts.discounts().order(), facts.rounding(), discounts),
                taxed.rules(),
                DocumentTotals.of(numbered, facts.offered(numbered)),
                facts.recordedAt(),
                group,
                taxed.pending());
    }

    /** What all places with lines are for; null where they are for none, or for different ones. */
    private static @Nullable String group(List<DiscountedLines> places) {
        List<PlaceLines> billed = places.stream()
                .map(DiscountedLines::place)
                .filter(place -> !place.nothingDue())
                .toList();
        String first = billed.isEmpty() ? null : billed.get(0).group();
        return billed.stream().allMatch(place -> Objects.equals(place.group(), first)) ? first : null;
    }

    /** Whether usage of the window was billed or would have to be. */
    private static boolean hasUsage(ChargeWindow window, DesiredCharges desired, @Nullable BilledWindows billed) {
        return !desired.usageNeeded(window).isEmpty() || (billed != null && billed.haveUsage(window));
    }

    private static void addDifferences(
            List<LineDraft> lines,
            List<WindowFinding> findings,
            ChargeWindow window,
            List<LineDraft> differences,
            Subscription subscription) {
        if (!window.waived()) {
            lines.addAll(differences);
            return;
        }
        differences.stream().filter(line -> !line.asks()).forEach(lines::add);
        // What is missing to a commitment moves with every event: by itself it is nothing to tell of.
        if (differences.stream()
                .anyMatch(line -> line.asks() && !line.derivation().basis().ofPlan())) {
            findings.add(new WindowFinding(WindowFinding.Kind.WAIVED, period(subscription, window)));
        }
    }

    private static BillingPeriod period(Subscription subscription, ChargeWindow window) {
        return subscription.schedule().period(window.index());
    }
}
