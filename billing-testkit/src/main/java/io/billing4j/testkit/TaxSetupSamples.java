package io.billing4j.testkit;

import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.Money;

/** Rules of taxes, and profiles of customers. */
public final class TaxSetupSamples {
    /** 19 % in Germany, from 2021 on. */
    public static final TaxRule VAT = TaxRule.due(
            TaxRuleId.of("de-vat"),
            TaxCategory.STANDARD,
            TaxPlace.of("DE"),
            LocalDate.of(2021, 1, 1),
            TaxComponent.of(TaxId.of("vat"), "VAT " + Samples.HOSTILE, new BigDecimal("19")));

    /** Nothing, wherever no other rule is for. */
    public static final TaxRule EXPORT = TaxRule.notDue(
            TaxRuleId.of("export"),
            TaxCategory.STANDARD,
            null,
            LocalDate.of(2021, 1, 1),
            new TaxTreatment.Untaxed(NoTax.OUT_OF_SCOPE, "Export " + Samples.HOSTILE));

    /** A tax and none, with a reference. */
    public static final TaxAnswer.Answered ANSWER = new TaxAnswer.Answered(
            List.of(
                    new TaxAnswer.LineAnswer(
                            TaxTreatment.inclusive(
                                    TaxComponent.of(TaxId.of("vat"), "VAT " + Samples.HOSTILE, new BigDecimal("19.5"))),
                            List.of(Money.of(Samples.USD, new BigDecimal("3.80")))),
                    new TaxAnswer.LineAnswer(TaxTreatment.untaxed(NoTax.EXEMPT, Samples.HOSTILE), List.of())),
            "ref " + Samples.HOSTILE);

    /** No tax. */
    public static final TaxAnswer.Answered OTHER_ANSWER = new TaxAnswer.Answered(
            List.of(new TaxAnswer.LineAnswer(TaxTreatment.untaxed(NoTax.OUT_OF_SCOPE, "Export"), List.of())), null);

    private TaxSetupSamples() {}

    /** A question's key. */
    public static ContentHash question(int n) {
        return ContentHash.builder("tax question", 1).field(n).build();
    }

    /** The same rule under another key. */
    public static TaxRule rule(String id, TaxRule rule) {
        return new TaxRule(TaxRuleId.of(id), rule.category(), rule.place(), rule.from(), rule.until(), rule.effect());
    }

    /** A business in Austria that owes the tax itself. */
    public static TaxProfile business(String customer, LocalDate from) {
        return new TaxProfile(
                CustomerId.of(customer),
                from,
                TaxPlace.of("AT"),
                new TaxTreatment.Untaxed(NoTax.REVERSE_CHARGE, "Article 196 of Directive 2006/112/EC"),
                "ATU12345678");
    }
}
