package io.tickgate.core.broadcast;

import io.tickgate.protocol.wire.MemberNames;
import java.util.List;

/**
 * What a channel family keeps of its publications, and what a subscriber may select of them.
 *
 * @param name the bare base; its own topic is always a stream, since publishers send many instruments through it
 * @param isState whether only the newest publication of each member matters ({@code channels.<name>.kind}): it is kept
 *     beyond the age limit, and who cannot recover gets it at once
 * @param historyCount publications kept for each topic, 0 for none ({@code channels.<name>.history.size})
 * @param historyBytes bytes kept for each topic ({@code channels.<name>.history.bytes})
 * @param historyNanos how long they are kept ({@code channels.<name>.history.ttl})
 * @param slow what becomes of it where a reader is too slow ({@code channels.<name>.slow})
 * @param indexed what filters may look at ({@code channels.<name>.indexed})
 * @param views at most {@link io.tickgate.core.frame.Encoding#VIEWS_MAX} ({@code channels.<name>.views})
 * @param isInternal whether no client may name it or its members: to all who ask for it, it does not exist
 * @param backboneUse who numbers it where gateways share a backbone ({@code channels.<name>.on-broker-loss})
 */
public record FamilySettings(
        String name,
        boolean isState,
        int historyCount,
        long historyBytes,
        long historyNanos,
        SlowPolicy slow,
        MemberNames indexed,
        List<View> views,
        boolean isInternal,
        BackboneUse backboneUse) {
    private static final MemberNames NOTHING = new MemberNames(List.of());

    public FamilySettings {
        views = List.copyOf(views);
    }

    /** A family that clients name, whose messages they take as they are. */
    public FamilySettings(
            String name, boolean isState, int historyCount, long historyBytes, long historyNanos, SlowPolicy slow) {
        this(
                name,
                isState,
                historyCount,
                historyBytes,
                historyNanos,
                slow,
                NOTHING,
                List.of(),
                false,
                BackboneUse.REQUIRED);
    }

    /** The same family with what a subscriber may select of its messages. */
    public FamilySettings selectable(List<String> newIndexed, List<View> newViews) {
        return new FamilySettings(
                name,
                isState,
                historyCount,
                historyBytes,
                historyNanos,
                slow,
                new MemberNames(newIndexed),
                newViews,
                isInternal,
                backboneUse);
    }

    /** The same family, numbered by whom {@code use} says. */
    public FamilySettings numberedBy(BackboneUse use) {
        return new FamilySettings(
                name, isState, historyCount, historyBytes, historyNanos, slow, indexed, views, isInternal, use);
    }

    /** A family of the gateway's own: streams, of which as much is kept as of the topics of this one. */
    public FamilySettings internal(String internalName) {
        SlowPolicy own = slow == SlowPolicy.CONFLATE ? SlowPolicy.CLOSE : slow;
        return new FamilySettings(
                internalName, false, historyCount, historyBytes, historyNanos, own, indexed, views, true, backboneUse);
    }

    /** Whether members have a newest value. */
    boolean keepsStates() {
        return isState && keepsHistory();
    }

    boolean keepsHistory() {
        return historyCount > 0;
    }
}
