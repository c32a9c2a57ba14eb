package io.tickgate.core.feed.notice;

import io.tickgate.core.broadcast.Treatment;
import io.tickgate.core.feed.shared.TopicWrite;
import io.tickgate.protocol.codec.NotificationWriter;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationDraft;
import io.tickgate.protocol.wire.WireException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One notification: kept and published, or known already, or refused. <b>Owner:</b> the home of notifications. */
final class NoticeWrite implements TopicWrite {
    private final NotificationIntake intake;
    private final NotificationDraft draft;
    private final String id;
    private final MessageBody object;
    private final long nowMillis;
    private final String path;
    private final NotificationReply<Accepted> reply;
    private @Nullable StoredNotification added;
    private boolean isMuted;

    NoticeWrite(
            NotificationIntake intake,
            NotificationDraft draft,
            String id,
            MessageBody object,
            long nowMillis,
            String path,
            NotificationReply<Accepted> reply) {
        this.intake = intake;
        this.draft = draft;
        this.id = id;
        this.object = object;
        this.nowMillis = nowMillis;
        this.path = path;
        this.reply = reply;
    }

    @Override
    public @Nullable Prepared prepare(long heard) throws WireException {
        StoredNotification known = intake.find(id);
        if (known != null) {
            repeat(known);
            return null;
        }
        StoredNotification mine = added;
        if (mine == null) {
            mine = intake.newNotification(id, draft.userId(), object);
            mine.published().whenComplete(this::answer);
            added = mine;
        }
        // Before it is published: whoever gets it may mark it as read at once.
        intake.add(mine);
        isMuted = intake.isMuted(draft, nowMillis);
        return new Prepared(
                intake.draft(mine, draft, nowMillis, heard),
                new Treatment(intake.exclusion(draft, isMuted, nowMillis), true, Treatment.isUrgent(draft.priority())));
    }

    private void repeat(StoredNotification known) throws WireException {
        boolean isSame =
                Objects.equals(known.userId(), draft.userId()) && NotificationWriter.isSame(known.object(), object);
        if (!isSame) {
            throw new WireException(ErrorCode.DUPLICATE_ID, "another notification has this id already", path + "id");
        }
        StoredNotification mine = added;
        added = null;
        known.published().whenComplete((accepted, failure) -> {
            Accepted repeated = accepted == null ? null : new Accepted(known, accepted.offset(), 0, false);
            if (mine == null) {
                answer(repeated, failure);
            } else {
                // Another gateway was first; whoever repeated this one here waits for it as well.
                complete(mine, repeated, failure);
            }
        });
    }

    private static void complete(StoredNotification mine, @Nullable Accepted accepted, @Nullable Throwable failure) {
        if (accepted != null) {
            mine.published().complete(accepted);
        } else if (failure != null) {
            mine.published().completeExceptionally(failure);
        }
    }

    private void answer(@Nullable Accepted accepted, @Nullable Throwable failure) {
        if (accepted != null) {
            reply.onDone(accepted);
        } else if (failure instanceof WireException fault) {
            reply.onRefused(fault);
        }
    }

    /** It stands behind what came before it, and is perhaps the same. */
    @Override
    public void onConflict() {
        if (added != null) {
            intake.remove(added);
        }
    }

    @Override
    public void onAppended(long offset, int recipientCount, boolean isHeard) {
        StoredNotification mine = added;
        if (mine != null) {
            intake.trim();
            mine.published().complete(new Accepted(mine, offset, isMuted ? 0 : recipientCount, true));
        }
    }

    @Override
    public void onRefused(WireException fault) {
        StoredNotification refused = added;
        if (refused == null) {
            reply.onRefused(fault);
        } else {
            intake.remove(refused);
            refused.published().completeExceptionally(fault);
        }
    }
}
