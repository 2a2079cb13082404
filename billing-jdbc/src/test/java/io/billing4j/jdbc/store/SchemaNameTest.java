package io.billing4j.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.invoice.Invoice;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.SchemaInstaller;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.Page;
import io.billing4j.testkit.SampleBooks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host may give the schema another name. */
class SchemaNameTest {
    @Test
    void is_what_the_host_says() {
        TestDatabase database = TestDatabase.emptyDatabase();
        SchemaSettings settings = SchemaSettings.defaults().withSchema("the_books");
        new SchemaInstaller(settings).install(database.administrator());
        JdbcBillingStore store = JdbcBillingStore.builder(database.application())
                .schema("the_books")
                .build();

        TestBooks books = TestBooks.open(database, store, SampleBooks::writeAll);

        assertThat(books.<List<Invoice>>read(unit -> unit.invoices().list(null, Page.first(10))))
                .containsExactly(SampleBooks.FIRST_INVOICE, SampleBooks.SECOND_INVOICE, SampleBooks.FIRST_NOTE);
        assertThat(books.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'billing'"))
                .isEqualTo("0");
    }
}
