package io.billing4j.invoice;

import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How final a document is, with what it has from then on. */
public sealed interface InvoiceState {
    /** Its name. */
    InvoiceStatus status();

    /** What it got when it was finalised, if it was. */
    Optional<Finalized> issued();

    /**
     * It can be refreshed; it has no number.
     *
     * @param finalizeAt when a billing run finalises it; null where somebody will
     */
    record Draft(@Nullable Instant finalizeAt) implements InvoiceState {
        /** Cuts the instant to microseconds. */
        public Draft {
            finalizeAt = finalizeAt == null ? null : Inputs.instant("finalizeAt", finalizeAt);
        }

        /** One that somebody will finalise. */
        public Draft() {
            this(null);
        }

        @Override
        public InvoiceStatus status() {
            return InvoiceStatus.DRAFT;
        }

        @Override
        public Optional<Finalized> issued() {
            return Optional.empty();
        }
    }

    /**
     * It never changes again.
     *
     * @param hash of everything that may not change
     * @param finalizedAt business time
     */
    record Finalized(InvoiceNumber number, ContentHash hash, Instant finalizedAt) implements InvoiceState {
        /** Cuts the instant to microseconds. */
        public Finalized {
            finalizedAt = Inputs.instant("finalizedAt", finalizedAt);
        }

        @Override
        public InvoiceStatus status() {
            return InvoiceStatus.FINALIZED;
        }

        @Override
        public Optional<Finalized> issued() {
            return Optional.of(this);
        }
    }

    /**
     * It is void, and was a document with a number before.
     *
     * @param voidedAt business time
     */
    record Voided(Finalized before, Instant voidedAt, VoidIntent intent) implements InvoiceState {
        /** Cuts the instant to microseconds. */
        public Voided {
            voidedAt = Inputs.instant("voidedAt", voidedAt);
        }

        @Override
        public InvoiceStatus status() {
            return InvoiceStatus.VOIDED;
        }

        @Override
        public Optional<Finalized> issued() {
            return Optional.of(before);
        }
    }
}
