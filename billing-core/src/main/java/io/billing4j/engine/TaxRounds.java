package io.billing4j.engine;

/**
 * How often somebody is asked for documents that are others by the time that there is an answer. What changes by itself may do so for ever,
 * and is asked for a few times. Each refusal shows what the next question is, and there are not more of them than places allow.
 */
final class TaxRounds {
    /** How often what is to be taxed may be another without anything being refused. */
    private static final int MOST = 10;

    /**
     * Six: with corrections and without, each with all one-off charges, with those that are not refused by themselves, and with none. Two more
     * are for what does not come with each place: charges that a place takes over from a refused one beside its own are left off in two steps, and
     * a shared document is refused before its places are asked for apart.
     */
    private static final int REFUSALS_OF_PLACE = 8;

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
