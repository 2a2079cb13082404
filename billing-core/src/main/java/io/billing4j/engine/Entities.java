package io.billing4j.engine;

import io.billing4j.customer.Customer;
import io.billing4j.customer.InvoicingEntity;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.EntityId;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In whose names documents are issued. Customers are of {@link Customer#MAIN_ENTITY} unless somebody says otherwise; it is always
 * there, whether it was created, with a name, or not.
 */
public final class Entities {
    private final TenantScope scope;

    Entities(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Adds an entity. Each has series of its own, so the numbers of documents have to show whose they are, from the first entity on:
     * those of invoices by {@code {entity}}, and those of credit notes by that or by the number of their invoice.
     *
     * <pre>{@code
     * engine.settings().update(present -> present
     *         .withInvoiceTemplate(NumberingTemplate.of("INV/{entity}/{yyyyMM}-{seq:5}"))
     *         .withCreditNotes(NoteNumbering.of(NumberingTemplate.of("CN/{entity}/{yyyyMM}-{seq:5}"))));
     * engine.entities().create(EntityId.of("us"), "Acme Inc.");
     * }</pre>
     *
     * @param name for people, 1 to 200 characters
     * @throws io.billing4j.error.BillingException ENTITY_EXISTS at {@code entityId} if its key is taken; ENTITY_NEEDS_SERIES at {@code
     *     invoiceTemplate} or {@code creditNotes.template}; NUMBER_TOO_LONG at {@code entityId} if its key has no room in numbers; INVALID_TEXT or MISSING_FIELD at {@code name}
     */
    public InvoicingEntity create(EntityId id, String name) {
        Inputs.required("id", id);
        Inputs.required("name", name);
        return scope.inTransaction(work -> {
            TenantSettings before = work.unit().settings().lock();
            TenantSettings after = before.withSeveralEntities();
            InvoicingEntity entity = new InvoicingEntity(id, name, work.now());
            requireRoom(after, id);
            if (!after.equals(before)) {
                // Versions before, by which numbers might come not to show it, do not serve the tenant any more.
                Settings.replace(work, before, after);
            }
            work.unit().entities().insert(entity);
            work.journal(JournalEntry.created(EventType.ENTITY_CREATED, null, id, Map.of("name", name), work.now()));
            return entity;
        });
    }

    /** The entity, if it was created. */
    public Optional<InvoicingEntity> find(EntityId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().entities().find(id));
    }

    /** Those that were created, in the order of their keys. */
    public List<InvoicingEntity> list(Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().entities().list(page));
    }

    /** The key itself; ENTITY_NOT_FOUND at {@code entity} unless it is the main one or was created. */
    static EntityId existing(Work work, EntityId id) {
        return id.equals(Customer.MAIN_ENTITY)
                ? id
                : Billing4J.found(work.unit().entities().find(id), ErrorCode.ENTITY_NOT_FOUND, "entity", id)
                        .id();
    }

    /**
     * Refuses keys that have no room in the numbers of documents with NUMBER_TOO_LONG; later it would be a finding of each run.
     *
     * @param field to be named
     */
    static void requireRoom(TenantSettings settings, Customer customer, String field) {
        requireRoom(settings.invoiceTemplate(), customer, field);
        NumberingTemplate notes = settings.creditNoteTemplate();
        if (settings.creditNotes() != null && !notes.showsCreditedInvoice()) {
            requireRoom(notes, customer, field);
        }
    }

    private static void requireRoom(TenantSettings settings, EntityId id) {
        NumberingTemplate notes = settings.creditNoteTemplate();
        int room = Math.min(
                settings.invoiceTemplate().roomForKeys(),
                notes.showsEntity() ? notes.roomForKeys() : Integer.MAX_VALUE);
        if (id.value().length() > room) {
            throw ErrorCode.NUMBER_TOO_LONG.at(
                    "entityId", "numbers have room for keys of " + room + " characters, found " + id);
        }
    }

    private static void requireRoom(NumberingTemplate template, Customer customer, String field) {
        int needed = (template.showsCustomer() ? customer.id().value().length() : 0)
                + (template.showsEntity() ? customer.entity().value().length() : 0);
        if (needed > template.roomForKeys()) {
            throw ErrorCode.NUMBER_TOO_LONG.at(
                    field,
                    "numbers of the form " + template + " have room for keys of " + template.roomForKeys()
                            + " characters, needed are " + needed);
        }
    }
}
