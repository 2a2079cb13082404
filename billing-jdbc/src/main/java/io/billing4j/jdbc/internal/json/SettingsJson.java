package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.numbering.SequenceCounter;
import io.billing4j.numbering.SequenceReset;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tenant.BalancePolicy;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.Consolidation;
import io.billing4j.tenant.FeeTiming;
import io.billing4j.tenant.Minimums;
import io.billing4j.tenant.NoteNumbering;
import io.billing4j.tenant.OutOfRangeUsage;
import io.billing4j.tenant.UsagePolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say and have no column for. Members are left out where they say nothing, or what they say by default:
 * {@code {"v":1,"invoiceCounter":"CUSTOMER","formerTemplates":[{"text":"INV-{seq}","reset":"NEVER","counter":"ENTITY"}],
 * "changes":{"upgrade":"AT_INSTANT","downgrade":"NEXT_PERIOD","quantity":"AT_INSTANT","cancel":"NEXT_PERIOD","atOnce":true,
 * "terminationDayBilled":false},"grace":"PT72H","usage":{"maxAhead":"PT24H","farAhead":"REFUSE","maxAge":"PT720H",
 * "tooOld":"REFUSE","retention":"PT61368H","hold":false},"discounts":"AS_GIVEN","taxes":{"rounding":"PER_RATE",
 * "behavior":"EXCLUSIVE","country":"CA","region":"QC"},"creditNotes":{"template":{"text":"CN-{seq}","reset":"NEVER","counter":
 * "ENTITY"},"formerTemplates":[…]},"balance":"NEVER","consolidation":"CUSTOMER","oneOffs":true,"minimums":{"USD":"10.00"},"severalEntities":true,"groups":true,"thresholds":true}}. The functions that keep house (migration V12)
 * read the usage. A version that does not know a member refuses the settings: one that does not know of discounts bills nobody of a
 * tenant that has coupons, and one that does not know of taxes nobody of a tenant whose documents are taxed, nor
 * one that does not know of outside services of a tenant that has chosen one, in {@code "taxes":{…,"calculator":"outside"}}. One that
 * does not know of credit notes bills nobody of a tenant that issues some: what they take back, it would count as asked for. One that does not
 * know of a policy for balances pays nothing from those that are not to pay. One that does not know of consolidation bills nobody of a
 * tenant that has ever chosen it: of a document for several subscriptions it would see one. One that does not
 * know of one-off charges bills nobody of a tenant that has any: a draft that it computed again would lose them. One that does not know of
 * minimums makes no documents that ask for too little; and one that does not know of several entities none
 * whose numbers do not show whose they are. One that does not know of groups would issue documents that do not say what they are for. One that does
 * not know of usage billed before its period ends would stop at places and lines of it, wherever it meets them.
 *
 * @param counter of the present template
 * @param former the oldest first
 * @param changes how changes of subscriptions are settled
 * @param grace how long documents of runs stay drafts
 * @param usage when usage may lie, and how long it is kept
 * @param discounts in which order coupons take off; null for a tenant that has none yet
 * @param taxes how documents are taxed; null for a tenant whose documents are not
 * @param creditNotes how credit notes are numbered; null for a tenant that has neither chosen it nor issued one
 * @param balance whether documents are paid from balances
 * @param consolidation which subscriptions share documents; null for a tenant that has never chosen it
 * @param oneOffs whether the tenant has ever had a one-off charge
 * @param minimums what documents of periods have to ask for at least
 * @param severalEntities whether documents may be issued in the names of several entities
 * @param groups whether any subscription was ever for a group
 * @param thresholds whether any plan ever billed usage before its period ends
 */
public record SettingsJson(
        SequenceCounter counter,
        List<NumberingTemplate> former,
        ChangePolicy changes,
        Duration grace,
        UsagePolicy usage,
        @Nullable DiscountOrder discounts,
        @Nullable TaxPolicy taxes,
        @Nullable NoteNumbering creditNotes,
        BalancePolicy balance,
        @Nullable Consolidation consolidation,
        boolean oneOffs,
        Minimums minimums,
        boolean severalEntities,
        boolean groups,
        boolean thresholds) {
    private static final int VERSION = 1;

    /** Settings of a tenant without a plan that bills usage before its period ends. */
    public SettingsJson(
            SequenceCounter counter,
            List<NumberingTemplate> former,
            ChangePolicy changes,
            Duration grace,
            UsagePolicy usage,
            @Nullable DiscountOrder discounts,
            @Nullable TaxPolicy taxes,
            @Nullable NoteNumbering creditNotes,
            BalancePolicy balance,
            @Nullable Consolidation consolidation,
            boolean oneOffs,
            Minimums minimums,
            boolean severalEntities,
            boolean groups) {
        this(
                counter,
                former,
                changes,
                grace,
                usage,
                discounts,
                taxes,
                creditNotes,
                balance,
                consolidation,
                oneOffs,
                minimums,
                severalEntities,
                groups,
                false);
    }

    /** Settings without minimums, of a tenant with one entity. */
    public SettingsJson(
            SequenceCounter counter,
            List<NumberingTemplate> former,
            ChangePolicy changes,
            Duration grace,
            UsagePolicy usage,
            @Nullable DiscountOrder discounts,
            @Nullable TaxPolicy taxes,
            @Nullable NoteNumbering creditNotes,
            BalancePolicy balance,
            @Nullable Consolidation consolidation,
            boolean oneOffs) {
        this(
                counter,
                former,
                changes,
                grace,
                usage,
                discounts,
                taxes,
                creditNotes,
                balance,
                consolidation,
                oneOffs,
                Minimums.NONE,
                false,
                false);
    }

    /** The document. */
    public String write() {
        ObjectNode node = Json.document(VERSION);
        if (counter != SequenceCounter.ENTITY) {
            node.put("invoiceCounter", counter.name());
        }
        putFormer(node, former);
        if (!changes.equals(ChangePolicy.DEFAULT)) {
            node.putObject("changes")
                    .put("upgrade", changes.upgrade().name())
                    .put("downgrade", changes.downgrade().name())
                    .put("quantity", changes.quantity().name())
                    .put("cancel", changes.cancel().name())
                    .put("atOnce", changes.atOnce())
                    .put("terminationDayBilled", changes.terminationDayBilled());
        }
        if (!grace.isZero()) {
            node.put("grace", grace.toString());
        }
        if (!usage.equals(UsagePolicy.DEFAULT)) {
            put(node.putObject("usage"), usage);
        }
        if (discounts != null) {
            node.put("discounts", discounts.name());
        }
        if (taxes != null) {
            TaxJson.put(node.putObject("taxes"), taxes);
        }
        if (creditNotes != null) {
            ObjectNode notes = node.putObject("creditNotes");
            put(notes.putObject("template"), creditNotes.template());
            putFormer(notes, creditNotes.formerTemplates());
        }
        if (balance != BalancePolicy.UP_TO_TOTAL) {
            node.put("balance", balance.name());
        }
        if (consolidation != null) {
            node.put("consolidation", consolidation.name());
        }
        if (oneOffs) {
            node.put("oneOffs", true);
        }
        if (!minimums.amounts().isEmpty()) {
            ObjectNode amounts = node.putObject("minimums");
            minimums.amounts()
                    .forEach(amount -> amounts.put(
                            amount.getCurrencyUnit().getCode(),
                            amount.getAmount().toPlainString()));
        }
        if (severalEntities) {
            node.put("severalEntities", true);
        }
        if (groups) {
            node.put("groups", true);
        }
        if (thresholds) {
            node.put("thresholds", true);
        }
        return Json.write(node);
    }

    /** What a document says; IllegalArgumentException, among others, if it is none. */
    public static SettingsJson read(String text) {
        ObjectNode node = Json.read(text, VERSION);
        Json.only(
                node,
                Stream.of(
                        "invoiceCounter",
                        "formerTemplates",
                        "changes",
                        "grace",
                        "usage",
                        "discounts",
                        "taxes",
                        "creditNotes",
                        "balance",
                        "consolidation",
                        "oneOffs",
                        "minimums",
                        "severalEntities",
                        "groups",
                        "thresholds"));
        SequenceCounter counter = node.has("invoiceCounter")
                ? Json.choice(SequenceCounter.class, node, "invoiceCounter")
                : SequenceCounter.ENTITY;
        return new SettingsJson(
                counter,
                former(node),
                node.has("changes") ? changes(Json.object(node, "changes")) : ChangePolicy.DEFAULT,
                node.has("grace") ? Duration.parse(Json.text(node, "grace")) : Duration.ZERO,
                node.has("usage") ? usage(Json.object(node, "usage")) : UsagePolicy.DEFAULT,
                node.has("discounts") ? Json.choice(DiscountOrder.class, node, "discounts") : null,
                node.has("taxes") ? TaxJson.policy(Json.object(node, "taxes")) : null,
                node.has("creditNotes") ? notes(Json.object(node, "creditNotes")) : null,
                node.has("balance") ? Json.choice(BalancePolicy.class, node, "balance") : BalancePolicy.UP_TO_TOTAL,
                node.has("consolidation") ? Json.choice(Consolidation.class, node, "consolidation") : null,
                node.has("oneOffs") && Json.truth(node, "oneOffs"),
                node.has("minimums") ? minimums(Json.object(node, "minimums")) : Minimums.NONE,
                node.has("severalEntities") && Json.truth(node, "severalEntities"),
                node.has("groups") && Json.truth(node, "groups"),
                node.has("thresholds") && Json.truth(node, "thresholds"));
    }

    private static Minimums minimums(ObjectNode node) {
        List<Money> amounts = new ArrayList<>();
        node.fieldNames()
                .forEachRemaining(
                        code -> amounts.add(Money.of(CurrencyUnit.of(code), new BigDecimal(Json.text(node, code)))));
        return new Minimums(amounts);
    }

    private static void put(ObjectNode node, UsagePolicy usage) {
        node.put("maxAhead", usage.maxAhead().toString());
        node.put("farAhead", usage.farAhead().name());
        if (usage.maxAge() != null) {
            node.put("maxAge", usage.maxAge().toString());
        }
        node.put("tooOld", usage.tooOld().name());
        node.put("retention", usage.retention().toString());
        node.put("hold", usage.hold());
    }

    private static UsagePolicy usage(ObjectNode node) {
        Json.only(node, Stream.of("maxAhead", "farAhead", "maxAge", "tooOld", "retention", "hold"));
        return new UsagePolicy(
                Duration.parse(Json.text(node, "maxAhead")),
                Json.choice(OutOfRangeUsage.class, node, "farAhead"),
                node.has("maxAge") ? Duration.parse(Json.text(node, "maxAge")) : null,
                Json.choice(OutOfRangeUsage.class, node, "tooOld"),
                Duration.parse(Json.text(node, "retention")),
                Json.truth(node, "hold"));
    }

    private static void putFormer(ObjectNode node, List<NumberingTemplate> former) {
        if (!former.isEmpty()) {
            ArrayNode templates = node.putArray("formerTemplates");
            former.forEach(template -> put(templates.addObject(), template));
        }
    }

    private static void put(ObjectNode node, NumberingTemplate template) {
        node.put("text", template.text())
                .put("reset", template.reset().name())
                .put("counter", template.counter().name());
    }

    private static NoteNumbering notes(ObjectNode node) {
        Json.only(node, Stream.of("template", "formerTemplates"));
        return new NoteNumbering(template(Json.object(node, "template")), former(node));
    }

    private static List<NumberingTemplate> former(ObjectNode node) {
        List<NumberingTemplate> former = new ArrayList<>();
        if (node.has("formerTemplates")) {
            for (JsonNode template : Json.array(node, "formerTemplates")) {
                if (!(template instanceof ObjectNode object)) {
                    throw new IllegalArgumentException("expected objects in 'formerTemplates'");
                }
                former.add(template(object));
            }
        }
        return former;
    }

    private static NumberingTemplate template(ObjectNode template) {
        Json.only(template, Stream.of("text", "reset", "counter"));
        return new NumberingTemplate(
                Json.text(template, "text"),
                Json.choice(SequenceReset.class, template, "reset"),
                Json.choice(SequenceCounter.class, template, "counter"));
    }

    private static ChangePolicy changes(ObjectNode node) {
        Json.only(node, Stream.of("upgrade", "downgrade", "quantity", "cancel", "atOnce", "terminationDayBilled"));
        return new ChangePolicy(
                Json.choice(FeeTiming.class, node, "upgrade"),
                Json.choice(FeeTiming.class, node, "downgrade"),
                Json.choice(FeeTiming.class, node, "quantity"),
                Json.choice(FeeTiming.class, node, "cancel"),
                Json.truth(node, "atOnce"),
                Json.truth(node, "terminationDayBilled"));
    }
}
