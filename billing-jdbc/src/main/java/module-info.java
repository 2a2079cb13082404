import org.jspecify.annotations.NullMarked;

/** The store on PostgreSQL: {@link io.billing4j.jdbc} installs the schema and keeps the books in it. */
@NullMarked
@SuppressWarnings("opens") // the package holds SQL files only, which javac does not count
module io.billing4j.jdbc {
    requires transitive io.billing4j.core;
    requires transitive java.sql;
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires flyway.core;
    requires transitive org.jooq;
    requires org.postgresql.jdbc;
    requires static transitive org.jspecify;

    exports io.billing4j.jdbc;

    // Flyway reads the migrations through the class loader, which hides a closed package even from the one who asks for
    // it.
    opens io.billing4j.jdbc.migration;
}
