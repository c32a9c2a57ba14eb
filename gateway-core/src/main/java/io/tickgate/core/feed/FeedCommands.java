package io.tickgate.core.feed;

import io.tickgate.core.feed.status.StatusReply;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.core.session.Answer;
import io.tickgate.core.session.ClientModules;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Hands a client's command to its module. */
public final class FeedCommands implements ClientModules {
    private final @Nullable SystemStatusFeed systemStatus;

    /** A gateway without modules. */
    public FeedCommands() {
        this(null);
    }

    /** @param systemStatus null when it is not offered */
    public FeedCommands(@Nullable SystemStatusFeed systemStatus) {
        this.systemStatus = systemStatus;
    }

    @Override
    public void onRequestBacktestProgress(ClientMessage.RequestBacktestProgress command, Answer answer) {
        notOffered(command, answer);
    }

    @Override
    public void onPublishBacktestProgress(ClientMessage.PublishBacktestProgress command, Answer answer) {
        notOffered(command, answer);
    }

    @Override
    public void onPublishChart(ClientMessage.PublishChart command, Answer answer) {
        notOffered(command, answer);
    }

    @Override
    public void onRemoveChart(ClientMessage.RemoveChart command, Answer answer) {
        notOffered(command, answer);
    }

    @Override
    public void onGetNotifications(ClientMessage.GetNotifications command, Answer answer) {
        notOffered(command, answer);
    }

    @Override
    public void onMarkNotificationRead(ClientMessage.MarkNotificationRead command, Answer answer) {
        notOffered(command, answer);
    }

    @Override
    public void onPublishNotification(ClientMessage.PublishNotification command, Answer answer) {
        notOffered(command, answer);
    }

    @Override
    public void onPublishSystemStatus(ClientMessage.PublishSystemStatus command, Answer answer) {
        if (systemStatus == null) {
            notOffered(command, answer);
            return;
        }
        systemStatus.ingest(command.status(), answer.executor(), new StatusReply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                answer.published(SystemStatusFeed.CHANNEL, offset, recipientCount, null);
            }

            @Override
            public void onRefused(WireException fault) {
                answer.refuse(fault);
            }
        });
    }

    /** A module that this gateway does not have: said at once, rather than met with silence. */
    private static void notOffered(ClientMessage command, Answer answer) {
        answer.refuse(ErrorCode.UNAVAILABLE, "this gateway does not offer \"" + command.type() + "\"", null);
    }
}
