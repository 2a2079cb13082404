package io.billing4j.server;

/** A setting that cannot be used. The message names it, and says what was found and what was expected. */
final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }

    /** About one setting. */
    static ConfigurationException at(Setting setting, String message) {
        return new ConfigurationException(setting.key() + " (" + setting.variable() + "): " + message);
    }
}
