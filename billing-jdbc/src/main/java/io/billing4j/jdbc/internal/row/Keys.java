package io.billing4j.jdbc.internal.row;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Keys that a statement looks for, each once. A few of them are a parameter each, so that the text of the statement says how
 * many there are, and PostgreSQL keeps its plan; more than that are one array, see {@link RowSet#counted}.
 */
public final class Keys {
    private final List<String> parameters;
    private final boolean few;

    private Keys(List<String> parameters, boolean few) {
        this.parameters = parameters;
        this.few = few;
    }

    /** These keys, in this order. */
    public static Keys of(Collection<String> keys) {
        List<String> each = keys.stream().distinct().toList();
        boolean few = !each.isEmpty() && each.size() <= RowSet.FEW;
        return new Keys(few ? each : List.of(ArrayText.of(each, key -> key)), few);
    }

    /** What {@link #match} binds after the tenant. */
    public List<String> parameters(String tenant) {
        return Stream.concat(Stream.of(tenant), parameters.stream()).toList();
    }

    /** What of the number of keys a statement's text depends on. */
    public String count() {
        return few ? Integer.toString(parameters.size()) : "any";
    }

    /** That the column is one of the keys. */
    public Condition match(Field<String> column) {
        return column.eq(DSL.any(
                few
                        ? DSL.array(parameters.stream()
                                .map(key -> DSL.cast(DSL.val(key, UntypedText.TYPE), column))
                                .toList())
                        : DSL.cast(
                                DSL.val(parameters.get(0), UntypedText.TYPE),
                                column.getDataType().getArrayDataType())));
    }
}
