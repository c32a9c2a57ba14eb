package io.tickgate.core.admin;

import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.DurationBuckets;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.metrics.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What the event loops count, as metrics. Any thread; asks no loop, so that none is held up.
 *
 * <p><b>Bound:</b> families beyond the first {@value #FAMILIES_MAX} are one label, {@code other}.
 */
public final class EngineMetrics {
    private static final int FAMILIES_MAX = 32;
    private static final String OTHER = "other";
    private static final String FAMILY = "family";

    private final BroadcastEngine engine;
    private final List<String> families;

    public EngineMetrics(BroadcastEngine engine) {
        this.engine = engine;
        List<String> names = engine.familyNames();
        this.families = names.size() <= FAMILIES_MAX
                ? names
                : Stream.concat(names.stream().limit(FAMILIES_MAX), Stream.of(OTHER))
                        .toList();
    }

    /** A counter of all loops. */
    public long sum(Counter counter) {
        return sum(shard -> shard.counters().get(counter));
    }

    private long sum(ToLongFunction<Shard> value) {
        return engine.shards().stream().mapToLong(value).sum();
    }

    /** The families that one label stands for. */
    private List<Integer> indexes(int label) {
        if (label < FAMILIES_MAX) {
            return List.of(label);
        }
        List<Integer> others = new ArrayList<>();
        for (int i = FAMILIES_MAX; i < engine.familyNames().size(); i++) {
            others.add(i);
        }
        return others;
    }

    private long sumOf(int label, ToLongBiFunction<Shard, Integer> value) {
        long sum = 0;
        for (int family : indexes(label)) {
            sum += sum(shard -> value.applyAsLong(shard, family));
        }
        return sum;
    }

    public void writeTo(MetricsText text) {
        text.gauge("gateway_connections", "WebSockets that are open").sample(sum(Counter.CONNECTIONS));
        labelled(
                text,
                Counter.UPGRADES,
                "gateway_connections_total",
                "Requests for a WebSocket, by what became of them",
                "result");
        labelled(
                text,
                Counter.CLOSED,
                "gateway_closes_total",
                "WebSockets that ended, by the word they ended with",
                "code");
        text.gauge("gateway_subscriptions", "Subscriptions of all connections");
        families(text, Counter.SUBSCRIPTIONS);
        writePublications(text);
        writeSlow(text);
        writeCommands(text);
        writeState(text);
        writeLoops(text);
    }

    private void writePublications(MetricsText text) {
        text.counter("gateway_publications_total", "Publications that were given an offset, by the way they came");
        for (int label = 0; label < families.size(); label++) {
            for (Via via : Via.values()) {
                long count = sumOf(label, (shard, family) -> shard.counters().published(family, via));
                text.sample(count, FAMILY, families.get(label), "via", Via.LABELS.get(via.ordinal()));
            }
        }
        text.counter("gateway_deliveries_total", "Publications handed to subscribers, counted for each");
        families(text, Counter.DELIVERED);
        labelled(
                text,
                Counter.ENCODED,
                "gateway_encodings_total",
                "Frames built, each at most once for a publication and kind",
                "kind");
        counter(
                text,
                Counter.APPLIED,
                "gateway_backbone_applied_total",
                "Publications that came from what gateways share, wherever they were published");
        counter(
                text,
                Counter.DUPLICATES,
                "gateway_publications_duplicate_total",
                "Publications that were not made because the key of their publisher was known");
        counter(
                text,
                Counter.IDEMPOTENCY_KEYS_EVICTED,
                "gateway_idempotency_keys_evicted_total",
                "Keys of publishers that were forgotten before their time to make room");
        counter(
                text,
                Counter.STORE_LOST,
                "gateway_backbone_lost_total",
                "Publications that it numbered and lost, which subscribers were told");
        counter(
                text,
                Counter.EPOCH_CHANGES,
                "gateway_epoch_changes_total",
                "Subscriptions begun anew under another epoch, which their clients were told");
        counter(text, Counter.SENDS, "gateway_sends_total", "Sends of joined frames to one subscriber");
        counter(
                text,
                Counter.TURNS_PUT_OFF,
                "gateway_turns_put_off_total",
                "Ends of turns put off so that more leaves together");
        counter(text, Counter.SENT_BYTES, "gateway_outbound_bytes_total", "Bytes of frames handed to sockets");
        counter(text, Counter.REPLAYED, "gateway_replayed_total", "Publications sent to subscribers who recover");
        counter(text, Counter.SNAPSHOT_PAGES, "gateway_snapshot_pages_total", "Pages of newest values made");
        counter(
                text,
                Counter.FILTERED,
                "gateway_filtered_total",
                "Publications that a filter left out, for each subscriber");
        counter(
                text,
                Counter.FILTER_EVALUATIONS,
                "gateway_filter_evaluations_total",
                "Filters asked about a publication");
        counter(
                text,
                Counter.CONFLATED_AS_ASKED,
                "gateway_conflated_as_asked_total",
                "Publications that a newer one replaced as subscribers had asked, for each");
        counter(
                text,
                Counter.PROGRESS_CONFLATED,
                "gateway_progress_conflated_total",
                "Reports on back-tests that were merged with the next one");
        counter(
                text,
                Counter.SLOW_PUBLICATIONS,
                "gateway_slow_publications_total",
                "Publications that took longer than metrics.slow-publication, for each loop");
        writeTimes(text);
    }

    private void writeTimes(MetricsText text) {
        text.histogram(
                "gateway_publish_to_socket_seconds",
                "From the broker to the end of the turn in which a loop sent it to its subscribers' sockets");
        for (int label = 0; label < families.size(); label++) {
            String family = families.get(label);
            long count = 0;
            for (int bucket = 0; bucket < DurationBuckets.BOUNDED; bucket++) {
                int index = bucket;
                count += sumOf(label, (shard, of) -> shard.publishToSocket().count(of, index));
                text.bucket(DurationBuckets.upperSeconds(bucket), count, FAMILY, family);
            }
            count += sumOf(label, (shard, of) -> shard.publishToSocket().count(of, DurationBuckets.BOUNDED));
            text.bucket(Double.POSITIVE_INFINITY, count, FAMILY, family);
            long sumNanos = sumOf(label, (shard, of) -> shard.publishToSocket().sumNanos(of));
            text.summed(count, sumNanos / 1e9, FAMILY, family);
        }
    }

    private void writeSlow(MetricsText text) {
        long conflating = sum(Counter.CONFLATING_NOW);
        long overfull = sum(Counter.OVERFULL_NOW);
        long behind = Math.max(0, sum(Counter.SESSIONS_BEHIND) - conflating - overfull);
        text.gauge(
                "gateway_slow_clients", "Connections whose sockets do not take everything, by how far they are behind");
        text.sample(behind, "stage", "waiting");
        text.sample(conflating, "stage", "conflating");
        text.sample(overfull, "stage", "overfull");
        text.counter("gateway_slow_steps_total", "Times that a connection fell behind to that stage");
        text.sample(sum(Counter.CONFLATING_SESSIONS), "stage", "conflating");
        text.sample(sum(Counter.OVERFULL_SESSIONS), "stage", "overfull");
        text.counter("gateway_drops_total", "Publications that slow connections did not get, for each");
        for (int label = 0; label < families.size(); label++) {
            text.sample(familySum(Counter.CONFLATED, label), FAMILY, families.get(label), "reason", "conflated");
            text.sample(familySum(Counter.DROPPED, label), FAMILY, families.get(label), "reason", "queue_bytes");
        }
        counter(text, Counter.LAGS, "gateway_lags_total", "Messages that told connections of these");
        counter(
                text,
                Counter.REPLAYS_OVERLOADED,
                "gateway_replays_overloaded_total",
                "Clients that came back and were told that they would wait too long for what they missed");
        counter(text, Counter.TLS_HANDSHAKES, "gateway_tls_handshakes_total", "Connections that began to speak TLS");
        text.counter("gateway_late_bytes_total", "Bytes of publications that had to wait for a socket");
        text.sample(sum(Counter.URGENT_LATE_BYTES), "priority", "urgent");
        text.sample(sum(Counter.BULK_LATE_BYTES), "priority", "other");
        counter(
                text,
                Counter.REDELIVERED,
                "gateway_redelivered_total",
                "Publications sent again for want of an acknowledgement");
    }

    private void writeCommands(MetricsText text) {
        labelled(text, Counter.COMMANDS, "gateway_commands_total", "Commands of clients", "type");
        text.counter("gateway_errors_total", "Errors that commands and HTTP requests were answered with");
        List<String> codes = ShardCounters.labels(Counter.ERRORS);
        for (int i = 0; i < codes.size(); i++) {
            int code = i;
            text.sample(
                    sum(shard -> shard.counters().getLabelled(Counter.ERRORS, code)
                            + shard.counters().getLabelled(Counter.HTTP_ERRORS, code)),
                    "code",
                    codes.get(i));
        }
        text.counter("gateway_resumes_total", "Connections that brought back what they had, or were not let");
        text.sample(sum(Counter.RESUMED), "result", "resumed");
        text.sample(sum(Counter.RESUME_REFUSALS), "result", "refused");
    }

    private void writeState(MetricsText text) {
        text.gauge("gateway_filters", "Filters in use, equal ones on a loop counted once")
                .sample(sum(Counter.FILTERS));
        text.gauge("gateway_unacked_bytes", "What is kept until it is acknowledged")
                .sample(sum(Counter.UNACKED_BYTES));
        text.gauge("gateway_chart_points", "Points of charts that are kept").sample(sum(Counter.CHART_POINTS));
        text.gauge("gateway_backtests_running", "Back-tests under way").sample(sum(Counter.BACKTESTS_RUNNING));
    }

    private void writeLoops(MetricsText text) {
        text.gauge("gateway_loop_connections", "WebSockets of each event loop");
        for (Shard shard : engine.shards()) {
            text.sample(shard.counters().get(Counter.CONNECTIONS), "loop", Integer.toString(shard.index()));
        }
        text.gauge("gateway_loop_longest_turn_seconds", "The longest turn of delivering in the last minute");
        for (Shard shard : engine.shards()) {
            text.sample(shard.longestTurnMicros() / 1e6, "loop", Integer.toString(shard.index()));
        }
    }

    private void counter(MetricsText text, Counter counter, String name, String help) {
        text.counter(name, help).sample(sum(counter));
    }

    private void labelled(MetricsText text, Counter counter, String name, String help, String label) {
        text.counter(name, help);
        List<String> labels = ShardCounters.labels(counter);
        for (int i = 0; i < labels.size(); i++) {
            int index = i;
            text.sample(sum(shard -> shard.counters().getLabelled(counter, index)), label, labels.get(i));
        }
    }

    private void families(MetricsText text, Counter counter) {
        for (int label = 0; label < families.size(); label++) {
            text.sample(familySum(counter, label), FAMILY, families.get(label));
        }
    }

    /** The same of each family as plain figures, in the order of the labels. */
    public List<FamilyFigures> families() {
        List<FamilyFigures> figures = new ArrayList<>();
        for (int label = 0; label < families.size(); label++) {
            figures.add(new FamilyFigures(
                    families.get(label),
                    familySum(Counter.SUBSCRIPTIONS, label),
                    sumOf(label, EngineMetrics::published),
                    familySum(Counter.DELIVERED, label),
                    familySum(Counter.CONFLATED, label),
                    familySum(Counter.DROPPED, label)));
        }
        return figures;
    }

    private static long published(Shard shard, int family) {
        long sum = 0;
        for (Via via : Via.values()) {
            sum += shard.counters().published(family, via);
        }
        return sum;
    }

    private long familySum(Counter counter, int label) {
        return sumOf(label, (shard, family) -> shard.counters().get(counter, family));
    }
}
