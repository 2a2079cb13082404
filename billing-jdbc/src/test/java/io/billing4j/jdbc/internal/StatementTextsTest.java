package io.billing4j.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementTextsTest {
    private static final Field<Integer> SUM = DSL.field(DSL.name("sum"), SQLDataType.INTEGER);

    private static final TestDatabase DATABASE = TestDatabase.emptyDatabase();

    private final StatementTexts texts = new StatementTexts();
    private final AtomicInteger rendered = new AtomicInteger();
    private Connection connection;
    private DSLContext sql;

    @BeforeEach
    void connect() throws SQLException {
        connection = DATABASE.administrator().getConnection();
        sql = DSL.using(connection, SQLDialect.POSTGRES);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void are_rendered_once_and_bound_every_time() throws SQLException {
        assertThat(sum("add", 1, 2)).isEqualTo(3);
        assertThat(sum("add", 40, 2)).isEqualTo(42);
        assertThat(rendered).hasValue(1);

        assertThat(sum("another", 4, 5)).isEqualTo(9);
        assertThat(rendered).hasValue(2);
    }

    @Test
    void say_how_many_rows_were_written() throws SQLException {
        connection.setAutoCommit(false);
        sql.execute("CREATE TEMP TABLE numbers (n integer) ON COMMIT DROP");
        List<String> parameters = List.of("3");
        String text = texts.text(
                sql,
                Area.USAGE,
                "insert",
                parameters,
                () -> sql.query("INSERT INTO numbers SELECT generate_series(1, ?)", 3));

        assertThat(StatementTexts.execute(connection, text, parameters)).isEqualTo(3);
        connection.rollback();
    }

    @Test
    void begin_with_a_comment_that_names_their_area_and_is_always_the_same() {
        String text = text("add", 1, 2);

        assertThat(text).startsWith("/* billing4j:usage */ select ");
        assertThat(text("add", 40, 2)).isSameAs(text);
    }

    @Test
    void refuse_parameters_that_are_not_those_of_the_statement() {
        assertThatThrownBy(() -> fetch("exchanged", List.of("2", "1"), 1, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'exchanged'");
        assertThatThrownBy(() -> fetch("forgotten", List.of("1"), 1, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 are given, 2 expected");
    }

    private int sum(String name, int a, int b) throws SQLException {
        return fetch(name, List.of(Integer.toString(a), Integer.toString(b)), a, b)
                .get(0)
                .get(SUM);
    }

    private Result<Record> fetch(String name, List<String> parameters, int a, int b) throws SQLException {
        String text = texts.text(sql, Area.USAGE, name, parameters, () -> select(a, b));
        return StatementTexts.fetch(sql, connection, text, parameters, List.of(SUM));
    }

    private String text(String name, int a, int b) {
        return texts.text(sql, Area.USAGE, name, List.of(Integer.toString(a), Integer.toString(b)), () -> select(a, b));
    }

    private Select<?> select(int a, int b) {
        rendered.incrementAndGet();
        return sql.select(number(a).plus(number(b)).as("sum"));
    }

    private static Field<Integer> number(int value) {
        return DSL.cast(DSL.val(value), SQLDataType.INTEGER);
    }
}
