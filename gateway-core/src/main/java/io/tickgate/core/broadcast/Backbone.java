package io.tickgate.core.broadcast;

import io.tickgate.core.limit.UserConnections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What several gateways share: it numbers the publications of a topic, keeps them, and tells every gateway that follows the
 * topic. A gateway that stands alone has none, and its home loops number for themselves.
 *
 * <p>Every call comes from the home loop of the topic that it names, and every answer goes there. Answers to the appends of
 * one topic come in the order of the calls, and so do the offsets that they were given.
 */
public interface Backbone extends AutoCloseable {
    /**
     * Begins to work. Before any other call; {@code replica} hears what is heard from now on. As soon as the store is reached
     * {@link Replica#restart} says which it is, before anything else of it. Does not wait for that.
     */
    void start(Replica replica);

    /**
     * Numbers and keeps one publication, together with what its module keeps of it, or does none of it; then tells all who
     * follow the topic, this gateway among them. What was sent but not answered when a connection broke is sent again under
     * the same key, and is there once.
     */
    void append(Topic topic, Draft draft, AppendReply reply);

    /**
     * Follows a topic from now on, a family with all its members: each that the store knows is placed, where its last
     * publication is known with that; one that comes up later is placed before its first publication. Of a topic that is
     * followed and placed, asking again is answered at once, whether the store is there or not. One that is not placed any
     * more, because of a restart or because this gateway had dropped it for want of use, is placed again. A topic that
     * nobody has subscribed to for a while is followed no more, and {@link Replica#unplace} says so; a family stays.
     *
     * @param answer when {@link Replica#place} has placed the topic: whatever is numbered from then on comes by {@link
     *     Replica#apply}, or {@link Replica#lose} says that it does not
     */
    void follow(Topic topic, Answer answer);

    /**
     * Reads what is kept of a topic.
     *
     * @param after the offset before the first one wanted
     * @param upTo the last one wanted
     * @param countMax how many at most, the newest where there are more
     * @param answer gets them in the order of their offsets: without a hole up to the last, but perhaps not from the first
     */
    void read(Topic topic, long after, long upTo, int countMax, Publications answer);

    /** Reads a table that belongs to a topic, in its order. */
    void readTable(Topic topic, String table, Rows answer);

    /** The names of the tables that belong to a topic. */
    void tables(Topic topic, Names answer);

    /**
     * Forgets what is kept of a topic, everywhere: {@link Replica#forgotten} tells every gateway that follows it. The offsets
     * go on.
     */
    void forget(Topic topic, Answer answer);

    /** What there is of the whole store; {@link Health#isAvailable} is false from its loss until it is back and whole. */
    Health health();

    /** Tells the others every few seconds what {@code self} says; it is asked on any thread. Before {@link #start}. */
    default void introduce(Supplier<NodeReport> self) {}

    /** What gateways that live have told last, this one among them, by name. Any thread. */
    default List<NodeReport> nodes() {
        return List.of();
    }

    /**
     * Counts the connections of users over all gateways, while they have a limit: best effort, and behind what {@code users}
     * has admitted here, which waits for nothing. Before {@link #start}.
     */
    default void shareUsers(UserConnections users) {}

    /** What was counted since the start, by name; what waits, too. Any thread. */
    default Map<String, Long> counts() {
        return Map.of();
    }

    @Override
    void close();

    /** @param epoch of the store; null before it was first reached */
    record Health(boolean isAvailable, @Nullable String epoch, String detail) {}

    /**
     * A row that goes with a publication: the value under {@code key}, in place of the one before.
     *
     * @param table short name without whitespace; belongs to the topic
     * @param order rows are kept and read in ascending order of it
     * @param rowsMax how many the table keeps; those of the lowest order go
     * @param isFirst whether one that is under the key already stays
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes that nobody compares or changes.
    record Row(String table, String key, double order, byte[] value, int rowsMax, boolean isFirst) {
        /** One that takes the place of the one before. */
        public Row(String table, String key, double order, byte[] value, int rowsMax) {
            this(table, key, order, value, rowsMax, false);
        }
    }

    /** Hears that something is done, or why not. */
    interface Answer {
        void onDone();

        void onRefused(TopicDirectory.Refusal refusal);
    }

    /** Hears what became of one draft: exactly one of the four, once, on the topic's home loop. */
    interface AppendReply {
        /** It has this place, now or since an earlier attempt. Whoever follows the topic hears of it by {@link Replica#apply}, before this. */
        void onAppended(long offset, long epochMicros);

        /**
         * It was published before, by whichever gateway, under the same {@link Draft#key}. Whoever follows the topic has heard of
         * that.
         *
         * @param offset of the first
         */
        default void onDuplicate(long offset, long epochMicros) {
            onAppended(offset, epochMicros);
        }

        /** Nothing happened, as the topic's last offset is not the one that the draft expects. */
        void onConflict(long lastOffset);

        /** Nothing happened; or, for {@code unavailable}, it is not known whether something did, and the same key may be sent again. */
        void onRefused(TopicDirectory.Refusal refusal);
    }

    /** Hears what was read. */
    interface Publications {
        void onRead(List<StoredPublication> publications);

        void onRefused(TopicDirectory.Refusal refusal);
    }

    /** Hears what was read. */
    interface Rows {
        void onRead(List<Row> rows);

        void onRefused(TopicDirectory.Refusal refusal);
    }

    /** Hears what was read. */
    interface Names {
        void onRead(List<String> names);

        void onRefused(TopicDirectory.Refusal refusal);
    }
}
