package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * A price for each combination of dimensions, such as region and size. A cell prices all that has its values together; what
 * is in no cell, because it has other values or lacks a dimension, is priced together by the default.
 *
 * @param dimensions 1 to 10 different names
 * @param cells at most 1,000, those of matrices inside included; no two with the same values
 * @param otherwise the default
 */
public record MatrixPrice(List<String> dimensions, List<MatrixCell> cells, PriceModel otherwise) implements PriceModel {
    private static final int MAX_DIMENSIONS = 10;
    private static final int MAX_CELLS = 1000;

    /** Refuses what does not fit together with INVALID_PRICE, mixed currencies with CURRENCY_MISMATCH. */
    public MatrixPrice {
        Inputs.required("otherwise", otherwise);
        dimensions = Inputs.list("dimensions", dimensions);
        cells = Inputs.list("cells", cells);
        if (dimensions.isEmpty() || dimensions.size() > MAX_DIMENSIONS) {
            throw ErrorCode.INVALID_PRICE.at(
                    "dimensions", "expected 1 to " + MAX_DIMENSIONS + " but found " + dimensions.size());
        }
        for (int i = 0; i < dimensions.size(); i++) {
            Inputs.text("dimensions[" + i + "]", dimensions.get(i), 200);
        }
        if (new HashSet<>(dimensions).size() < dimensions.size()) {
            throw ErrorCode.INVALID_PRICE.at("dimensions", "no dimension may stand there twice");
        }
        if (cells.size() > MAX_CELLS) {
            throw ErrorCode.INVALID_PRICE.at("cells", "expected at most " + MAX_CELLS + " but found " + cells.size());
        }
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < cells.size(); i++) {
            MatrixCell cell = cells.get(i);
            if (cell.values().size() != dimensions.size()) {
                throw ErrorCode.INVALID_PRICE.at(
                        "cells[" + i + "].values", "expected one value for each of " + dimensions);
            }
            if (!seen.add(cell.values())) {
                throw ErrorCode.INVALID_PRICE.at("cells[" + i + "].values", "another cell has these values");
            }
            Nested.check("cells[" + i + "].price", otherwise.currency(), cell.price());
        }
        Nested.check("otherwise", otherwise.currency(), otherwise);
        long all = cells.size()
                + inner(cells, otherwise).stream().mapToLong(Nested::cells).sum();
        if (all > MAX_CELLS) {
            throw ErrorCode.INVALID_PRICE.at(
                    "cells", "expected at most " + MAX_CELLS + " with those of matrices inside but found " + all);
        }
        refuseBucketsOfEvents(cells, otherwise);
    }

    /** Events are not windows: a model that prices each window cannot share its parts with one that wants events. */
    private static void refuseBucketsOfEvents(List<MatrixCell> cells, PriceModel otherwise) {
        List<PriceModel> inner = inner(cells, otherwise);
        boolean events = inner.stream().anyMatch(model -> model.partsNeeded() == PartsNeeded.EVENTS);
        if (events && inner.stream().anyMatch(model -> model.partsNeeded() == PartsNeeded.GROUPS)) {
            throw ErrorCode.INVALID_PRICE.at("cells", "one price looks at groups and another at events");
        }
    }

    @Override
    public CurrencyUnit currency() {
        return otherwise.currency();
    }

    @Override
    public PartsNeeded partsNeeded() {
        PartsNeeded needed = PartsNeeded.GROUPS.or(otherwise.partsNeeded());
        for (MatrixCell cell : cells) {
            needed = needed.or(cell.price().partsNeeded());
        }
        return needed;
    }

    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        Map<@Nullable List<String>, List<PricedPart>> byValues = new LinkedHashMap<>();
        Set<List<String>> known = new HashSet<>();
        cells.forEach(cell -> known.add(cell.values()));
        for (PricedPart part : input.requiredParts()) {
            List<String> values = values(part);
            byValues.computeIfAbsent(known.contains(values) ? values : null, any -> new ArrayList<>())
                    .add(part);
        }
        List<PriceStep> steps = new ArrayList<>();
        // Once for all cells: the question goes through every one of them.
        boolean events = partsNeeded() == PartsNeeded.EVENTS;
        for (MatrixCell cell : cells) {
            add(steps, byValues.get(cell.values()), events, cell.price(), customs);
        }
        add(steps, byValues.get(null), events, otherwise, customs);
        return Price.of(currency(), steps);
    }

    private List<String> values(PricedPart part) {
        return dimensions.stream()
                .map(dimension -> part.dimensions().get(dimension))
                .filter(Objects::nonNull)
                .toList();
    }

    private static void add(
            List<PriceStep> steps,
            @Nullable List<PricedPart> parts,
            boolean events,
            PriceModel model,
            CustomPrices customs) {
        if (parts != null) {
            PriceInput input = events ? PriceInput.ofEvents(parts) : PriceInput.ofGroups(parts);
            steps.addAll(Nested.steps(model, input, customs));
        }
    }

    @Override
    public Set<String> groupedBy() {
        Set<String> all = new HashSet<>(dimensions);
        inner().forEach(model -> all.addAll(model.groupedBy()));
        return all;
    }

    @Override
    public List<CustomPrice> customModels() {
        return inner().stream().flatMap(model -> model.customModels().stream()).toList();
    }

    private List<PriceModel> inner() {
        return inner(cells, otherwise);
    }

    private static List<PriceModel> inner(List<MatrixCell> cells, PriceModel otherwise) {
        List<PriceModel> inner = new ArrayList<>(List.of(otherwise));
        cells.forEach(cell -> inner.add(cell.price()));
        return inner;
    }

    /** It continues where all its cells do. */
    @Override
    public boolean continues() {
        return otherwise.continues()
                && cells.stream().allMatch(cell -> cell.price().continues());
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(List.of("MATRIX", Integer.toString(dimensions.size())));
        content.addAll(dimensions);
        Nested.content(content, otherwise);
        for (MatrixCell cell : cells) {
            content.addAll(cell.values());
            Nested.content(content, cell.price());
        }
        return content;
    }
}
