package io.billing4j.server.demo;

import static java.math.RoundingMode.HALF_UP;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The demo's bills once more, from the lines of the files by additions and multiplications alone, without a class of the
 * project: what the engine comes to is compared with this.
 */
final class Reckoner {
    private final TreeMap<String, BigDecimal> usage = new TreeMap<>();

    /** What all customers' usage comes to, in cents and dollars. */
    BigDecimal total() {
        return usage.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What one customer's usage comes to. */
    BigDecimal of(String customer) {
        return Objects.requireNonNull(usage.get(customer));
    }

    /** With the prices of the issue. */
    static Reckoner of(List<String> conv, List<String> code) {
        return of(conv, code, "0.00015");
    }

    /** With another price of the assistant's second tier. */
    static Reckoner of(List<String> conv, List<String> code, String secondTier) {
        Reckoner reckoner = new Reckoner();
        reckoner.add("conv", 40, conv, (context, generated) -> assistant(context, generated, secondTier));
        reckoner.add("code", 20, code, Reckoner::coder);
        return reckoner;
    }

    /** The lines of a file under its header. */
    static List<String> lines(String file) {
        try (InputStream in = Reckoner.class.getResourceAsStream(file)) {
            List<String> lines = new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList());
            lines.remove(0);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Tariff {
        BigDecimal price(long context, long generated);
    }

    private void add(String key, int customers, List<String> lines, Tariff tariff) {
        long[] context = new long[customers];
        long[] generated = new long[customers];
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(",", -1);
            context[i % customers] += Long.parseLong(fields[1]);
            generated[i % customers] += Long.parseLong(fields[2]);
        }
        for (int customer = 0; customer < customers; customer++) {
            String name = key + "-" + customer / 10 + customer % 10;
            usage.put(name, tariff.price(context[customer], generated[customer]));
        }
    }

    private static BigDecimal assistant(long context, long generated, String secondTier) {
        long second = Math.max(0, Math.min(context, 500_000) - 100_000);
        long third = Math.max(0, context - 500_000);
        BigDecimal tokens = times(second, secondTier).add(times(third, "0.0001"));
        return cents(tokens).add(cents(times(generated, "0.0006")));
    }

    private static BigDecimal coder(long context, long generated) {
        String price = context <= 500_000 ? "0.00012" : context <= 900_000 ? "0.0001" : "0.00009";
        long packages = generated / 1_000 + (generated % 1_000 == 0 ? 0 : 1);
        return cents(times(context, price)).add(times(packages, "0.50"));
    }

    private static BigDecimal times(long count, String price) {
        return new BigDecimal(price).multiply(BigDecimal.valueOf(count));
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, HALF_UP);
    }
}
