package io.billing4j.money;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * The currencies and funds of ISO 4217 that are in use: the table that decides how many decimals an amount has, whatever
 * a library or a machine believes.
 *
 * <p>Source: ISO 4217 list one (current currencies and funds) as the SIX Group, its maintenance agency, publishes it; read
 * on 1 February 2026 from the public-domain copy datasets/currency-codes at ab9b0ae88e8b. It has 178 codes; the Bulgarian
 * lev, replaced by the euro on 1 January 2026, is no longer among them.
 */
public final class Iso4217 {
    /** The day whose list this is, as {@code yyyy-MM-dd}; it changes with every change of the table. */
    public static final String VERSION = "2026-02-01";

    private static final Map<String, IsoCurrency> TABLE = new TreeMap<>();

    static {
        // Per row the code and its number.
        add(null, """
            XAG961 XAU959 XBA955 XBB956 XBC957 XBD958 XDR960 XPD964 XPT962 XSU994 XTS963 XUA965
            XXX999
            """);
        add(0, """
            BIF108 CLP152 DJF262 GNF324 ISK352 JPY392 KMF174 KRW410 PYG600 RWF646 UGX800 UYI940
            VND704 VUV548 XAF950 XOF952 XPF953
            """);
        add(2, """
            AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050
            BMD060 BND096 BOB068 BOV984 BRL986 BSD044 BTN064 BWP072 BYN933 BZD084 CAD124 CDF976
            CHE947 CHF756 CHW948 CNY156 COP170 COU970 CRC188 CUP192 CVE132 CZK203 DKK208 DOP214
            DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981 GHS936 GIP292 GMD270
            GTQ320 GYD328 HKD344 HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IRR364 JMD388 KES404
            KGS417 KHR116 KPW408 KYD136 KZT398 LAK418 LBP422 LKR144 LRD430 LSL426 MAD504 MDL498
            MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484 MXV979 MYR458
            MZN943 NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 PAB590 PEN604 PGK598 PHP608 PKR586
            PLN985 QAR634 RON946 RSD941 RUB643 SAR682 SBD090 SCR690 SDG938 SEK752 SGD702 SHP654
            SLE925 SOS706 SRD968 SSP728 STN930 SVC222 SYP760 SZL748 THB764 TJS972 TMT934 TOP776
            TRY949 TTD780 TWD901 TZS834 UAH980 USD840 USN997 UYU858 UZS860 VED926 VES928 WST882
            XAD396 XCD951 XCG532 YER886 ZAR710 ZMW967 ZWG924
            """);
        add(3, """
            BHD048 IQD368 JOD400 KWD414 LYD434 OMR512 TND788
            """);
        add(4, """
            CLF990 UYW927
            """);
    }

    private Iso4217() {}

    /** All of them in the order of their codes, those without a minor unit too. */
    public static List<IsoCurrency> all() {
        return List.copyOf(TABLE.values());
    }

    /** The row of a code such as {@code USD}; empty for one that is unknown, withdrawn or not in capitals. */
    public static Optional<IsoCurrency> find(String code) {
        return Optional.ofNullable(TABLE.get(code));
    }

    /**
     * Makes Joda-Money agree with this table: codes that it does not know are registered with it. An engine does so when
     * it is built; doing it again changes nothing.
     *
     * @throws BillingException CURRENCY_TABLE_MISMATCH if Joda-Money, or a file of the host that extends it, has one of
     *     the codes with other decimals: amounts would be a power of ten apart
     */
    public static void adopt() {
        reconcile(TABLE.values(), Iso4217::registered, Iso4217::register);
    }

    /** As {@link #adopt()}, for any table and any registry. */
    static void reconcile(
            Collection<IsoCurrency> table,
            Function<String, Optional<CurrencyUnit>> registered,
            Consumer<IsoCurrency> register) {
        List<IsoCurrency> missing = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        for (IsoCurrency currency : table) {
            Optional<CurrencyUnit> unit = registered.apply(currency.code());
            if (unit.isEmpty()) {
                missing.add(currency);
            } else if (!sameDecimals(currency, unit.get())) {
                differences.add(currency + " has " + decimals(currency.minorUnit()) + ", Joda-Money says "
                        + decimals(
                                unit.get().isPseudoCurrency()
                                        ? null
                                        : unit.get().getDecimalPlaces()));
            }
        }
        if (!differences.isEmpty()) {
            throw ErrorCode.CURRENCY_TABLE_MISMATCH.because(
                    differences.stream().collect(Collectors.joining("; ", "currencies differ from ISO 4217: ", "")));
        }
        missing.forEach(register);
    }

    /** The currency for amounts; empty unless the table has it with a minor unit. Joda-Money is taught it if need be. */
    static Optional<CurrencyUnit> unit(String code) {
        IsoCurrency currency = TABLE.get(code);
        if (currency == null || currency.minorUnit() == null) {
            return Optional.empty();
        }
        if (registered(code).isEmpty()) {
            register(currency);
        }
        return registered(code).filter(unit -> sameDecimals(currency, unit));
    }

    private static boolean sameDecimals(IsoCurrency currency, CurrencyUnit unit) {
        Integer minorUnit = currency.minorUnit();
        return minorUnit == null
                ? unit.isPseudoCurrency()
                : !unit.isPseudoCurrency() && unit.getDecimalPlaces() == minorUnit;
    }

    private static String decimals(@Nullable Integer minorUnit) {
        return minorUnit == null ? "no minor unit" : minorUnit + " decimals";
    }

    private static Optional<CurrencyUnit> registered(String code) {
        try {
            return Optional.of(CurrencyUnit.of(code));
        } catch (IllegalCurrencyException e) {
            return Optional.empty();
        }
    }

    private static void register(IsoCurrency currency) {
        Integer minorUnit = currency.minorUnit();
        try {
            CurrencyUnit.registerCurrency(
                    currency.code(), currency.numericCode(), minorUnit == null ? -1 : minorUnit, List.of());
        } catch (IllegalArgumentException e) {
            // Two engines built at once both find it missing; whoever comes second finds it registered.
            if (!registered(currency.code())
                    .filter(unit -> sameDecimals(currency, unit))
                    .isPresent()) {
                throw ErrorCode.CURRENCY_TABLE_MISMATCH.because(
                        "Joda-Money does not take " + currency + ": " + e.getMessage(), e);
            }
        }
    }

    private static void add(@Nullable Integer minorUnit, String rows) {
        for (String row : rows.strip().split("\\s+", -1)) {
            String code = row.substring(0, 3);
            TABLE.put(code, new IsoCurrency(code, Integer.parseInt(row.substring(3)), minorUnit));
        }
    }
}
