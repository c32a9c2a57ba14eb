package io.tickgate.cluster;

import io.lettuce.core.ScriptOutputType;
import io.tickgate.core.broadcast.NodeReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which gateways live: each says so every few seconds, and hears in the same call what the others have said.
 *
 * <p><b>Owner:</b> the store's loop; {@link #all} may be called on any thread.
 */
final class Neighbours {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    private final Store store;
    private final RedisSettings settings;
    private final String node;
    private volatile Heard all = new Heard(List.of(), 0);
    private @Nullable Supplier<NodeReport> self;

    /** What was heard at one time. */
    private record Heard(List<NodeReport> reports, long atNanos) {}

    /** @param node this run of this gateway */
    Neighbours(Store store, RedisSettings settings, String node) {
        this.store = store;
        this.settings = settings;
        this.node = node;
    }

    void introduce(Supplier<NodeReport> who) {
        self = who;
    }

    /** Those that live, by name; while Redis is away those that have, and when they said so. */
    List<NodeReport> all() {
        Heard heard = all;
        long sinceMillis = (System.nanoTime() - heard.atNanos()) / 1_000_000;
        return heard.reports().stream()
                .map(report -> report.olderBy(sinceMillis))
                .toList();
    }

    void beat() {
        if (self != null && store.isReady()) {
            say(line(self.get()));
        }
    }

    /** This one is about to go. */
    void leave() {
        if (store.isReady()) {
            say("");
        }
    }

    private void say(String line) {
        store.<List<Object>>run(
                        Script.BEAT,
                        ScriptOutputType.MULTI,
                        new byte[][] {Keyspace.bytes(settings.keyspace().nodes())},
                        Keyspace.bytes(node),
                        Keyspace.bytes(line),
                        Keyspace.bytes(settings.forgottenAfterMillis()))
                .whenCompleteAsync(
                        (living, failure) -> {
                            if (living != null) {
                                onHeard(living);
                            }
                        },
                        store.loop());
    }

    private void onHeard(List<Object> living) {
        List<NodeReport> heard = new ArrayList<>();
        for (int i = 0; i + 1 < living.size(); i += 2) {
            String run = Keyspace.text((byte[]) living.get(i));
            List<?> said = (List<?>) living.get(i + 1);
            try {
                heard.add(read(Keyspace.text((byte[]) said.get(1)), run.equals(node), (Long) said.get(0)));
            } catch (RuntimeException e) {
                LOG.debug("{} says what cannot be read", run, e);
            }
        }
        heard.sort(Comparator.comparing(NodeReport::name));
        all = new Heard(List.copyOf(heard), System.nanoTime());
    }

    private String line(NodeReport report) {
        StringJoiner families = new StringJoiner(",");
        report.subscriptions().forEach((family, count) -> families.add(family + "=" + count));
        return String.join(
                "|",
                settings.nodeName(),
                report.version(),
                Long.toString(report.secondsUp()),
                Boolean.toString(report.isDraining()),
                Long.toString(report.connections()),
                families.toString());
    }

    private static NodeReport read(String line, boolean isSelf, long ageMillis) {
        String[] fields = line.split("\\|", -1);
        Map<String, Long> subscriptions = new LinkedHashMap<>();
        for (String family : fields[5].split(",", -1)) {
            int equals = family.indexOf('=');
            if (equals > 0) {
                subscriptions.put(family.substring(0, equals), Long.parseLong(family.substring(equals + 1)));
            }
        }
        return new NodeReport(
                fields[0],
                fields[1],
                Long.parseLong(fields[2]),
                Boolean.parseBoolean(fields[3]),
                Long.parseLong(fields[4]),
                subscriptions,
                isSelf,
                ageMillis);
    }
}
