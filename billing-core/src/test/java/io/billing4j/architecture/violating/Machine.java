package io.billing4j.architecture.violating;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Takes from the machine whatever there is, one thing in each method. */
@SuppressWarnings({"JavaTimeDefaultTimeZone", "StringCaseLocaleUsage", "DefaultLocale", "AnnotateFormatMethod"})
public final class Machine {
    public Instant instant() {
        return Instant.now();
    }

    public LocalDate date() {
        return LocalDate.now();
    }

    public Thread thread() {
        return new Thread();
    }

    public Clock clock() {
        return Clock.systemUTC();
    }

    public UUID id() {
        return UUID.randomUUID();
    }

    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    public Locale locale() {
        return Locale.getDefault();
    }

    public String upperCase(String text) {
        return text.toUpperCase();
    }

    public String formatted(BigDecimal number) {
        return String.format("%s", number);
    }

    public String formattedAgain(BigDecimal number) {
        return "%s".formatted(number);
    }

    public List<Instant> byReference() {
        return java.util.stream.Stream.generate(Instant::now).limit(1).toList();
    }

    public Random chance() {
        return new Random();
    }

    public Path file() {
        return Path.of("/");
    }

    /** Allowed: the clock is handed in. */
    public Instant handedIn(Clock clock) {
        return Instant.now(clock);
    }
}
