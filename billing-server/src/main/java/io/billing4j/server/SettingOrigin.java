package io.billing4j.server;

/** Where the value of a setting comes from. */
enum SettingOrigin {
    /** It was not set. */
    DEFAULT,
    /** The file of settings, or a file for a secret that is named there. */
    FILE,
    /** A variable of the environment, or a file for a secret that it names. */
    ENVIRONMENT
}
