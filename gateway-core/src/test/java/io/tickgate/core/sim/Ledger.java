package io.tickgate.core.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which publication got which offset, as replies and receivers tell it: they must all tell the same. */
final class Ledger {
    private final Map<String, TreeMap<Long, String>> byChannel = new HashMap<>();
    private final Map<String, String> placeByPublication = new HashMap<>();
    private final Map<String, SimulatedClient> excluded = new HashMap<>();

    void exclude(String publication, SimulatedClient client) {
        excluded.put(publication, client);
    }

    @Nullable
    SimulatedClient excludedFrom(String publication) {
        return excluded.get(publication);
    }

    void record(String channel, long offset, String publication) {
        String known =
                byChannel.computeIfAbsent(channel, key -> new TreeMap<>()).putIfAbsent(offset, publication);
        require(known == null || known.equals(publication), channel + " has two publications at " + offset);
        String place = channel + "@" + offset;
        String knownPlace = placeByPublication.putIfAbsent(publication, place);
        require(knownPlace == null || knownPlace.equals(place), publication + " was numbered twice");
    }

    /** The first offset after {@code offset} that was given, and is not kept from {@code client}; 0 for none. */
    long next(String channel, long offset, SimulatedClient client) {
        TreeMap<Long, String> given = byChannel.getOrDefault(channel, new TreeMap<>());
        for (Map.Entry<Long, String> entry = given.higherEntry(offset);
                entry != null;
                entry = given.higherEntry(entry.getKey())) {
            if (excluded.get(entry.getValue()) != client) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /** Somebody was told that there was a publication, which perhaps nobody else lived to tell of. */
    void recordLost(String channel, long offset) {
        byChannel.computeIfAbsent(channel, key -> new TreeMap<>()).putIfAbsent(offset, channel + "@" + offset);
    }

    /** Publications from one offset to another, without those that are kept from {@code client}. */
    long count(String channel, long from, long to, @Nullable SimulatedClient client) {
        return byChannel.getOrDefault(channel, new TreeMap<>()).subMap(from, true, to, true).values().stream()
                .filter(publication -> client == null || excluded.get(publication) != client)
                .count();
    }

    /**
     * The offset behind which exactly {@code count} publications came up to {@code offset} that {@code client} may have; -1
     * when nobody lived to tell of all of them.
     */
    long back(String channel, long offset, int count, SimulatedClient client) {
        TreeMap<Long, String> given = byChannel.getOrDefault(channel, new TreeMap<>());
        long before = offset;
        int left = count;
        for (Map.Entry<Long, String> entry :
                given.headMap(offset, true).descendingMap().entrySet()) {
            if (left == 0) {
                break;
            }
            if (entry.getKey() != before) {
                // Nobody lived to tell of the one between.
                return -1;
            }
            before = entry.getKey() - 1;
            left -= excluded.get(entry.getValue()) == client ? 0 : 1;
        }
        return left == 0 ? before : -1;
    }

    /**
     * Numbers go up by one.
     *
     * @param untold publications whose publisher left before the answer, and which nobody may have received
     */
    void requireGapless(int untold) {
        byChannel.forEach((channel, given) ->
                require(given.lastKey() - given.size() <= untold, channel + " skipped numbers: " + given.keySet()));
    }

    boolean isGiven(String channel, long offset, String publication) {
        return publication.equals(
                byChannel.getOrDefault(channel, new TreeMap<>()).get(offset));
    }

    /** The last offset that is known to be given; 0 for none. */
    long last(String channel) {
        TreeMap<Long, String> given = byChannel.get(channel);
        return given == null ? 0 : given.lastKey();
    }

    boolean knows(String publication) {
        return placeByPublication.containsKey(publication);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
