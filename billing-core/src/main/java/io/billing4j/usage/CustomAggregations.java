package io.billing4j.usage;

import io.billing4j.catalog.CustomAggregation;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.HashMap;
import java.util.Map;

/** The functions of the host by name and version. Immutable. */
public final class CustomAggregations {
    /** No function. */
    public static final CustomAggregations NONE = new CustomAggregations(Map.of());

    private record Key(String name, int version) {}

    private final Map<Key, UsageFunction> functions;

    private CustomAggregations(Map<Key, UsageFunction> functions) {
        this.functions = Map.copyOf(functions);
    }

    /**
     * These and one more; ALREADY_EXISTS at {@code name} for a second one of that name and version.
     *
     * @param version 1 or more, else INVALID_NUMBER at {@code version}: no meter names another one
     */
    public CustomAggregations with(String name, int version, UsageFunction function) {
        if (version < 1) {
            throw ErrorCode.INVALID_NUMBER.at("version", "versions start at 1, found " + version);
        }
        Map<Key, UsageFunction> more = new HashMap<>(functions);
        if (more.put(new Key(Inputs.key("name", name), version), Inputs.required("function", function)) != null) {
            throw ErrorCode.ALREADY_EXISTS.at("name", "there is an aggregation " + name + " in version " + version);
        }
        return new CustomAggregations(more);
    }

    /** The function that a meter names; CUSTOM_AGGREGATION_UNKNOWN at {@code custom} if it is not there. */
    public UsageFunction require(CustomAggregation named) {
        UsageFunction function = functions.get(new Key(named.name(), named.version()));
        if (function == null) {
            throw ErrorCode.CUSTOM_AGGREGATION_UNKNOWN.at(
                    "custom", "no aggregation " + named.name() + " in version " + named.version());
        }
        return function;
    }

    /** Refuses a query of a meter whose function is not here, as {@link #require} does. */
    public void requireFor(UsageQuery query) {
        CustomAggregation named = query.meter().aggregation().custom();
        if (named != null) {
            require(named);
        }
    }
}
