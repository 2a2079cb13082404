package io.billing4j.server.jobs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The jobs there are, in the order of their names: of each tenant, or of all of them. */
public enum JobName {
    /** Looks at all balances, once a night. */
    BALANCES(true),
    /** Bills everybody, once a day. */
    BILLING(true),
    /** Bills what falls due between: ends of trials, begun periods, drafts whose grace is over. */
    DUE(true),
    /** Forgets what jobs did long ago. */
    HISTORY(false),
    /** Bills usage that has reached an amount. */
    REACHED(true),
    /** Forgets requests that nobody sends again any more. */
    REQUESTS(false),
    /** Sees to it that each tenant has its jobs. */
    TENANTS(false),
    /** Makes the months that usage goes to. */
    USAGE_MONTHS(false),
    /** Deletes usage past its retention. */
    USAGE_RETENTION(false);

    private final boolean ofTenant;

    JobName(boolean ofTenant) {
        this.ofTenant = ofTenant;
    }

    /** Its name, such as {@code usage-months}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether each tenant has one; otherwise there is one for all. */
    public boolean ofTenant() {
        return ofTenant;
    }

    /** The job of this name, if there is one. */
    public static Optional<JobName> of(String key) {
        return Arrays.stream(values()).filter(job -> job.key().equals(key)).findFirst();
    }

    static List<JobName> ofTenants() {
        return Arrays.stream(values()).filter(JobName::ofTenant).toList();
    }
}
