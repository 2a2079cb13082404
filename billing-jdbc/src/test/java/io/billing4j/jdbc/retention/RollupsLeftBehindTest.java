package io.billing4j.jdbc.retention;

import static io.billing4j.jdbc.retention.KeptBooks.ADA;
import static io.billing4j.jdbc.retention.KeptBooks.ADAS;
import static io.billing4j.jdbc.retention.KeptBooks.CALLS;
import static io.billing4j.jdbc.retention.KeptBooks.SHORT;
import static io.billing4j.jdbc.retention.KeptBooks.amounts;
import static io.billing4j.jdbc.retention.KeptBooks.findings;
import static io.billing4j.jdbc.retention.KeptBooks.last;
import static io.billing4j.jdbc.retention.KeptBooks.start;
import static io.billing4j.jdbc.retention.KeptBooks.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.engine.BillingEngine;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.period.BillingPeriod;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand.ChangeQuantity;
import io.billing4j.usage.UsageQuery;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * February 2018, whose events are dropped while somebody held its rollups, so that these are still there: they would answer, and
 * nobody asks them. It is 1 June 2019.
 */
class RollupsLeftBehindTest {
    @AutoClose
    private final KeptBooks books = new KeptBooks();

    private final BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);

    @BeforeEach
    void dropFebruaryWithoutItsRollups() throws SQLException {
        use(acme, "2018-02-10", "2018-03-01");
        use(acme, "2018-05-10", "2019-06-01");
        try (Connection holder = books.database.administrator().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM billing.usage_rollup WHERE bucket_start < '2018-03-01Z' FOR UPDATE");

            UsageMaintenanceReport report = books.maintenance().build().run();

            assertThat(report.failed()).containsExactly(acme.tenant());
            assertThat(report.dropped()).containsExactly(YearMonth.of(2018, 2));
            holder.rollback();
        }
        // a day and an hour for each of February and May
        assertThat(books.stored(acme)).isEqualTo("1 events, 0 keys, 4 rollups");
    }

    @Test
    void answer_no_question() {
        BillingPeriod february = new BillingPeriod(start("2018-02-01"), start("2018-03-01"), ZoneOffset.UTC);

        BillingException refusal = catchThrowableOfType(
                BillingException.class,
                () -> acme.usage()
                        .summary(UsageQuery.of(
                                ADA, ADAS, acme.catalog().findMeter(CALLS).orElseThrow(), february)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.USAGE_PAST_RETENTION);
        assertThat(refusal.field()).isEqualTo("start");
    }

    @Test
    void correct_no_document() {
        acme.subscriptions()
                .change(ADAS, new ChangeQuantity(new BigDecimal(2), ChangeTiming.at(start("2018-02-15")), null));

        acme.timeTravel().advanceTo(start("2019-07-01"));

        assertThat(amounts(last(acme))).containsExactly("20.00");
        assertThat(findings(acme, FindingReason.USAGE_PAST_RETENTION))
                .extracting(finding -> finding.detail().get("periodStart"))
                .containsExactly("2018-02-01T00:00:00Z", "2018-03-01T00:00:00Z");
    }

    @Test
    void go_with_the_next_pass() {
        UsageMaintenanceReport next = books.maintenance().build().run();

        assertThat(next.failed()).isEmpty();
        assertThat(next.rollupsDeleted()).isEqualTo(2);
        assertThat(books.stored(acme)).isEqualTo("1 events, 0 keys, 2 rollups");
    }
}
