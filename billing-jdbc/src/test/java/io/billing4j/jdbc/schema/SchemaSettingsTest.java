package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.SchemaSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaSettingsTest {
    private static final SchemaSettings DEFAULTS = SchemaSettings.defaults();

    @Test
    void nameTheSchemaAndTwoRolesByDefault() {
        assertThat(DEFAULTS).isEqualTo(new SchemaSettings("billing", "billing_owner", "billing_app", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"b", "_books", "books_2", "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz_"})
    void takeNamesThatMeanTheSameQuotedAndUnquoted(String name) {
        assertThat(DEFAULTS.withSchema(name).schema()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Books",
                "2books",
                "my books",
                "books\"; DROP SCHEMA billing; --",
                "pg_books",
                "bücher",
                "books\n",
                "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz_x"
            })
    void refuseOtherNamesAtTheirField(String name) {
        assertRefused("schema", () -> DEFAULTS.withSchema(name));
        assertRefused("ownerRole", () -> DEFAULTS.withRoles(name, "app"));
        assertRefused("appRole", () -> DEFAULTS.withRoles("owner", name));
    }

    @Test
    void refuseOneRoleForBoth() {
        assertRefused("appRole", () -> DEFAULTS.withRoles("books", "books"));
    }

    @Test
    void showNoPassword() {
        assertThat(DEFAULTS.withAppPassword("secret"))
                .hasToString("schema billing of billing_owner, used by billing_app with a password");
    }

    private static void assertRefused(String field, Runnable settings) {
        BillingException refusal = catchThrowableOfType(BillingException.class, settings::run);
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_KEY);
        assertThat(refusal.field()).isEqualTo(field);
    }
}
