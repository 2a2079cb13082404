package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.Map;
import java.util.TreeMap;

/** The host's own price models, by name and version. Immutable. */
public final class CustomPrices {
    /** Knows no model. */
    public static final CustomPrices NONE = new CustomPrices(Map.of());

    private final Map<String, PriceFunction> functions;

    private CustomPrices(Map<String, PriceFunction> functions) {
        this.functions = functions;
    }

    /**
     * These and one more. A version that is there already is refused with ALREADY_EXISTS: it may have priced documents.
     *
     * @param version 1 or more, else INVALID_NUMBER at {@code version}: no price names another one
     */
    public CustomPrices with(String name, int version, PriceFunction function) {
        if (version < 1) {
            throw ErrorCode.INVALID_NUMBER.at("version", "versions start at 1, found " + version);
        }
        String key = key(name, version);
        if (functions.containsKey(key)) {
            throw ErrorCode.ALREADY_EXISTS.at("version", "there is a price function " + key + " already");
        }
        Map<String, PriceFunction> more = new TreeMap<>(functions);
        more.put(key, Inputs.required("function", function));
        return new CustomPrices(more);
    }

    /** Refuses with CUSTOM_MODEL_UNKNOWN a model that is, or holds, one whose function is not here. */
    public void requireFor(PriceModel model) {
        model.customModels().forEach(custom -> function(custom.name(), custom.version()));
    }

    /** The function; CUSTOM_MODEL_UNKNOWN if there is none of this name and version. */
    PriceFunction function(String name, int version) {
        String key = key(name, version);
        PriceFunction function = functions.get(key);
        if (function == null) {
            throw ErrorCode.CUSTOM_MODEL_UNKNOWN.because("no price function " + key + " is registered");
        }
        return function;
    }

    /** A space stands in no name, so that no two names and versions give one key. */
    private static String key(String name, int version) {
        return Inputs.key("name", name) + " " + version;
    }

    @Override
    public String toString() {
        return "CustomPrices" + functions.keySet();
    }
}
