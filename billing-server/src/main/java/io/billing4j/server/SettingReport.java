package io.billing4j.server;

import java.util.List;

/**
 * What was set, and what it came to, to be shown to people.
 *
 * @param settings all of them, in their order
 * @param warnings what was accepted although it should not be so, a line each
 */
record SettingReport(List<Line> settings, List<String> warnings) {
    /** Keeps copies of the lists. */
    SettingReport {
        settings = List.copyOf(settings);
        warnings = List.copyOf(warnings);
    }

    /**
     * One setting.
     *
     * @param value that is used, {@code ***} for a secret; empty where there is none
     * @param place the file or the variable; empty for a default
     */
    record Line(Setting setting, String value, SettingOrigin origin, String place) {
        /** Such as {@code server.port=9000 (BILLING_SERVER_PORT)}. */
        @Override
        public String toString() {
            return setting.key() + "=" + value + (place.isEmpty() ? "" : " (" + place + ")");
        }
    }
}
