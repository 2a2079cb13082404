package io.billing4j.testkit.history;

import io.billing4j.testkit.history.PlainPlan.Charge;
import io.billing4j.testkit.history.PlainPlan.Shared;
import io.billing4j.testkit.history.PlainPlan.Terms;
import io.billing4j.testkit.history.PlainPlan.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The plans of a history in plain numbers, with odd prices. */
final class PlainCatalogue {
    static final String CALLS = "calls";
    static final String STORAGE = "storage";
    static final String TOKENS = "tokens";
    static final String MINUTES = "minutes";

    /** Charges of usage; each is called as its meter. */
    static final List<String> METERED = List.of(CALLS, STORAGE, TOKENS, MINUTES);

    /** What is missing to what a plan promises, and the same of one whose prices hold their taxes. */
    static final String MISSING = "missing";

    static final String MISSING_WITH_TAXES = "missing-with-taxes";

    /** Whose usage is billed before its period ends. */
    static final String EARLY = "early";

    static final List<String> MONTHLY = List.of("basic", "pro", "plain");
    static final List<String> OTHERS = List.of("weekly", "yearly", "quarterly", "thirty");
    static final List<String> WITHOUT_METER = List.of("plain", "weekly", "quarterly", "thirty");
    static final List<String> ADD_ONS = List.of("extra", "care");

    /** Plans with terms of their own, each in two versions, and an add-on. */
    static final List<String> UNDER_TERMS = List.of("least", "most", "promised", "gross");

    static final String WEEKLY_UNDER_TERMS = "weekly-least";
    static final String EARLY_UNDER_TERMS = "early-promised";
    static final String ADD_ON_UNDER_TERMS = "bound";

    private static final List<Integer> MAGNITUDES = List.of(20_000, 300_000, 3_000_000);

    private final Random random;
    private final int decimals;

    private PlainCatalogue(int seed, int decimals) {
        this.random = new Random(seed);
        this.decimals = decimals;
    }

    /** All versions of all plans; those of one plan in their order. */
    static List<PlainPlan> of(int seed, int decimals) {
        return new PlainCatalogue(seed, decimals).plans();
    }

    private List<PlainPlan> plans() {
        List<PlainPlan> plans = new ArrayList<>();
        for (int version = 1; version <= 2; version++) {
            plans.add(plan("basic/" + version, 1, 0, fee(Shared.BY_SECOND), seats(true, Shared.BY_SECOND), calls()));
            plans.add(plan("pro/" + version, 1, 0, fee(Shared.BY_DAY), support(Shared.BY_SECOND), tieredCalls()));
        }
        plans.add(plan("plain/1", 1, 0, fee(Shared.NOT_AT_ALL), seats(false, Shared.BY_DAY)));
        plans.add(plan("weekly/1", 0, 7, fee(Shared.BY_SECOND), seats(true, Shared.BY_DAY)));
        plans.add(plan("thirty/1", 0, 30, support(Shared.NOT_AT_ALL), seats(true, Shared.BY_SECOND)));
        plans.add(plan("quarterly/1", 3, 0, fee(Shared.BY_SECOND), seats(false, Shared.BY_SECOND)));
        plans.add(plan("yearly/1", 12, 0, fee(Shared.BY_DAY), calls()));
        plans.add(plan("extra/1", 1, 0, seats(true, Shared.BY_SECOND), storage()));
        plans.add(plan("extra/2", 1, 0, seats(true, Shared.BY_DAY), storage()));
        plans.add(plan("care/1", 1, 0, seats(true, Shared.NOT_AT_ALL), support(Shared.BY_SECOND)));
        plans.add(early("early/1", 100_000, calls()));
        plans.add(early("early/2", 0, tieredCalls()));
        addUnderTerms(plans);
        return plans;
    }

    private void addUnderTerms(List<PlainPlan> plans) {
        Charge[] seated = {fee(Shared.BY_SECOND), seats(true, Shared.BY_SECOND), calls()};
        plans.add(plan("least/1", 1, 0, seated).under(least("1", Shared.BY_SECOND)));
        plans.add(plan("least/2", 1, 0, fee(Shared.BY_DAY), tieredCalls(), tokens())
                .under(least("1", Shared.BY_DAY)));
        plans.add(plan("most/1", 1, 0, fee(Shared.NOT_AT_ALL), calls(), tokens())
                .under(terms(null, "1", false, amountOfPlan())));
        plans.add(plan("most/2", 1, 0, seats(false, Shared.BY_DAY), tokens(), calls())
                .under(bounded("1.5", false)));
        plans.add(plan("promised/1", 1, 0, fee(Shared.BY_SECOND), calls(), tokens())
                .under(bounded("1.5", true)));
        plans.add(plan("promised/2", 1, 0, fee(Shared.BY_DAY), seats(true, Shared.BY_SECOND), calls())
                .under(least("0.75", Shared.BY_SECOND)));
        plans.add(withTaxes("gross/1", bounded("1.25", true)));
        plans.add(withTaxes("gross/2", least("1", Shared.BY_DAY)));
        plans.add(plan(WEEKLY_UNDER_TERMS + "/1", 0, 7, fee(Shared.BY_SECOND), calls())
                .under(least("1", Shared.BY_SECOND)));
        plans.add(early(EARLY_UNDER_TERMS + "/1", 100_000, calls()).under(bounded("1.5", true)));
        plans.add(plan("bound/1", 1, 0, seats(true, Shared.BY_SECOND), tokens()).under(bounded("1", true)));
        plans.add(plan("bound/2", 1, 0, seats(true, Shared.BY_DAY), tokens()).under(least("2", Shared.BY_SECOND)));
    }

    private PlainPlan withTaxes(String key, Terms terms) {
        return plan(key, 1, 0, support(Shared.BY_SECOND), minutes())
                .under(new Terms(
                        MISSING_WITH_TAXES,
                        terms.promised(),
                        terms.factor(),
                        terms.madeUp(),
                        terms.most(),
                        terms.shared()));
    }

    /** What is promised and made up for, without a bound. */
    private Terms least(String factor, Shared shared) {
        return new Terms(MISSING, amountOfPlan(), factor, true, null, shared);
    }

    private Terms bounded(String factor, boolean madeUp) {
        String promised = amountOfPlan();
        String most =
                new BigDecimal(promised).add(new BigDecimal(amountOfPlan())).toPlainString();
        return terms(promised, factor, madeUp, most);
    }

    private static Terms terms(@Nullable String promised, String factor, boolean madeUp, @Nullable String most) {
        return new Terms(MISSING, promised, factor, madeUp, most, Shared.BY_SECOND);
    }

    /** Of what fees come to, and what little and much usage comes to. */
    private String amountOfPlan() {
        return amount(MAGNITUDES.get(random.nextInt(MAGNITUDES.size())));
    }

    /** @param further how far apart amounts are at least at which usage is billed, beyond the first; 0 for no further one */
    private PlainPlan early(String key, int further, Charge calls) {
        int every = further == 0 ? 0 : further + random.nextInt(200_000);
        return new PlainPlan(
                key,
                1,
                0,
                List.of(fee(Shared.BY_SECOND), calls),
                new PlainPlan.Amounts(1 + random.nextInt(100_000), every),
                null);
    }

    private static PlainPlan plan(String key, int months, int days, Charge... charges) {
        return new PlainPlan(key, months, days, List.of(charges), null, null);
    }

    private Charge fee(Shared shared) {
        return charge("fee", null, false, true, shared, amount(9000));
    }

    private Charge support(Shared shared) {
        return charge("support", null, false, false, shared, amount(4000));
    }

    private Charge seats(boolean inAdvance, Shared shared) {
        return charge("seats", null, true, inAdvance, shared, amount(1500));
    }

    private Charge calls() {
        return charge("calls", CALLS, true, false, Shared.BY_SECOND, fraction());
    }

    private Charge storage() {
        return charge("storage", STORAGE, true, false, Shared.BY_SECOND, fraction());
    }

    private Charge tokens() {
        return charge("tokens", TOKENS, true, false, Shared.BY_SECOND, fraction());
    }

    private Charge minutes() {
        return charge("minutes", MINUTES, true, false, Shared.BY_SECOND, fraction());
    }

    private Charge tieredCalls() {
        return new Charge(
                "calls",
                CALLS,
                true,
                false,
                Shared.BY_SECOND,
                List.of(new Tier("5", "0"), new Tier("20.5", fraction()), new Tier(null, fraction())));
    }

    private static Charge charge(
            String id, @Nullable String meter, boolean perUnit, boolean inAdvance, Shared shared, String price) {
        return new Charge(id, meter, perUnit, inAdvance, shared, List.of(new Tier(null, price)));
    }

    private String amount(int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most), decimals).toPlainString();
    }

    /** A price with three decimals more than the currency has. */
    private String fraction() {
        return BigDecimal.valueOf(1 + random.nextInt(300_000), decimals + 3).toPlainString();
    }
}
