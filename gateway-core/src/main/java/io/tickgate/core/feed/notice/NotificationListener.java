package io.tickgate.core.feed.notice;

import io.tickgate.core.broadcast.Exclusion;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.feed.shared.FamilyFollower;
import io.tickgate.core.feed.shared.Loading;
import io.tickgate.core.session.UserTopics;
import io.tickgate.protocol.codec.MemberTaker;
import io.tickgate.protocol.codec.NotificationReader;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationDraft;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is heard of the topics of one family from their homes to the home of notifications, in the order of each topic.
 *
 * <p>On the home loops of the topics.
 */
final class NotificationListener extends FamilyFollower {
    private final String family;
    private final Shard home;
    private final NotificationMemory memory;
    private final Preferences preferences;
    private final List<Parts> parts = new ArrayList<>();

    /** Reads on one loop. */
    private record Parts(MemberTaker members, NotificationReader reader) {}

    NotificationListener(
            String family,
            List<Shard> shards,
            Shard home,
            NotificationMemory memory,
            Loading loading,
            Preferences preferences,
            NotificationLimits limits) {
        super(loading);
        this.family = family;
        this.home = home;
        this.memory = memory;
        this.preferences = preferences;
        for (int i = 0; i < shards.size(); i++) {
            parts.add(new Parts(new MemberTaker(), new NotificationReader(limits.bodies())));
        }
    }

    /** Whether it is one of those that something is kept of: to users' bare family nothing is published. */
    private boolean isKept(Topic topic) {
        return family.equals(UserTopics.FAMILY) == (topic.family() != null);
    }

    @Override
    public void onPlaced(Topic topic, long offset, @Nullable StoredPublication newest) {
        if (isKept(topic)) {
            String channel = topic.name();
            home.execute(() -> memory.read(channel, offset));
        }
    }

    @Override
    public void onApplied(Topic topic, StoredPublication publication) {
        if (isKept(topic)) {
            String channel = topic.name();
            home.execute(() -> memory.apply(channel, publication));
        }
    }

    @Override
    public void onLost(Topic topic, long upTo) {
        onPlaced(topic, upTo, null);
    }

    /** Nobody forgets notifications but by their age and their number. */
    @Override
    public void onForgotten(Topic topic) {}

    @Override
    protected void onAllPlaced() {
        home.loop().execute(memory::end);
    }

    @Override
    protected void onAllUnplaced() {
        home.loop().execute(() -> {
            memory.begin();
            memory.clear(family);
        });
    }

    /** Who had muted it when it was published, as far as that is known here. */
    @Override
    public @Nullable Exclusion exclusion(Topic topic, StoredPublication publication) {
        String note = publication.note();
        if (note == null || family.equals(NotificationTopics.STATE) || !preferences.isAnyKnown()) {
            return null;
        }
        try {
            Parts own = parts.get(topic.homeIndex());
            MessageBody object = own.members().object(publication.body(), "notification");
            if (object == null) {
                return null;
            }
            NotificationDraft draft = own.reader().read(object, "");
            return preferences.mutingAt(
                    NotificationIntake.change(note),
                    draft.type(),
                    draft.priority(),
                    NotificationIntake.micros(publication) / 1_000);
        } catch (WireException | RuntimeException e) {
            return null;
        }
    }
}
