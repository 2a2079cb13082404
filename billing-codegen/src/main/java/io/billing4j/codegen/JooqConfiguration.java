package io.billing4j.codegen;

import java.nio.file.Path;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.GeneratedSerialVersionUID;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.jooq.meta.jaxb.Target;

/** What is generated: tables, records, keys, indexes, sequences and the functions that the application may call. */
final class JooqConfiguration {
    private JooqConfiguration() {}

    static Configuration of(String url, String schema, String historyTable, Path output, String targetPackage) {
        return new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc().withUrl(url))
                .withGenerator(new Generator()
                        .withDatabase(database(schema, historyTable))
                        .withGenerate(generate())
                        .withTarget(new Target()
                                .withDirectory(output.toString())
                                .withPackageName(targetPackage)
                                .withEncoding("UTF-8")
                                .withClean(true)));
    }

    private static Database database(String schema, String historyTable) {
        return new Database()
                .withName("org.jooq.meta.postgres.PostgresDatabase")
                .withSchemata(new SchemaMappingType().withInputSchema(schema))
                .withIncludes(".*")
                // partitions are reached through their parents only; the functions of the owner not at all
                .withExcludes("(usage_key|usage_event)_\\d+|isolate_by_tenant|close_partition|guard_.*|upkeep_.*|"
                        + "outbox_backlog|" + historyTable)
                .withTableValuedFunctions(false)
                .withForcedTypes(new ForcedType()
                        .withName("INSTANT")
                        .withIncludeTypes("(?i:timestamptz|timestamp with time zone)"));
    }

    private static Generate generate() {
        return new Generate()
                .withRecords(true)
                .withPojos(false)
                .withDaos(false)
                .withGlobalObjectReferences(true)
                .withJavaTimeTypes(true)
                .withJavadoc(false)
                .withComments(false)
                .withGeneratedAnnotation(false)
                .withGeneratedSerialVersionUID(GeneratedSerialVersionUID.CONSTANT);
    }
}
