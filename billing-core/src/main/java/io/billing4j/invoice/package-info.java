/**
 * Documents. A subscription's place for one document is an {@link io.billing4j.invoice.InvoiceSlot}; the {@link
 * io.billing4j.invoice.PeriodManager} says which are due. {@link io.billing4j.invoice.BillingFacts}, everything already
 * loaded, go into the {@link io.billing4j.invoice.InvoiceAssembler} and come out as an {@link
 * io.billing4j.invoice.InvoiceDraft}; a number makes it an {@link io.billing4j.invoice.Invoice} that never changes again.
 */
@NullMarked
package io.billing4j.invoice;

import org.jspecify.annotations.NullMarked;
