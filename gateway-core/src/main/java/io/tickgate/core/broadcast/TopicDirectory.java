package io.tickgate.core.broadcast;

import io.tickgate.core.limit.Places;
import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.ErrorCode;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every topic by name. Any thread looks up and creates; only a topic's home shard removes it.
 *
 * <p><b>Bound:</b> {@code limits.max-topics}, and {@code limits.max-topics-per-ip} for what clients of one address merely
 * subscribe to; families are always there and do not count.
 */
public final class TopicDirectory {
    private final Map<String, Topic> families = new LinkedHashMap<>();
    private final List<FamilySettings> settings;
    private final List<String> familyNames;
    private final ConcurrentHashMap<String, Topic> members = new ConcurrentHashMap<>();
    private final Places places = new Places();
    private final AtomicLong serials = new AtomicLong();
    private final List<Shard> shards;
    private final int topicsMax;
    private final TopicShares shares;

    /** @param settings of the bases that exist; any other is unknown */
    TopicDirectory(List<FamilySettings> settings, List<Shard> shards, int topicsMax, TopicShares shares) {
        this.settings = ordered(settings);
        this.familyNames = settings.stream()
                .filter(family -> !family.isInternal())
                .map(FamilySettings::name)
                .toList();
        this.shards = List.copyOf(shards);
        this.topicsMax = topicsMax;
        this.shares = shares;
        for (int i = 0; i < this.settings.size(); i++) {
            String name = this.settings.get(i).name();
            families.put(name, new Topic(name, null, i, 0, this.settings.get(i), homeOf(name), shards.size(), null));
        }
    }

    /** Internal ones last, so that a public family's index is its place among the names. */
    private static List<FamilySettings> ordered(List<FamilySettings> settings) {
        return settings.stream()
                .sorted(Comparator.comparing(FamilySettings::isInternal))
                .toList();
    }

    /** What families are called, internal ones too, by the index that a directory gives them. */
    static List<String> names(List<FamilySettings> settings) {
        return ordered(settings).stream().map(FamilySettings::name).toList();
    }

    /** The families that clients may name. */
    public List<String> familyNames() {
        return familyNames;
    }

    /** Topics there are now, families not counted. */
    public int size() {
        return places.taken();
    }

    /** Topics that exist only because somebody subscribed to them. */
    public int subscribedOnly() {
        return shares.paidFor();
    }

    boolean isAnyShareCrowded() {
        return shares.isAnyCrowded();
    }

    /** Whether more than half of the share that {@code topic} takes is taken. Its home shard only. */
    boolean isShareCrowded(Topic topic) {
        return shares.isCrowded(topic.payer());
    }

    boolean isFull() {
        return places.taken() >= topicsMax;
    }

    /** Whether more than half of the places are taken. */
    boolean isCrowded() {
        return places.taken() > topicsMax / 2;
    }

    /** The topic of that name if it exists now; null otherwise. */
    public @Nullable Topic find(String name) {
        Topic known = members.get(name);
        return known != null ? known : families.get(name);
    }

    /** Whether a topic of that name may exist. */
    public boolean isPossible(String name) {
        return ChannelNames.isValid(name) && isPublic(ChannelNames.base(name));
    }

    private boolean isPublic(String family) {
        Topic topic = families.get(family);
        return topic != null && !settings.get(topic.familyIndex()).isInternal();
    }

    /**
     * The topic that a client or publisher means by that name, made on first use; null when there can be none, and
     * {@link #refusal} says why.
     */
    public @Nullable Topic resolve(String name) {
        return resolve(name, null);
    }

    /** The same for a client's subscription: a topic that is made for it takes the share of {@code subscriber}. */
    public @Nullable Topic resolve(String name, @Nullable InetAddress subscriber) {
        Topic known = find(name);
        if (known != null) {
            return isInternal(known) ? null : known;
        }
        return isPublic(ChannelNames.base(name)) ? create(name, subscriber) : null;
    }

    private boolean isInternal(Topic topic) {
        return settings.get(topic.familyIndex()).isInternal();
    }

    /** The same for valid names of the gateway's own, internal families included; null means that it is {@link #full}. */
    public @Nullable Topic resolveAny(String name) {
        Topic known = find(name);
        return known != null ? known : create(name, null);
    }

    private @Nullable Topic create(String name, @Nullable InetAddress payer) {
        Topic family = families.get(ChannelNames.base(name));
        if (family == null || !ChannelNames.isValid(name)) {
            return null;
        }
        // Within the map's step for this name, so that two who name it first take one place.
        return members.computeIfAbsent(
                name,
                any -> tryTakePlace(payer)
                        ? new Topic(
                                name,
                                family,
                                family.familyIndex(),
                                serials.incrementAndGet(),
                                settings.get(family.familyIndex()),
                                homeOf(name),
                                shards.size(),
                                payer)
                        : null);
    }

    private boolean tryTakePlace(@Nullable InetAddress payer) {
        if (payer != null && !shares.tryTake(payer)) {
            return false;
        }
        if (places.tryTake(topicsMax)) {
            return true;
        }
        if (payer != null) {
            shares.giveBack(payer);
        }
        return false;
    }

    /** Why {@link #resolve(String, InetAddress)} gave nothing for {@code name}. */
    public Refusal refusal(String name, InetAddress subscriber) {
        if (isPossible(name) && shares.isFull(subscriber)) {
            return new Refusal(
                    ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                    "this address subscribes to " + shares.perAddressMax()
                            + " channels that nobody has published to (limits.max-topics-per-ip)");
        }
        return refusal(name);
    }

    /** Why {@link #resolve(String)} gave nothing for {@code name}. */
    public Refusal refusal(String name) {
        if (!ChannelNames.isValid(name)) {
            return new Refusal(
                    ErrorCode.INVALID_FIELD,
                    "a channel is base or base:rest, 1 to " + ChannelNames.CHARS_MAX
                            + " characters without whitespace or control characters");
        }
        if (!isPublic(ChannelNames.base(name))) {
            return new Refusal(
                    ErrorCode.UNKNOWN_CHANNEL,
                    "unknown channel \"" + ChannelNames.base(name) + "\": it is none of "
                            + String.join(", ", familyNames));
        }
        return full();
    }

    /** Why there is no topic for a name that may be one. */
    public Refusal full() {
        return new Refusal(ErrorCode.UNAVAILABLE, "all " + topicsMax + " topics are in use (limits.max-topics)");
    }

    /** Why a name is not a topic, as the answer says it. */
    public record Refusal(ErrorCode code, String detail) {}

    /** Drops a topic that nobody uses. Its home shard only. */
    void remove(Topic topic) {
        assert topic.home().isCurrent();
        if (members.remove(topic.name(), topic)) {
            places.giveBack();
        }
        onPublished(topic);
    }

    /** A topic that is published to takes nobody's share. Its home shard only. */
    void onPublished(Topic topic) {
        InetAddress payer = topic.payer();
        if (payer != null) {
            topic.release();
            shares.giveBack(payer);
        }
    }

    /** Every family, internal ones too. */
    Collection<Topic> families() {
        return families.values();
    }

    /** Shows every topic of one home, families and internal ones too. Its home shard only. */
    void forEachOf(Shard home, Consumer<Topic> visitor) {
        assert home.isCurrent();
        for (Collection<Topic> topics : List.of(families.values(), members.values())) {
            for (Topic topic : topics) {
                if (topic.homeIndex() == home.index()) {
                    visitor.accept(topic);
                }
            }
        }
    }

    /** Every member, loosely: topics that come or go meanwhile may be missed. */
    Iterator<Topic> memberIterator() {
        return members.values().iterator();
    }

    /** The shard that numbers the publications of that name, whether the topic exists now or not. Any thread. */
    public Shard homeOf(String name) {
        // Spread the bits: names of one family differ in a few characters at the end.
        int hash = name.hashCode() * 0x9E3779B9;
        return shards.get((hash >>> 16) % shards.size());
    }
}
