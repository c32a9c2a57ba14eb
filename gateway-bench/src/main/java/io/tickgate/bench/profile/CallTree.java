package io.tickgate.bench.profile;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples of stacks, folded: equal beginnings are one node that counts its samples.
 *
 * <p>Not thread-safe.
 */
final class CallTree {
    private final Frame frame;
    private final Map<Frame, CallTree> children =
            new TreeMap<>(Comparator.comparing(Frame::name).thenComparing(Frame::kind));
    private long samples;

    private CallTree(Frame frame) {
        this.frame = frame;
    }

    /** A tree without samples. */
    static CallTree empty() {
        return new CallTree(new Frame("all", Frame.Kind.THREAD));
    }

    /** @param stack from the thread to the frame that was running */
    void add(List<Frame> stack, long count) {
        CallTree node = this;
        node.samples += count;
        for (Frame called : stack) {
            node = node.children.computeIfAbsent(called, CallTree::new);
            node.samples += count;
        }
    }

    Frame frame() {
        return frame;
    }

    long samples() {
        return samples;
    }

    /** By name. */
    Collection<CallTree> children() {
        return children.values();
    }

    /** Samples in which the frame itself was running, not what it called. */
    private long own() {
        return samples - children.values().stream().mapToLong(CallTree::samples).sum();
    }

    /** Samples by whose code was running. */
    Map<Frame.Kind, Long> ownByKind() {
        Map<Frame.Kind, Long> sums = new EnumMap<>(Frame.Kind.class);
        ownByFrame().forEach((called, count) -> sums.merge(called.kind(), count, Long::sum));
        return sums;
    }

    /** Samples by what was running, whoever called it. */
    Map<Frame, Long> ownByFrame() {
        Map<Frame, Long> sums = new HashMap<>();
        collect(sums);
        return sums;
    }

    private void collect(Map<Frame, Long> sums) {
        if (own() > 0) {
            sums.merge(frame, own(), Long::sum);
        }
        children.values().forEach(child -> child.collect(sums));
    }
}
