package io.billing4j.engine;

/**
 * How often somebody is asked for documents that are others by the time that there is an answer. What changes by itself may do so for ever,
 * and is asked for a few times. Each refusal shows what the next question is, and there are not more of them than places allow.
 */
final class TaxRounds {
    /** How often what is to be taxed may be another without anything being refused. */
    static final int MOST = 10;

    /** With and without corrections, each with and without one-off charges. */
    private static final int REFUSALS_OF_PLACE = 4;

    private int refused;
    private int others;

    /** Whether nothing more is to be asked. */
    boolean over() {
        return others >= MOST;
    }

    /**
     * Takes note of a round.
     *
     * @param places of the customer who has most of those that were asked for
     * @param brought whether it brought a refusal that was not known before
     */
    void asked(int places, boolean brought) {
        if (brought && refused < REFUSALS_OF_PLACE * places) {
            refused++;
        } else {
            others++;
        }
    }
}
