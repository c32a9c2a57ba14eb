package io.tickgate.core.session;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes collections when something is put into them. Of ten thousand sessions nearly all hold nothing in most of theirs, and
 * an empty one of its own takes 50 bytes or more: an unused one is {@link java.util.Collections#emptyMap} or {@link
 * java.util.Collections#emptySet} or {@link #emptyQueue}, which may be read, cleared and removed from.
 */
final class Lazily {
    /** Nothing is ever put into it, so that all loops may share it. */
    private static final ArrayDeque<?> NOTHING = new ArrayDeque<>(0);

    private Lazily() {}

    /** A queue that holds nothing, until {@link #writable(ArrayDeque)} gives one in its place. */
    @SuppressWarnings("unchecked")
    static <E> ArrayDeque<E> emptyQueue() {
        return (ArrayDeque<E>) NOTHING;
    }

    /** {@code queue}, or one in its place that takes elements. */
    static <E> ArrayDeque<E> writable(ArrayDeque<E> queue) {
        return queue == NOTHING ? new ArrayDeque<>(4) : queue;
    }

    /** {@code map}, or one in its place that takes entries. */
    static <K, V> Map<K, V> writable(Map<K, V> map) {
        return map instanceof HashMap ? map : new HashMap<>(4);
    }

    /** {@code set}, or one in its place that takes elements. */
    static <E> Set<E> writable(Set<E> set) {
        return set instanceof HashSet ? set : new HashSet<>(4);
    }
}
