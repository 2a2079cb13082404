package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.TAX_ANSWER;
import static io.billing4j.jdbc.internal.generated.Tables.TAX_PROFILE;
import static io.billing4j.jdbc.internal.generated.Tables.TAX_RULE;

import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.jdbc.internal.generated.tables.records.TaxProfileRecord;
import io.billing4j.jdbc.internal.generated.tables.records.TaxRuleRecord;
import io.billing4j.jdbc.internal.json.TaxAnswerJson;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxTreatment.Untaxed;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rules in {@code tax_rule}, customers' profiles in {@code tax_profile}, and what outside services say in {@code tax_answer}. */
public final class TaxRow {
    private TaxRow() {}

    /** The columns of a rule, without the tenant. */
    public static TaxRuleRecord write(TaxRule rule) {
        TaxPlace place = rule.place();
        TaxRuleRecord row = new TaxRuleRecord();
        row.setRuleId(rule.id().value());
        row.setCategory(rule.category().value());
        row.setCountry(place == null ? null : place.country());
        row.setRegion(place == null ? null : place.region());
        row.setStartsOn(rule.from());
        row.setEndsOn(rule.until());
        if (rule.effect() instanceof TaxRule.Due due) {
            TaxComponent component = due.component();
            row.setTaxId(component.tax().value());
            row.setName(component.name());
            row.setPercent(component.percent());
            row.setCompound(component.compound());
            row.setOrdinal(due.ordinal());
        } else if (rule.effect() instanceof TaxRule.NotDue none) {
            row.setUntaxed(none.untaxed().why().name());
            row.setReason(none.untaxed().reason());
        }
        return row;
    }

    /** The rule of a row. */
    public static TaxRule readRule(Record row) {
        return Stored.read(
                () -> "tax rule " + row.get(TAX_RULE.RULE_ID),
                () -> new TaxRule(
                        TaxRuleId.of(Stored.get(row, TAX_RULE.RULE_ID)),
                        TaxCategory.of(Stored.get(row, TAX_RULE.CATEGORY)),
                        place(row, TAX_RULE.COUNTRY, TAX_RULE.REGION),
                        Stored.get(row, TAX_RULE.STARTS_ON),
                        row.get(TAX_RULE.ENDS_ON),
                        effect(row)));
    }

    private static TaxRule.Effect effect(Record row) {
        Untaxed untaxed = untaxed(row, TAX_RULE.UNTAXED, TAX_RULE.REASON);
        if (untaxed != null) {
            return new TaxRule.NotDue(untaxed);
        }
        return new TaxRule.Due(
                new TaxComponent(
                        TaxId.of(Stored.get(row, TAX_RULE.TAX_ID)),
                        Stored.get(row, TAX_RULE.NAME),
                        Stored.get(row, TAX_RULE.PERCENT),
                        Stored.get(row, TAX_RULE.COMPOUND)),
                Stored.get(row, TAX_RULE.ORDINAL));
    }

    /** The columns of a profile, without the tenant. */
    public static TaxProfileRecord write(TaxProfile profile) {
        Untaxed untaxed = profile.untaxed();
        TaxProfileRecord row = new TaxProfileRecord();
        row.setCustomerId(profile.customer().value());
        row.setStartsOn(profile.from());
        row.setCountry(profile.place().country());
        row.setRegion(profile.place().region());
        row.setUntaxed(untaxed == null ? null : untaxed.why().name());
        row.setReason(untaxed == null ? null : untaxed.reason());
        row.setTaxNumber(profile.taxNumber());
        return row;
    }

    /** The profile of a row. */
    public static TaxProfile readProfile(Record row) {
        return Stored.read(
                () -> "tax profile of customer " + row.get(TAX_PROFILE.CUSTOMER_ID) + " from "
                        + row.get(TAX_PROFILE.STARTS_ON) + " on",
                () -> new TaxProfile(
                        CustomerId.of(Stored.get(row, TAX_PROFILE.CUSTOMER_ID)),
                        Stored.get(row, TAX_PROFILE.STARTS_ON),
                        new TaxPlace(Stored.get(row, TAX_PROFILE.COUNTRY), row.get(TAX_PROFILE.REGION)),
                        untaxed(row, TAX_PROFILE.UNTAXED, TAX_PROFILE.REASON),
                        row.get(TAX_PROFILE.TAX_NUMBER)));
    }

    /** The question of a row. */
    public static ContentHash question(Record row) {
        return Stored.read(() -> "a tax answer", () -> new ContentHash(Stored.get(row, TAX_ANSWER.QUESTION)));
    }

    /** The answer of a row. */
    public static TaxAnswer.Answered readAnswer(Record row) {
        return Stored.read(
                () -> "tax answer to " + row.get(TAX_ANSWER.QUESTION),
                () -> TaxAnswerJson.read(Stored.get(row, TAX_ANSWER.ANSWER)));
    }

    private static @Nullable TaxPlace place(Record row, Field<String> country, Field<String> region) {
        String of = row.get(country);
        return of == null ? null : new TaxPlace(of, row.get(region));
    }

    private static @Nullable Untaxed untaxed(Record row, Field<String> why, Field<String> reason) {
        String text = row.get(why);
        return text == null ? null : new Untaxed(NoTax.valueOf(text), Stored.get(row, reason));
    }
}
