package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.Map;

/**
 * Names a function of the host that aggregates events.
 *
 * @param name a key
 * @param version 1 or more; a function that computes otherwise is another version
 * @param parameters at most {@value #MAX_PARAMETERS}, names up to 64 and values up to 256 characters
 */
public record CustomAggregation(String name, int version, Map<String, String> parameters) {
    /** The most parameters. */
    public static final int MAX_PARAMETERS = 20;

    /** Refuses with INVALID_METER, or with the code of the text that is at fault. */
    public CustomAggregation {
        name = Inputs.key("custom.name", name);
        if (version < 1) {
            throw ErrorCode.INVALID_METER.at("custom.version", "expected 1 or more but found " + version);
        }
        Inputs.required("custom.parameters", parameters);
        if (parameters.size() > MAX_PARAMETERS) {
            throw ErrorCode.INVALID_METER.at(
                    "custom.parameters", "expected at most " + MAX_PARAMETERS + " but found " + parameters.size());
        }
        parameters.forEach((key, value) -> {
            Inputs.text("custom.parameters", key, 64);
            Inputs.text("custom.parameters", value, 256);
        });
        parameters = Map.copyOf(parameters);
    }
}
