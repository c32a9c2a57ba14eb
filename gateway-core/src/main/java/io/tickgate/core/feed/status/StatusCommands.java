package io.tickgate.core.feed.status;

import io.tickgate.core.session.Answer;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.wire.WireException;

/** The command of the system status. Called on the session's loop, whose body is borrowed for the call. */
public final class StatusCommands {
    private final SystemStatusFeed feed;

    public StatusCommands(SystemStatusFeed feed) {
        this.feed = feed;
    }

    public void onPublish(ClientMessage.PublishSystemStatus command, Answer answer) {
        feed.ingest(command.status(), answer.executor(), new StatusReply() {
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
}
