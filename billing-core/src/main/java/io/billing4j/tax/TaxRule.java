package io.billing4j.tax;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxRuleId;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is due for a category in a place, for a time.
 *
 * @param place null for everywhere that no other rule is for
 * @param from the first day
 * @param until the first day on which it is not so any more; null while there is none
 */
public record TaxRule(
        TaxRuleId id,
        TaxCategory category,
        @Nullable TaxPlace place,
        LocalDate from,
        @Nullable LocalDate until,
        Effect effect) {
    private static final Comparator<TaxRule> ORDER = Comparator.comparing(TaxRule::id);

    /** What a rule says. */
    public sealed interface Effect {}

    /**
     * A tax is due.
     *
     * @param ordinal taxes of lower ordinals come first; compound ones are due on those before them. From 0 to 99
     */
    public record Due(TaxComponent component, int ordinal) implements Effect {
        /** Refuses an ordinal outside its range with INVALID_NUMBER at {@code ordinal}. */
        public Due {
            Inputs.required("component", component);
            if (ordinal < 0 || ordinal > 99) {
                throw ErrorCode.INVALID_NUMBER.at("ordinal", "expected 0 to 99 but found " + ordinal);
            }
        }
    }

    /** No tax is due. */
    public record NotDue(TaxTreatment.Untaxed untaxed) implements Effect {
        /** Refuses what is missing with MISSING_FIELD at its name. */
        public NotDue {
            Inputs.required("untaxed", untaxed);
        }
    }

    /**
     * Refuses a time that ends before it begins with INVALID_DATE at {@code until}, and days outside the years 1900 to 9998 with
     * INVALID_DATE.
     */
    public TaxRule {
        Inputs.required("id", id);
        Inputs.required("category", category);
        Inputs.required("effect", effect);
        from = Inputs.date("from", from);
        until = until == null ? null : Inputs.date("until", until);
        if (until != null && until.isBefore(from)) {
            throw ErrorCode.INVALID_DATE.at("until", "expected " + from + " or later but found " + until);
        }
    }

    /** A tax that is due from a day on, before any other; everywhere where no place is given. */
    public static TaxRule due(
            TaxRuleId id, TaxCategory category, @Nullable TaxPlace place, LocalDate from, TaxComponent component) {
        return new TaxRule(id, category, place, from, null, new Due(component, 0));
    }

    /** Nothing is due from a day on. */
    public static TaxRule notDue(
            TaxRuleId id, TaxCategory category, @Nullable TaxPlace place, LocalDate from, TaxTreatment.Untaxed why) {
        return new TaxRule(id, category, place, from, null, new NotDue(why));
    }

    /**
     * The same rule until a day, whatever end it had; INVALID_DATE at {@code until} if that is before its first. One that ends on its
     * first day was never in force: that takes a mistake back.
     */
    public TaxRule until(LocalDate day) {
        return new TaxRule(id, category, place, from, Inputs.required("until", day), effect);
    }

    /** Whether it is so on a day. */
    boolean holds(LocalDate day) {
        return !day.isBefore(from) && (until == null || day.isBefore(until));
    }

    /**
     * Whether both cannot be: they are for the same category and place on the same day, and for the same tax, or one of them says that
     * nothing is due.
     */
    public boolean contradicts(TaxRule other) {
        boolean sameTax = !(effect instanceof Due own)
                || !(other.effect instanceof Due theirs)
                || own.component().tax().equals(theirs.component().tax());
        return sameTax && isBeside(other);
    }

    /** Whether both are for the same category and place on the same day. */
    boolean isBeside(TaxRule other) {
        return category.equals(other.category)
                && Objects.equals(place, other.place)
                && !empty()
                && !other.empty()
                && (other.until == null || from.isBefore(other.until))
                && (until == null || other.from.isBefore(until));
    }

    private boolean empty() {
        return from.equals(until);
    }

    static Comparator<TaxRule> byId() {
        return ORDER;
    }
}
