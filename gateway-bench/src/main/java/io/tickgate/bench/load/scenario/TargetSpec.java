package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The server that is loaded.
 *
 * @param url {@code ws://host:port}, with a path where the dialect's own is not meant
 * @param label what reports call it; the dialect's name unless said
 * @param serverPids its processes on this machine; empty when they are not watched
 * @param apiKey what publishing by HTTP wants in a header, empty when nothing
 */
public record TargetSpec(URI url, DialectName dialect, String label, List<Long> serverPids, String apiKey) {
    /** The protocols that are spoken. */
    public enum DialectName {
        /** This project's own. */
        GATEWAY,
        /** {@code S} and {@code P} in plain text, as small servers of many libraries speak it. */
        TOPIC,
        /** Centrifugo's JSON protocol. */
        CENTRIFUGO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Setting<String> URL = Setting.text(
            "target.url",
            "ws://[A-Za-z0-9._\\[\\]:-]+:\\d{1,5}(/\\S*)?",
            "ws://host:port, perhaps with a path",
            "ws://127.0.0.1:8001",
            "Where the server listens.");
    static final Setting<DialectName> DIALECT =
            Setting.choice("target.dialect", DialectName.class, DialectName.GATEWAY, "What is spoken to it.");
    static final Setting<String> LABEL = Setting.text(
            "target.label", "[^\\r\\n]{0,60}", "at most 60 characters", "", "What reports call it; else the dialect.");
    static final Setting<String> SERVER_PID = Setting.text(
            "target.server-pid",
            "|\\d{1,9}(,\\d{1,9}){0,15}",
            "process ids with commas between them",
            "",
            "Its processes on this machine, whose CPU and memory are watched.");
    static final Setting<String> API_KEY = Setting.text(
            "target.api-key", "[!-~]{0,200}", "at most 200 visible characters", "", "For publishing by HTTP.");

    static final List<Setting<?>> ALL = List.of(URL, DIALECT, LABEL, SERVER_PID, API_KEY);

    static TargetSpec of(ScenarioValues values) {
        DialectName dialect = values.get(DIALECT);
        String label = values.get(LABEL);
        List<Long> pids = Stream.of(values.get(SERVER_PID).split(",", -1))
                .filter(text -> !text.isEmpty())
                .map(Long::valueOf)
                .toList();
        URI url = URI.create(values.get(URL));
        values.require(
                url.getHost() != null && url.getPort() > 0 && url.getPort() < 65_536,
                URL.key(),
                "names no host, or no port of 1 to 65535");
        return new TargetSpec(url, dialect, label.isEmpty() ? dialect.toString() : label, pids, values.get(API_KEY));
    }
}
