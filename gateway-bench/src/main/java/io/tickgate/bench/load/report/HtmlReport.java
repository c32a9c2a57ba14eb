package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.Machine;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.Verdict.Outcome;
import io.tickgate.bench.markup.Markup;
import io.tickgate.bench.markup.Show;
import io.tickgate.bench.plot.Plot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * One page for one run, or for several beside each other. It needs nothing else: no script, no font, no picture from
 * elsewhere; and it is well-formed XML.
 */
public final class HtmlReport {
    private final List<RunResult> runs;
    private final List<String> names;
    private final Markup page = new Markup();

    private HtmlReport(List<RunResult> runs) {
        this.runs = runs;
        this.names = names(runs);
    }

    /** @param runs at least one; those of the same label are numbered */
    public static String of(List<RunResult> runs) {
        return new HtmlReport(runs).write();
    }

    private static List<String> names(List<RunResult> runs) {
        List<String> names = new ArrayList<>();
        for (RunResult run : runs) {
            String label = run.target().label();
            long same = runs.stream()
                    .filter(other -> other.target().label().equals(label))
                    .count();
            long before = runs.subList(0, names.size()).stream()
                    .filter(other -> other.target().label().equals(label))
                    .count();
            names.add(same == 1 ? label : label + " " + (before + 1));
        }
        return names;
    }

    private String write() {
        String title = String.join(
                        ", ",
                        new LinkedHashSet<>(
                                runs.stream().map(RunResult::scenario).toList())) + ": " + String.join(", ", names);
        page.raw("<!DOCTYPE html>\n").open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", title).element("style", style()).close().line();
        page.open("body").open("main").element("h1", title);
        for (int i = 0; i < runs.size(); i++) {
            verdict(i);
        }
        summary();
        page.open("div", "class", "plots").line();
        for (Plot plot : new RunPlots(runs, names).all()) {
            page.open("figure").element("figcaption", plot.title());
            plot.writeTo(page);
            page.close().line();
        }
        page.close();
        percentiles();
        for (int i = 0; i < runs.size(); i++) {
            details(i);
        }
        page.close().close().close();
        return page.line().toString();
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("report.css could not be read", e);
        }
    }

    private void verdict(int index) {
        RunResult run = runs.get(index);
        Outcome outcome = run.verdict().outcome();
        page.open("p", "class", "verdict " + Words.of(outcome));
        page.element("strong", names.get(index) + ": " + Words.forPeople(outcome));
        page.text(" " + run.verdict().text()).close();
        if (run.client().isBottleneck()) {
            page.element("p", run.client().text(), "class", "note");
        }
    }

    private void summary() {
        List<Map<String, String>> columns = runs.stream().map(Summary::of).toList();
        heading("Figures");
        openTable("");
        for (String row : columns.get(0).keySet()) {
            page.open("tr").element("th", row, "scope", "row");
            columns.forEach(column -> page.element("td", column.getOrDefault(row, "")));
            page.close();
        }
        closeTable();
    }

    private void percentiles() {
        heading("Percentiles of latency");
        openTable("percentile");
        for (double percentile : new double[] {50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 100}) {
            page.open("tr").element("th", Show.percentile(percentile), "scope", "row");
            runs.forEach(run -> page.element("td", Show.micros(run.latency().at(percentile))));
            page.close();
        }
        closeTable();
    }

    private void heading(String text) {
        page.line().element("h2", text);
    }

    /** A table with a column for each run. */
    private void openTable(String corner) {
        List<String> heads = new ArrayList<>(List.of(corner));
        heads.addAll(names);
        openTable(heads);
    }

    private void openTable(List<String> heads) {
        page.open("div", "class", "scroll").open("table").open("thead").open("tr");
        heads.forEach(head -> page.element("th", head, "scope", "col"));
        page.close().close().open("tbody");
    }

    private void closeTable() {
        page.close().close().close().line();
    }

    private void details(int index) {
        RunResult run = runs.get(index);
        page.open("details").element("summary", "How " + names.get(index) + " was measured");
        place(run);
        List.of(Table.ofPhases(run), Table.ofExpectations(run), Table.ofRamp(run), Table.ofSettings(run))
                .forEach(this::table);
        page.close().line();
    }

    private void place(RunResult run) {
        Machine machine = run.machine();
        page.element(
                "p",
                run.target().address() + " (" + run.target().dialect() + "), "
                        + run.startedAt() + ". " + machine.kernel() + ", " + machine.processors() + " processors, "
                        + machine.cpuModel() + "; client on " + machine.java() + ".");
    }

    private void table(Table table) {
        if (table.rows().isEmpty()) {
            return;
        }
        openTable(table.heads());
        for (List<String> row : table.rows()) {
            page.open("tr").element("th", row.get(0), "scope", "row");
            row.subList(1, row.size()).forEach(text -> page.element("td", text));
            page.close();
        }
        closeTable();
    }
}
