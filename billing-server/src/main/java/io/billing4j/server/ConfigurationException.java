package io.billing4j.server;

import java.util.List;

/** Settings that cannot be used. Each fault names the setting and where it was set, what was expected and what was found. */
final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    /**
     * @param faults one or more, each of one line and without the value of a secret
     */
    ConfigurationException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    ConfigurationException(String fault) {
        this(List.of(fault));
    }

    /** About one setting that was found not to be usable after all of them were read. */
    static ConfigurationException at(Setting setting, String message) {
        return new ConfigurationException(setting.named() + ": " + message);
    }

    /** All that is wrong, a line each. */
    List<String> faults() {
        return faults;
    }
}
