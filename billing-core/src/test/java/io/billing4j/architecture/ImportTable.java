package io.billing4j.architecture;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which package of the core may use which others, and why no more. The only place where it is written down for machines. */
final class ImportTable {
    static final String ROOT = "io.billing4j";

    /**
     * What a package may use.
     *
     * @param packages by their names after the root
     * @param reason why these and no more
     */
    record Row(Set<String> packages, String reason) {}

    /** Everything that billing is about: what stores and use cases may know. */
    private static final String[] DOMAIN = {
        "error",
        "id",
        "money",
        "price",
        "discount",
        "tax",
        "period",
        "numbering",
        "tenant",
        "catalog",
        "customer",
        "subscription",
        "usage",
        "proration",
        "rating",
        "invoice",
        "balance",
        "event",
        "audit",
        "run"
    };

    static final Map<String, Row> ROWS = rows(List.of(
            entry("error", uses("everything may refuse, so refusing needs nothing")),
            entry("id", uses("names are checked where they are made, and name no more than that", "error")),
            entry("period", uses("time needs no money", "error", "id")),
            entry("numbering", uses("a number's form needs a date and nothing that is billed", "error", "id")),
            entry("money", uses("rounding and currencies stand below everything that has a price", "error", "id")),
            entry(
                    "price",
                    uses("a quantity becomes an amount without any plan, period or customer", "error", "id", "money")),
            entry("discount", uses("amounts are discounted whatever they are for", "error", "id", "money")),
            entry("tax", uses("amounts are taxed whatever they are for", "error", "id", "money")),
            entry(
                    "tenant",
                    uses(
                            "settings are values; what they mean is decided elsewhere",
                            "error",
                            "id",
                            "money",
                            "discount",
                            "tax",
                            "numbering")),
            entry(
                    "catalog",
                    uses("what is sold does not know who bought it", "error", "id", "money", "price", "tax", "period")),
            entry("customer", uses("who pays does not know for what", "error", "id", "tenant")),
            entry(
                    "subscription",
                    uses("a contract does not know its documents", "error", "id", "catalog", "customer", "period")),
            entry("usage", uses("what was used is not priced here", "error", "id", "catalog", "period")),
            entry("reporter", uses("whoever reports usage knows neither prices nor books", "error", "id", "usage")),
            entry(
                    "proration",
                    uses("amounts are shared out without knowing for what they are", "error", "id", "money", "period")),
            entry(
                    "rating",
                    uses(
                            "an amount is derived without the document it will stand on",
                            "error",
                            "id",
                            "price",
                            "money",
                            "catalog",
                            "usage",
                            "period",
                            "proration")),
            entry(
                    "invoice",
                    uses(
                            "documents bring it all together, and nothing that is published or kept knows more",
                            "error",
                            "id",
                            "price",
                            "discount",
                            "tax",
                            "money",
                            "tenant",
                            "numbering",
                            "catalog",
                            "customer",
                            "subscription",
                            "usage",
                            "proration",
                            "rating",
                            "period")),
            entry(
                    "balance",
                    uses("an entry names its document and does not look into it", "error", "id", "money", "invoice")),
            entry(
                    "event",
                    uses(
                            "what is told is flat text: whoever reads it has none of our types",
                            "error",
                            "id",
                            "tenant",
                            "money")),
            entry("audit", uses("what is kept is flat text: it outlives our types", "error", "id", "tenant", "money")),
            entry(
                    "run",
                    uses("a run counts and names; how to bill it does not know", "error", "id", "tenant", "money")),
            entry("store", uses("ports speak of the domain; no use case is decided behind them", DOMAIN)),
            entry("store.memory", uses("one store among others, so that nobody depends on it", with("store"))),
            entry(
                    "engine",
                    uses("use cases reach storage through ports alone, never a store of a kind", with("store")))));

    private ImportTable() {}

    /** The package names of a row with the root in front, its own among them. */
    static Set<String> allowed(String name) {
        return Stream.concat(Stream.of(name), row(name).packages().stream())
                .map(ImportTable::full)
                .collect(Collectors.toSet());
    }

    static String full(String name) {
        return ROOT + "." + name;
    }

    static Row row(String name) {
        Row row = ROWS.get(name);
        if (row == null) {
            throw new AssertionError("package " + full(name) + " is not in the table of imports");
        }
        return row;
    }

    private static Row uses(String reason, String... packages) {
        return new Row(Set.of(packages), reason);
    }

    private static String[] with(String name) {
        return Stream.concat(Stream.of(DOMAIN), Stream.of(name)).toArray(String[]::new);
    }

    private static Map<String, Row> rows(List<Map.Entry<String, Row>> entries) {
        Map<String, Row> rows = new LinkedHashMap<>();
        entries.forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        return rows;
    }
}
