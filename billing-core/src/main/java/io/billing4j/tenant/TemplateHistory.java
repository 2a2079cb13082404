package io.billing4j.tenant;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.numbering.NumberingTemplate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The forms that numbers of one type of document have and had.
 *
 * @param former the oldest first
 */
record TemplateHistory(NumberingTemplate present, List<NumberingTemplate> former) {
    /** The forms before once another is the present one. INVALID_TEMPLATE at the field if it could give a number again. */
    List<NumberingTemplate> formerOf(NumberingTemplate next, String field) {
        Set<NumberingTemplate> before = all();
        for (NumberingTemplate earlier : before) {
            if (next.mayRepeat(earlier)) {
                throw refused(field, next, "those that " + earlier + " has given");
            }
        }
        before.remove(next);
        return List.copyOf(before);
    }

    /** INVALID_TEMPLATE at the field if a form of other documents could give a number that one of these gives or has given. */
    void requireApart(NumberingTemplate other, String field, String documents) {
        for (NumberingTemplate each : all()) {
            if (other.mayEqual(each)) {
                throw refused(field, other, "those of " + documents + " by " + text(each));
            }
        }
    }

    private Set<NumberingTemplate> all() {
        Set<NumberingTemplate> all = new LinkedHashSet<>(former);
        all.add(present);
        return all;
    }

    private static String text(NumberingTemplate template) {
        return template + " (counted by " + template.counter() + ", " + template.reset() + ")";
    }

    private static BillingException refused(String field, NumberingTemplate template, String others) {
        return ErrorCode.INVALID_TEMPLATE.at(field, "numbers of " + text(template) + " could be alike to " + others);
    }
}
