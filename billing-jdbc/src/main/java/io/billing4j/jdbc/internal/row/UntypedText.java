package io.billing4j.jdbc.internal.row;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Text whose type the server takes from where the parameter stands. Bound as text under a cast, an array would be parsed
 * twice: once to guess its length while the statement is planned, and again when it runs.
 */
final class UntypedText implements Binding<String, String> {
    private static final long serialVersionUID = 1L;

    /** The type to bind such a text with. */
    static final DataType<String> TYPE = SQLDataType.CLOB.asConvertedDataType(new UntypedText());

    @Override
    public Converter<String, String> converter() {
        return Converter.of(String.class, String.class, text -> text, text -> text);
    }

    @Override
    public void sql(BindingSQLContext<String> context) {
        context.render().visit(DSL.raw("?"));
    }

    @Override
    public void set(BindingSetStatementContext<String> context) throws SQLException {
        context.statement().setObject(context.index(), context.value(), Types.OTHER);
    }

    @Override
    public void register(BindingRegisterContext<String> context) throws SQLException {
        throw onlyWritten();
    }

    @Override
    public void get(BindingGetResultSetContext<String> context) throws SQLException {
        throw onlyWritten();
    }

    @Override
    public void get(BindingGetStatementContext<String> context) throws SQLException {
        throw onlyWritten();
    }

    @Override
    public void get(BindingGetSQLInputContext<String> context) throws SQLException {
        throw onlyWritten();
    }

    @Override
    public void set(BindingSetSQLOutputContext<String> context) throws SQLException {
        throw onlyWritten();
    }

    private static SQLException onlyWritten() {
        return new SQLFeatureNotSupportedException("such a text is only ever a parameter");
    }
}
