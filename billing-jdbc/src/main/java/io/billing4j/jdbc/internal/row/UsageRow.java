package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_EVENT;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_KEY;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_REPORTED;
import static io.billing4j.jdbc.internal.generated.Tables.USAGE_TOUCHED;

import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.jdbc.internal.json.ValuesJson;
import io.billing4j.usage.RecordedUsage;
import io.billing4j.usage.ReportedUsage;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import java.time.Instant;
import java.util.List;
import org.jooq.Record;

/** Events in {@code usage_key} and {@code usage_event}, marks in {@code usage_touched}. */
public final class UsageRow {
    /** The subscription of an event that names none. */
    public static final String NO_SUBSCRIPTION = "";

    private UsageRow() {}

    /** How {@code usage_event} and {@code usage_rollup} name the event's subscription. */
    public static String subscription(UsageEvent event) {
        SubscriptionId subscription = event.subscription();
        return subscription == null ? NO_SUBSCRIPTION : subscription.value();
    }

    /** The identities of events. */
    public static RowSet<UsageEvent> keys(List<UsageEvent> events) {
        return RowSet.of(events)
                .with(USAGE_KEY.EVENT_ID, event -> event.id().value())
                .with(USAGE_KEY.CONTENT_HASH, event -> event.contentHash().bytes())
                .with(USAGE_KEY.OCCURRED_AT, UsageEvent::occurredAt);
    }

    /** The events themselves. */
    public static RowSet<UsageEvent> events(List<UsageEvent> events, Instant recordedAt) {
        return RowSet.of(events)
                .with(USAGE_EVENT.CUSTOMER_ID, event -> event.customer().value())
                .with(USAGE_EVENT.METER_ID, event -> event.meter().value())
                .with(USAGE_EVENT.OCCURRED_AT, UsageEvent::occurredAt)
                .with(USAGE_EVENT.EVENT_ID, event -> event.id().value())
                .with(USAGE_EVENT.SUBSCRIPTION_ID, UsageRow::subscription)
                .with(USAGE_EVENT.SERVICE, UsageEvent::service)
                .with(USAGE_EVENT.QUANTITY, UsageEvent::quantity)
                .with(USAGE_EVENT.PROPERTIES, event -> ValuesJson.writeUnlessEmpty(event.properties()))
                .with(USAGE_EVENT.RECORDED_AT, event -> recordedAt);
    }

    /** The event of a row. */
    public static RecordedUsage usage(Record row) {
        return Stored.read(() -> "event " + row.get(USAGE_EVENT.EVENT_ID), () -> {
            String subscription = Stored.get(row, USAGE_EVENT.SUBSCRIPTION_ID);
            return new RecordedUsage(
                    new UsageEvent(
                            EventId.of(Stored.get(row, USAGE_EVENT.EVENT_ID)),
                            CustomerId.of(Stored.get(row, USAGE_EVENT.CUSTOMER_ID)),
                            subscription.equals(NO_SUBSCRIPTION) ? null : SubscriptionId.of(subscription),
                            MeterId.of(Stored.get(row, USAGE_EVENT.METER_ID)),
                            Stored.get(row, USAGE_EVENT.QUANTITY),
                            Stored.get(row, USAGE_EVENT.OCCURRED_AT),
                            row.get(USAGE_EVENT.SERVICE),
                            ValuesJson.read(row.get(USAGE_EVENT.PROPERTIES))),
                    Stored.get(row, USAGE_EVENT.RECORDED_AT));
        });
    }

    /** Marks of late usage. */
    public static RowSet<TouchedWindow> touched(List<TouchedWindow> windows) {
        return RowSet.of(windows)
                .with(USAGE_TOUCHED.TOUCHED_ID, TouchedWindow::id)
                .with(USAGE_TOUCHED.CUSTOMER_ID, window -> window.customer().value())
                .with(
                        USAGE_TOUCHED.SUBSCRIPTION_ID,
                        window -> window.subscription().value())
                .with(USAGE_TOUCHED.METER_ID, window -> window.meter().value())
                .with(USAGE_TOUCHED.BUCKET_START, TouchedWindow::day)
                .with(USAGE_TOUCHED.RECORDED_AT, TouchedWindow::recordedAt);
    }

    /** Marks of reported usage. */
    public static RowSet<ReportedUsage> reported(List<ReportedUsage> marks) {
        return RowSet.of(marks)
                .with(USAGE_REPORTED.REPORT_ID, ReportedUsage::id)
                .with(USAGE_REPORTED.CUSTOMER_ID, one -> one.customer().value())
                .with(USAGE_REPORTED.SUBSCRIPTION_ID, one -> one.subscription().value())
                .with(USAGE_REPORTED.OCCURRED_AT, ReportedUsage::occurredAt);
    }

    /** The mark of a row. */
    public static ReportedUsage reported(Record row) {
        return Stored.read(
                () -> "mark of usage " + row.get(USAGE_REPORTED.REPORT_ID),
                () -> new ReportedUsage(
                        Stored.get(row, USAGE_REPORTED.REPORT_ID),
                        CustomerId.of(Stored.get(row, USAGE_REPORTED.CUSTOMER_ID)),
                        SubscriptionId.of(Stored.get(row, USAGE_REPORTED.SUBSCRIPTION_ID)),
                        Stored.get(row, USAGE_REPORTED.OCCURRED_AT)));
    }

    /** The mark of a row. */
    public static TouchedWindow touched(Record row) {
        return Stored.read(
                () -> "mark of late usage " + row.get(USAGE_TOUCHED.TOUCHED_ID),
                () -> new TouchedWindow(
                        Stored.get(row, USAGE_TOUCHED.TOUCHED_ID),
                        CustomerId.of(Stored.get(row, USAGE_TOUCHED.CUSTOMER_ID)),
                        SubscriptionId.of(Stored.get(row, USAGE_TOUCHED.SUBSCRIPTION_ID)),
                        MeterId.of(Stored.get(row, USAGE_TOUCHED.METER_ID)),
                        Stored.get(row, USAGE_TOUCHED.BUCKET_START),
                        Stored.get(row, USAGE_TOUCHED.RECORDED_AT)));
    }
}
