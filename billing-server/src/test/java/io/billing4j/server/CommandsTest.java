package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.server.security.Identity;
import io.billing4j.server.security.Role;
import io.billing4j.server.security.TokenKeys;
import io.billing4j.server.security.TokenRules;
import io.billing4j.server.security.TokenVerifier;
import io.billing4j.tenant.TenantKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside {@code serve}, on a database that others may use meanwhile. */
@Timeout(120)
class CommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a secret of the tests that is long enough";

    private final TestDatabase database = TestDatabase.fresh();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void set() {
        environment.putAll(Map.of(
                "BILLING_DATABASE_URL",
                database.url(),
                "BILLING_DATABASE_USER",
                TestDatabase.APP_ROLE,
                "BILLING_DATABASE_PASSWORD",
                TestDatabase.APP_PASSWORD,
                "BILLING_DATABASE_CONNECTIONS",
                "4",
                "BILLING_DATA_DIRECTORY",
                directory.toString(),
                "BILLING_AUTH_SECRET",
                SECRET));
    }

    @Test
    void a_tenant_is_made_once_and_listed() throws Exception {
        assertThat(run("tenant", "create", "acme", "--zone", "Europe/Berlin", "--currency", "EUR"))
                .isEqualTo(new Ended(0, "Tenant acme is there, LIVE.\n", ""));
        Ended again = run("tenant", "create", "acme", "--zone", "Europe/Berlin", "--currency", "EUR");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).startsWith("billing4j: TENANT_EXISTS");
        assertThat(run("tenant", "create", "play", "--zone", "UTC", "--currency", "USD", "--kind", "sandbox")
                        .status())
                .isZero();

        JsonNode tenants = JSON.readTree(run("--json", "tenant", "list").out()).path("tenants");
        assertThat(tenants).hasSize(2);
        assertThat(tenants.findValuesAsText("tenantId")).containsExactly("acme", "play");
        assertThat(tenants.findValuesAsText("kind")).containsExactly("LIVE", "SANDBOX");
    }

    @Test
    void what_cannot_be_used_is_told_in_a_line_and_nothing_is_done() throws Exception {
        assertMisused("tenant", "create", "acme", "--zone", "Mars", "--currency", "EUR");
        assertMisused("tenant", "create", "acme", "--zone", "UTC", "--currency", "EURO");
        assertMisused("tenant", "create", "no/key", "--zone", "UTC", "--currency", "EUR");
        assertMisused("tenant", "create", "acme", "--zone", "UTC", "--currency", "EUR", "--kind", "half");
        assertMisused("tenant", "create", "acme", "--zone", "UTC");
        assertMisused("tenant");
        assertMisused("run", "acme", "tomorrow");
        assertMisused("run", "acme");
        assertMisused("bill", "acme");
        assertMisused("tenant", "token", "acme", "--roles", "owner");
        assertMisused("tenant", "token", "acme", "--roles", "reader", "--days", "367");
        assertThat(JSON.readTree(run("tenant", "list", "--json").out()).path("tenants"))
                .isEmpty();

        JsonNode error = JSON.readTree(
                        run("run", "nobody", "2026-02-01", "--json").out())
                .path("error");
        assertThat(error.path("code").asText()).isEqualTo("TENANT_NOT_FOUND");
        assertThat(run("run", "nobody", "2026-02-01").status()).isEqualTo(1);
    }

    @Test
    void a_token_counts_for_who_is_named() throws Exception {
        String token = run("tenant", "token", "acme", "--roles", "writer,biller", "--subject", "user:4711")
                .out()
                .strip();
        try (TokenVerifier verifier =
                TokenVerifier.of(TokenRules.of(new TokenKeys.Shared(SECRET)), SystemSource.clock())) {
            assertThat(verifier.verify(token).identity())
                    .isEqualTo(new Identity(
                            "user:4711", TenantId.of("acme"), TenantKind.LIVE, Set.of(Role.WRITER, Role.BILLER)));
        }
    }

    /** 20 USD a month from 1 January: by 1 February that is January in advance and February in advance. */
    @Test
    void books_are_previewed_billed_and_verified() throws Exception {
        run("tenant", "create", "acme", "--zone", "UTC", "--currency", "USD");
        String subscription = subscribe("acme");

        Ended preview = run("preview", "acme", subscription);
        assertThat(preview.err()).isEmpty();
        assertThat(preview.status()).isZero();
        assertThat(preview.out()).contains("Fee").contains("USD 20.00");
        assertThat(JSON.readTree(run("preview", "acme", subscription, "--json").out())
                        .path("invoice")
                        .path("total")
                        .path("amount")
                        .asText())
                .isEqualTo("20.00");

        assertThat(run("run", "acme", "2026-02-01").out())
                .isEqualTo("Run 2026-02-01: 1 customers, 2 documents, 0 periods without one, 0 customers that could not"
                        + " be billed\n");
        JsonNode again =
                JSON.readTree(run("run", "acme", "2026-02-01", "--json").out());
        assertThat(again.path("documents").asInt()).isEqualTo(2);
        assertThat(again.path("status").asText()).isEqualTo("COMPLETED");

        Ended verified = run("verify", "acme");
        assertThat(verified).isEqualTo(new Ended(0, "2 documents verified, 0 faults found\n", ""));

        spoilBalance("acme");
        Ended spoiled = run("verify", "acme", "--json");
        assertThat(spoiled.status()).isEqualTo(3);
        assertThat(JSON.readTree(spoiled.out())
                        .path("faults")
                        .get(0)
                        .path("customerId")
                        .asText())
                .isEqualTo("ada");
    }

    @Test
    void jobs_are_shown_triggered_and_paused() throws Exception {
        run("tenant", "create", "acme", "--zone", "UTC", "--currency", "USD");
        JsonNode jobs = JSON.readTree(
                        run("job", "list", "--tenant", "acme", "--json").out())
                .path("jobs");
        assertThat(jobs.findValuesAsText("name")).containsExactly("balances", "billing", "due", "reached");
        assertThat(run("job", "list")).isEqualTo(new Ended(0, "", ""));

        JsonNode paused = JSON.readTree(
                run("job", "pause", "billing", "--tenant", "acme", "--json").out());
        assertThat(paused.path("paused").asBoolean()).isTrue();
        Ended triggered = run("job", "trigger", "billing", "--tenant", "acme");
        assertThat(triggered.status()).isZero();
        assertThat(triggered.out()).startsWith("billing          next 20").endsWith(" paused\n");
        assertThat(run("job", "resume", "billing", "--tenant", "acme").out()).doesNotContain("paused");

        // For all tenants, before any server was there.
        assertThat(run("job", "pause", "billing").out()).endsWith(" paused\n");
        assertThat(run("job", "list").out()).startsWith("billing ");
        assertThat(run("job", "list", "--tenant", "acme").out()).contains("paused");
        run("job", "resume", "billing");

        Ended unknown = run("job", "trigger", "nope", "--tenant", "acme");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).startsWith("billing4j: JOB_NOT_FOUND at job: ");
        assertThat(run("job", "trigger", "requests").err()).startsWith("billing4j: JOB_NOT_FOUND at job: ");
        assertThat(run("job", "list", "--tenant", "nobody").err()).startsWith("billing4j: TENANT_NOT_FOUND");
        assertMisused("job");
        assertMisused("job", "trigger");
    }

    private void spoilBalance(String tenant) {
        try (HikariDataSource pool = database.pool()) {
            JdbcBillingStore.builder(pool).build().inTransaction(TenantId.of(tenant), unit -> {
                unit.customers().balances(Map.of(CustomerId.of("ada"), Money.parse("USD 7.00")));
                return true;
            });
        }
    }

    @Test
    void the_schema_is_migrated_by_its_owner_alone() throws Exception {
        assertThat(run("migrate", "--dry")).isEqualTo(new Ended(0, "The schema is at this version.\n", ""));
        Ended without = run("migrate");
        assertThat(without.status()).isEqualTo(2);
        assertThat(without.err()).startsWith("billing4j: database.owner-user (BILLING_DATABASE_OWNER_USER): ");

        // An embedded one is migrated by whoever starts it.
        environment.keySet().removeIf(name -> name.startsWith("BILLING_DATABASE_"));
        assertMisused("migrate");
        assertMisused("migrate", "--dry");
    }

    @Test
    void settings_are_shown_without_secrets() throws Exception {
        Ended shown = run("config");
        assertThat(shown.status()).isZero();
        assertThat(shown.out())
                .contains("database.connections", "BILLING_DATABASE_CONNECTIONS", "***")
                .doesNotContain(SECRET, TestDatabase.APP_PASSWORD);
        JsonNode settings = JSON.readTree(run("config", "--json").out()).path("settings");
        assertThat(settings).hasSize(Setting.values().length);

        environment.put("BILLING_SERVER_PORT", "none");
        assertMisused("config");
    }

    @Test
    void who_cannot_be_reached_may_be_asked_again() throws Exception {
        environment.put("BILLING_SERVER_PORT", "1");
        Ended health = run("health");
        assertThat(health.status()).isEqualTo(4);
        assertThat(health.out()).startsWith("http://127.0.0.1:1/ready: not reachable: ");

        environment.put("BILLING_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/books");
        Ended away = run("tenant", "list");
        assertThat(away.status()).isEqualTo(4);
        assertThat(away.err()).startsWith("billing4j: STORE_UNAVAILABLE: ");
    }

    private String subscribe(String tenant) {
        try (HikariDataSource pool = database.pool()) {
            BillingEngine engine = Billing4J.builder(
                            JdbcBillingStore.builder(pool).build())
                    .build()
                    .forTenant(TenantId.of(tenant));
            Charge fee = Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.parse("USD 20")));
            PlanId plan = PlanId.of("basic");
            CustomerId ada = CustomerId.of("ada");
            engine.catalog().createPlan(plan, "Basic", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
            engine.customers().create(NewCustomer.of(ada, "Ada"));
            return engine.subscriptions()
                    .create(NewSubscription.of(ada, plan, LocalDate.parse("2026-01-01")))
                    .id()
                    .value();
        }
    }

    private void assertMisused(String... arguments) {
        Ended ended = run(arguments);
        assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("billing4j: ");
    }

    private Ended run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new Main(
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(arguments);
        return new Ended(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private record Ended(int status, String out, String err) {}
}
