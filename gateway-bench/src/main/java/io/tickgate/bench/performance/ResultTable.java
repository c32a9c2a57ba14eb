package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.markup.Show;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A group's results as a table in Markdown: medians with their spread, ratios to the floor, and what had to be reached. */
final class ResultTable {
    private final Row.Group group;
    private final RawResults results;

    ResultTable(Row.Group group, RawResults results) {
        this.group = group;
        this.results = results;
    }

    String markdown() throws IOException {
        boolean hasFloor = group.rows().stream().anyMatch(row -> row.floor() != null);
        List<String> heads = new ArrayList<>(List.of("work", "server"));
        for (Metric metric : group.metrics()) {
            heads.add(metric.label());
            if (hasFloor) {
                heads.add("× floor");
            }
        }
        heads.add("account");
        heads.add("required");
        StringBuilder out = new StringBuilder(line(heads));
        out.append("|---".repeat(heads.size())).append("|\n");
        for (Row row : group.rows()) {
            for (Row.Entry entry : row.entries()) {
                out.append(line(cells(row, entry, hasFloor)));
            }
        }
        return out.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private List<String> cells(Row row, Row.Entry entry, boolean hasFloor) throws IOException {
        // Said once, it parts one piece of work from the next.
        String work = entry.equals(row.entries().get(0)) ? row.work() : "";
        List<String> cells = new ArrayList<>(List.of(work, entry.who().label()));
        for (Metric metric : group.metrics()) {
            Optional<Spread> spread = spread(row, entry.who(), metric);
            cells.add(spread.map(figures -> text(metric, figures)).orElse("–"));
            if (hasFloor) {
                cells.add(spread.isPresent() ? ratio(row, entry.who(), metric) : "–");
            }
        }
        cells.add(account(results.of(row, entry.who())));
        cells.add(required(row, entry));
        return cells;
    }

    private static String text(Metric metric, Spread figures) {
        String median = metric.text(figures.median());
        return figures.count() == 1
                ? median
                : median + " (" + metric.text(figures.min()) + "–" + metric.text(figures.max()) + ")";
    }

    private String ratio(Row row, Contestant who, Metric metric) throws IOException {
        if (row.floor() == null || row.floor() == who) {
            return row.floor() == who ? "1" : "–";
        }
        OptionalDouble ratio = ratio(row, who, row, row.floor(), metric);
        return ratio.isPresent() ? Show.digits(ratio.getAsDouble()) : "–";
    }

    /** Of the medians; empty when one of the two was not measured, or the lower one is 0. */
    private OptionalDouble ratio(Row row, Contestant who, Row besideRow, Contestant beside, Metric metric)
            throws IOException {
        Optional<Spread> mine = spread(row, who, metric);
        Optional<Spread> theirs = spread(besideRow, beside, metric);
        return mine.isEmpty() || theirs.isEmpty() || theirs.get().median() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(mine.get().median() / theirs.get().median());
    }

    private Optional<Spread> spread(Row row, Contestant who, Metric metric) throws IOException {
        List<Double> values = results.of(row, who).stream()
                .filter(ResultTable::isGood)
                .map(metric::of)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** What a server does that loses messages is other work, so its figures are compared with nobody's. */
    private static boolean isGood(JsonObject round) {
        JsonObject load = Metric.load(round);
        return load.has("verdict") && load.string("verdict").equals("OK");
    }

    /** How the rounds ended: what the load generator said, and how often. */
    private static String account(List<JsonObject> rounds) {
        Map<String, Integer> verdicts = new LinkedHashMap<>();
        for (JsonObject round : rounds) {
            JsonObject load = Metric.load(round);
            if (round.has("skipped")) {
                return "skipped: " + round.string("skipped");
            }
            if (load.has("verdict")) {
                String why = load.has("why") ? load.string("why") : "";
                verdicts.merge(load.string("verdict") + (why.isEmpty() ? "" : " (" + why + ")"), 1, Integer::sum);
            }
        }
        List<String> texts = new ArrayList<>();
        verdicts.forEach((verdict, count) -> texts.add(verdict + " ×" + count));
        return rounds.isEmpty() ? "not measured" : String.join(", ", texts);
    }

    private String required(Row row, Row.Entry entry) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Requirement requirement : entry.required()) {
            OptionalDouble figure = figure(row, entry.who(), requirement);
            texts.add(requirement.text(
                    figure, rowNamed(requirement.besideRow(), row).work()));
        }
        return String.join("; ", texts);
    }

    private OptionalDouble figure(Row row, Contestant who, Requirement requirement) throws IOException {
        if (requirement.beside() == null) {
            Optional<Spread> spread = spread(row, who, requirement.metric());
            return spread.isPresent() ? OptionalDouble.of(spread.get().median()) : OptionalDouble.empty();
        }
        Row besideRow = rowNamed(requirement.besideRow(), row);
        return ratio(row, who, besideRow, requirement.beside(), requirement.metric());
    }

    private Row rowNamed(@Nullable String id, Row otherwise) {
        return group.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElse(otherwise);
    }
}
