package io.billing4j.jdbc.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.jdbc.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes to the database as an array of text comes back as what it was. */
class RowSetTest {
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestDatabase.emptyDatabase();
    }

    @Test
    void texts_survive_whatever_stands_in_them() throws SQLException {
        assertSurvive(
                SQLDataType.CLOB,
                Arrays.asList(
                        "plain",
                        "",
                        " ",
                        "NULL",
                        "null",
                        "a,b",
                        "{}",
                        "\"",
                        "\\",
                        "\\\"\\",
                        "it's",
                        "ü ☃ 𝄞",
                        "line\nline\ttab",
                        null));
    }

    @Test
    void numbers_survive_with_their_scale() throws SQLException {
        assertSurvive(
                SQLDataType.NUMERIC,
                Arrays.asList(
                        new BigDecimal("20.00"),
                        new BigDecimal("1000000000"),
                        new BigDecimal("-0.000000000000000001"),
                        null));
        assertSurvive(SQLDataType.INTEGER, Arrays.asList(1, Integer.MIN_VALUE, null));
        assertSurvive(SQLDataType.BIGINT, Arrays.asList(Long.MAX_VALUE, -1L, null));
        assertSurvive(SQLDataType.BOOLEAN, Arrays.asList(true, false, null));
    }

    @Test
    void instants_survive_to_the_microsecond_in_a_session_of_another_zone() throws SQLException {
        assertSurvive(
                SQLDataType.INSTANT,
                Arrays.asList(
                        Instant.parse("1900-01-01T00:00:00Z"),
                        Instant.parse("2026-10-25T01:30:00.000001Z"),
                        Instant.parse("9998-12-31T23:59:59.999999Z"),
                        null));
        assertSurvive(
                SQLDataType.LOCALDATE,
                Arrays.asList(LocalDate.parse("2024-02-29"), LocalDate.parse("9998-12-31"), null));
    }

    @Test
    void bytes_and_ids_survive() throws SQLException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertSurvive(SQLDataType.BLOB, Arrays.asList(all, new byte[0], null));
        assertSurvive(SQLDataType.UUID, Arrays.asList(UUID.fromString("018c2251-3800-7000-8000-0123456789ab"), null));
    }

    @Test
    void what_no_column_holds_is_refused() {
        assertThatThrownBy(() -> ArrayText.of(List.of(1.5), value -> value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Double");
    }

    private static <T> void assertSurvive(DataType<T> type, List<@Nullable T> values) throws SQLException {
        Field<T> column = DSL.field(DSL.name("value"), type);
        Field<Integer> number = DSL.field(DSL.name("number"), SQLDataType.INTEGER);
        List<Integer> rows = IntStream.range(0, values.size()).boxed().toList();
        RowSet<Integer> set = RowSet.of(rows).with(number, i -> i).with(column, values::get);
        try (Connection connection = database.application().getConnection()) {
            Result<? extends Record> found = DSL.using(connection, SQLDialect.POSTGRES)
                    .select(RowSet.column(column))
                    .from(set.table())
                    .orderBy(RowSet.column(number))
                    .fetch();
            assertThat(found.getValues(0, type.getType()))
                    .usingRecursiveComparison()
                    .isEqualTo(values);
        }
    }
}
