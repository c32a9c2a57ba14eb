package io.tickgate.cli.doctor;

import io.tickgate.cli.console.PlainText;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells findings: each as a line as soon as it is there, or all of them as one JSON array. */
final class Report {
    private record Line(String name, Finding finding) {}

    private final PrintWriter out;
    private final boolean json;
    private final List<Line> lines = new ArrayList<>();

    Report(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void add(String name, Finding finding) {
        lines.add(new Line(name, finding));
        if (!json) {
            out.println(String.format(
                    Locale.ROOT, "%-4s %-16s %s", finding.level().word(), name, PlainText.of(finding.detail())));
            if (!finding.advice().isEmpty()) {
                out.println("     " + " ".repeat(16) + " -> " + finding.advice());
            }
        }
    }

    long count(Finding.Level level) {
        return lines.stream().filter(line -> line.finding().level() == level).count();
    }

    void end() {
        if (!json) {
            out.println();
            out.println(count(Finding.Level.OK) + " ok, " + count(Finding.Level.WARN) + " warnings, "
                    + count(Finding.Level.FAIL) + " failed");
            return;
        }
        WireBuffer buffer = new WireBuffer();
        WireWriter writer = WireWriter.json(buffer);
        writer.beginArray(lines.size());
        for (Line line : lines) {
            Finding finding = line.finding();
            writer.beginObject(4);
            writer.name("check").string(line.name());
            writer.name("result").string(finding.level().name().toLowerCase(Locale.ROOT));
            writer.name("detail").string(finding.detail());
            writer.name("advice").string(finding.advice());
            writer.endObject();
        }
        writer.endArray();
        out.println(new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8));
    }
}
