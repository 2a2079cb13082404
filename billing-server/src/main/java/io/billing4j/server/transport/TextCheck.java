package io.billing4j.server.transport;

import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.FieldRule;
import io.billing4j.grpc.v1.FieldRule.Kind;
import io.billing4j.money.Currencies;
import io.billing4j.tax.TaxPlace;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a text has to be, by the same means by which calls read it afterwards.
 *
 * @param form refuses a text that is none of its kind; the refusal's field is nobody's
 * @param required whether an empty one is refused
 */
record TextCheck(Consumer<String> form, boolean required, Kind kind) {
    private static final String HERE = "";

    static TextCheck of(FieldRule rule) {
        return new TextCheck(form(rule), rule.getRequired(), rule.getBe());
    }

    /**
     * Refuses a text that breaks the rule.
     *
     * @param given whether an empty text was said in so many words
     */
    void check(String text, boolean given) {
        if (!text.isEmpty()) {
            form.accept(text);
        } else if (required) {
            missing();
        } else if (given && kind == Kind.DECIMAL) {
            // Left out it would have a value of its own.
            Values.requireGiven(HERE, text);
        }
    }

    /** Says that it is missing, in the words of those who read it. */
    private void missing() {
        switch (kind) {
            case KEY, TEXT, CURRENCY -> form.accept("");
            default -> Values.requireGiven(HERE, "");
        }
    }

    private static Consumer<String> form(FieldRule rule) {
        return switch (rule.getBe()) {
            case KEY -> text -> Inputs.key(HERE, text);
            case UUID -> text -> Values.uuid(HERE, text);
            case TEXT -> text(rule);
            case DECIMAL -> decimal(NumberBounds.of(rule));
            case DATE -> text -> Values.date(HERE, text);
            case DATE_OR_INSTANT -> text -> Values.dateOrInstant(HERE, text, date -> date, instant -> instant);
            case DURATION -> text -> Values.duration(HERE, text);
            case CURRENCY -> text -> Currencies.currency(HERE, text);
            case ZONE -> text -> Values.zone(HERE, text);
            case COUNTRY -> text -> TaxPlace.of(text).requireCountry();
            case REGION -> text -> TaxPlace.of("DE", text);
            case OPAQUE, KIND_UNSPECIFIED, UNRECOGNIZED -> text -> {};
        };
    }

    private static Consumer<String> text(FieldRule rule) {
        int most = rule.getMaxLength() == 0 ? Integer.MAX_VALUE : rule.getMaxLength();
        return text -> {
            // Some calls take blanks around a text away, or take one of nothing else for none.
            String inner = text.strip();
            if (!inner.isEmpty() || rule.getRequired()) {
                Inputs.text(HERE, inner, most);
            }
        };
    }

    private static Consumer<String> decimal(@Nullable NumberBounds bounds) {
        return bounds == null ? text -> Values.decimal(HERE, text) : text -> bounds.check(Values.decimal(HERE, text));
    }
}
