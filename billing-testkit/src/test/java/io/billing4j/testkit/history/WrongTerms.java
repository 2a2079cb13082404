package io.billing4j.testkit.history;

import io.billing4j.testkit.history.PlainPlan.Shared;
import io.billing4j.testkit.history.PlainPlan.Terms;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an oracle may have wrong of the terms of plans. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum WrongTerms {
    NOTHING_PROMISED(terms -> with(terms, null, "1", false, terms.most())),
    A_LITTLE_MORE_PROMISED(terms -> with(terms, more(terms.promised()), terms.factor(), terms.madeUp(), terms.most())),
    ANOTHER_FACTOR(terms -> with(terms, terms.promised(), "3", terms.madeUp(), terms.most())),
    NOT_MADE_UP(terms -> with(terms, terms.promised(), terms.factor(), false, terms.most())),
    MADE_UP(terms -> with(terms, terms.promised(), terms.factor(), terms.promised() != null, terms.most())),
    WITHOUT_BOUND(terms -> with(terms, terms.promised(), terms.factor(), terms.madeUp(), null)),
    A_LITTLE_MORE_ROOM(terms -> with(terms, terms.promised(), terms.factor(), terms.madeUp(), more(terms.most()))),
    FOR_A_WHOLE_PERIOD(terms -> shared(terms, Shared.NOT_AT_ALL)),
    MEASURED_OTHERWISE(terms -> shared(terms, terms.shared() == Shared.BY_DAY ? Shared.BY_SECOND : Shared.BY_DAY));

    private final UnaryOperator<Terms> wrong;

    WrongTerms(UnaryOperator<Terms> wrong) {
        this.wrong = wrong;
    }

    PlainPlan of(PlainPlan plan) {
        return plan.terms() == null ? plan : plan.under(wrong.apply(plan.terms()));
    }

    private static Terms with(
            Terms terms, @Nullable String promised, String factor, boolean madeUp, @Nullable String most) {
        return new Terms(terms.charge(), promised, factor, madeUp, most, terms.shared());
    }

    private static Terms shared(Terms terms, Shared shared) {
        return new Terms(terms.charge(), terms.promised(), terms.factor(), terms.madeUp(), terms.most(), shared);
    }

    private static @Nullable String more(@Nullable String amount) {
        return amount == null
                ? null
                : new BigDecimal(amount).multiply(new BigDecimal("1.01")).toPlainString();
    }
}
