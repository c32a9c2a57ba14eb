package io.tickgate.core.broadcast;

import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.core.sim.Bodies;
import io.tickgate.protocol.message.MessageBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What several {@link ModelBackbone}s share, in memory and on one thread: requests, answers and announcements wait until {@link
 * #runOne} chooses one, so a seed decides what overtakes what, which announcements are lost or come twice, and when the store
 * goes away or comes back empty.
 */
public final class ModelStore {
    /**
     * One publication as it is kept.
     *
     * @param forgets how often its topic was forgotten before
     */
    record Kept(
            long offset,
            long epochMicros,
            MessageBody body,
            boolean mayConflate,
            boolean urgent,
            @Nullable String exclude,
            @Nullable String note,
            ModelBackbone by,
            int forgets) {
        StoredPublication seenBy(ModelBackbone node) {
            return new StoredPublication(
                    offset, epochMicros, body.copy(), mayConflate, urgent, exclude, note, by == node);
        }
    }

    /** One topic. */
    static final class Shelf {
        final long start;
        long last;
        /** How often it was forgotten. */
        int forgets;

        final ArrayDeque<Kept> kept = new ArrayDeque<>();
        final Map<String, Kept> byKey = new HashMap<>();
        final Map<String, Map<String, Row>> tables = new LinkedHashMap<>();

        Shelf(long start) {
            this.start = start;
            this.last = start;
        }
    }

    private final Random random;
    private final int keptMax;
    private final List<ModelBackbone> nodes = new ArrayList<>();
    private final Map<String, Shelf> shelves = new TreeMap<>();
    /** Everything that ever was numbered: the type of the message by epoch and channel, and offset. */
    private final Map<String, NavigableMap<Long, String>> log = new HashMap<>();

    private int epochs = 1;
    private long floor;
    private boolean available = true;
    private boolean faithful;
    private long micros = 1_795_435_200_000_000L;
    private LongSupplier clock = () -> 0;
    private int nodesMade;

    /** @param keptMax publications that are kept of a topic */
    public ModelStore(long seed, int keptMax) {
        this.random = new Random(seed);
        this.keptMax = keptMax;
    }

    /** From now on no announcement is lost and none comes twice. */
    public void beFaithful() {
        faithful = true;
    }

    boolean isFaithful() {
        return faithful;
    }

    Random random() {
        return random;
    }

    /** Tells the time, in microseconds. */
    public void useClock(LongSupplier newClock) {
        clock = newClock;
    }

    private long nextMicros() {
        micros = Math.max(micros + 1, clock.getAsLong());
        return micros;
    }

    /** A number that no other gateway ever had. */
    int nextNumber() {
        return nodesMade++;
    }

    void remove(ModelBackbone node) {
        nodes.remove(node);
    }

    /** The side of one more gateway. */
    public ModelBackbone newNode() {
        ModelBackbone node = new ModelBackbone(this);
        nodes.add(node);
        return node;
    }

    List<ModelBackbone> nodes() {
        return nodes;
    }

    public String epoch() {
        return "store-" + epochs;
    }

    public boolean isAvailable() {
        return available;
    }

    /** Nothing can be asked any more; answers and announcements that are under way are lost. */
    public void goAway() {
        available = false;
        nodes.forEach(ModelBackbone::onAway);
    }

    /** It is back with what it had. */
    public void comeBack() {
        available = true;
        nodes.forEach(ModelBackbone::onBack);
    }

    /** It has lost nothing, but begins another epoch above all offsets of before. */
    public void changeEpoch() {
        epochs++;
        floor = shelves.values().stream().mapToLong(shelf -> shelf.last).max().orElse(floor) + 1_000;
        nodes.forEach(ModelBackbone::onWiped);
    }

    /** It has lost everything, and begins another epoch above all offsets of before. */
    public void wipe() {
        epochs++;
        floor = shelves.values().stream().mapToLong(shelf -> shelf.last).max().orElse(floor) + 1_000;
        shelves.clear();
        nodes.forEach(ModelBackbone::onWiped);
    }

    /** Lets one thing happen. @return false when nothing is under way */
    public boolean runOne() {
        int first = random.nextInt(Math.max(1, nodes.size()));
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get((first + i) % nodes.size()).runOne()) {
                return true;
            }
        }
        return false;
    }

    Shelf shelf(String topic) {
        return shelves.computeIfAbsent(topic, name -> new Shelf(floor));
    }

    List<String> membersOf(String family) {
        return shelves.keySet().stream()
                .filter(name -> name.startsWith(family + ':'))
                .toList();
    }

    Kept append(String topic, Draft draft, String key, ModelBackbone by) {
        Shelf shelf = shelf(topic);
        Kept known = shelf.byKey.get(key);
        if (known != null) {
            return known;
        }
        Kept kept = new Kept(
                ++shelf.last,
                nextMicros(),
                draft.body(),
                draft.mayConflate(),
                draft.urgent(),
                draft.exclude(),
                draft.note(),
                by,
                shelf.forgets);
        shelf.byKey.put(key, kept);
        shelf.kept.addLast(kept);
        if (shelf.kept.size() > keptMax) {
            shelf.kept.removeFirst();
        }
        for (Row row : draft.rows()) {
            Map<String, Row> table = shelf.tables.computeIfAbsent(row.table(), name -> new LinkedHashMap<>());
            if (!row.isFirst() || !table.containsKey(row.key())) {
                table.put(row.key(), row);
            }
            if (table.size() > row.rowsMax()) {
                rows(table).stream().findFirst().ifPresent(lowest -> table.remove(lowest.key()));
            }
        }
        logOf(topic).put(kept.offset(), text(kept.body()));
        nodes.forEach(node -> node.announce(topic, kept));
        return kept;
    }

    /** Publications are numbered of which nobody is told, and which are not kept. */
    public void loseNext(String topic, String type, int count) {
        Shelf shelf = shelf(topic);
        for (int i = 0; i < count; i++) {
            logOf(topic).put(++shelf.last, '"' + type + '"');
        }
        shelf.kept.clear();
    }

    /** A publication is there before any gateway comes. */
    public void preload(String topic, String type) {
        append(topic, new Draft(Bodies.json(type), true, false, null, Draft.ANY, null, List.of()), type, nodes.get(0));
    }

    private static String text(MessageBody body) {
        return new String(body.bytes(), body.offset(), body.length(), StandardCharsets.UTF_8);
    }

    private NavigableMap<Long, String> logOf(String topic) {
        return log.computeIfAbsent(epoch() + ' ' + topic, key -> new TreeMap<>());
    }

    /** What was numbered of a channel under an epoch, by offset: the messages' bytes. */
    public NavigableMap<Long, String> log(String epoch, String topic) {
        return log.getOrDefault(epoch + ' ' + topic, new TreeMap<>());
    }

    /** How often a message of that type was numbered under one epoch, at most. */
    public long timesNumbered(String topic, String type) {
        return log.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(' ' + topic))
                .mapToLong(entry -> entry.getValue().values().stream()
                        .filter(text -> text.contains('"' + type + '"'))
                        .count())
                .max()
                .orElse(0);
    }

    static List<Row> rows(Map<String, Row> table) {
        return table.values().stream()
                .sorted(Comparator.comparingDouble(Row::order))
                .toList();
    }
}
