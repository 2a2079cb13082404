package io.billing4j.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which error stands for which SQLSTATE. */
class SqlFailuresTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "08001, STORE_UNAVAILABLE",
        "08006, STORE_UNAVAILABLE",
        "53300, STORE_UNAVAILABLE",
        "57P01, STORE_UNAVAILABLE",
        "57P03, STORE_UNAVAILABLE",
        "57014, STORE_UNAVAILABLE",
        "25006, STORE_UNAVAILABLE",
        "40001, STORE_CONTENTION",
        "40P01, STORE_CONTENTION",
        "55P03, STORE_CONTENTION",
        "23505, ALREADY_EXISTS",
        "23001, IMMUTABLE",
        "25P02, UNSUITABLE_TRANSACTION",
        "42501, INSUFFICIENT_PRIVILEGE",
        "3F000, SCHEMA_NOT_CURRENT",
        "42P01, SCHEMA_NOT_CURRENT",
        "42703, SCHEMA_NOT_CURRENT",
        "42883, SCHEMA_NOT_CURRENT",
        "22021, INVALID_TEXT",
        "23503, INTERNAL",
        "XX000, INTERNAL"
    })
    void has_one_code(String state, ErrorCode code) {
        SQLException failure = new SQLException("the server's sentence", state);
        BillingException error = SqlFailures.of(failure);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error).hasCause(failure);
    }

    @Test
    void is_unavailable_where_a_pool_gives_up_without_a_state() {
        assertThat(SqlFailures.of(new SQLTransientConnectionException("no connection in time"))
                        .code())
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(SqlFailures.of(new SQLException("no state at all")).code()).isEqualTo(ErrorCode.INTERNAL);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"40001, true", "40P01, true", "55P03, false", "23505, false", "08006, false"})
    void may_succeed_at_once_only_where_another_transaction_was_first(String state, boolean expected) {
        assertThat(SqlFailures.lostToAnother(SqlFailures.of(new SQLException("a sentence", state))))
                .isEqualTo(expected);
    }
}
