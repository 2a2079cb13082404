package io.billing4j.price;

import io.billing4j.error.Inputs;
import java.util.List;

/**
 * The price of one combination.
 *
 * @param values one for each dimension of the matrix, in their order, 1 to 200 characters each
 * @param price of all that has these values, together
 */
public record MatrixCell(List<String> values, PriceModel price) {
    /** Refuses values that are empty with MISSING_FIELD, too long ones with INVALID_TEXT. */
    public MatrixCell {
        Inputs.required("price", price);
        values = Inputs.list("values", values);
        for (int i = 0; i < values.size(); i++) {
            Inputs.text("values[" + i + "]", values.get(i), 200);
        }
    }
}
