package io.tickgate.core.broadcast;

/**
 * What a channel family keeps of its publications.
 *
 * @param name the bare base; its own topic is always a stream, since publishers send many instruments through it
 * @param isState whether only the newest publication of each member matters ({@code channels.<name>.kind}): it is kept
 *     beyond the age limit, and who cannot recover gets it at once
 * @param historyCount publications kept for each topic, 0 for none ({@code channels.<name>.history.size})
 * @param historyBytes bytes kept for each topic ({@code channels.<name>.history.bytes})
 * @param historyNanos how long they are kept ({@code channels.<name>.history.ttl})
 * @param slow what becomes of it where a reader is too slow ({@code channels.<name>.slow})
 * @param isInternal whether no client may name it or its members: to all who ask for it, it does not exist
 */
public record FamilySettings(
        String name,
        boolean isState,
        int historyCount,
        long historyBytes,
        long historyNanos,
        SlowPolicy slow,
        boolean isInternal) {
    /** A family that clients name. */
    public FamilySettings(
            String name, boolean isState, int historyCount, long historyBytes, long historyNanos, SlowPolicy slow) {
        this(name, isState, historyCount, historyBytes, historyNanos, slow, false);
    }

    /** A family of the gateway's own: streams, of which as much is kept as of the topics of this one. */
    public FamilySettings internal(String internalName) {
        SlowPolicy own = slow == SlowPolicy.CONFLATE ? SlowPolicy.CLOSE : slow;
        return new FamilySettings(internalName, false, historyCount, historyBytes, historyNanos, own, true);
    }

    /** Whether members have a newest value. */
    boolean keepsStates() {
        return isState && keepsHistory();
    }

    boolean keepsHistory() {
        return historyCount > 0;
    }
}
