package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.protocol.wire.MemberNames;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A named stream of publications ({@code channel} on the wire). A name {@code base:rest} is a member of the family
 * {@code base}; a bare {@code base} is a topic of its own and the family of all its members at once.
 *
 * <p><b>Owner:</b> the offset, and whether the topic was collected, belong to the home shard, the one writer that gives
 * every subscriber the same order. Slot {@code i} of {@code groups} is written by shard {@code i} alone and read by the
 * home shards of this topic and of the family's members.
 * <p><b>Cost:</b> about 350 bytes with its name, its directory entry and one subscriber.
 */
public final class Topic {
    /** Shared by all members, of which there are many. */
    private static final FamilyStates[] NO_STATES = {};

    private final String name;
    private final byte[] nameUtf8;
    private final @Nullable Topic family;
    private final int familyIndex;
    private final long serial;
    private final Shard home;
    private final AtomicReferenceArray<@Nullable BroadcastGroup> groups;

    private final FamilySettings settings;
    private final @Nullable History history;
    private final FamilyStates[] states;

    private @Nullable InetAddress payer;
    private long offset;
    private long usedAtNanos;
    private boolean isPublished;
    private boolean placed;
    private boolean collected;

    /**
     * @param family null for a bare base
     * @param serial unlike that of any other member of the family
     * @param settings of the family
     * @param payer whose share of topics it takes until it is published to; null for nobody's
     */
    Topic(
            String name,
            @Nullable Topic family,
            int familyIndex,
            long serial,
            FamilySettings settings,
            Shard home,
            int shardCount,
            @Nullable InetAddress payer) {
        this.name = name;
        this.nameUtf8 = name.getBytes(StandardCharsets.UTF_8);
        this.family = family;
        this.familyIndex = familyIndex;
        this.serial = serial;
        this.home = home;
        this.settings = settings;
        this.states = family == null && settings.keepsStates() ? statesOf(shardCount) : NO_STATES;
        FamilyStates ownStates = family == null ? null : family.states(home.index());
        this.history = settings.keepsHistory() ? new History(this, settings, ownStates) : null;
        this.payer = payer;
        this.groups = new AtomicReferenceArray<>(shardCount);
    }

    private static FamilyStates[] statesOf(int shardCount) {
        FamilyStates[] states = new FamilyStates[shardCount];
        Arrays.setAll(states, index -> new FamilyStates());
        return states;
    }

    public String name() {
        return name;
    }

    byte[] nameUtf8() {
        return nameUtf8;
    }

    /** The bare base that this topic belongs to; null when it is one itself. */
    public @Nullable Topic family() {
        return family;
    }

    /** What becomes of its publications where more wait for a reader than may. */
    public SlowPolicy slowPolicy() {
        return settings.slow();
    }

    /** The place of the family in {@link TopicDirectory#familyNames()}. */
    public int familyIndex() {
        return familyIndex;
    }

    /** Members of one family that were made later have larger ones. */
    public long serial() {
        return serial;
    }

    /** Members of this family with that home that have a newest value; null when members of it are no states. */
    @Nullable
    FamilyStates states(int homeIndex) {
        return states.length == 0 ? null : states[homeIndex];
    }

    /** Whether only its newest publication matters. A bare base never is one: publishers send many instruments through it. */
    public boolean isState() {
        return settings.isState() && family != null;
    }

    /** Whether it is a state, or the family of states. */
    public boolean isOfStateFamily() {
        return settings.isState();
    }

    /** Whether this is a family whose members' newest values are kept. */
    public boolean isStateFamily() {
        return states.length > 0;
    }

    /** How many members have a newest value. Any thread. */
    public int stateCount() {
        return Arrays.stream(states).mapToInt(FamilyStates::count).sum();
    }

    /** Bytes of these values. Any thread. */
    public long stateBytes() {
        return Arrays.stream(states).mapToLong(FamilyStates::bytes).sum();
    }

    /** What filters may look at. */
    public MemberNames indexed() {
        return settings.indexed();
    }

    /** The parts of its messages that subscribers may ask for. */
    public List<View> views() {
        return settings.views();
    }

    /** The name of the family in the configuration. */
    public String familyName() {
        return settings.name();
    }

    /** What it has of the numbers that gateways share. */
    BackboneUse backboneUse() {
        return settings.backboneUse();
    }

    /** The number of the home's shard. */
    public int homeIndex() {
        return home.index();
    }

    /** The loop of the home, where everything that concerns the order of its publications happens. */
    public EventExecutor homeLoop() {
        return home.loop();
    }

    Shard home() {
        return home;
    }

    /** What is kept of this topic's publications; null when its family keeps none. Home shard only. */
    @Nullable
    History history() {
        assert home.isCurrent();
        return history;
    }

    /** The last offset given, 0 for none. Home shard only. */
    long offset() {
        assert home.isCurrent();
        return offset;
    }

    /** Home shard only. */
    void advanceTo(long newOffset, long nowNanos) {
        assert home.isCurrent();
        assert newOffset > offset;
        offset = newOffset;
        isPublished = true;
        usedAtNanos = nowNanos;
    }

    /**
     * Starts above every offset of any topic that this home shard ever collected, so that no offset repeats under an
     * epoch even when this very name comes back. Home shard only, before the first use there.
     */
    void startAbove(long floor, long nowNanos) {
        assert home.isCurrent();
        if (usedAtNanos == 0) {
            offset = Math.max(offset, floor);
            usedAtNanos = nowNanos | 1;
        }
    }

    /**
     * From now on it is heard of what gateways share: the next publication has {@code start} + 1. Home shard only.
     *
     * @param start not above the last offset of before where that was of another epoch
     */
    void placeAt(long start, long nowNanos) {
        assert home.isCurrent() && !placed;
        placed = true;
        offset = start;
        isPublished |= start > 0;
        usedAtNanos = nowNanos | 1;
    }

    /** It is not heard any more. Home shard only. */
    void unplace() {
        assert home.isCurrent();
        placed = false;
    }

    /** Whether it is heard of what gateways share. Home shard only. */
    boolean isPlaced() {
        assert home.isCurrent();
        return placed && !collected;
    }

    long usedAtNanos() {
        assert home.isCurrent();
        return usedAtNanos;
    }

    /** Whether it ever had a publication: without one, nothing is lost with it. Home shard only. */
    boolean isPublished() {
        assert home.isCurrent();
        return isPublished;
    }

    /** Whose share this topic takes; null for nobody's. Home shard only. */
    @Nullable
    InetAddress payer() {
        assert home.isCurrent();
        return payer;
    }

    /** It takes nobody's share any more. Home shard only. */
    void release() {
        assert home.isCurrent();
        payer = null;
    }

    /** True once the directory dropped this object; its name may live on in a new one. Home shard only. */
    boolean isCollected() {
        assert home.isCurrent();
        return collected;
    }

    void markCollected() {
        assert home.isCurrent();
        collected = true;
    }

    /** This topic's own subscribers on one shard; null when there are none. Any thread. */
    @Nullable
    BroadcastGroup group(int shardIndex) {
        return groups.get(shardIndex);
    }

    /** How many are subscribed to exactly this topic. Any thread. */
    int subscriberCount() {
        int sum = 0;
        for (int i = 0; i < groups.length(); i++) {
            BroadcastGroup group = groups.get(i);
            sum += group == null ? 0 : group.size();
        }
        return sum;
    }

    /** Called by shard {@code shardIndex} for its own slot only. */
    void setGroup(int shardIndex, @Nullable BroadcastGroup group) {
        groups.set(shardIndex, group);
    }

    /** Whether anybody is subscribed to exactly this topic, or about to be. Any thread. */
    public boolean hasSubscribers() {
        for (int i = 0; i < groups.length(); i++) {
            if (groups.get(i) != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
