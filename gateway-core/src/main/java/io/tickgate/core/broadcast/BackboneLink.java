package io.tickgate.core.broadcast;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The gateway's tie to what gateways share: under which epoch topics stand, and what becomes of the families that may do
 * without it while it is away.
 *
 * <p><b>Owner:</b> any thread, but for {@link #tick}.
 */
final class BackboneLink {
    /** How long the backbone may be away before families that may do without it do so: a connection that is made anew is no reason. */
    private static final Duration LOSS = Duration.ofSeconds(2);

    private final Backbone backbone;
    private final Epochs epochs;
    private final Supplier<String> newEpoch;
    private final List<Topic> families;
    private final ReplicaHome[] homes;
    private final Restarts restarts;
    private final AppendsInFlight appends;
    /** Whether families that may do without the backbone do so. Written on the first shard's loop alone. */
    private volatile boolean alone;
    /** Whether the backbone was away at the last look, and since when. The first shard's loop alone, as below. */
    private boolean isGone;

    private long goneSinceNanos;

    BackboneLink(
            Backbone backbone,
            Epochs epochs,
            Supplier<String> newEpoch,
            List<Topic> families,
            ReplicaHome[] homes,
            Restarts restarts,
            AppendsInFlight appends) {
        this.backbone = backbone;
        this.epochs = epochs;
        this.newEpoch = newEpoch;
        this.families = families;
        this.homes = homes;
        this.restarts = restarts;
        this.appends = appends;
    }

    Backbone backbone() {
        return backbone;
    }

    /** A family that each gateway numbers by itself has an epoch of its own, as if there were no other gateway. */
    void start(Replica replica) {
        families.stream()
                .filter(family -> family.backboneUse() == BackboneUse.NONE)
                .forEach(family -> epochs.setOfFamily(family.name(), newEpoch.get()));
        backbone.start(replica);
    }

    /** The store is another one than before. Who does without it at the moment hears of it when it is there. */
    void restart(String epoch) {
        boolean isAlone = alone;
        restarts.begin(
                topic -> topic.backboneUse() == BackboneUse.REQUIRED
                        || (!isAlone && topic.backboneUse() == BackboneUse.PREFERRED),
                null,
                () -> epochs.setShared(epoch));
    }

    /** Looks whether the backbone is there, or not gone for long. Always on the same loop. */
    private void look(long nowNanos) {
        boolean wasGone = isGone;
        isGone = !backbone.health().isAvailable();
        if (isGone && !wasGone) {
            goneSinceNanos = nowNanos;
        }
        boolean isAway = isGone && (alone || nowNanos - goneSinceNanos >= LOSS.toNanos());
        if (isAway == alone || !hasPreferred()) {
            return;
        }
        alone = isAway;
        restarts.begin(
                topic -> topic.backboneUse() == BackboneUse.PREFERRED,
                isAway,
                () -> families.stream()
                        .filter(family -> family.backboneUse() == BackboneUse.PREFERRED)
                        .forEach(family -> {
                            if (isAway) {
                                epochs.setOfFamily(family.name(), newEpoch.get());
                            } else {
                                epochs.share(family.name());
                            }
                        }));
    }

    private boolean hasPreferred() {
        return families.stream().anyMatch(family -> family.backboneUse() == BackboneUse.PREFERRED);
    }

    /** Ten times a second, on each shard's loop. */
    void tick(Shard shard) {
        if (shard.index() == 0) {
            look(shard.nanoTime());
        }
        homes[shard.index()].tick();
    }

    /** Publications that were sent to the backbone and are not answered. */
    int appendsInFlight() {
        return appends.count();
    }

    /** How often offsets began anew. */
    long restarts() {
        return restarts.count();
    }
}
