package io.billing4j.jdbc.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.jdbc.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
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
    private static final Field<Integer> NUMBER = DSL.field(DSL.name("number"), SQLDataType.INTEGER);

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
    void as_many_rows_are_found_whether_their_number_is_in_the_text_or_not() throws SQLException {
        try (Connection connection = database.application().getConnection()) {
            DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES);
            for (int size : new int[] {0, 1, 2, RowSet.FEW, RowSet.FEW + 1, 40}) {
                List<Integer> numbers = IntStream.range(0, size).boxed().toList();
                RowSet<Integer> rows = RowSet.of(numbers).with(NUMBER, i -> i);
                assertThat(sql.select(RowSet.column(NUMBER))
                                .from(rows.counted())
                                .fetch(0, Integer.class))
                        .isEqualTo(numbers);
                assertThat(rows.count()).isEqualTo(size <= RowSet.FEW ? Integer.toString(size) : "any");
            }
        }
    }

    @Test
    void keys_match_themselves_however_many_there_are() throws SQLException {
        Field<String> column = DSL.field(DSL.name("r", "key"), SQLDataType.CLOB);
        List<String> all =
                IntStream.range(0, 40).mapToObj(i -> "it's \"{" + i + ",\\}").toList();
        RowSet<String> rows = RowSet.of(all).with(DSL.field(DSL.name("key"), SQLDataType.CLOB), key -> key);
        try (Connection connection = database.application().getConnection()) {
            DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES);
            for (int size : new int[] {0, 1, 2, RowSet.FEW, RowSet.FEW + 1, 40}) {
                List<String> wanted = new ArrayList<>(all.subList(0, size));
                wanted.addAll(all.subList(0, size));
                Keys keys = Keys.of(wanted);
                assertThat(sql.select(column)
                                .from(rows.table())
                                .where(keys.match(column))
                                .fetch(0, String.class))
                        .containsExactlyElementsOf(all.subList(0, size));
                assertThat(keys.count()).isEqualTo(size > 0 && size <= RowSet.FEW ? Integer.toString(size) : "any");
            }
        }
    }

    @Test
    void what_no_column_holds_is_refused() {
        assertThatThrownBy(() -> ArrayText.of(List.of(1.5), value -> value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Double");
    }

    private static <T> void assertSurvive(DataType<T> type, List<@Nullable T> values) throws SQLException {
        Field<T> column = DSL.field(DSL.name("value"), type);
        List<Integer> rows = IntStream.range(0, values.size()).boxed().toList();
        RowSet<Integer> set = RowSet.of(rows).with(NUMBER, i -> i).with(column, values::get);
        try (Connection connection = database.application().getConnection()) {
            Result<? extends Record> found = DSL.using(connection, SQLDialect.POSTGRES)
                    .select(RowSet.column(column))
                    .from(set.table())
                    .orderBy(RowSet.column(NUMBER))
                    .fetch();
            assertThat(found.getValues(0, type.getType()))
                    .usingRecursiveComparison()
                    .isEqualTo(values);
        }
    }
}
