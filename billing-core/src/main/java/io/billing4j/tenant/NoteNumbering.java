package io.billing4j.tenant;

import io.billing4j.error.Inputs;
import io.billing4j.numbering.NumberingTemplate;
import java.util.List;
import java.util.Objects;

/**
 * How credit notes are numbered. The form may show {@code {invoice}}, the number of the invoice that is credited: {@code
 * {invoice}-CN{seq:3}} counting by invoice gives {@code INV-202501-00007-CN001}. No number of a note may be that of an invoice, so
 * neither may have a form by which one could be alike.
 *
 * @param template the form of their numbers
 * @param formerTemplates the forms that they had before, the oldest first; empty for a tenant that has changed none
 */
public record NoteNumbering(NumberingTemplate template, List<NumberingTemplate> formerTemplates) {
    /** {@code CN-{yyyyMM}-{seq:5}}, for a tenant that has not chosen a form before its first note. */
    public static final NoteNumbering DEFAULT = of(NumberingTemplate.of("CN-{yyyyMM}-{seq:5}"));

    public NoteNumbering {
        Inputs.required("creditNotes.template", template);
        Objects.requireNonNull(template, "template");
        formerTemplates = Inputs.list("formerTemplates", formerTemplates);
    }

    /** Numbers of a form that is the first one. */
    public static NoteNumbering of(NumberingTemplate template) {
        return new NoteNumbering(template, List.of());
    }

    TemplateHistory history() {
        return new TemplateHistory(template, formerTemplates);
    }
}
