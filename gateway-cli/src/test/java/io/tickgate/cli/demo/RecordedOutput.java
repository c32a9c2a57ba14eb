package io.tickgate.cli.demo;

import io.tickgate.core.producer.UpdateType;
import java.util.ArrayList;
import java.util.List;

/** Keeps what the demo would publish. One thread. */
final class RecordedOutput implements DemoOutput {
    final List<String> quotes = new ArrayList<>();
    final List<Charted> charts = new ArrayList<>();
    final List<Progress> progress = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();

    record Charted(String symbol, UpdateType type, List<ChartBar> bars) {}

    @Override
    public void quote(String symbol, String json) {
        quotes.add(json);
    }

    @Override
    public void chart(String symbol, UpdateType type, List<ChartBar> bars) {
        charts.add(new Charted(symbol, type, bars));
    }

    @Override
    public void progress(Progress report) {
        progress.add(report);
    }

    @Override
    public void notice(Notice notice) {
        notices.add(notice);
    }
}
