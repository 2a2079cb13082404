package io.billing4j.engine;

import io.billing4j.invoice.SlotPlace;
import java.util.List;

/** A subscription and the places to fill now, oldest first. */
record Due(Billable billable, List<SlotPlace> places) {}
