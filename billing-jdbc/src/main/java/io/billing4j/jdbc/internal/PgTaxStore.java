package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.TAX_ANSWER;
import static io.billing4j.jdbc.internal.generated.Tables.TAX_PROFILE;
import static io.billing4j.jdbc.internal.generated.Tables.TAX_RULE;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.jdbc.internal.generated.tables.records.TaxProfileRecord;
import io.billing4j.jdbc.internal.generated.tables.records.TaxRuleRecord;
import io.billing4j.jdbc.internal.json.TaxAnswerJson;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.jdbc.internal.row.TaxRow;
import io.billing4j.store.Page;
import io.billing4j.store.TaxStore;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Rules of taxes, and customers' profiles, on PostgreSQL. What a run reads of each it reads by one statement. */
final class PgTaxStore implements TaxStore {
    private final Session session;

    PgTaxStore(Session session) {
        this.session = session;
    }

    @Override
    public void insert(TaxRule rule) {
        TaxRuleRecord row = TaxRow.write(rule);
        row.setTenantId(session.tenant());
        session.sql().insertInto(TAX_RULE).set(row).execute();
    }

    @Override
    public Optional<TaxRule> find(TaxRuleId id) {
        return session.sql().selectFrom(TAX_RULE).where(is(id)).fetchOptional(TaxRow::readRule);
    }

    @Override
    public List<TaxRule> list(Page page) {
        return session.sql()
                .selectFrom(TAX_RULE)
                .where(TAX_RULE.TENANT_ID.eq(session.tenant()), Pages.after(TAX_RULE.RULE_ID, page))
                .orderBy(TAX_RULE.RULE_ID)
                .limit(page.size())
                .fetch(TaxRow::readRule);
    }

    @Override
    public void end(TaxRuleId id, LocalDate until) {
        TaxRule ended = ended(
                find(id).orElseThrow(() -> session.refuse(ErrorCode.TAX_RULE_NOT_FOUND.missing("taxRuleId", id))),
                until);
        session.sql()
                .update(TAX_RULE)
                .set(TAX_RULE.ENDS_ON, ended.until())
                .where(is(id))
                .execute();
    }

    private TaxRule ended(TaxRule rule, LocalDate until) {
        try {
            return rule.until(until);
        } catch (BillingException e) {
            throw session.refuse(e);
        }
    }

    @Override
    public TaxRules rules() {
        return new TaxRules(session.fetch(
                        "tax rules",
                        List.of(session.tenant()),
                        List.of(TAX_RULE.fields()),
                        () -> session.sql()
                                .selectFrom(TAX_RULE)
                                .where(TAX_RULE.TENANT_ID.eq(session.tenant()))
                                .orderBy(TAX_RULE.RULE_ID))
                .map(TaxRow::readRule));
    }

    @Override
    public void addProfile(TaxProfile profile) {
        TaxProfileRecord row = TaxRow.write(profile);
        row.setTenantId(session.tenant());
        session.sql()
                .insertInto(TAX_PROFILE)
                .set(row)
                .onConflict(TAX_PROFILE.TENANT_ID, TAX_PROFILE.CUSTOMER_ID, TAX_PROFILE.STARTS_ON)
                .doUpdate()
                .set(TAX_PROFILE.COUNTRY, row.getCountry())
                .set(TAX_PROFILE.REGION, row.getRegion())
                .set(TAX_PROFILE.UNTAXED, row.getUntaxed())
                .set(TAX_PROFILE.REASON, row.getReason())
                .set(TAX_PROFILE.TAX_NUMBER, row.getTaxNumber())
                .execute();
    }

    @Override
    public Map<CustomerId, List<TaxProfile>> profiles(Collection<CustomerId> customers) {
        Map<CustomerId, List<TaxProfile>> profiles = new LinkedHashMap<>();
        RowSet.inChunks(List.copyOf(new TreeSet<>(customers)), chunk -> {
            RowSet<CustomerId> wanted = RowSet.of(chunk).with(TAX_PROFILE.CUSTOMER_ID, CustomerId::value);
            session.fetch(
                            "tax profiles of " + wanted.count(),
                            wanted.searchParameters(session.tenant()),
                            List.of(TAX_PROFILE.fields()),
                            () -> profiles(wanted))
                    .map(TaxRow::readProfile)
                    .forEach(profile -> profiles.computeIfAbsent(profile.customer(), key -> new ArrayList<>())
                            .add(profile));
        });
        return profiles;
    }

    private Query profiles(RowSet<?> wanted) {
        Table<?> found = RowSet.found(
                TAX_PROFILE,
                TAX_PROFILE.TENANT_ID.eq(session.tenant()),
                TAX_PROFILE.CUSTOMER_ID.eq(RowSet.column(TAX_PROFILE.CUSTOMER_ID)));
        return session.sql()
                .select(found.fields())
                .from(wanted.counted(), found)
                .orderBy(found.field(TAX_PROFILE.CUSTOMER_ID), found.field(TAX_PROFILE.STARTS_ON));
    }

    @Override
    public Map<ContentHash, TaxAnswer.Answered> answers(Collection<ContentHash> questions, Instant since) {
        Map<ContentHash, TaxAnswer.Answered> answers = new HashMap<>();
        RowSet.inChunks(sorted(questions), chunk -> {
            RowSet<String> wanted = RowSet.of(chunk).with(TAX_ANSWER.QUESTION, question -> question);
            Table<?> found = RowSet.found(
                    TAX_ANSWER,
                    TAX_ANSWER.TENANT_ID.eq(session.tenant()),
                    TAX_ANSWER.QUESTION.eq(RowSet.column(TAX_ANSWER.QUESTION)));
            session.sql()
                    .select(found.field(TAX_ANSWER.QUESTION), found.field(TAX_ANSWER.ANSWER))
                    .from(wanted.counted(), found)
                    .where(field(found, TAX_ANSWER.RECORDED_AT).ge(since))
                    .forEach(row -> answers.put(TaxRow.question(row), TaxRow.readAnswer(row)));
        });
        return answers;
    }

    @Override
    public void keepAnswers(Map<ContentHash, TaxAnswer.Answered> answers, Instant recordedAt, Instant since) {
        // In their order, so that two who keep the same do not wait for each other in a circle.
        List<Map.Entry<ContentHash, TaxAnswer.Answered>> sorted = answers.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().hex()))
                .toList();
        RowSet.inChunks(
                sorted,
                chunk -> RowSet.of(chunk)
                        .with(TAX_ANSWER.QUESTION, entry -> entry.getKey().hex())
                        .with(TAX_ANSWER.ANSWER, entry -> TaxAnswerJson.write(entry.getValue()))
                        .with(TAX_ANSWER.RECORDED_AT, entry -> recordedAt)
                        .insertInto(session.sql(), TAX_ANSWER, session.tenant())
                        .onConflict(TAX_ANSWER.TENANT_ID, TAX_ANSWER.QUESTION)
                        .doUpdate()
                        .set(TAX_ANSWER.ANSWER, DSL.excluded(TAX_ANSWER.ANSWER))
                        .set(TAX_ANSWER.RECORDED_AT, DSL.excluded(TAX_ANSWER.RECORDED_AT))
                        .where(TAX_ANSWER.RECORDED_AT.lt(since))
                        .execute());
    }

    @Override
    public void forgetAnswers(Collection<ContentHash> questions) {
        String[] keys = sorted(questions).toArray(String[]::new);
        session.sql()
                .deleteFrom(TAX_ANSWER)
                .where(TAX_ANSWER.TENANT_ID.eq(session.tenant()), TAX_ANSWER.QUESTION.eq(DSL.any(keys)))
                .execute();
    }

    @Override
    public int forgetAnswersBefore(Instant before) {
        return session.sql()
                .deleteFrom(TAX_ANSWER)
                .where(TAX_ANSWER.TENANT_ID.eq(session.tenant()), TAX_ANSWER.RECORDED_AT.lt(before))
                .execute();
    }

    private static List<String> sorted(Collection<ContentHash> questions) {
        return questions.stream().map(ContentHash::hex).distinct().sorted().toList();
    }

    private static <T> Field<T> field(Table<?> table, Field<T> column) {
        return Objects.requireNonNull(table.field(column), "a column of the table");
    }

    private Condition is(TaxRuleId id) {
        return TAX_RULE.TENANT_ID.eq(session.tenant()).and(TAX_RULE.RULE_ID.eq(id.value()));
    }
}
